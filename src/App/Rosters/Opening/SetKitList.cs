using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Rosters.Posts;

namespace Muster.Rosters.Opening;

/// <summary>Says what must be there before a post, or every post of a kind, opens, and what is said there first. Nothing at all takes the list away.</summary>
/// <param name="Items">One thing to a line.</param>
public sealed record SetKitList(string? Kind, Guid? PostId, string Items, string Briefing = "") : Act<Guid>
{
    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var (kind, items, briefing) = (string.IsNullOrWhiteSpace(Kind) ? null : Kind.Trim(), OpeningRules.Items(Items ?? ""), (Briefing ?? "").Trim());
        Refused.Where(OpeningRules.ForList(kind, PostId, Items ?? "", briefing));
        if (PostId is { } post) await PostTimeBook.Post(work, post, stop);
        var list = await work.Store.Set<KitList>().FirstOrDefaultAsync(k => kind != null ? k.Kind == kind : k.PostId == PostId, stop);
        if (list is null) work.Store.Add(list = new KitList { Id = Guid.CreateVersion7(), Kind = kind, PostId = PostId });
        work.About("kit-list", list.Id);
        work.Note("before", OpeningRules.Items(list.Items).Count);
        work.Note("items", items.Count);
        if (items.Count == 0 && briefing.Length == 0) work.Store.Remove(list);
        (list.Items, list.Briefing, list.SetAt, list.SetBy, list.Version) = (OpeningRules.Text(items), briefing, work.Now, work.Actor.Name, list.Version + 1);
        return list.Id;
    }
}
