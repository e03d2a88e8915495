using Microsoft.EntityFrameworkCore;
using Muster.Emergencies;
using Muster.Platform.Acts;

namespace Muster.Placements;

/// <summary>Starts a draft plan for an open emergency. Based on another plan, it takes over what was pinned there.</summary>
public sealed record MakePlan(Guid EmergencyId, string Name, DateTimeOffset StartsAt, DateTimeOffset? EndsAt = null, long Seed = 1,
    Guid? BasedOnId = null) : Act<Guid>
{
    protected internal override Permission Needs => Permission.MakePlans;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var emergency = await work.Store.FindAsync<Emergency>([EmergencyId], stop);
        Refused.Where(PlanRules.ForNew(this, emergency));
        var plan = new Plan
        {
            Id = Guid.CreateVersion7(), EmergencyId = EmergencyId, Name = Name.Trim(), State = PlanState.Draft, Seed = Seed, BasedOnId = BasedOnId,
            StartsAt = StartsAt, EndsAt = EndsAt, MadeBy = work.Actor.Name, MadeAt = work.Now,
        };
        work.Store.Add(plan);
        if (BasedOnId is { } basis)
        {
            var pinned = await work.Store.Set<PlanPlacement>().AsNoTracking().Where(p => p.PlanId == basis && p.Pinned).ToListAsync(stop);
            foreach (var pin in pinned)
            {
                (pin.PlanId, pin.Id) = (plan.Id, Guid.CreateVersion7());
                work.Store.Add(pin);
            }
            await work.Store.SaveChangesAsync(stop);
            await Counts.PlanCounts.All(work.Sql, plan, stop);
        }
        work.About("plan", plan.Id);
        return plan.Id;
    }
}
