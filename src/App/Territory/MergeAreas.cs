using Muster.Platform.Acts;

namespace Muster.Territory;

/// <summary>An area as the person saw it.</summary>
public readonly record struct SeenArea(Guid Id, int Version);

/// <summary>
/// Ends two or more areas of one level under one parent and puts one in their place, with all that stood below them. Facts not given are
/// added up where all of them are known. Answers the new area's id.
/// </summary>
public sealed record MergeAreas(IReadOnlyList<SeenArea> Areas, NewArea Into, string Reason) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditTerritory;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var book = new AreaBook(work, stop);
        var broken = new List<Broken>();
        var ended = new List<Area>();
        foreach (var seen in Areas.DistinctBy(a => a.Id))
        {
            var area = await book.Get(seen.Id);
            broken.AddRange(TerritoryRules.ForOpen(area).Concat(TerritoryRules.ForVersion(seen.Version, area.Version)));
            ended.Add(area);
        }
        Refused.Where(broken.Concat(TerritoryRules.ForMerge(ended)));
        var into = Into with
        {
            Residents = Into.Residents ?? Sum(ended, a => a.Residents), Households = Into.Households ?? Sum(ended, a => a.Households),
            Buildings = Into.Buildings ?? Sum(ended, a => a.Buildings), LocalStaff = Into.LocalStaff ?? Sum(ended, a => a.LocalStaff),
        };
        return (await Recut.Do(book, work, AreaChangeKind.Merge, ended, [into], Reason))[0];
    }

    private static int? Sum(List<Area> areas, Func<Area, int?> fact) => areas.TrueForAll(a => fact(a) is not null) ? areas.Sum(fact) : null;
}
