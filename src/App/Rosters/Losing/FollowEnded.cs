using Muster.People.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Rosters.Alarms;

namespace Muster.Rosters.Losing;

/// <summary>The turns of who has ended are open from that moment on, also the one under way; what they asked for or owed is void, and alarms of theirs pass on.</summary>
internal sealed class FollowEnded : IListen<PeopleEnded>
{
    public async Task When(PeopleEnded happened, Work work, CancellationToken stop)
    {
        var sql = work.Sql;
        (string, object?)[] values = [("@people", IdSet.Of(sql, happened.People)), ("@now", work.Now), ("@reason", happened.Reason), ("@actor", work.Actor.Name)];
        var theirs = IdSet.In(sql, "person_id", "@people");
        var opened = await sql.Run($"update shift set person_id = null, reason = @reason, version = version + 1 where {theirs} and ends_at > @now and state <> 'Ended'", stop, values);
        await sql.Run($"update wish set ended_at = @now, version = version + 1 where ended_at is null and {theirs}", stop, values);
        await sql.Run($"""
            update swap set state = 'Lapsed', settled_at = @now, settled_by = @actor, version = version + 1 where state in ('Asked', 'Accepted')
              and ({IdSet.In(sql, "from_person_id", "@people")} or {IdSet.In(sql, "to_person_id", "@people")} or {IdSet.In(sql, "taken_by_id", "@people")})
            """, stop, values);
        await sql.Run($"update owed_duty set state = 'WrittenOff', reason = @reason, settled_at = @now, settled_by = @actor, version = version + 1 where state = 'Owed' and {theirs}", stop, values);
        if (opened > 0) work.Note("shiftsOpened", opened);
        await work.Store.SaveChangesAsync(stop);
        var owned = await sql.List($"select x.id from alarm x where x.closed_at is null and {IdSet.In(sql, "x.owner_id", "@people")}", row => row.Guid(0), stop, values);
        if (owned.Count == 0) return;
        var book = new AlarmBook(work);
        await book.PassOn(owned, happened.People.ToHashSet(), stop);
        await book.Tell(stop);
    }
}
