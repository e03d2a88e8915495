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
        ReadRule.Where("area_rest", "t.area_id is null or t.area_id in (select id from area)"),
        ReadRule.Where("relief_day", "t.area_id in (select id from area)"),
        ReadRule.Where("duty_rotation", "t.area_id in (select id from area)"),
        ReadRule.Where("rotation_week", "t.rotation_id in (select id from duty_rotation)"),
        ReadRule.Where("rest_waiver", "t.person_id in (select id from readable_person)"),
        ReadRule.Where("shift_change", "t.roster_id in (select id from roster)"),
    ];
}
