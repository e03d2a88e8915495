using Muster.Platform.Reading;

namespace Muster.Rosters;

/// <summary>Who reads what of rosters: a host those of the area, drafts too; an agency the published turns of its own people.</summary>
internal static class RostersReading
{
    public static IEnumerable<ReadRule> Rules =>
    [
        ReadRule.Where("post_time", "t.post_id in (select id from post)"),
        ReadRule.Where("shift_pattern", "t.area_id is null or t.area_id in (select id from area)"),
        .. ReadRule.Shared("holiday"),
        ReadRule.Where("lost_shift", "t.shift_id in (select id from shift)"),
        ReadRule.Where("roster", "t.area_id in (select id from area)"),
        ReadRule.Where("shift", "t.area_id in (select id from area) or (t.state <> 'Draft' and t.person_id in (select id from own_person))"),
        ReadRule.Where("leave", "t.person_id in (select id from readable_person)"),
        ReadRule.Where("area_rest", "t.area_id is null or t.area_id in (select id from area)", ("id", "case when t.area_id is null then null else t.id end")),
        CapsFromAbove,
        ReadRule.Where("relief_day", "t.area_id in (select id from area)"),
        ReadRule.Where("duty_rotation", "t.area_id in (select id from area)"),
        ReadRule.Where("rotation_week", "t.rotation_id in (select id from duty_rotation)"),
        ReadRule.Where("rest_waiver", "t.person_id in (select id from readable_person)"),
        ReadRule.Where("shift_change", "t.roster_id in (select id from roster)"),
    ];

    /// <summary>
    /// Caps set between the reader's area and the emergency's bind the reader's rosters as well: the nearest ones, as if they were the area's own. Whoever
    /// only reads them has no id to end them by, and none of those of the whole emergency.
    /// </summary>
    private static ReadRule CapsFromAbove => new("area_rest", """
        select {columns} from [area_rest] t cross join [area] g cross join [area] o
        where {top o.path} and g.id = t.area_id and t.ended_at is null and g.path < o.path and o.path < g.path || '~'
          and not exists (select 1 from [area_rest] n join [area] m on m.id = n.area_id
            where n.emergency_id = t.emergency_id and n.ended_at is null and m.path > g.path and m.path <= o.path and o.path < m.path || '~')
        """, ReadWhen.OfAreas) { Instead = [("id", "null"), ("area_id", "o.id")] };
}
