using Microsoft.EntityFrameworkCore;
using Muster.Optimiser.Placing;
using Muster.Platform.Acts;
using Muster.Platform.Jobs;
using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>How far the optimiser goes: steps make a run repeatable, seconds bound its time; neither runs it to its end.</summary>
public sealed record SolveOptions(long? Steps = null, double? Seconds = null);

/// <summary>What a solve answers: the optimiser's figures for the plan that was kept.</summary>
public sealed record Solved(Guid PlanId, long Placed, long Reserve, int Gaps, long Cost, long Bound, double Gap, double Seconds, string End);

/// <summary>
/// "Place everyone": reads the emergency, runs the optimiser with progress, and keeps what it found as the plan's content.
/// A cancel keeps the best plan found so far when it is whole, and says so; nothing of the store changes before that.
/// </summary>
public sealed class SolvePlan(Stores stores, Desk desk, JobBoard jobs, SolvedProblems solved, TimeProvider clock)
{
    public async Task<Guid> Start(Guid planId, SolveOptions options, Actor actor, WriteId writeId, CancellationToken stop = default)
    {
        await using var store = await stores.Open(stop);
        var plan = await store.Set<Plan>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == planId, stop);
        Refused.Where(PlanRules.Changeable(plan));
        return await jobs.Start(nameof(SolvePlan), plan!.Name, actor,
            async (progress, cancelled) => await Run(planId, options, actor, writeId, progress, cancelled));
    }

    public async Task<Solved> Run(Guid planId, SolveOptions options, Actor actor, WriteId writeId, IProgress<JobProgress>? progress = null,
        CancellationToken cancelled = default)
    {
        var begun = clock.GetTimestamp();
        progress?.Report(new JobProgress("read", 0, 0));
        var (plan, problem) = await Read(planId, cancelled);
        if (problem.People.Length == 0)
            throw new Refused("nobody-mustered", "这个行动还没有集结任何人。请先导入人员并集结。", "Nobody is mustered for this emergency. Import people and muster them first.");
        if (problem.Places.Length == 0)
            throw new Refused("no-demand", "这个行动还没有需求。请先按规则算出各社区、各岗位要多少人。", "This emergency has no demand yet. Work out first how many people each place needs.");
        var found = Placer.Solve(problem.Problem, new PlacingOptions(plan.Seed, options.Steps, options.Seconds), new Forward(progress), cancelled);
        progress?.Report(new JobProgress("keep", 0, problem.People.Length, Text(found)));
        var keep = KeepSolution.From(plan, problem, found);
        var gaps = await desk.Do(keep, writeId, actor, CancellationToken.None);
        solved.Remember(planId, plan.Version + 1, problem, found);
        return new Solved(planId, found.Placed, found.Reserve, gaps, found.Cost.Total, found.Bound, found.Gap,
            clock.GetElapsedTime(begun).TotalSeconds, found.End.ToString());
    }

    private async Task<(Plan, PlanProblem)> Read(Guid planId, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var plan = await store.Set<Plan>().AsNoTracking().SingleAsync(p => p.Id == planId, stop);
        return (plan, await PlanProblems.Read(store, plan, pinnedOnly: true, stop));
    }

    private static string Text(PlacingPlan plan) => FormattableString.Invariant($"cost {plan.Cost.Total} bound {plan.Bound} gap {plan.Gap:P3}");

    private sealed class Forward(IProgress<JobProgress>? progress) : IProgress<PlacingProgress>
    {
        private long _cost, _bound;

        public void Report(PlacingProgress value)
        {
            // Stages that do not know them yet say 0; the last known stay.
            if (value.Cost > 0) _cost = value.Cost;
            if (value.Bound > 0) _bound = value.Bound;
            progress?.Report(new JobProgress(value.Stage, value.Done, value.Total, _bound > 0 ? FormattableString.Invariant($"cost {_cost} bound {_bound}") : null,
                new Dictionary<string, long> { ["cost"] = _cost, ["bound"] = _bound }));
        }
    }
}
