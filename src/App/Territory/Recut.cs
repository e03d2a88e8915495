using Muster.Platform.Acts;
using Muster.Territory.Contract;

namespace Muster.Territory;

/// <summary>
/// Ends some areas and makes others in their place: the common work of a split, a merge and a re-cut read from a table. What stood below
/// goes to the new ones, with its posts; every ended area names all new ones as successors.
/// </summary>
internal static class Recut
{
    public static async Task<IReadOnlyList<Guid>> Do(AreaBook book, Work work, AreaChangeKind kind, IReadOnlyList<Area> ended, IReadOnlyList<NewArea> into, string reason)
    {
        var first = ended[0];
        var parent = first.ParentId is { } id ? await book.Get(id) : null;
        var children = new List<Area>();
        var posts = new List<Post>();
        foreach (var area in ended)
        {
            children.AddRange(await book.Children(area.Id));
            posts.AddRange(await book.Posts(area.Id));
        }
        var siblings = (await book.Children(first.ParentId)).Except(ended);
        var broken = TerritoryRules.ForReason(reason).Concat(TerritoryRules.ForRecut(kind == AreaChangeKind.Split ? 2 : 1, into,
            [.. children.Select(c => (c.Id, c.Name))], [.. posts.Select(p => (p.Id, p.Name))])).ToList();
        foreach (var one in into)
        {
            broken.AddRange(TerritoryRules.ForSiblings(one.Name ?? "", first.Level, siblings));
            if (ended.All(e => e.Code != one.Code)) broken.AddRange(await book.CodeIsFree(one.Code, first.Level));
        }
        Refused.Where(broken);

        var change = book.Change(kind, first.Id, reason);
        // Codes of ended areas may be taken over, so these end before the new ones are made.
        var made = new List<Area>();
        foreach (var area in ended) area.ValidTo = work.Now > area.ValidFrom ? work.Now : area.ValidFrom.AddTicks(10);
        await book.Save();
        foreach (var one in into) made.Add(await book.Add(parent, first.Level, one, first.Assumed, first.EmergencyId));
        // The first of them stands where the first ended one stood; the others around their parent like any new area.
        (made[0].Latitude, made[0].Longitude, made[0].Datum, made[0].Approximate) = (first.Latitude, first.Longitude, first.Datum, first.Latitude is not null);
        foreach (var child in children)
        {
            var to = made.Count == 1 ? made[0] : made[into.ToList().FindIndex(i => i.Children?.Contains(child.Id) == true)];
            book.Remember(child, change);
            var from = child.ParentId;
            await book.Move(child, to);
            work.Raise(new AreaMoved(child.Id, change.Id, from, to.Id));
        }
        foreach (var post in posts)
            PostBook.Move(work, post, made.Count == 1 ? made[0].Id : made[into.ToList().FindIndex(i => i.Posts?.Contains(post.Id) == true)].Id, reason);
        IReadOnlyList<Guid> ids = [.. made.Select(m => m.Id)];
        foreach (var area in ended) book.End(area, change, ids);
        work.About("area", first.Id);
        work.Note("ended", ended.Select(e => e.Id));
        work.Note("made", ids);
        return ids;
    }
}
