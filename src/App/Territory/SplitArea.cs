using Muster.Platform.Acts;

namespace Muster.Territory;

/// <summary>Ends an area and puts two or more in its place; every area and post below goes to exactly one of them. Answers their ids, in order.</summary>
public sealed record SplitArea(Guid AreaId, int Version, IReadOnlyList<NewArea> Into, string Reason) : Act<IReadOnlyList<Guid>>
{
    protected internal override Permission Needs => Permission.EditTerritory;

    protected internal override async Task<IReadOnlyList<Guid>> Do(Work work, CancellationToken stop)
    {
        var book = new AreaBook(work, stop);
        var area = await book.Get(AreaId);
        Refused.Where(TerritoryRules.ForOpen(area).Concat(TerritoryRules.ForVersion(Version, area.Version)));
        return await Recut.Do(book, work, AreaChangeKind.Split, [area], Into ?? [], Reason);
    }
}
