using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Territory;
using Muster.Territory.Contract;

namespace Muster.Organisation;

/// <summary>
/// Formations, seats and owners follow the territory. A formation that covered an area covers its successors from then on, unless another of
/// its kind does; one that is left with nothing to cover is dissolved with the reason. A seat goes on in the first successor that has none
/// of its kind; every other successor gets the same seat unfilled, which is loud. Where nothing succeeds, they end. The group at a post goes
/// along with the post; when the post ends, the group goes on at its successor unless that has one, and else is dissolved with the reason.
/// </summary>
internal sealed class FollowTerritory : IListen<AreaSucceeded>, IListen<AreaClosed>, IListen<PostMoved>, IListen<PostClosed>
{
    public async Task When(PostMoved happened, Work work, CancellationToken stop)
    {
        await work.Store.SaveChangesAsync(stop);
        await GroupsTo(work, happened.PostId, happened.PostId, happened.ToAreaId, stop);
    }

    public async Task When(PostClosed happened, Work work, CancellationToken stop)
    {
        await work.Store.SaveChangesAsync(stop);
        if (happened.SuccessorId is { } next
            && await work.Sql.First("select area_id from post where id = @p", row => (Guid?)row.Guid(0), stop, ("p", next)) is { } area)
            await GroupsTo(work, happened.PostId, next, area, stop);
        await DissolveFormation.End(work, "select id from formation where post_id = @p and ends_at is null", happened.Reason, stop, ("p", happened.PostId));
    }

    /// <summary>Puts the groups of a post at another (or at the same in another area), where none of the same emergency and kind stands yet.</summary>
    private static async Task GroupsTo(Work work, Guid from, Guid to, Guid area, CancellationToken stop)
    {
        (string, object?)[] values = [("from", from), ("to", to), ("area", area)];
        const string free = "from formation f where f.post_id = @from and f.ends_at is null and not exists (select 1 from formation o where o.post_id = @to and o.id <> f.id and o.emergency_id = f.emergency_id and o.kind = f.kind and o.ends_at is null)";
        await work.Sql.Run($"update seat set area_id = @area, version = version + 1 where ends_at is null and formation_id in (select f.id {free})", stop, values);
        await work.Sql.Run($"update formation set post_id = @to, area_id = @area, version = version + 1 where id in (select f.id {free})", stop, values);
    }

    public Task When(AreaSucceeded happened, Work work, CancellationToken stop) => Follow(work, happened.AreaId, happened.To, happened.Reason, stop);

    public Task When(AreaClosed happened, Work work, CancellationToken stop) => Follow(work, happened.AreaId, [], happened.Reason, stop);

    private static async Task Follow(Work work, Guid area, IReadOnlyList<Guid> to, string reason, CancellationToken stop)
    {
        await work.Store.SaveChangesAsync(stop);
        var names = await work.Store.Set<Area>().Where(a => a.Id == area || to.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.ShortName.Length > 0 ? a.ShortName : a.Name, stop);
        await Formations(work, area, to, reason, stop);
        await Seats(work, area, to, names, reason, stop);
        await Owners(work, area, to, reason, stop);
        // A delegation was for this ground; in what comes after, the host commands until it is delegated anew.
        foreach (var delegation in await work.Store.Set<Commanding.CommandDelegation>().Where(d => d.AreaId == area && d.EndsAt > work.Now && d.EndsAt > d.StartsAt).ToListAsync(stop))
            Commanding.EndDelegation.End(delegation, work, reason);
        await work.Store.SaveChangesAsync(stop);
    }

