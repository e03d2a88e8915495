namespace Muster.Optimiser.Rostering;

/// <summary>How far many rosters are. Costs and broken rules are sums over those that are done.</summary>
public readonly record struct ManyRostersProgress(int Done, int Total, long Cost, long Broken);

/// <summary>
/// Many small rosters at once: one problem to each processor at a time, a first roster and a short search for each, no prices and so no bound. A province of 54,145
/// communities takes minutes (bin/bench roster-province).
/// </summary>
public static class ManyRosters
{
    /// <summary>Neighbourhoods for each ten cells when no steps are given.</summary>
    private const int StepsPerTenCells = 2;

    /// <summary>
    /// A plan for each problem, in their order. The same problems, seed and steps give the same plans, whatever the number of processors. Cancelled, plans that were not done yet are null.
    /// </summary>
    /// <param name="count">How many problems there are.</param>
    /// <param name="problemOf">The problem of a number; asked once for each, from several threads.</param>
    /// <param name="steps">Most neighbourhoods for each roster; null: by its size.</param>
    /// <exception cref="ArgumentException">A problem contradicts itself; the message says which.</exception>
    public static RosterPlan?[] Solve(
        int count, Func<int, RosterProblem> problemOf, long seed = 1, long? steps = null, IProgress<ManyRostersProgress>? progress = null, CancellationToken cancellation = default)
    {
        var plans = new RosterPlan?[count];
        var (done, cost, broken, wrong) = (0, 0L, 0L, new List<string>());
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (number, loop) =>
        {
            if (cancellation.IsCancellationRequested) loop.Stop();
            if (loop.IsStopped) return;
            var problem = problemOf(number);
            var faults = RosterFaults.Find(problem);
            var plan = faults.Count > 0 ? null : One(problem, seed + number, steps ?? (StepsPerTenCells * (long)problem.People.Length * problem.Days / 10));
            lock (wrong)
            {
                wrong.AddRange(faults.Select(fault => $"Problem {number}: {fault}"));
                if (wrong.Count > 0) loop.Stop();
                if (plan is null) return;
                plans[number] = plan;
                (done, cost, broken) = (done + 1, cost + plan.Cost, broken + plan.Broken);
                progress?.Report(new ManyRostersProgress(done, count, cost, broken));
            }
        });
        return wrong.Count == 0 ? plans : throw new ArgumentException(string.Join(Environment.NewLine, wrong), nameof(problemOf));
    }

    private static RosterPlan One(RosterProblem problem, long seed, long steps)
    {
        var numbers = new RosterNumbers(problem);
        var best = RosterSearch.Start(numbers, (int)seed);
        if (problem.People.Length > 0 && steps > 0)
        {
            var search = new RosterSearch(numbers, best, (int)seed);
            search.Run(steps, () => 0, () => false);
            best = search.Best;
        }

        return new RosterPlan
        {
            Kinds = best.Kinds, Cost = best.Cost % RosterNumbers.Broken / RosterNumbers.Scale, Broken = best.Cost / RosterNumbers.Broken, Bound = long.MinValue, End = RosterEnd.StepsUsedUp, Steps = steps,
        };
    }
}
