using Muster.People.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Organisation.Continuity;

/// <summary>Who has ended sits nowhere any more: seats and commands pass on as at a loss, which nobody returns from; areas have no owner, groups a member less.</summary>
internal sealed class FollowEnded : IListen<PeopleEnded>
{
    public async Task When(PeopleEnded happened, Work work, CancellationToken stop)
    {
        var sql = work.Sql;
        await work.Store.SaveChangesAsync(stop);
        (string, object?)[] values = [("@people", IdSet.Of(sql, happened.People)), ("@now", work.Now), ("@reason", happened.Reason)];
        var theirs = IdSet.In(sql, "person_id", "@people");
        const string end = "ends_at = case when starts_at > @now then starts_at else @now end";
        // Who was away when it ended does not come back, and keeps no loss open.
        var away = await sql.List($"select loss_id from loss_person where returned_at is null and {theirs}", row => row.Guid(0), stop, values);
        await sql.Run($"update loss_person set returned_at = @now, return_reason = @reason where returned_at is null and {theirs}", stop, values);
        await sql.Run($"update loss set returned_at = @now where returned_at is null and {IdSet.In(sql, "id", "@away")} and not exists (select 1 from loss_person p where p.loss_id = loss.id and p.returned_at is null)", stop,
            ("@now", work.Now), ("@away", IdSet.Of(sql, away)));
        var left = await sql.Run($"update formation_member set {end} where ends_at is null and {theirs}", stop, values);
        var owned = await sql.Run($"update area_owner set {end}, reason = reason || ' → ' || @reason where ends_at is null and {theirs}", stop, values);
        if (left + owned > 0) work.Note("groupsAndAreasLeft", left + owned);
        var seated = await sql.List($"""
            select h.person_id from seat_holding h join seat s on s.id = h.seat_id and s.ends_at is null where h.ends_at is null and {IdSet.In(sql, "h.person_id", "@people")}
            union select d.person_id from command_delegation d where d.ends_at > @now and d.ends_at > d.starts_at and {IdSet.In(sql, "d.person_id", "@people")}
            """, row => row.Guid(0), stop, values);
        if (seated.Count > 0) await Losing.OfEnded(work, seated, happened.Reason, stop);
    }
}
