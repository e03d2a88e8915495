using System.CommandLine;
using System.Diagnostics;
using Muster.Cli.Plans;
using Muster.Optimiser.Rostering;

namespace Muster.Cli.Rosters;

/// <summary><c>muster roster solve PROBLEM --out ROSTER</c>: exit code 0 solved, 1 a hard rule is broken in the best found, 2 unreadable.</summary>
internal static class SolveRoster
{
    public static Command Make()
    {
        var problem = RosterFiles.Problem();
        var (format, instance) = (RosterFiles.Format(), RosterFiles.Instance());
        var seed = new Option<long>("--seed") { Description = "seed of the search  随机种子", DefaultValueFactory = _ => 1 };
        var steps = new Option<long?>("--steps") { Description = "most neighbourhoods; the same steps give the same roster  步数上限，可重复" };
        var seconds = new Option<double?>("--seconds") { Description = "most seconds; not repeatable  秒数上限，不可重复" };
        var roster = new Option<string>("--out") { Description = "roster to write: a file, or a folder for inrc2  输出排班", Required = true };
        var proof = new Option<string?>("--certificate") { Description = "file for the prices that prove the bound: roster check works it out anew  下界凭据" };
        var verb = new Command("solve", "Make a roster of a problem file  求解排班题目") { problem, format, instance, seed, steps, seconds, roster, proof, Verbs.Json };
        verb.SetAction((parsed, cancel) => Task.FromResult(Solve(
            parsed.GetRequiredValue(problem), parsed.GetRequiredValue(format), parsed.GetValue(instance), parsed.GetRequiredValue(roster),
            new RosterOptions(parsed.GetValue(seed), parsed.GetValue(steps), parsed.GetValue(seconds)), parsed.GetValue(proof), parsed.GetValue(Verbs.Json), cancel)));
        return verb;
    }

    private static int Solve(string file, string format, string? instance, string roster, RosterOptions options, string? proof, bool json, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        RosterPlan plan;
        try
        {
            var problem = RosterFiles.Read(file, format, instance);
            plan = PlanReport.WithProgress<RosterProgress, RosterPlan>(Describe, report => Rosterer.Solve(problem, options, report, cancel));
            RosterFiles.Write(problem, plan.Kinds, roster, format, instance);
            if (proof is not null && plan.Certificate is { } prices)
            {
                using var certificate = File.Create(proof);
                prices.Write(certificate);
            }
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return PlanReport.Refuse(json, $"题目无法求解：{wrong.Message}", wrong.Message);
        }

        var seconds = PlanReport.Round(clock.Elapsed.TotalSeconds);
        long? bound = plan.Bound == long.MinValue ? null : plan.Bound;
        double? gap = bound is null ? null : plan.Gap;
        if (json) PlanReport.Say(new { objective = plan.Cost, bound, gap, seconds, broken = plan.Broken, steps = plan.Steps, end = plan.End.ToString() });
        else Console.WriteLine($"代价 cost {plan.Cost}  下界 bound {bound?.ToString() ?? "–"}  差距 gap {gap?.ToString("P2") ?? "–"}  未守硬规则 broken {plan.Broken}  {seconds} s → {roster}");
        return plan.Broken == 0 ? 0 : 1;
    }

    private static string Describe(RosterProgress now) =>
        $"{now.Stage} {now.Steps}  cost {now.Cost}{(now.Bound > 0 ? $"  bound {now.Bound}" : "")}{(now.Broken > 0 ? $"  broken {now.Broken}" : "")}";
}
