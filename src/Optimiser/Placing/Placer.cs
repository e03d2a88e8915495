using System.Diagnostics;
using Muster.Optimiser.Placing.Flow;

namespace Muster.Optimiser.Placing;

/// <summary>Places people as docs/placement-problem.md describes.</summary>
public static partial class Placer
{
    /// <summary>Below this many people every exclusion is part of the flow, which is then exact for them.</summary>
    private const int ExactExclusions = 20_000;
    private static readonly string[] TierNames = ["rules", "minimum", "seats", "shortage", "reserve"];

    /// <summary>
    /// Finds a best plan and a bound that shows how good it is. The same problem, seed and steps give the same plan.
    /// Cancelled or out of steps, it returns the best plan so far, whose tiers say what is proved.
    /// </summary>
    /// <exception cref="ImpossibleProblemException">The problem contradicts itself; every contradiction is listed.</exception>
    public static PlacingPlan Solve(
        PlacingProblem problem, PlacingOptions? options = null, IProgress<PlacingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        options ??= new PlacingOptions();
        var watch = Stopwatch.StartNew();
        var faults = ProblemFaults.Find(problem);
        if (faults.Count > 0) throw new ImpossibleProblemException(faults);
        progress?.Report(new PlacingProgress("grouping", 0, problem.People.Length, 0, 0));
        var index = new ProblemIndex(problem);
        var end = PlacingEnd.Finished;
        var mostSteps = options.Steps ?? long.MaxValue;
        var keeps = new bool[problem.People.Length];
        if (keeps.Length <= ExactExclusions)
        {
            foreach (var e in problem.Exclusions) keeps[e.Person] = true;
        }

        while (true)
        {
            var grouping = new Grouping(index, keeps);
            var network = new Network(index, grouping, Stops);
            var isProved = network.Solve(mostSteps, Stops, (round, _, gain) => progress?.Report(Round(network, index, grouping, round, gain)));
            if (!isProved && end == PlacingEnd.Finished) end = PlacingEnd.StepsUsedUp;
            var bound = Certificate.Of(index, grouping, network);
            progress?.Report(new PlacingProgress("people", 0, problem.People.Length, 0, bound.Bound.Low));
            var slots = new Disaggregation(index, grouping, network).Run();
            var polish = new Polish(index, grouping, network, slots);
            var broken = polish.KeepRules();
            if (broken.Exists(i => index.ExcludedPlaces[i].Length > 0 && !keeps[i]))
            {
                foreach (var i in broken) keeps[i] = index.ExcludedPlaces[i].Length > 0;
                continue;
            }

            if (broken.Count == 0)
                polish.Improve(new Random((int)((options.Seed ?? problem.Settings.Seed) & int.MaxValue)), mostSteps - network.Pivots, Stops);
            var plan = LastResort.Run(index, slots, broken);
            return Finish(index, plan, bound, end, progress);
        }

        bool Stops()
        {
            if (cancellation.IsCancellationRequested) end = PlacingEnd.Cancelled;
            else if (options.Seconds is { } most && watch.Elapsed.TotalSeconds >= most) end = PlacingEnd.TimeUsedUp;
            return end != PlacingEnd.Finished;
        }
    }

    /// <summary>What the flow costs so far and a bound on what it can come to, once the tiers above the cost are settled; 0 before.</summary>
    private static PlacingProgress Round(Network network, ProblemIndex index, Grouping grouping, int round, Price gain)
    {
        if (gain.High != 0) return new PlacingProgress("flow", round, 0, 0, 0);
        var bound = Certificate.Of(index, grouping, network).Bound.Low;
        return new PlacingProgress("flow", round, 0, bound + gain.Low, bound);
    }

    private static PlacingPlan Finish(
        ProblemIndex index, PlacingPlan plan, Certificate certificate, PlacingEnd end, IProgress<PlacingProgress>? progress)
    {
        var (tiers, cost, placed) = PlanCosts.Of(index, plan.Place, plan.Seat, plan.Want);
        var high = Certificate.High(index, tiers);
        var isBest = high == certificate.Bound.High;
        var stated = new List<PlacingTier>();
        for (var t = 0; t < TierNames.Length; t++)
            stated.Add(new PlacingTier(TierNames[t], tiers[t], isBest ? tiers[t] : 0, isBest || tiers[t] == 0));
        // The low part bounds the cost only of plans that are best above; of others nothing is known, and 0 says so.
        var low = isBest ? certificate.Bound.Low : 0;
        stated.Add(new PlacingTier("cost", cost.Total, low, isBest && cost.Total == low));
        progress?.Report(new PlacingProgress("done", plan.Place.Length, plan.Place.Length, cost.Total, low));
        return plan with
        {
            Tiers = [.. stated],
            Cost = cost,
            Bound = low,
            Prices = certificate.Prices,
            Placed = placed,
            End = end,
        };
    }

    /// <summary>Why somebody is where they are; for many questions keep a <see cref="PlacingExplanations"/>.</summary>
    public static PersonExplanation Explain(PlacingProblem problem, PlacingPlan plan, int person) =>
        new PlacingExplanations(problem, plan).Person(person);

    /// <summary>Mends a plan after losses; for several repairs of one plan keep a <see cref="PlacingRepairer"/>.</summary>
    public static PlacingRepair Repair(PlacingProblem problem, PlacingPlan plan, PlacingLoss loss) =>
        new PlacingRepairer(problem, plan).Repair(loss);

    /// <summary>Counts tiers, cost and people of a changed plan anew; bounds of tiers above the cost stay as they were.</summary>
    internal static PlacingPlan Restate(ProblemIndex index, PlacingPlan plan)
    {
        var (tiers, cost, placed) = PlanCosts.Of(index, plan.Place, plan.Seat, plan.Want);
        return Restate(plan, tiers, cost, placed);
    }

    internal static PlacingPlan Restate(PlacingPlan plan, long[] tiers, PlacingCost cost, int placed)
    {
        var stated = new PlacingTier[TierNames.Length + 1];
        for (var t = 0; t < TierNames.Length; t++)
        {
            var bound = plan.Tiers.Length > t ? Math.Min(plan.Tiers[t].Bound, tiers[t]) : 0;
            stated[t] = new PlacingTier(TierNames[t], tiers[t], bound, bound == tiers[t]);
        }

        stated[^1] = new PlacingTier("cost", cost.Total, plan.Bound, cost.Total == plan.Bound);
        return plan with { Tiers = stated, Cost = cost, Placed = placed };
    }
}
