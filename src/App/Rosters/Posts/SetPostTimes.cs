using Muster.Platform.Acts;
using Muster.Rosters.Patterns;

namespace Muster.Rosters.Posts;

/// <summary>Says when people are needed at a post. Answers how many bands began or ended.</summary>
/// <param name="Times">One <see cref="Band"/> to a line, with people; empty for none.</param>
/// <param name="Was">The times as they stood when this was written; null does not ask.</param>
public sealed record SetPostTimes(Guid PostId, string Times, string? Was = null) : Act<int>
{
    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        var post = await PostTimeBook.Post(work, PostId, stop);
        var (bands, broken) = Band.Read(Times ?? "", "Times");
        var standing = await PostTimeBook.Standing(work, [PostId], stop);
        var now = Band.Write(standing.Select(t => t.Band));
        Refused.Where(broken.Concat(BandRules.Of(bands, "Times")).Concat(ForStale(now)));
        work.About("post", post.Id);
        var changed = PostTimeBook.Set(work, post.Id, standing, bands.Select(b => b with { Needed = b.Needed ?? 1 }));
        work.Note("bands", bands.Count);
        work.Note("changed", changed);
        return changed;
    }

    private IEnumerable<Broken> ForStale(string now)
    {
        static string Plain(string text) => text.Replace("\r", "", StringComparison.Ordinal).Trim();
        if (Was is not null && Plain(Was) != Plain(now))
            yield return new Broken("post-times-changed", $"您打开以后，有人改了这个岗位的时段。现在是：{now.Replace("\n", "；", StringComparison.Ordinal)}。",
                $"Somebody changed the post's times since you opened them. They are now: {now.Replace("\n", "; ", StringComparison.Ordinal)}.", "Times");
    }
}
