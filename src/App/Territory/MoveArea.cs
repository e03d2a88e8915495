using Muster.Platform.Acts;
using Muster.Territory.Contract;

namespace Muster.Territory;

/// <summary>Puts an area, with everything below it, under another one: a committee into a cluster, a compound to the neighbour.</summary>
public sealed record MoveArea(Guid AreaId, int Version, Guid? ParentId, string Reason) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditTerritory;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var book = new AreaBook(work, stop);
        var area = await book.Get(AreaId);
        var to = ParentId is { } id ? await book.Get(id) : null;
        Refused.Where(TerritoryRules.ForOpen(area).Concat(TerritoryRules.ForVersion(Version, area.Version)).Concat(TerritoryRules.ForReason(Reason))
            .Concat(TerritoryRules.ForMove(area, to)).Concat(TerritoryRules.ForSiblings(area.Name, area.Level, await book.Children(ParentId))));
        var (from, change) = (area.ParentId, book.Change(AreaChangeKind.Move, area.Id, Reason));
        book.Remember(area, change);
        await book.Move(area, to);
        work.About("area", area.Id);
        work.Note("from", from);
        work.Note("to", ParentId);
        work.Raise(new AreaMoved(area.Id, change.Id, from, ParentId));
        return change.Id;
    }
}