    private static async Task Formations(Work work, Guid area, IReadOnlyList<Guid> to, string reason, CancellationToken stop)
    {
        var covering = await (from f in work.Store.Set<Formation>() join c in work.Store.Set<FormationArea>() on f.Id equals c.FormationId
                              where c.AreaId == area && f.EndsAt == null select f).ToListAsync(stop);
        foreach (var formation in covering)
        {
            var taken = await (from f in work.Store.Set<Formation>() join c in work.Store.Set<FormationArea>() on f.Id equals c.FormationId
                               where f.EmergencyId == formation.EmergencyId && f.Kind == formation.Kind && f.EndsAt == null && to.Contains(c.AreaId) select c.AreaId).ToListAsync(stop);
            var covers = await work.Store.Set<FormationArea>().Where(c => c.FormationId == formation.Id).ToListAsync(stop);
            var left = covers.Select(c => c.AreaId).Where(a => a != area).Concat(to.Where(t => !taken.Contains(t))).Distinct().ToList();
            if (left.Count == 0)
            {
                // What stands below goes up a step rather than with it.
                await work.Sql.Run("update formation set parent_id = @up, version = version + 1 where parent_id = @f and ends_at is null", stop, ("up", formation.ParentId), ("f", formation.Id));
                await work.Store.SaveChangesAsync(stop);
                await DissolveFormation.End(work, "select id from formation where id = @f", reason, stop, ("f", formation.Id));
                await work.Store.Entry(formation).ReloadAsync(stop);
                continue;
            }
            work.Store.Remove(covers.Single(c => c.AreaId == area));
            foreach (var more in left.Where(a => covers.All(c => c.AreaId != a))) work.Store.Add(new FormationArea { FormationId = formation.Id, AreaId = more });
            formation.AreaId = left.Count == 1 ? left[0] : null;
            formation.Version++;
            await work.Store.SaveChangesAsync(stop);
        }
    }

    private static async Task Seats(Work work, Guid area, IReadOnlyList<Guid> to, Dictionary<Guid, string> names, string reason, CancellationToken stop)
    {
        foreach (var seat in await work.Store.Set<Seat>().Where(s => s.AreaId == area && s.EndsAt == null).ToListAsync(stop))
        {
            var taken = await work.Store.Set<Seat>().Where(s => s.AreaId != null && to.Contains(s.AreaId!.Value) && s.Kind == seat.Kind && s.EmergencyId == seat.EmergencyId && s.EndsAt == null)
                .Select(s => s.AreaId!.Value).ToListAsync(stop);
            var free = to.Where(t => !taken.Contains(t)).ToList();
            if (free.Count == 0 && (seat.FormationId is null || to.Count == 0))
            {
                seat.EndsAt = work.Now;
                foreach (var holding in await work.Store.Set<SeatHolding>().Where(h => h.SeatId == seat.Id && h.EndsAt == null).ToListAsync(stop))
                    (holding.EndsAt, holding.Reason) = (holding.StartsAt > work.Now ? holding.StartsAt : work.Now, holding.Reason + " → " + reason);
            }
            else
            {
                seat.AreaId = free.Count > 0 ? free[0] : to[0];
                seat.Title = seat.Title.Replace(names[area], names[seat.AreaId.Value], StringComparison.Ordinal);
            }
            seat.Version++;
            await work.Store.SaveChangesAsync(stop);
            if (seat.FormationId is not null) continue;
            foreach (var more in free.Skip(1))
                work.Store.Add(new Seat
                {
                    Id = Guid.CreateVersion7(), EmergencyId = seat.EmergencyId, AreaId = more, Kind = seat.Kind, Title = seat.Title.Replace(names[free[0]], names[more], StringComparison.Ordinal),
                    MinimumGrade = seat.MinimumGrade, PartyMember = seat.PartyMember, FromAlternates = seat.FromAlternates, Commands = seat.Commands, Version = 1,
                });
            await work.Store.SaveChangesAsync(stop);
        }
    }

    private static async Task Owners(Work work, Guid area, IReadOnlyList<Guid> to, string reason, CancellationToken stop)
    {
        if (await work.Store.Set<AreaOwner>().SingleOrDefaultAsync(o => o.AreaId == area && o.EndsAt == null, stop) is not { } owner) return;
        owner.EndsAt = work.Now;
        var owned = await work.Store.Set<AreaOwner>().Where(o => to.Contains(o.AreaId) && o.EndsAt == null).Select(o => o.AreaId).ToListAsync(stop);
        foreach (var next in to.Except(owned))
            work.Store.Add(new AreaOwner { Id = Guid.CreateVersion7(), AreaId = next, PersonId = owner.PersonId, StartsAt = work.Now, Reason = reason });
    }
}
