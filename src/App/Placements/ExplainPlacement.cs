using Microsoft.EntityFrameworkCore;
using Muster.Optimiser.Placing;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>Another place for a person and what moving there would change in the whole plan (metre-equivalents; positive is worse).</summary>
public sealed record PlacementAlternative(Guid AreaId, Guid? PostId, string Place, long CostChange, long MoreMissing);

/// <summary>Why a person is where they are in a plan: the recorded reason, the parts of the cost, the next best two.</summary>
public sealed record PlacementExplanation(string Reason, PlacingCost Here, IReadOnlyList<PlacementAlternative> Others);

/// <summary>Answers "why here, what else" from the latest solve kept in memory, or from the plan as it stands in the store.</summary>
public sealed class ExplainPlacement(Stores stores, SolvedProblems solved)
{
    public async Task<PlacementExplanation?> Explain(Guid planId, Guid person, CancellationToken stop)
    {
        if (await Open(planId, stop) is not var (problem, plan)) return null;
        var index = problem.PersonIndex(person);
        if (index < 0) return null;
        var why = Placer.Explain(problem.Problem, plan, index);
        return new PlacementExplanation(why.Reason, why.Here, why.Alternatives.Select(a => new PlacementAlternative(
            problem.Places[a.Place].AreaId, problem.Places[a.Place].PostId, problem.Places[a.Place].Name, a.Change.Cost.Total, a.Change.Minimum)).ToList());
    }

    /// <summary>What moving people would do, without doing it.</summary>
    public async Task<MovePreview> Preview(MovePeople move, CancellationToken stop)
    {
        if (await Open(move.PlanId, stop) is not var (problem, plan)) return MoveRules.Impossible(PlanRules.Changeable(null).First());
        await using var store = await stores.Open(stop);
        // What is pinned may be moved by hand; only a solve keeps to pins.
        return await move.Judge(store.Sql, problem with { Problem = problem.Problem with { Pins = [] } }, plan, stop);
    }

    private async Task<(PlanProblem, PlacingPlan)?> Open(Guid planId, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        if (await store.Set<Plan>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == planId, stop) is not { } plan) return null;
        if (solved.Find(planId, plan.Version) is { } kept) return kept;
        var (problem, standing) = await PlanProblems.Open(store, plan, stop);
        solved.Remember(planId, plan.Version, problem, standing);
        return (problem, standing);
    }
}
