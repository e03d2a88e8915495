using System.Diagnostics;

namespace Muster.Optimiser.Rostering;

/// <summary>Makes rosters as docs/roster-problem.md describes: a first one, a bound by prices, then two searches that share their best.</summary>
public static class Rosterer
{
    private const int Chains = 2;
    private const int Phases = 24;

    /// <summary>Neighbourhoods for each person and day when neither steps nor seconds are given.</summary>
    private const int StepsPerCell = 12;

    /// <summary>
    /// The best roster found and a bound on any. Cancelled, it returns the best so far. With steps alone the same problem and seed give the same roster.
    /// </summary>
    /// <exception cref="ArgumentException">The problem contradicts itself; the message names every contradiction.</exception>
    public static RosterPlan Solve(
        RosterProblem problem, RosterOptions? options = null, IProgress<RosterProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new RosterOptions();
        if (RosterFaults.Find(problem) is { Count: > 0 } faults) throw new ArgumentException(string.Join(Environment.NewLine, faults), nameof(problem));
        var watch = Stopwatch.StartNew();
        var end = RosterEnd.StepsUsedUp;
        var numbers = new RosterNumbers(problem);
        var start = RosterSearch.Start(numbers, (int)options.Seed, Stops);
        progress?.Report(Report("first", 0, start, long.MinValue));
        var prices = new RowPrices(numbers);
        var bound = new PriceBound(prices);
        if (prices.IsPossible)
        {
            // Prices step towards what a roster costs: a fair one first.
            var fair = new RosterSearch(numbers, start, (int)options.Seed);
            fair.Run(20L * problem.People.Length, () => 0, () => Stops() || UsedUp(0.1));
            bound.Run(fair.Best.Cost % RosterNumbers.Broken, Rounds(options), () => Stops() || UsedUp(0.25));
            progress?.Report(Report("bound", 0, start, bound.Best));
            var dived = new PriceDive(numbers, prices).Run(() => Stops() || UsedUp(0.4));
            progress?.Report(Report("dive", 0, dived, bound.Best));
            start = new[] { dived, fair.Best }.MinBy(s => Split(s.Cost) is var (cost, broken) ? cost + broken * numbers.Missing : 0)!;
        }

        var chains = Enumerable.Range(0, Chains).Select(c => new RosterSearch(numbers, new RosterState(start), (int)options.Seed * Chains + c)).ToArray();
        var steps = options.Steps ?? (options.Seconds is null ? (long)StepsPerCell * problem.People.Length * problem.Days : long.MaxValue);
        // What prices gave needs only a little shaking; where that leaves it in a bad valley, the other chain comes over the hill.
        double[] hot = [0.9 * numbers.Missing, (prices.IsPossible ? 0.1 : 0.3) * numbers.Missing];
        for (var phase = 0; phase < Phases && !Stops() && !IsProved(chains[0].Best, bound.Best); phase++)
        {
            var (from, to) = ((double)phase / Phases, (phase + 1.0) / Phases);
            var most = steps == long.MaxValue ? long.MaxValue : Math.Max(1, steps / Chains / Phases);
            Parallel.ForEach(chains, new ParallelOptions { MaxDegreeOfParallelism = Chains }, chain =>
            {
                var done = chain.Steps;
                chain.Run(most, () => Temperature(hot[Array.IndexOf(chains, chain)], options.Seconds is { } s && most == long.MaxValue ? watch.Elapsed.TotalSeconds / s : from + (to - from) * (chain.Steps - done) / most),
                    () => Stops() || (most == long.MaxValue && UsedUp(0.2 + 0.8 * to)));
            });
            var best = chains.MinBy(c => c.Best.Cost)!;
            foreach (var chain in chains)
            {
                if (chain != best && phase >= Phases / 2) chain.Take(best.Best);
            }

            progress?.Report(Report("search", chains.Sum(c => c.Steps), best.Best, bound.Best));
        }

        var found = chains.MinBy(c => c.Best.Cost)!.Best;
        if (IsProved(found, bound.Best)) end = RosterEnd.Proved;
        var (cost, broken) = Split(found.Cost);
        return new RosterPlan
        {
            Kinds = found.Kinds, Cost = cost, Broken = broken, Bound = Outer(bound.Best), End = end, Steps = chains.Sum(c => c.Steps),
        };

        bool UsedUp(double part) => options.Seconds is { } most && watch.Elapsed.TotalSeconds >= most * part;

        bool Stops()
        {
            if (cancellation.IsCancellationRequested) end = RosterEnd.Cancelled;
            else if (UsedUp(1)) end = RosterEnd.TimeUsedUp;
            return end is RosterEnd.Cancelled or RosterEnd.TimeUsedUp;
        }
    }

    private static int Rounds(RosterOptions options) => options.Seconds is not null ? 400 : options.Steps is { } steps ? (int)Math.Clamp(steps / 10, 10, 400) : 80;

    private static RosterProgress Report(string stage, long steps, RosterState state, long bound)
    {
        var (cost, broken) = Split(state.Cost);
        return new RosterProgress(stage, steps, cost, broken, Outer(bound));
    }

    private static bool IsProved(RosterState state, long bound) => Split(state.Cost) is (var cost, 0) && cost == Outer(bound);

    private static (long Cost, long Broken) Split(long cost) => (cost % RosterNumbers.Broken / RosterNumbers.Scale, cost / RosterNumbers.Broken);

    /// <summary>Costs are whole, so a bound may be rounded up. One that needs broken rules bounds nothing in costs.</summary>
    private static long Outer(long bound) =>
        bound == long.MinValue || bound >= RosterNumbers.Broken ? long.MinValue : (long)Math.Ceiling(bound / (double)RosterNumbers.Scale);

    private static double Temperature(double hot, double part) => hot * Math.Pow(0.01, Math.Clamp(part, 0, 1));
}
