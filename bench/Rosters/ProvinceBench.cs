using System.Diagnostics;
using System.Text.Json;
using Muster.Optimiser.Checking;
using Muster.Optimiser.Rostering;

namespace Muster.Bench.Rosters;

/// <summary>Rosters of a fortnight for all communities of an invented province at once, each counted again by the checker.</summary>
internal static class ProvinceBench
{
    public static int Run(int communities, long seed, long? steps, bool json)
    {
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var told = new Lock();
        var plans = ManyRosters.Solve(communities, number => InventedProvince.Community(number, seed), seed, steps, new Told(now =>
        {
            lock (told)
            {
                if (now.Done % 1000 == 0) Console.Error.Write($"\r{now.Done:N0} / {now.Total:N0}  {clock.Elapsed.TotalSeconds:0} s ");
            }
        }));
        var (seconds, processor) = (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
        Console.Error.WriteLine();

        var sums = new long[8];
        var largest = 0;
        Parallel.For(0, communities, number =>
        {
            var (problem, plan) = (InventedProvince.Community(number, seed), plans[number]!);
            var check = RosterChecker.Check(problem, plan.Kinds);
            var missing = problem.Covers.Sum(c => Math.Max(0, c.Least - plan.Kinds.Count(days => days[c.Day] == c.Kind)));
            long[] own = [problem.People.Length, problem.Covers.Sum(c => c.Least), missing, check.Objective, check.Violations.Count, check.Objective == plan.Cost ? 0 : 1, check.Violations.Count > 0 ? 1 : 0, plan.Steps];
            lock (sums)
            {
                for (var i = 0; i < own.Length; i++) sums[i] += own[i];
                largest = Math.Max(largest, problem.People.Length);
            }
        });
        var result = new
        {
            communities, people = sums[0], largest, seconds = Math.Round(seconds, 1), cpuSeconds = Math.Round(processor, 1), needed = sums[1], missing = sums[2], cost = sums[3], broken = sums[4], brokenIn = sums[6], miscounted = sums[5],
        };
        if (json) Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
        else Console.WriteLine($"{result.communities:N0} communities, {result.people:N0} people (largest {largest:N0}), {InventedProvince.Days} days: {result.seconds} s, {result.cpuSeconds} s of processor; {result.missing:N0} of {result.needed:N0} needed are missing, {result.broken:N0} hard rules broken in {result.brokenIn:N0} communities, {result.miscounted:N0} counted otherwise by the checker");
        return result.miscounted == 0 ? 0 : 1;
    }

    private sealed class Told(Action<ManyRostersProgress> tell) : IProgress<ManyRostersProgress>
    {
        public void Report(ManyRostersProgress value) => tell(value);
    }
}
