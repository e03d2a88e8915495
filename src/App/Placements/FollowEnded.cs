using Muster.People.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>Who has ended serves nowhere from that moment on, stands on no reserve list, and no personal link shows anything; the place falls short, loudly.</summary>
internal sealed class FollowEnded : IListen<PeopleEnded>
{
    public async Task When(PeopleEnded happened, Work work, CancellationToken stop)
    {
        var sql = work.Sql;
        await PlacementLock.TakeAll(sql, stop);
        (string, object?)[] values = [("@people", IdSet.Of(sql, happened.People)), ("@now", work.Now), ("@reason", happened.Reason)];
        var theirs = IdSet.In(sql, "person_id", "@people");
        var standing = $"{theirs} and (ends_at is null or (ends_at > @now and ends_at > starts_at))";
        var left = await sql.List($"select distinct emergency_id, area_id from placement where {standing}", row => (Emergency: row.Guid(0), Area: row.Guid(1)), stop, values);
        var ended = left.Count == 0 ? 0 : await sql.Run($"update placement set ends_at = case when starts_at > @now then starts_at else @now end, end_reason = @reason where {standing}", stop, values);
        await sql.Run($"delete from reserve where {theirs}", stop, values);
        await sql.Run($"update personal_link set revoked_at = @now where revoked_at is null and {theirs}", stop, values);
        foreach (var emergency in left.GroupBy(l => l.Emergency))
            await GapsInForce.Recount(work, emergency.Key, [.. emergency.Select(l => l.Area)], GapsInForce.PeopleLeft, stop);
        if (ended > 0) work.Note("placementsEnded", ended);
    }
}
