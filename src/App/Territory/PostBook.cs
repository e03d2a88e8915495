using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Territory.Contract;

namespace Muster.Territory;

/// <summary>What every act on posts does the same way.</summary>
internal static class PostBook
{
    public static async Task<Post> Get(Work work, Guid id, CancellationToken stop) => await work.Store.Set<Post>().SingleOrDefaultAsync(p => p.Id == id, stop)
        ?? throw new Refused("post-unknown", $"没有编号为 {id} 的岗位。", $"There is no post {id}.");

    public static void Move(Work work, Post post, Guid to, string reason)
    {
        var from = post.AreaId;
        Remember(work, post, PostChangeKind.Move, reason);
        (post.AreaId, post.Version) = (to, post.Version + 1);
        work.Raise(new PostMoved(post.Id, from, to, reason.Trim()));
    }

    public static void End(Work work, Post post, Guid? successor, string reason)
    {
        Remember(work, post, PostChangeKind.Close, reason);
        post.ValidTo = work.Now > post.ValidFrom ? work.Now : post.ValidFrom.AddTicks(10);
        (post.SuccessorId, post.Version) = (successor, post.Version + 1);
        work.Raise(new PostClosed(post.Id, post.AreaId, successor, reason.Trim()));
    }

    public static void Remember(Work work, Post post, PostChangeKind change, string reason) => work.Store.Add(new PostPast
    {
        Id = Guid.CreateVersion7(), PostId = post.Id, Until = work.Now, Change = change, AreaId = post.AreaId, Name = post.Name, Kind = post.Kind, Number = post.Number,
        Minimum = post.Minimum, Target = post.Target, Absorption = post.Absorption, Duty = post.Duty, Rules = post.Rules, Kit = post.Kit,
        Address = post.Address, Contact = post.Contact, Reason = reason.Trim(), Actor = work.Actor.Name,
    });
}
