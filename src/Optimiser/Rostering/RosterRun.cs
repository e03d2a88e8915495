using Muster.Optimiser.Rostering.Columns;

namespace Muster.Optimiser.Rostering;

/// <summary>One solving: a first roster, a bound by columns and prices, a dive along them, then two searches that share their best.</summary>
internal sealed class RosterRun(RosterProblem problem, RosterOptions options, IProgress<RosterProgress>? progress, TimeProvider clock, CancellationToken cancellation)
{
    private const int Chains = 2;
    private const int Phases = 24;

    /// <summary>Neighbourhoods for each person and day when neither steps nor seconds are given.</summary>
    private const int StepsPerCell = 12;

    private const int RoundsLeast = 100;

    /// <summary>What a step of the search solves, about: so many people's days.</summary>
    private const int DaysOfStep = 7, PeopleOfStep = 3;

    private readonly RosterNumbers _numbers = new(problem);
    private readonly long _started = clock.GetTimestamp();
    private RosterEnd _end = RosterEnd.StepsUsedUp;
    private RosterState? _best;
    private long _bound = long.MinValue;

    public RosterPlan Solve()
    {
        // However few the seconds, everybody has had a turn before they count: a roster cut short is none.
        Offer(RosterSearch.Start(_numbers, (int)options.Seed, () => cancellation.IsCancellationRequested));
        Report("first", 0);
        var prices = IsWorthPricing ? new RowPrices(_numbers) : null;
        if (prices is { IsPossible: true }) Price(prices);
        var steps = Search(prices is { IsPossible: true });
        if (IsProved) _end = RosterEnd.Proved;
        var (cost, broken) = Split(_best!.Cost);
        return new RosterPlan { Kinds = _best.Kinds, Cost = cost, Broken = broken, Bound = Outer(_bound), End = _end, Steps = steps };
    }

    /// <summary>
    /// Whether there is time for enough rounds of prices, each of which solves everybody's whole programme, as the first roster did; fewer give neither a
    /// bound nor a better roster than the search finds meanwhile. Without seconds the steps say how much time there is, so that the same steps do the same.
    /// </summary>
    private bool IsWorthPricing
    {
        get
        {
            if (options.Seconds is { } seconds) return seconds >= RoundsLeast * clock.GetElapsedTime(_started).TotalSeconds;
            var perRound = (double)PersonProgramme.Work(_numbers, problem.Days) * problem.People.Length;
            return perRound * RoundsLeast <= (double)Steps * PersonProgramme.Work(_numbers, Math.Min(problem.Days, DaysOfStep)) * PeopleOfStep;
        }
    }

    private long Steps => options.Steps ?? (options.Seconds is null ? (long)StepsPerCell * problem.People.Length * problem.Days : long.MaxValue);

    /// <summary>The bound, and a roster from what it was found by.</summary>
    private void Price(RowPrices prices)
    {
        // Prices step towards what a roster costs: a fair one first.
        var fair = new RosterSearch(_numbers, _best!, (int)options.Seed);
        fair.Run(20L * problem.People.Length, () => 0, () => Stops() || UsedUp(0.05));
        Offer(fair.Best);
        var rough = new PriceBound(prices);
        rough.Run(_best!.Cost % RosterNumbers.Broken, 30, () => Stops() || UsedUp(0.15));
        _bound = rough.Best;
        Report("bound", 0);
        var columns = new ColumnBound(_numbers, prices);
        columns.Run(_best.Cost, Rounds, round =>
        {
            _bound = Math.Max(_bound, round);
            Report("bound", 0);
        }, () => Stops() || UsedUp(0.35) || IsProved);
        _bound = Math.Max(_bound, columns.Best);
        if (IsProved) return;
        var dived = new RosterState(_numbers);
        new ColumnDive(_numbers, prices, columns.Mixture).Run(dived, 3, Math.Max(1, problem.People.Length / 25), () => Stops() || UsedUp(0.5));
        Offer(dived);
        Report("dive", 0);
        var again = new ColumnSearch(_numbers, prices, columns.Mixture, (int)options.Seed);
        var tries = options.Seconds is not null ? int.MaxValue : (int)Math.Clamp((options.Steps ?? 0) / 1000, 4, 200);
        again.Run(_best, tries, state =>
        {
            Offer(state);
            Report("columns", 0);
        }, () => Stops() || UsedUp(0.7) || IsProved);
    }

    private long Search(bool isPriced)
    {
        var chains = Enumerable.Range(0, Chains).Select(c => new RosterSearch(_numbers, new RosterState(_best!), (int)options.Seed * Chains + c)).ToArray();
        var steps = Steps;
        // What prices gave needs only a little shaking; where that leaves it in a bad valley, the other chain comes over the hill.
        double[] hot = [0.9 * _numbers.Missing, (isPriced ? 0.1 : 0.3) * _numbers.Missing];
        var begun = Part;
        for (var phase = 0; phase < Phases && !Stops() && !IsProved; phase++)
        {
            var (from, to) = ((double)phase / Phases, (phase + 1.0) / Phases);
            var most = steps == long.MaxValue ? long.MaxValue : Math.Max(1, steps / Chains / Phases);
            Parallel.For(0, Chains, c =>
            {
                var (chain, done) = (chains[c], chains[c].Steps);
                chain.Run(most, () => Temperature(hot[c], most == long.MaxValue ? (Part - begun) / (1 - begun) : from + (to - from) * (chain.Steps - done) / most),
                    () => Stops() || (most == long.MaxValue && UsedUp(begun + (1 - begun) * to)));
            });
            var best = chains.MinBy(c => c.Best.Cost)!;
            Offer(best.Best);
            foreach (var chain in chains)
            {
                if (chain != best && phase >= Phases / 2) chain.Take(best.Best);
            }

            Report("search", chains.Sum(c => c.Steps));
        }

        return chains.Sum(c => c.Steps);
    }

    private int Rounds => options.Steps is { } steps && options.Seconds is null ? (int)Math.Clamp(steps / 20, 20, 400) : 400;

    private bool IsProved => Split(_best!.Cost) is (var cost, 0) && cost == Outer(_bound);

    /// <summary>How much of the seconds is used up; 0 without any.</summary>
    private double Part => options.Seconds is { } most ? clock.GetElapsedTime(_started).TotalSeconds / Math.Max(most, 1e-9) : 0;

    private bool UsedUp(double part) => options.Seconds is not null && Part >= part;

    private bool Stops()
    {
        if (cancellation.IsCancellationRequested) _end = RosterEnd.Cancelled;
        else if (UsedUp(1)) _end = RosterEnd.TimeUsedUp;
        return _end is RosterEnd.Cancelled or RosterEnd.TimeUsedUp;
    }

    private void Offer(RosterState state)
    {
        if (_best is null || state.Cost < _best.Cost) _best = state;
    }

    private void Report(string stage, long steps)
    {
        var (cost, broken) = Split(_best!.Cost);
        progress?.Report(new RosterProgress(stage, steps, cost, broken, Outer(_bound)));
    }

    private static (long Cost, long Broken) Split(long cost) => (cost % RosterNumbers.Broken / RosterNumbers.Scale, cost / RosterNumbers.Broken);

    /// <summary>Costs are whole, so a bound may be rounded up. One that needs broken rules bounds nothing in costs.</summary>
    private static long Outer(long bound) =>
        bound == long.MinValue || bound >= RosterNumbers.Broken ? long.MinValue : (long)Math.Ceiling(bound / (double)RosterNumbers.Scale);

    private static double Temperature(double hot, double part) => hot * Math.Pow(0.01, Math.Clamp(part, 0, 1));
}
