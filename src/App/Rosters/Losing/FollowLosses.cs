using Muster.Organisation.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Rosters.Losing;

/// <summary>The turns of who is lost are open from that moment on, also the one under way; who comes back has again what nobody else took.</summary>
internal sealed class FollowLosses : IListen<PeopleLost>, IListen<PeopleReturned>
{
    public async Task When(PeopleLost happened, Work work, CancellationToken stop)
    {
        var sql = work.Sql;
        (string, object?)[] values = [("@people", IdSet.Of(sql, happened.People)), ("@now", work.Now), ("@loss", happened.LossId), ("@reason", happened.Reason)];
        var theirs = $"{IdSet.In(sql, "person_id", "@people")} and ends_at > @now and state <> 'Ended'";
        var opened = await sql.Run($"insert into lost_shift (shift_id, loss_id, person_id) select id, {sql.Pick("@loss", "cast(@loss as uuid)")}, person_id from shift where {theirs}", stop, values);
        if (opened > 0) await sql.Run($"update shift set person_id = null, reason = @reason, version = version + 1 where {theirs}", stop, values);
        work.Note("shiftsOpened", opened);
    }

    public async Task When(PeopleReturned happened, Work work, CancellationToken stop)
    {
        var sql = work.Sql;
        (string, object?)[] values = [("@people", IdSet.Of(sql, happened.People)), ("@now", work.Now), ("@loss", happened.LossId), ("@reason", happened.Reason)];
        // Whoever took another turn meanwhile keeps that one: nobody stands at two posts at once.
        var given = await sql.Run($"""
            update shift set person_id = (select l.person_id from lost_shift l where l.shift_id = shift.id and l.loss_id = @loss), reason = @reason, version = version + 1
            where person_id is null and starts_at > @now and state <> 'Ended' and exists (
              select 1 from lost_shift l where l.shift_id = shift.id and l.loss_id = @loss and {IdSet.In(sql, "l.person_id", "@people")}
                and not exists (select 1 from shift o where o.person_id = l.person_id and o.state = 'Published' and o.starts_at < shift.ends_at and o.ends_at > shift.starts_at))
            """, stop, values);
        work.Note("shiftsGivenBack", given);
    }
}
