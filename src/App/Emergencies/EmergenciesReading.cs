using Muster.Platform.Reading;

namespace Muster.Emergencies;

/// <summary>
/// Who reads which emergencies: those in one's areas and those above that reach them. Of one that reaches further the reader sees one's own area
/// as its ground, so that trees, maps and counts begin there.
/// </summary>
internal static class EmergenciesReading
{
    public static IEnumerable<ReadRule> Rules =>
    [
        ReadRule.Set("reached_emergency", """
            select e.id from [emergency] e cross join [area] g
            where g.id = e.area_id and ({within g.path} or {above g.path})
            """, ReadWhen.OfAreas),
        ReadRule.Where("emergency", "t.id in (select id from reached_emergency)",
            ("area_id", "coalesce((select g.id from area g where g.id = t.area_id), (select g.id from [area] g where g.path = @reach_top), t.area_id)")) with { IsSet = true },
    ];
}
