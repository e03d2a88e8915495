using Microsoft.EntityFrameworkCore;
using Muster.Optimiser.Placing;
using Muster.Platform.Acts;

namespace Muster.Placements;

/// <summary>What a repair found: a new draft beside the old plan, who moves, and how many vacancies could be filled.</summary>
public sealed record Repaired(Guid PlanId, int Lost, int Vacancies, int Filled, int OthersMoved, double Seconds);

/// <summary>
/// Mends a plan after people, or everybody of an area (a whole committee), are lost: makes a new draft that touches as few others as
/// possible. Nothing is in force until the draft, shown as a difference, is reviewed and published.
/// </summary>
/// <param name="LostPeople">People who can serve nowhere any more; they go to the reserve list with the reason.</param>
/// <param name="LostAreas">Areas whose people are all lost at once.</param>
public sealed record RepairPlan(Guid PlanId, IReadOnlyList<Guid> LostPeople, IReadOnlyList<Guid> LostAreas, DateTimeOffset StartsAt, string Reason) : Act<Repaired>
{
    public const string LostCode = "lost";

    protected internal override Permission Needs => Permission.MakePlans;

    protected internal override async Task<Repaired> Do(Work work, CancellationToken stop)
    {
        var old = await work.Store.Set<Plan>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == PlanId, stop);
        if (old?.SolvedAt is null) throw new Refused("plan-empty", "没有这个方案，或它还没有安排任何人。", "There is no such plan, or it places nobody yet.");
        if (string.IsNullOrWhiteSpace(Reason)) throw new Refused("reason-missing", "请写明减员的原因。", "Say what happened.", nameof(Reason));
        var (problem, standing) = await PlanProblems.Open(work.Store, old, stop);
        var lost = Lost(problem, standing, await Below(work, stop)).ToList();
        if (lost.Count == 0) throw new Refused("nobody-lost", "所选人员和属地在方案里没有人。", "None of these people and areas serve in the plan.", nameof(LostPeople));
        var repair = Placer.Repair(problem.Problem, standing, new PlacingLoss(lost, [], []));
        var draft = new Plan
        {
            Id = Guid.CreateVersion7(), EmergencyId = old.EmergencyId, Name = $"{old.Name} · 补位", State = PlanState.Draft, Seed = old.Seed, BasedOnId = old.Id,
            StartsAt = StartsAt, EndsAt = old.EndsAt, MadeBy = work.Actor.Name, MadeAt = work.Now, SolvedAt = work.Now,
            Cost = repair.Plan.Cost.Total, Version = 1,
        };
        work.Store.Add(draft);
        await work.Store.SaveChangesAsync(stop);
        var rows = new SolutionRows(draft.Id, problem, repair.Plan);
        var gone = lost.Select(i => problem.People[i]).ToHashSet();
        foreach (var reserve in rows.Reserve.Where(r => gone.Contains(r.PersonId))) (reserve.Code, reserve.Reason) = (LostCode, Reason.Trim());
        await Platform.Storage.Bulk.Insert(work.Store, rows.Placements, stop);
        await Platform.Storage.Bulk.Insert(work.Store, rows.Reserve, stop);
        await Platform.Storage.Bulk.Insert(work.Store, rows.Gaps, stop);
        await GapOwners.Name(work.Sql, draft, stop);
        work.About("plan", draft.Id);
        work.Note("lost", lost.Count);
        work.Note("moves", repair.Moves.Count);
        work.Note("reason", Reason);
        return new Repaired(draft.Id, lost.Count, repair.Vacancies, repair.Filled, repair.Moves.Count(m => !gone.Contains(problem.People[m.Person])), repair.Seconds);
    }

    private async Task<HashSet<Guid>> Below(Work work, CancellationToken stop)
    {
        var below = new HashSet<Guid>();
        foreach (var area in LostAreas)
            below.UnionWith(await work.Sql.List("select k.id from area t join area k on k.path >= t.path and k.path < t.path || '~' where t.id = @a",
                row => row.Guid(0), stop, ("@a", area)));
        return below;
    }

    private IEnumerable<int> Lost(PlanProblem problem, PlacingPlan standing, HashSet<Guid> areas)
    {
        var named = LostPeople.ToHashSet();
        for (var i = 0; i < problem.People.Length; i++)
            if (standing.Place[i] >= 0 && (named.Contains(problem.People[i]) || areas.Contains(problem.Places[standing.Place[i]].AreaId))) yield return i;
    }
}
