using Muster.Platform.Reading;

namespace Muster.Needs;

/// <summary>Who reads what of the demand: of one's areas; the rules of the emergencies that reach them.</summary>
internal static class NeedsReading
{
    public static IEnumerable<ReadRule> Rules =>
    [
        ReadRule.Where("demand_rule", "t.emergency_id in (select id from reached_emergency)"),
        ReadRule.Where("demand", "t.area_id in (select id from area)"),
    ];
}
