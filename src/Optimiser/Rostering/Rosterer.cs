namespace Muster.Optimiser.Rostering;

/// <summary>Makes rosters as docs/roster-problem.md describes; docs/decisions/0009 says how and why.</summary>
public static class Rosterer
{
    /// <summary>
    /// The best roster found and a bound on any. Cancelled, it returns the best so far. With steps alone the same problem and seed give the same roster.
    /// </summary>
    /// <exception cref="ArgumentException">The problem contradicts itself; the message names every contradiction.</exception>
    public static RosterPlan Solve(
        RosterProblem problem, RosterOptions? options = null, IProgress<RosterProgress>? progress = null, CancellationToken cancellation = default) =>
        Solve(problem, options ?? new RosterOptions(), progress, TimeProvider.System, cancellation);

    /// <summary>The same with seconds of another clock.</summary>
    internal static RosterPlan Solve(
        RosterProblem problem, RosterOptions options, IProgress<RosterProgress>? progress, TimeProvider clock, CancellationToken cancellation = default)
    {
        if (RosterFaults.Find(problem) is { Count: > 0 } faults) throw new ArgumentException(string.Join(Environment.NewLine, faults), nameof(problem));
        return new RosterRun(problem, options, progress, clock, cancellation).Solve();
    }
}
