using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;

namespace Muster.Placements;

/// <summary>
/// Takes the latest change by hand of a plan back: everybody stands where they stood before it. Only the latest that still stands, and
/// only while the plan was not solved again since.
/// </summary>
public sealed record UndoChange(Guid PlanId, Guid ChangeId) : Act<Moved>
{
    protected internal override Permission Needs => Permission.MakePlans;

    protected internal override async Task<Moved> Do(Work work, CancellationToken stop)
    {
        var plan = await work.Store.FindAsync<Plan>([PlanId], stop);
        var change = await work.Store.FindAsync<PlanChange>([ChangeId], stop);
        Refused.Where(PlanRules.Changeable(plan));
        Refused.Where(MoveRules.Undoable(plan!, change, await Latest(work, stop)));
        var people = await work.Sql.List("select person_id from plan_change_person where change_id = @c", row => row.Guid(0), stop, ("@c", ChangeId));
        var pins = change!.Kind is PlanChangeKind.Pin or PlanChangeKind.Unpin;
        var left = await PlanChanges.TakeOut(work, PlanId, people, stop);
        var back = await PutBack(work, stop);
        var costChange = pins || change.CostBefore is null ? 0 : change.CostBefore.Value - plan!.Cost.GetValueOrDefault();
        PlanChanges.Changed(plan!, costChange);
        (change.UndoneAt, change.UndoneBy) = (work.Now, work.Actor.Name);
        await work.Store.SaveChangesAsync(stop);
        await PlanGaps.Recount(work.Sql, plan!, [.. left.Union(back)], stop);
        work.About("plan", PlanId);
        work.Note("change", ChangeId);
        work.Note("people", people.Count);
        return new Moved(people.Count, costChange, plan!.Version);
    }

    private async Task<Guid?> Latest(Work work, CancellationToken stop) => await work.Store.Set<PlanChange>().AsNoTracking()
        .Where(c => c.PlanId == PlanId && c.UndoneAt == null).OrderByDescending(c => c.At).ThenByDescending(c => c.Id).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(stop);

    /// <summary>Answers the areas they are placed in again.</summary>
    private async Task<List<Guid>> PutBack(Work work, CancellationToken stop)
    {
        var before = await work.Store.Set<PlanChangePerson>().AsNoTracking().Where(p => p.ChangeId == ChangeId).ToListAsync(stop);
        foreach (var p in before)
        {
            if (p.AreaId is { } area)
                work.Store.Add(new PlanPlacement
                {
                    PlanId = PlanId, PersonId = p.PersonId, Id = Guid.CreateVersion7(), AreaId = area, PostId = p.PostId, SeatId = p.SeatId, Role = p.Role ?? KeepSolution.Member,
                    Pinned = p.Pinned, Cost = p.Cost, Reason = p.Reason,
                });
            else
                work.Store.Add(new PlanReserve { PlanId = PlanId, PersonId = p.PersonId, Code = p.Code ?? PinPeople.FreedCode, Reason = p.Reason });
        }
        return [.. before.Select(p => p.AreaId).OfType<Guid>().Distinct()];
    }
}
