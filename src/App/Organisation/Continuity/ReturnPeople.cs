using Microsoft.EntityFrameworkCore;
using Muster.Organisation.Commanding;
using Muster.Organisation.Contract;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Organisation.Continuity;

/// <summary>What a return came to.</summary>
/// <param name="Restored">Places of seats held again by who held them before.</param>
/// <param name="Kept">Places that somebody decided otherwise about meanwhile: they stay as they are.</param>
public sealed record ReturnOutcome(Guid LossId, int Returned, int Restored, int Kept, int Told);

/// <summary>
/// People of a loss are back: those who took over for them step back and they sit where they sat. Where a seat was changed by hand meanwhile, it
/// stays as it is and the outcome says so.
/// </summary>
/// <param name="People">Null: all who are not back yet.</param>
public sealed record ReturnPeople(Guid LossId, IReadOnlyList<Guid>? People, string Reason) : Act<ReturnOutcome>
{
    protected internal override Permission Needs => Permission.EditOrganisation;

    protected internal override bool InPart => true;

    protected internal override async Task<ReturnOutcome> Do(Work work, CancellationToken stop)
    {
        if (work.Sql.Engine == Engine.Postgres) await work.Sql.Run("lock table loss in exclusive mode", stop);
        var loss = await work.Store.Set<Loss>().SingleOrDefaultAsync(l => l.Id == LossId, stop);
        var open = await work.Store.Set<LossPerson>().Where(l => l.LossId == LossId && l.ReturnedAt == null).ToListAsync(stop);
        var back = People is { } asked ? open.Where(l => asked.Contains(l.PersonId)).ToList() : open;
        Refused.Where([.. LossRules.ForReturning(loss is not null, open.Count, (People?.Distinct().Count() ?? back.Count) - back.Count), .. SeatRules.ForReason(Reason)]);
        foreach (var one in back) (one.ReturnedAt, one.ReturnReason) = (work.Now, Reason.Trim());
        if (back.Count == open.Count) loss!.ReturnedAt = work.Now;
        await work.Store.SaveChangesAsync(stop);

        var people = back.Select(l => l.PersonId).ToHashSet();
        var rows = await work.Store.Set<Takeover>().Where(t => t.LossId == LossId && t.UndoneAt == null && people.Contains(t.CauseId)).ToListAsync(stop);
        await StepBack(work, rows, stop);
        var restored = await SitAgain(work, rows, stop);
        work.Raise(new PeopleReturned(LossId, [.. people], Reason.Trim()));
        var told = await LossNotices.Returned(work, loss!, people, rows, stop);
        work.About("loss", LossId);
        foreach (var (key, value) in new[] { ("people", people.Count), ("restored", restored), ("kept", rows.Count - restored) }) work.Note(key, value);
        return new ReturnOutcome(LossId, people.Count, restored, rows.Count - restored, told);
    }

    private async Task StepBack(Work work, List<Takeover> rows, CancellationToken stop)
    {
        var holdings = rows.Select(t => t.HoldingId).OfType<Guid>().ToList();
        foreach (var holding in await work.Store.Set<SeatHolding>().Where(h => holdings.Contains(h.Id) && h.EndsAt == null).ToListAsync(stop))
            (holding.EndsAt, holding.Reason) = (work.Now, Seating.Both(holding.Reason, Reason));
        var delegations = rows.Select(t => t.DelegationId).OfType<Guid>().ToList();
        foreach (var delegation in await work.Store.Set<CommandDelegation>().Where(d => delegations.Contains(d.Id) && d.EndsAt > work.Now).ToListAsync(stop)) EndDelegation.End(delegation, work, Reason);
        var grants = rows.Select(t => t.GrantId).OfType<Guid>().ToList();
        foreach (var grant in await work.Store.Set<RoleGrant>().Where(g => grants.Contains(g.Id) && g.EndsAt > work.Now).ToListAsync(stop)) (grant.EndsAt, grant.EndedBy) = (work.Now, work.Actor.Name);
        foreach (var row in rows) row.UndoneAt = work.Now;
        await work.Store.SaveChangesAsync(stop);
    }

    /// <summary>Whoever left a place sits there again where it is free, the seat stands, and nothing keeps the person from it.</summary>
    private async Task<int> SitAgain(Work work, List<Takeover> rows, CancellationToken stop)
    {
        var restored = 0;
        foreach (var row in rows.OrderBy(t => t.Place))
        {
            var fits = await work.Sql.Number("""
                select count(*) from seat s join person p on p.id = @person and p.ended_at is null where s.id = @seat and s.ends_at is null
                  and not exists (select 1 from seat_holding h where h.seat_id = s.id and h.ends_at is null and (h.place = @place or h.person_id = @person))
                  and not exists (select 1 from loss_person l where l.person_id = @person and l.returned_at is null)
                """, stop, ("@seat", row.SeatId), ("@person", row.LeftId), ("@place", row.Place));
            if (fits == 0) continue;
            work.Store.Add(new SeatHolding { Id = Guid.CreateVersion7(), SeatId = row.SeatId, PersonId = row.LeftId, Place = row.Place, StartsAt = work.Now, Reason = Reason.Trim() });
            await work.Store.SaveChangesAsync(stop);
            restored++;
        }
        return restored;
    }
}
