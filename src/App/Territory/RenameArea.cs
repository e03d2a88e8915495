using Muster.Platform.Acts;
using Muster.Territory.Contract;

namespace Muster.Territory;

/// <summary>Gives an area another name; the id stays, and what it was called before stays in its history.</summary>
/// <param name="Version">The version the person saw.</param>
public sealed record RenameArea(Guid AreaId, int Version, string Name, string Reason) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditTerritory;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var book = new AreaBook(work, stop);
        var area = await book.Get(AreaId);
        var siblings = (await book.Children(area.ParentId)).Where(a => a.Id != area.Id);
        Refused.Where(TerritoryRules.ForOpen(area)
            .Concat(TerritoryRules.ForVersion(Version, area.Version, new BothSides("Name", "名称", "Name", Name, area.Name)))
            .Concat(TerritoryRules.ForName(Name)).Concat(TerritoryRules.ForReason(Reason)).Concat(TerritoryRules.ForSiblings(Name ?? "", area.Level, siblings)));
        var (from, change) = (area.Name, book.Change(AreaChangeKind.Rename, area.Id, Reason));
        book.Remember(area, change);
        await book.Rename(area, Name!);
        area.Version++;
        work.About("area", area.Id);
        work.Note("from", from);
        work.Note("to", area.Name);
        work.Raise(new AreaRenamed(area.Id, change.Id, from, area.Name));
        return change.Id;
    }
}
