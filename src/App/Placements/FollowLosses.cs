using Microsoft.EntityFrameworkCore;
using Muster.Organisation.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>Who is lost serves nowhere from that moment on: the place falls short, loudly, until the person is back or somebody else is placed.</summary>
internal sealed class FollowLosses : IListen<PeopleLost>, IListen<PeopleReturned>
{
    private sealed record Standing(Guid Id, Guid Emergency, Guid Person, Guid Area, DateTimeOffset? EndsAt);

    public async Task When(PeopleLost happened, Work work, CancellationToken stop)
    {
        var sql = work.Sql;
        await PlacementLock.TakeAll(sql, stop);
        (string, object?)[] values = [("@people", IdSet.Of(sql, happened.People)), ("@now", work.Now), ("@reason", happened.Reason), ("@loss", happened.LossId)];
        var standing = await sql.List($"""
            select p.id, p.emergency_id, p.person_id, p.area_id, p.ends_at from placement p join emergency e on e.id = p.emergency_id and e.closed_at is null
            where {IdSet.In(sql, "p.person_id", "@people")} and (p.ends_at is null or (p.ends_at > @now and p.ends_at > p.starts_at))
            """, row => new Standing(row.Guid(0), row.Guid(1), row.Guid(2), row.Guid(3), row.InstantOrNull(4)), stop, values);
        work.Note("placementsEnded", standing.Count);
        if (standing.Count == 0) return;
        work.Store.AddRange(standing.Select(s => new LostPlacement { PlacementId = s.Id, LossId = happened.LossId, EndsAt = s.EndsAt }));
        await work.Store.SaveChangesAsync(stop);
        await sql.Run("""
            update placement set ends_at = case when starts_at > @now then starts_at else @now end, end_reason = @reason where id in (select placement_id from lost_placement where loss_id = @loss)
            """, stop, values);
        foreach (var one in standing.DistinctBy(s => (s.Emergency, s.Person)))
        {
            await sql.Run("delete from reserve where emergency_id = @e and person_id = @x", stop, ("@e", one.Emergency), ("@x", one.Person));
            work.Store.Add(new Reserve { EmergencyId = one.Emergency, PersonId = one.Person, Code = RepairPlan.LostCode, Reason = happened.Reason, Since = work.Now });
        }
        await work.Store.SaveChangesAsync(stop);
        foreach (var emergency in standing.GroupBy(s => s.Emergency))
            await GapsInForce.Recount(work, emergency.Key, [.. emergency.Select(s => s.Area).Distinct()], GapsInForce.PeopleLeft, stop);
    }

    public async Task When(PeopleReturned happened, Work work, CancellationToken stop)
    {
        var sql = work.Sql;
        await PlacementLock.TakeAll(sql, stop);
        var left = await work.Store.Set<LostPlacement>().Where(l => l.LossId == happened.LossId && l.RestoredId == null).ToListAsync(stop);
        var ids = left.Select(l => l.PlacementId).ToList();
        var before = await work.Store.Set<Placement>().AsNoTracking().Where(p => ids.Contains(p.Id) && happened.People.Contains(p.PersonId)).OrderBy(p => p.StartsAt).ToListAsync(stop);
        var restored = 0;
        foreach (var one in before)
        {
            var lost = left.Single(l => l.PlacementId == one.Id);
            await sql.Run("update reserve set code = @code, reason = @reason where emergency_id = @e and person_id = @x and code = @lost", stop,
                ("@e", one.EmergencyId), ("@x", one.PersonId), ("@code", ReadmitPeople.ReadmittedCode), ("@reason", happened.Reason), ("@lost", RepairPlan.LostCode));
            if (lost.EndsAt <= work.Now || !await IsFree(sql, one, work.Now, stop)) continue;
            var again = new Placement
            {
                Id = Guid.CreateVersion7(), EmergencyId = one.EmergencyId, PersonId = one.PersonId, AreaId = one.AreaId, PostId = one.PostId, SeatId = one.SeatId, Role = one.Role,
                StartsAt = one.StartsAt > work.Now ? one.StartsAt : work.Now, EndsAt = lost.EndsAt, PreviousId = one.Id, Reason = happened.Reason, MadeAt = work.Now,
            };
            work.Store.Add(again);
            lost.RestoredId = again.Id;
            await sql.Run("delete from reserve where emergency_id = @e and person_id = @x", stop, ("@e", one.EmergencyId), ("@x", one.PersonId));
            await work.Store.SaveChangesAsync(stop);
            restored++;
        }
        foreach (var emergency in before.GroupBy(p => p.EmergencyId))
            await GapsInForce.Recount(work, emergency.Key, [.. emergency.Select(p => p.AreaId).Distinct()], GapsInForce.PeopleLeft, stop);
        work.Note("placementsRestored", restored);
    }

    /// <summary>The emergency runs and still musters the person, who serves nowhere else, and the place stands.</summary>
    private static async Task<bool> IsFree(Sql sql, Placement one, DateTimeOffset now, CancellationToken stop) => await sql.Number($"""
        select count(*) from mustered m join emergency e on e.id = m.emergency_id and e.closed_at is null join area a on a.id = @area and a.valid_to is null
        where m.emergency_id = @e and m.person_id = @x and not exists (select 1 from placement p where p.person_id = @x and (p.ends_at is null or (p.ends_at > @now and p.ends_at > p.starts_at)))
          {(one.PostId is null ? "" : "and exists (select 1 from post q where q.id = @post and q.area_id = @area and q.valid_to is null)")}
        """, stop, ("@e", one.EmergencyId), ("@x", one.PersonId), ("@area", one.AreaId), ("@post", one.PostId ?? Guid.Empty), ("@now", now)) > 0;
}

/// <summary>Who serves at or below an area, the most senior first: they may take its seats, and are lost with it.</summary>
internal sealed class ServingInAreas : IServeInAreas
{
    public Task<List<Guid>> At(Sql sql, Guid area, DateTimeOffset at, CancellationToken stop) => sql.List("""
        select p.person_id from area t join area k on k.path >= t.path and k.path < t.path || '~' join placement p on p.area_id = k.id join emergency e on e.id = p.emergency_id and e.closed_at is null
        join person w on w.id = p.person_id where t.id = @a and p.starts_at <= @at and (p.ends_at is null or p.ends_at > @at) group by p.person_id, w.grade order by coalesce(w.grade, -1) desc, p.person_id
        """, row => row.Guid(0), stop, ("@a", area), ("@at", at));
}
