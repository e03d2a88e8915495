using Muster.People.Contract;

namespace Muster.Organisation;

/// <summary>Seats, commands, groups, areas and losses of two records that are one person. Nobody sits twice in one seat: the place nearer to A stays.</summary>
internal static class OrganisationReferences
{
    private const string End = "ends_at = case when t.starts_at > @now then t.starts_at else @now end";

    public static readonly PersonReference[] All =
    [
        new("seat_holding", "person_id")
        {
            First = $"""
                update seat_holding as t set {End}, reason = t.reason || ' → ' || @reason where t.person_id = @kept and t.ends_at is null
                  and exists (select 1 from seat_holding g where g.seat_id = t.seat_id and g.person_id = @gone and g.ends_at is null and g.place < t.place)
                """,
            Unless = "t.ends_at is null and exists (select 1 from seat_holding k where k.seat_id = t.seat_id and k.person_id = @kept and k.ends_at is null)",
            Ends = $"update seat_holding as t set {End}, reason = t.reason || ' → ' || @reason where t.person_id = @gone and t.ends_at is null",
        },
        new("command_delegation", "person_id"),
        new("command_delegation", "host_id"),
        new("area_owner", "person_id"),
        new("formation_member", "person_id")
        {
            Key = "formation_id", Unless = "exists (select 1 from formation_member k where k.formation_id = t.formation_id and k.person_id = @kept)",
            Ends = $"update formation_member as t set {End} where t.person_id = @gone and t.ends_at is null",
        },
        new("person_exposure", "person_id")
        {
            Unless = "t.until is null and exists (select 1 from person_exposure k where k.person_id = @kept and k.kind = t.kind and k.until is null)",
            Ends = "update person_exposure set until = @now where person_id = @gone and until is null",
        },
        new("loss_person", "person_id")
        {
            Key = "loss_id",
            Unless = "exists (select 1 from loss_person k where k.person_id = @kept and (k.loss_id = t.loss_id or (k.returned_at is null and t.returned_at is null)))",
            Ends = "update loss_person set returned_at = @now, return_reason = @reason where person_id = @gone and returned_at is null",
        },
        new("takeover", "cause_id"),
        new("takeover", "left_id"),
        new("takeover", "successor_id"),
    ];
}
