using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Notify;
using Muster.Platform.Storage;
using Muster.Rosters.Attending;

namespace Muster.Rosters.Handover;

/// <summary>Tells who is at a post beyond the end of the turn that it is over: hand over, check out. Each turn once. Done by the clock; answers how many were told.</summary>
/// <param name="EndedAfter">Only turns that ended later.</param>
public sealed record PromptLeaving(DateTimeOffset EndedAfter) : Act<int>
{
    public static readonly NoticeKind TurnOver = new("turn-over", "handover.notice.over");

    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    protected internal override Permission Needs => Permission.RunInstallation;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        var over = await Over(work.Sql, EndedAfter, work.Now, stop);
        foreach (var (person, post) in over)
            work.Tell(Addressee.Person(person), TurnOver, $"您在{post}的班已结束：请交接、签退。", $"Your turn at {post} is over: hand over and check out.", "/field");
        work.Note("told", over.Count);
        return over.Count;
    }

    /// <summary>Came, has not gone, and was not told since the turn ended.</summary>
    private static Task<List<(Guid Person, string Post)>> Over(Sql sql, DateTimeOffset endedAfter, DateTimeOffset now, CancellationToken stop) => sql.List("""
        select s.person_id, o.name from shift s join post o on o.id = s.post_id join emergency e on e.id = s.emergency_id
        where s.state = 'Published' and s.person_id is not null and s.ends_at > @after and s.ends_at <= @now and e.kind = 'Urgent' and e.closed_at is null
          and exists (select 1 from attendance t where t.shift_id = s.id and t.kind = 'In' and t.state <> 'Dismissed')
          and not exists (select 1 from attendance t where t.shift_id = s.id and t.kind = 'Out' and t.state <> 'Dismissed')
          and not exists (select 1 from notice n where n.person_id = s.person_id and n.kind = 'turn-over' and n.made_at >= s.ends_at)
        order by s.ends_at, s.id
        """, row => (row.Guid(0), row.Text(1)), stop, ("@after", endedAfter), ("@now", now));

    /// <summary>The clock: at what ended since its last look; after the start of the program at all that may still be checked out of.</summary>
    internal sealed class Clock(IServiceProvider services)
    {
        private DateTimeOffset? _last;

        public async Task Look(CancellationToken stop)
        {
            var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
            var after = _last is { } last ? last - Every : now - CheckInRules.LateMax;
            await using (var store = await services.GetRequiredService<Stores>().Open(stop))
                if ((await Over(store.Sql, after, now, stop)).Count == 0) after = now;
            if (after < now) await services.GetRequiredService<Desk>().Do(new PromptLeaving(after), WriteId.New(), Actor.System("clock"), stop);
            _last = now;
        }
    }
}
