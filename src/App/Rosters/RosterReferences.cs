using Muster.People.Contract;

namespace Muster.Rosters;

/// <summary>
/// Turns, leave, swaps and all that is written of them for two records that are one person. Nobody stands at two posts at one instant: where both have a
/// turn, the one of the record that goes is open, loudly.
/// </summary>
internal static class RosterReferences
{
    public static readonly PersonReference[] All =
    [
        new("shift", "person_id")
        {
            Unless = "t.state = 'Published' and exists (select 1 from shift k where k.person_id = @kept and k.state = 'Published' and k.starts_at < t.ends_at and k.ends_at > t.starts_at)",
            Ends = "update shift set person_id = null, reason = @reason, version = version + 1 where person_id = @gone and ends_at > @now",
        },
        new("shift_change", "from_person_id"),
        new("shift_change", "to_person_id"),
        new("lost_shift", "person_id") { Key = "shift_id" },
        new("leave", "person_id"),
        new("attendance", "person_id"),
        new("observation", "person_id"),
        new("alarm", "person_id"),
        new("alarm", "owner_id"),
        new("alarm_step", "person_id"),
        new("handover_note", "given_by") { Unless = "t.taken_by = @kept" },
        new("handover_note", "taken_by") { Unless = "t.given_by = @kept" },
        new("rest_waiver", "person_id"),
        new("relief_day", "person_id") { Unless = "t.stand_in_id = @kept or exists (select 1 from relief_day k where k.person_id = @kept and k.day = t.day)" },
        new("relief_day", "stand_in_id") { Unless = "t.person_id = @kept" },
        new("rotation_week", "person_id"),
        new("swap", "from_person_id")
        {
            // A swap with oneself is none, and one of a turn that has just opened neither.
            First = """
                update swap set state = 'Lapsed', settled_at = @now, settled_by = @actor, version = version + 1 where settled_at is null and (
                  (from_person_id = @gone and (to_person_id = @kept or taken_by_id = @kept)) or (from_person_id = @kept and (to_person_id = @gone or taken_by_id = @gone))
                  or exists (select 1 from shift s where s.id in (swap.shift_id, swap.back_shift_id) and s.person_id is null and s.reason = @reason))
                """,
        },
        new("swap", "to_person_id"),
        new("swap", "taken_by_id"),
        new("wish", "person_id"),
        new("owed_duty", "person_id"),
        new("post_briefing", "person_id") { Key = "post_id", Unless = "exists (select 1 from post_briefing k where k.post_id = t.post_id and k.person_id = @kept)" },
    ];
}
