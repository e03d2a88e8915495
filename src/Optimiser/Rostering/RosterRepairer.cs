namespace Muster.Optimiser.Rostering;

/// <summary>
/// Mends a roster with as few changes as it is worth: each cell that is not as it was has a price, what is past stands, and only people and days around what was lost
/// are looked at, by the same exact programme per person that makes rosters.
/// </summary>
public static class RosterRepairer
{
    private const int DefaultSteps = 3000;
    private const int Around = 4;

    /// <summary>The mended roster. The same loss, seed and steps give the same one; cancelled or out of seconds, the best so far.</summary>
    /// <param name="kinds">The roster as it was, per person and day; it is not changed.</param>
    /// <exception cref="ArgumentException">The problem, or what is left of it after the loss, contradicts itself.</exception>
    public static RosterRepair Repair(RosterProblem problem, int[][] kinds, RosterLoss loss, RosterOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new RosterOptions();
        var after = loss.After(problem, kinds);
        if (RosterFaults.Find(after) is { Count: > 0 } faults) throw new ArgumentException(string.Join(Environment.NewLine, faults), nameof(problem));
        var started = TimeProvider.System.GetTimestamp();
        var plain = new RosterNumbers(after);
        var numbers = new RosterNumbers(after, kinds, loss.ChangeWeight ?? Math.Max(1, plain.Missing / 10));
        var (state, changed) = Applied(numbers, kinds);
        var search = new RosterSearch(numbers, state, (int)options.Seed, Focus(numbers, kinds, changed));
        Fill(numbers, search, kinds, changed, Stops);
        if (changed.Count > 0) search.Run(options.Steps ?? DefaultSteps, () => 0, Stops);

        var mended = Array.ConvertAll(search.Best.Kinds, days => (int[])days.Clone());
        var final = new RosterState(plain);
        final.Take(mended);
        var given = changed.ToHashSet();
        var changes = new List<RosterChange>();
        for (var p = 0; p < mended.Length; p++)
        {
            for (var day = 0; day < numbers.Days; day++)
            {
                if (mended[p][day] != kinds[p][day]) changes.Add(new RosterChange(p, day, kinds[p][day], mended[p][day], given.Contains((p, day))));
            }
        }

        var lost = changed.Count(c => kinds[c.Person][c.Day] != RosterPlan.Off);
        var plan = new RosterPlan
        {
            Kinds = mended, Cost = final.Cost % RosterNumbers.Broken / RosterNumbers.Scale, Broken = final.Cost / RosterNumbers.Broken, Bound = long.MinValue,
            End = cancellation.IsCancellationRequested ? RosterEnd.Cancelled : OutOfTime() ? RosterEnd.TimeUsedUp : RosterEnd.StepsUsedUp, Steps = search.Steps,
        };
        return new RosterRepair(plan, changes, lost, Missing(after, kinds, mended, changed));

        bool OutOfTime() => options.Seconds is { } most && TimeProvider.System.GetElapsedTime(started).TotalSeconds >= most;

        bool Stops() => cancellation.IsCancellationRequested || OutOfTime();
    }

    /// <summary>The roster with what is given carried out, and the cells that this changed.</summary>
    private static (RosterState State, List<(int Person, int Day)> Changed) Applied(RosterNumbers numbers, int[][] kinds)
    {
        var given = Array.ConvertAll(kinds, days => (int[])days.Clone());
        var changed = new List<(int, int)>();
        for (var p = 0; p < given.Length; p++)
        {
            for (var day = 0; day < numbers.Days; day++)
            {
                if (numbers.PinOf(p, day) is var pin && (pin == RosterNumbers.Open || pin == given[p][day])) continue;
                given[p][day] = pin;
                changed.Add((p, day));
            }
        }

        var state = new RosterState(numbers);
        state.Take(given);
        return (state, changed);
    }

    /// <summary>For each shift lost the person for whom it costs least to take it, with the days around made anew; and the changed people's own days made right.</summary>
    private static void Fill(RosterNumbers numbers, RosterSearch search, int[][] kinds, List<(int Person, int Day)> changed, Func<bool> stops)
    {
        foreach (var (person, day) in changed)
        {
            if (stops()) return;
            var (from, to) = (Math.Max(0, day - Around), Math.Min(numbers.Days, day + Around));
            search.Improve([person], from, to);
            if (kinds[person][day] is not RosterPlan.Off and var kind) search.ImproveBest(kind, from, to);
        }
    }

    private static int[] Focus(RosterNumbers numbers, int[][] kinds, List<(int Person, int Day)> changed) =>
        [.. changed.Select(c => (c.Day * numbers.Rows.Kinds) + Math.Max(0, kinds[c.Person][c.Day])).Distinct()];

    private static int Missing(RosterProblem problem, int[][] before, int[][] after, List<(int Person, int Day)> changed)
    {
        var cells = changed.Where(c => before[c.Person][c.Day] != RosterPlan.Off).Select(c => (c.Day, Kind: before[c.Person][c.Day])).Distinct().ToHashSet();
        return problem.Covers.Where(c => cells.Contains((c.Day, c.Kind))).Sum(c => Math.Max(0, Short(after, c) - Short(before, c)));

        static int Short(int[][] kinds, Cover cover) => Math.Max(0, cover.Target - kinds.Count(days => days[cover.Day] == cover.Kind));
    }
}
