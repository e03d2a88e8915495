using Microsoft.EntityFrameworkCore;
using Muster.Optimiser.Placing;
using Muster.Placements.Standing;
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

    /// <summary>A plan with this note was made by a repair; pages show it as a difference.</summary>
    public const string RepairNote = "repair";

    protected internal override Permission Needs => Permission.MakePlans;

    protected internal override async Task<Repaired> Do(Work work, CancellationToken stop)
    {
        var old = await work.Store.Set<Plan>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == PlanId, stop);
        if (old?.SolvedAt is null) throw new Refused("plan-empty", "没有这个方案，或它还没有安排任何人。", "There is no such plan, or it places nobody yet.");
        if (string.IsNullOrWhiteSpace(Reason)) throw new Refused("reason-missing", "请写明减员的原因。", "Say what happened.", nameof(Reason));
        // A published plan may have been changed since, person by person: what is in force counts, not what was published.
        var begun = old.State == PlanState.Published ? await InForceProblem.Open(work.Store, old.EmergencyId, StartsAt, stop) : await Drafted(work, old, stop);
        var (problem, standing) = begun;
        var lost = Lost(begun, await Below(work, stop)).ToList();
        if (lost.Count == 0) throw new Refused("nobody-lost", "所选人员和属地此刻没有安排任何人。", "None of these people and areas serve now.", nameof(LostPeople));
        var aside = begun.Outside.Select(o => new PlacingPin(problem.PersonIndex(o.Person), -1)).ToArray();
        var repair = Placer.Repair(problem.Problem with { Pins = [.. problem.Problem.Pins, .. aside] }, standing, new PlacingLoss(lost, [], []));
        var draft = Draft(work, old, repair);
        work.Store.Add(draft);
        await work.Store.SaveChangesAsync(stop);
        var gone = lost.Select(i => problem.People[i]).ToHashSet();
        await Keep(work, draft, begun, repair.Plan, gone, stop);
        work.About("plan", draft.Id);
        work.Note("lost", lost.Count);
        work.Note("moves", repair.Moves.Count);
        work.Note("reason", Reason);
        return new Repaired(draft.Id, lost.Count, repair.Vacancies, repair.Filled, repair.Moves.Where(m => !gone.Contains(problem.People[m.Person])).Select(m => m.Person).Distinct().Count(), repair.Seconds);
    }

    private Plan Draft(Work work, Plan old, PlacingRepair repair) => new()
    {
        Id = Guid.CreateVersion7(), EmergencyId = old.EmergencyId, Name = $"{old.Name} · 补位", State = PlanState.Draft, Seed = old.Seed, BasedOnId = old.Id,
        StartsAt = StartsAt, EndsAt = old.EndsAt, MadeBy = work.Actor.Name, MadeAt = work.Now, SolvedAt = work.Now, Cost = repair.Plan.Cost.Total, Note = RepairNote, Version = 1,
    };

    private static async Task<InForceStanding> Drafted(Work work, Plan old, CancellationToken stop)
    {
        var problem = await PlanProblems.Read(work.Store, old, pinnedOnly: true, stop);
        var (place, seat) = await PlanProblems.Standing(work.Store, old.Id, problem, stop);
        var want = new int[place.Length];
        Array.Fill(want, -1);
        var standing = new PlacingPlan { Place = place, Seat = seat, Want = want, Bound = old.Bound ?? 0 };
        var reserve = await work.Sql.List("select person_id, code, reason from plan_reserve where plan_id = @p", row => (Person: row.Guid(0), Code: row.Text(1), Reason: row.Text(2)), stop, ("@p", old.Id));
        var pins = reserve.Where(r => r.Code != KeepSolution.PinnedCode && InForceProblem.KeptOut.Contains(r.Code)).Select(r => new PlacingPin(problem.PersonIndex(r.Person), -1)).Where(p => p.Person >= 0 && !Array.Exists(problem.Problem.Pins, q => q.Person == p.Person));
        return new InForceStanding(problem with { Problem = problem.Problem with { Pins = [.. problem.Problem.Pins, .. pins] } }, standing, [], reserve.ToDictionary(r => r.Person, r => (r.Code, r.Reason)));
    }

    /// <summary>Keeps the draft: reserve with the reasons it had, the lost with this one, and who serves where nothing is demanded as they are.</summary>
    private async Task Keep(Work work, Plan draft, InForceStanding begun, PlacingPlan found, HashSet<Guid> gone, CancellationToken stop)
    {
        var rows = new SolutionRows(draft.Id, begun.Problem, found);
        var aside = begun.Outside.Select(o => o.Person).ToHashSet();
        foreach (var reserve in rows.Reserve)
        {
            if (gone.Contains(reserve.PersonId)) (reserve.Code, reserve.Reason) = (LostCode, Reason.Trim());
            else if (begun.Reserve.TryGetValue(reserve.PersonId, out var before)) (reserve.Code, reserve.Reason) = before;
        }
        var kept = begun.Outside.Where(o => !gone.Contains(o.Person)).Select(o => new PlanPlacement
        {
            PlanId = draft.Id, PersonId = o.Person, Id = Guid.CreateVersion7(), AreaId = o.Area, PostId = o.Post, SeatId = o.Seat, Role = o.Role, Reason = "stayed",
        });
        await Platform.Storage.Bulk.Insert(work.Store, [.. rows.Placements, .. kept], stop);
        await Platform.Storage.Bulk.Insert(work.Store, rows.Reserve.Where(r => !aside.Contains(r.PersonId) || gone.Contains(r.PersonId)), stop);
        await Platform.Storage.Bulk.Insert(work.Store, rows.Gaps, stop);
        await GapOwners.Name(work.Sql, draft, stop);
        await Counts.PlanCounts.All(work.Sql, draft, stop);
    }

    private async Task<HashSet<Guid>> Below(Work work, CancellationToken stop)
    {
        var below = new HashSet<Guid>();
        foreach (var area in LostAreas)
            below.UnionWith(await work.Sql.List("select k.id from area t join area k on k.path >= t.path and k.path < t.path || '~' where t.id = @a",
                row => row.Guid(0), stop, ("@a", area)));
        return below;
    }

    private IEnumerable<int> Lost(InForceStanding begun, HashSet<Guid> areas)
    {
        var (problem, standing) = begun;
        var named = LostPeople.ToHashSet();
        for (var i = 0; i < problem.People.Length; i++)
            if (standing.Place[i] >= 0 && (named.Contains(problem.People[i]) || areas.Contains(problem.Places[standing.Place[i]].AreaId))) yield return i;
        foreach (var one in begun.Outside)
            if (named.Contains(one.Person) || areas.Contains(one.Area)) yield return problem.PersonIndex(one.Person);
    }
}
