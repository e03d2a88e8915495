using Muster.Platform.Reading;

namespace Muster.Territory;

/// <summary>Who reads what of the territory: one's areas and all below them. A role of an agency reads none.</summary>
internal static class TerritoryReading
{
    public static IEnumerable<ReadRule> Rules =>
    [
        ReadRule.Where("area", "{within t.path}"),
        // Ids by the beginnings of names; whoever finds one still has to find the area.
        .. ReadRule.Shared("area_key"),
        .. ReadRule.Where(["post", "post_past", "area_change", "area_past"], "t.area_id in (select id from area)"),
        ReadRule.Where("area_succession", "t.from_id in (select id from area) or t.to_id in (select id from area)"),
    ];
}
