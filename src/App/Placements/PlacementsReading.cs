using Muster.Platform.Reading;

namespace Muster.Placements;

/// <summary>
/// Who reads what of plans and of what is in force: a plan once it was published, and of it what lies in one's areas or is about one's own people.
/// Figures of a whole plan become those of one's areas, from the counts that stand with it.
/// </summary>
internal static class PlacementsReading
{
    private const string Here = "t.area_id in (select id from area)", HereOrOwn = "t.area_id in (select id from area) or t.person_id in (select id from own_person)";
    private const string OfOnesPeople = "t.person_id in (select id from own_person)";
    private const string Top = "(select g.id from [area] g where g.path = @reach_top)";
    private const string Covered = "g.level = (select e.covered_level from [emergency] e where e.id = t.emergency_id) and g.valid_to is null";

    private static string Counted(string column, string plan) => $"coalesce((select n.{column} from [plan_count] n where n.plan_id = {plan} and n.place_id = {Top}), 0)";

    private static string Reserve(string plan) => $"select count(*) from [plan_reserve] r where r.plan_id = {plan} and r.person_id in (select id from own_person)";

    private static string Short(string which) => $"select count(*) from [plan_gap] x where x.plan_id = t.id and x.area_id in (select id from area) and {which}";

    // Nothing, of the column's own type.
    private static (string, string) Without(string column) => (column, $"nullif(t.{column}, t.{column})");

    public static IEnumerable<ReadRule> Rules =>
    [
        ReadRule.Set("readable_person", """
            select s.person_id as id from [placement] s where {else s.emergency_id in (select id from [emergency])}{only s.person_id in ({about})} and {here s.area_id}
              and (s.ends_at is null or s.ends_at > @reach_past)
            """, ReadWhen.Hosting),
        ReadRule.Where("plan", "t.emergency_id in (select id from reached_emergency) and t.id in (select b.plan_id from [publication] b)",
            Without("cost"), Without("bound"), Without("gap"), Without("report"), Without("note"), Without("stale"),
            ("placed", Counted("served", "t.id")), ("reserve", Reserve("t.id")), ("pinned", "0"), ("gaps", Short("1 = 1")), ("unstaffed", Short("x.post_id is not null")),
            ("uncovered", Short($"exists (select 1 from [area] g where g.id = x.place_id and {Covered} and not exists (select 1 from [plan_count] n where n.plan_id = t.id and n.place_id = g.id and n.served > 0))"))),
        ReadRule.Where("plan_placement", $"t.plan_id in (select id from plan) and ({HereOrOwn})"),
        ReadRule.Where("plan_reserve", $"t.plan_id in (select id from plan) and {OfOnesPeople}"),
        ReadRule.Where("plan_gap", $"t.plan_id in (select id from plan) and {Here}"),
        .. ReadRule.Where(["plan_count", "standing_count"], "t.place_id in (select id from area union all select id from post)"),
        .. ReadRule.Closed("plan_note", "plan_change", "plan_change_person"),
        ReadRule.Where("publication", "t.emergency_id in (select id from reached_emergency)", ("placed", Counted("served", "t.plan_id")), ("reserve", Reserve("t.plan_id")),
            ("communities", "select count(*) from area g where " + Covered),
            ("covered", $"select count(*) from area g where {Covered} and exists (select 1 from [plan_count] n where n.plan_id = t.plan_id and n.place_id = g.id and n.served > 0)")),
        ReadRule.Where("placement", HereOrOwn),
        .. ReadRule.Where(["reserve", "readmission"], OfOnesPeople),
        ReadRule.Where("lost_placement", "t.placement_id in (select id from placement)"),
        ReadRule.Where("gap", Here),
        ReadRule.Where("personal_link", "t.person_id in (select id from readable_person)"),
        ReadRule.Where("card", Here + " or t.subject_id in (select id from own_person)"),
    ];
}
