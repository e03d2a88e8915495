using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Notify;
using Muster.Platform.Storage;
using Muster.Rosters.Attending;

namespace Muster.Rosters.Opening;

/// <summary>
/// Opens a post, or confirms it anew: what is there of what must be, and that those on it were briefed. Without all of it, it opens only for a reason,
/// and who answers for the place is told at once. Done by who stands there, or who makes the rosters.
/// </summary>
/// <param name="There">What is there, each as the list has it.</param>
public sealed record OpenPost(Guid PostId, IReadOnlyList<string>? There = null, bool Briefed = false, string Reason = "") : Act<Guid>
{
    public static readonly NoticeKind OpenedShort = new("post-opened-short", "opening.notice", Loud: true);

    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var post = await OpeningBook.Post(work, PostId, stop);
        var wanted = await OpeningBook.Wanted(work.Sql, post.Id, stop);
        var there = (There ?? []).Select(t => t.Trim()).Where(wanted.Items.Contains).Distinct(StringComparer.Ordinal).ToList();
        Refused.Where(OpeningRules.ForOpening(wanted.Items, there, Briefed, wanted.Briefing.Length > 0, Reason));
        await work.Open(post.EmergencyId, stop);
        var before = await work.Store.Set<PostOpening>().FirstOrDefaultAsync(o => o.PostId == PostId && o.ClosedAt == null, stop);
        if (before is not null)
        {
            (before.ClosedAt, before.ClosedBy, before.Version) = (work.Now, work.Actor.Name, before.Version + 1);
            // One stands at a time: the earlier one ends first.
            await work.Store.SaveChangesAsync(stop);
        }
        var missing = wanted.Items.Except(there).ToList();
        var opening = new PostOpening
        {
            Id = Guid.CreateVersion7(), PostId = post.Id, EmergencyId = post.EmergencyId, AreaId = post.AreaId, OpenedAt = work.Now, OpenedBy = work.Actor.Name, There = OpeningRules.Text(there), Missing = OpeningRules.Text(missing),
            Briefed = Briefed, Reason = Reason.Trim(), Version = 1,
        };
        work.Store.Add(opening);
        if (Briefed) await Brief(work, post.Id, stop);
        if (missing.Count > 0 || wanted.Briefing.Length > 0 && !Briefed)
            foreach (var host in await Hosts.Of(work, post.AreaId, stop))
                work.Tell(Addressee.Person(host), OpenedShort, $"{post.Name}开岗时{(missing.Count > 0 ? $"缺{string.Join('、', missing)}" : "没有讲岗前说明")}。原因：{Reason.Trim()}（{work.Actor.Name}）",
                    $"{post.Name} was opened {(missing.Count > 0 ? $"without {string.Join(", ", missing)}" : "without a briefing")}. Reason: {Reason.Trim()} ({work.Actor.Name})", $"/posts/{post.Id}/opening");
        work.About("post", post.Id);
        work.Note("missing", missing.Count);
        work.Note("briefed", Briefed);
        return opening.Id;
    }

    private static async Task Brief(Work work, Guid post, CancellationToken stop) => await work.Sql.Run("""
        insert into post_briefing (post_id, person_id, at, given_by)
        select distinct s.post_id, s.person_id, @stamp, @by from shift s where s.post_id = @p and s.state = 'Published' and s.person_id is not null and s.starts_at <= @soon and s.ends_at > @now
          and not exists (select 1 from post_briefing b where b.post_id = s.post_id and b.person_id = s.person_id)
        """.Replace("@stamp", work.Sql.Pick("@now", "cast(@now as timestamptz)"), StringComparison.Ordinal).Replace("@by", work.Sql.Pick("@by", "cast(@by as text)"), StringComparison.Ordinal),
        stop, ("@p", post), ("@by", work.Actor.Name), ("@now", work.Now), ("@soon", work.Now + CheckInRules.EarlyMax));
}

/// <summary>Says that one has read what there is to know of a post where one has a turn.</summary>
public sealed record ReadBriefing(Guid PostId) : Act<Guid>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var own = await Field.Own.Person(work, stop);
        if (await work.Sql.Number("select count(*) from shift where post_id = @p and person_id = @x and state = 'Published' and ends_at > @now", stop, ("@p", PostId), ("@x", own.Id), ("@now", work.Now)) == 0)
            throw new Refused("post-not-own", "您在这个岗位没有班。", "You have no turn at this post.", "PostId");
        if (await work.Store.FindAsync<PostBriefing>([PostId, own.Id], stop) is null) work.Store.Add(new PostBriefing { PostId = PostId, PersonId = own.Id, At = work.Now, GivenBy = work.Actor.Name });
        work.About("post", PostId);
        return PostId;
    }
}

/// <summary>Closes a post that was open.</summary>
public sealed record ClosePostOpening(Guid PostId) : Act<Guid>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var post = await OpeningBook.Post(work, PostId, stop);
        var opening = await work.Store.Set<PostOpening>().FirstOrDefaultAsync(o => o.PostId == post.Id && o.ClosedAt == null, stop) ?? throw new Refused("post-not-open", "这个岗位没有开。", "This post is not open.", "PostId");
        (opening.ClosedAt, opening.ClosedBy, opening.Version) = (work.Now, work.Actor.Name, opening.Version + 1);
        work.About("post", post.Id);
        return opening.Id;
    }
}
