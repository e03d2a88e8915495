using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Territory.Contract;

namespace Muster.Territory;

/// <summary>
/// Ends an area. With a successor, what stood below it and its posts go there; <paramref name="WithBelow"/> ends them with it;
/// with neither, it must be empty. Answers the change's id.
/// </summary>
public sealed record CloseArea(Guid AreaId, int Version, string Reason, Guid? SuccessorId = null, bool WithBelow = false) : Act<Guid>
{
    protected internal override Permission Needs => Permission.EditTerritory;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var book = new AreaBook(work, stop);
        var area = await book.Get(AreaId);
        var successor = SuccessorId is { } id ? await book.Get(id) : null;
        var children = await book.Children(area.Id);
        var posts = await book.Posts(area.Id);
        Refused.Where(TerritoryRules.ForOpen(area).Concat(TerritoryRules.ForVersion(Version, area.Version)).Concat(TerritoryRules.ForReason(Reason))
            .Concat(TerritoryRules.ForClosing(area, children.Count, posts.Count, successor, WithBelow)));
        var change = book.Change(AreaChangeKind.Close, area.Id, Reason);
        if (successor is null)
        {
            await EndBelow(book, work, area, change, stop);
        }
        else
        {
            foreach (var child in children)
            {
                book.Remember(child, change);
                await book.Move(child, successor);
                work.Raise(new AreaMoved(child.Id, change.Id, area.Id, successor.Id));
            }
            foreach (var post in posts) PostBook.Move(work, post, successor.Id, Reason);
        }
        book.End(area, change, successor is null ? [] : [successor.Id]);
        work.About("area", area.Id);
        work.Note("successor", SuccessorId);
        return change.Id;
    }

    // From the bottom up, so that no moment has an open area below an ended one.
    private async Task EndBelow(AreaBook book, Work work, Area area, AreaChange change, CancellationToken stop)
    {
        var below = await work.Store.Set<Area>().Under(area.Path).Where(a => a.ValidTo == null).OrderByDescending(a => a.Path).ToListAsync(stop);
        var end = AreaPath.End(area.Path);
        var posts = await (from post in work.Store.Set<Post>() join a in work.Store.Set<Area>() on post.AreaId equals a.Id
            where post.ValidTo == null && string.Compare(a.Path, area.Path) >= 0 && string.Compare(a.Path, end) < 0 select post).ToListAsync(stop);
        foreach (var post in posts) PostBook.End(work, post, null, Reason);
        foreach (var one in below.Where(a => a.Id != area.Id)) book.End(one, change, []);
        work.Note("closedBelow", below.Count - 1);
    }
}
