using Muster.Optimiser.Rostering.Columns;

namespace Muster.Optimiser.Rostering;

/// <summary>One solving: a first roster, a bound by columns and prices, a dive along them, then two searches that share their best.</summary>
internal sealed class RosterRun(RosterProblem problem, RosterOptions options, IProgress<RosterProgress>? progress, TimeProvider clock, CancellationToken cancellation)
{
    private const int Chains = 2;
    private const int Phases = 24;

    /// <summary>Neighbourhoods for each person and day when neither steps nor seconds are given.</summary>
    private const int StepsPerCell = 2;

    /// <summary>Neighbourhoods for each person and day below which the search does not begin hot.</summary>
    private const long LeastHotSteps = 6;

    /// <summary>Rounds below which prices say nothing, and below which columns do not settle.</summary>
    private const int LeastRounds = 20, ColumnRounds = 40;

    /// <summary>Most and fewest rounds of columns after each settling of a dive.</summary>
    private const int DiveRounds = 10, LeastDiveRounds = 3;

    /// <summary>Steps of programmes in a second on two cores, and what else a neighbourhood and a person's round take, counted in them.</summary>
    private const double WorkPerSecond = 4e9, StepOverhead = 40_000, PersonOverhead = 40_000, DefaultWork = 3e9;

    private readonly RosterNumbers _numbers = new(problem);
    private readonly long _started = clock.GetTimestamp();
    private RosterEnd _end = RosterEnd.StepsUsedUp;
    private RosterState? _best;
    private long _bound = long.MinValue;
    private RosterCertificate? _proof;

    public RosterPlan Solve()
    {
        // A first roster is always whole, however little time there is, so that a stop always leaves one.
        Offer(RosterSearch.Start(_numbers, (int)options.Seed));
        Report("first", 0);
        var prices = new RowPrices(_numbers);
        var rounds = prices.IsPossible ? Affordable() : 0;
        if (rounds >= LeastRounds) Price(prices, rounds);
        var steps = Search(rounds >= LeastRounds);
        if (IsProved) _end = RosterEnd.Proved;
        var (cost, broken) = Split(_best!.Cost);
        return new RosterPlan { Kinds = _best.Kinds, Cost = cost, Broken = broken, Bound = Outer(_bound), Certificate = Outer(_bound) == long.MinValue ? null : _proof, End = _end, Steps = steps };
    }

    /// <summary>The bound, and a roster from what it was found by.</summary>
    private void Price(RowPrices prices, int affordable)
    {
        // Prices step towards what a roster costs: a fair one first.
        var fair = new RosterSearch(_numbers, _best!, (int)options.Seed);
        fair.Run(20L * problem.People.Length, () => 0, () => Stops() || UsedUp(0.05));
        Offer(fair.Best);
        var rough = new PriceBound(prices);
        rough.Run(_best!.Cost % RosterNumbers.Broken, Math.Min(30, affordable / 4), () => Stops() || UsedUp(0.15));
        (_bound, _proof) = (rough.Best, prices.Certificate(prices.Exact()));
        Report("bound", 0);
        var columns = new ColumnBound(_numbers, prices);
        if (affordable < ColumnRounds) return;
        columns.Run(_best.Cost, Math.Min(400, affordable / 2), round =>
        {
            _bound = Math.Max(_bound, round);
            Report("bound", 0);
        }, () => Stops() || UsedUp(columns.IsSettled ? 0.3 : 0.4) || IsProved);
        if (columns.Best > rough.Best) (_bound, _proof) = (columns.Best, prices.Certificate(columns.BestPrices));
        // Columns that prices have not settled lead a dive nowhere: the time is better spent on neighbourhoods.
        if (IsProved || !columns.IsSettled) return;
        var dived = new RosterState(_numbers);
        var (deep, batch) = DiveOf((int)(0.3 * affordable));
        new ColumnDive(_numbers, prices, columns.Mixture).Run(dived, deep, batch, () => Stops() || UsedUp(0.55));
        // What is short at the end of a dive, a few neighbourhoods give to others.
        var mended = new RosterSearch(_numbers, dived, (int)options.Seed);
        mended.Run(20L * problem.People.Length, () => 0, () => Stops() || UsedUp(0.57));
        Offer(mended.Best);
        Report("dive", 0);
        // Where a dive cannot go one by one, small neighbourhoods gain more by the second.
        var again = new ColumnSearch(_numbers, prices, columns.Mixture, (int)options.Seed);
        var tries = options.Seconds is not null ? int.MaxValue : Math.Min(200, affordable / 40);
        again.Run(_best, tries, affordable, state =>
        {
            Offer(state);
            Report("columns", 0);
        }, () => Stops() || UsedUp(batch > 1 ? 0.7 : 0.8) || IsProved);
    }

    /// <summary>
    /// Rounds after each settling of a dive, and people settled at once: two at once take one place, so that one at a time comes first, then rounds until prices are true again.
    /// </summary>
    private (int Rounds, int Batch) DiveOf(int affordable)
    {
        var people = problem.People.Length;
        var rounds = Math.Min(DiveRounds, 2 * affordable / Math.Max(1, people));
        return rounds >= LeastDiveRounds ? (rounds, 1) : (LeastDiveRounds, Math.Clamp(LeastDiveRounds * people / (2 * Math.Max(1, affordable)), 1, 1 + people / 10));
    }

    private long Search(bool isPriced)
    {
        var chains = Enumerable.Range(0, Chains).Select(c => new RosterSearch(_numbers, new RosterState(_best!), (int)options.Seed * Chains + c)).ToArray();
        var steps = Steps;
        // What prices gave needs only a little shaking; where that leaves it in a bad valley, the other chain comes over the hill.
        double[] hot = [0.9 * _numbers.Missing, (isPriced ? 0.1 : 0.3) * _numbers.Missing];
        // Few steps only go downhill: there is no time to come back from a hill.
        if (steps < LeastHotSteps * problem.People.Length * problem.Days) hot = [0, 0.02 * _numbers.Missing];
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

    /// <summary>
    /// Rounds of everybody's programme over the whole roster that fit in a part of the budget, so that the same steps always give the same: a neighbourhood is counted as
    /// three people's programmes of eight days.
    /// </summary>
    private int Affordable()
    {
        var people = problem.People.Length;
        var part = Enumerable.Range(0, people).Where(p => p % Math.Max(1, people / 8) == 0).ToArray();
        var step = 3 * part.Average(p => Work(p, Math.Min(8, _numbers.Days))) + StepOverhead;
        var budget = options.Seconds is { } most ? most * WorkPerSecond : options.Steps is null ? DefaultWork : Steps * step;
        _numbers.WholeWork = Math.Clamp(budget / 2 / 100 / people, 2e5, 8e6);
        return (int)Math.Min(4000, budget / 2 / (people * (part.Average(p => Work(p, _numbers.Days)) + PersonOverhead)));
    }

    private double Work(int person, int days)
    {
        var off = new int[_numbers.Days];
        Array.Fill(off, _numbers.Off);
        return new Window(_numbers, person, off, 0, days).Work;
    }

    private long Steps => options.Steps ?? (options.Seconds is null ? (long)StepsPerCell * problem.People.Length * problem.Days : long.MaxValue);

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
