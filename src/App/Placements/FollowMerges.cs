using Microsoft.EntityFrameworkCore;
using Muster.People.Contract;
using Muster.People.Merging;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>
/// A placement never changes hands: what the record that goes has from now on ends, and the kept one has the same again, unless it serves somewhere itself
/// at that time: then the place falls short, loudly. Taken back, the places go back to whom they were taken from.
/// </summary>
internal sealed class FollowMerges : IListen<PeopleMerged>, IListen<PeopleUnmerged>
{
    public Task When(PeopleMerged happened, Work work, CancellationToken stop) => Hand(work, happened.GoneId, happened.KeptId, _ => true, stop);

    public async Task When(PeopleUnmerged happened, Work work, CancellationToken stop)
    {
        var theirs = await work.Sql.List("select p.id from placement p join placement b on b.id = p.previous_id and b.person_id = @gone where p.person_id = @kept and p.made_at = @at", row => row.Guid(0), stop,
            ("@gone", happened.GoneId), ("@kept", happened.KeptId), ("@at", happened.MergedAt));
        await Hand(work, happened.KeptId, happened.GoneId, one => theirs.Contains(one.Id), stop);
    }

    private static async Task Hand(Work work, Guid from, Guid to, Func<Placement, bool> which, CancellationToken stop)
    {
        var (sql, ended, begun) = (work.Sql, 0, 0);
        await PlacementLock.TakeAll(sql, stop);
        await work.Store.SaveChangesAsync(stop);
        var lasting = await work.Store.Set<Placement>().AsNoTracking().Where(p => (p.PersonId == from || p.PersonId == to) && (p.EndsAt == null || p.EndsAt > work.Now && p.EndsAt > p.StartsAt)).OrderBy(p => p.StartsAt).ToListAsync(stop);
        var (moving, own) = (lasting.Where(p => p.PersonId == from && which(p)).ToList(), lasting.Where(p => p.PersonId == to).ToList());
        foreach (var one in moving)
        {
            ended += await sql.Run("update placement set ends_at = case when starts_at > @now then starts_at else @now end, end_reason = @reason where id = @id", stop, ("@id", one.Id), ("@now", work.Now), ("@reason", MovedReferences.Reason));
            var starts = one.StartsAt > work.Now ? one.StartsAt : work.Now;
            if (own.Any(k => (k.EndsAt is null || k.EndsAt > starts) && (one.EndsAt is null || k.StartsAt < one.EndsAt))
                || await sql.Number("select count(*) from mustered where emergency_id = @e and person_id = @to", stop, ("@e", one.EmergencyId), ("@to", to)) == 0) continue;
            work.Store.Add(new Placement
            {
                Id = Guid.CreateVersion7(), EmergencyId = one.EmergencyId, PersonId = to, AreaId = one.AreaId, PostId = one.PostId, SeatId = one.SeatId, Role = one.Role,
                StartsAt = starts, EndsAt = one.EndsAt, PreviousId = one.Id, Reason = one.Reason, MadeAt = work.Now,
            });
            begun++;
            await sql.Run("delete from reserve where emergency_id = @e and person_id = @to", stop, ("@e", one.EmergencyId), ("@to", to));
        }
        await work.Store.SaveChangesAsync(stop);
        foreach (var emergency in moving.GroupBy(m => m.EmergencyId))
            await GapsInForce.Recount(work, emergency.Key, [.. emergency.Select(m => m.AreaId).Distinct()], GapsInForce.PeopleLeft, stop);
        if (ended > 0) work.Note("placementsHanded", new { Ended = ended, Begun = begun });
    }
}
