using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Rosters.Patterns;
using Muster.Territory;

namespace Muster.Rosters.Posts;

/// <summary>What every act on times of posts does the same way.</summary>
internal static class PostTimeBook
{
    /// <exception cref="Refused">There is no such post, or it is closed.</exception>
    public static async Task<Post> Post(Work work, Guid id, CancellationToken stop)
    {
        var post = await work.Store.FindAsync<Post>([id], stop) ?? throw new Refused("post-unknown", $"没有编号为 {id} 的岗位。", $"There is no post {id}.", "PostId");
        if (post.ValidTo is not null) throw new Refused("post-closed", $"岗位“{post.Name}”已撤销，不能再改。", $"The post “{post.Name}” is closed and cannot be changed.", "PostId");
        return post;
    }

    public static Task<List<PostTime>> Standing(Work work, IReadOnlyCollection<Guid> posts, CancellationToken stop) =>
        work.Store.Set<PostTime>().Where(t => posts.Contains(t.PostId) && t.EndedAt == null).OrderBy(t => t.FromMinute).ThenBy(t => t.Id).ToListAsync(stop);

    /// <summary>Makes the post's times these: what is the same stays, what is no longer wanted ends, what is new begins.</summary>
    /// <returns>How many began or ended.</returns>
    public static int Set(Work work, Guid post, IEnumerable<PostTime> standing, IEnumerable<Band> wanted)
    {
        var left = standing.ToList();
        var changed = 0;
        foreach (var band in wanted)
        {
            var made = PostTime.Of(post, band);
            var same = left.FindIndex(t => t.Band == made.Band);
            if (same >= 0) left.RemoveAt(same);
            else
            {
                work.Store.Add(made);
                changed++;
            }
        }
        foreach (var gone in left)
        {
            (gone.EndedAt, gone.Version) = (work.Now, gone.Version + 1);
            changed++;
        }
        return changed;
    }
}
