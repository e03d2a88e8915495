using System.CommandLine;
using System.Diagnostics;
using Muster.Optimiser.Checking;
using Muster.Optimiser.Placing;

namespace Muster.Cli.Plans;

/// <summary><c>muster plan check FOLDER PLAN</c>: exit code 0 clean, 1 something does not hold, 2 unreadable.</summary>
internal static class CheckPlan
{
    private const int Shown = 20;

    public static Command Make()
    {
        var folder = PlanVerbs.Folder();
        var plan = PlanVerbs.Plan();
        var lost = LossFile.Option();
        var verb = new Command("check", "Check a plan against its problem, without the solver; after a repair with what was lost  不依赖求解器核查方案，补位后的方案连同所失一起核查") { folder, plan, lost, Verbs.Json };
        verb.SetAction((parsed, _) => Task.FromResult(Check(
            parsed.GetRequiredValue(folder), parsed.GetRequiredValue(plan), parsed.GetValue(lost), parsed.GetValue(Verbs.Json))));
        return verb;
    }

    private static int Check(DirectoryInfo folder, FileInfo file, FileInfo? lost, bool json)
    {
        var clock = Stopwatch.StartNew();
        PlacingFindings findings;
        try
        {
            var problem = ProblemFolder.Read(folder.FullName);
            if (lost is not null) problem = LossFile.Read(problem, lost.FullName).After(problem);
            var stated = StatedPlan.Read(problem, file.FullName);
            findings = PlacingChecker.Check(problem, stated.Plan, stated.Plan.Prices, stated.Violations);
        }
        catch (FolderException unreadable)
        {
            return PlanReport.Refuse(json, unreadable);
        }

        if (json)
        {
            PlanReport.Say(new
            {
                ok = findings.IsClean,
                violations = findings.Violations,
                bound = findings.Bound,
                violationCount = findings.ViolationCount,
                cost = findings.Cost.Sum,
                gap = findings.Gap,
                proved = findings.IsBestAbove,
                tiers = findings.Tiers,
                parts = findings.Cost,
                placed = findings.Placed,
                seconds = PlanReport.Round(clock.Elapsed.TotalSeconds),
                memoryMiB = PlanReport.PeakMemoryMiB(),
            });
        }
        else
        {
            Report(findings);
        }

        return findings.IsClean ? 0 : 1;
    }

    private static void Report(PlacingFindings findings)
    {
        foreach (var violation in findings.Violations.Take(Shown))
        {
            Console.WriteLine($"✗ {violation.Code}  {violation.Zh}\n  {violation.En}");
        }

        if (findings.ViolationCount > Shown) Console.WriteLine($"… 共 {findings.ViolationCount} 处 / {findings.ViolationCount} in all");
        var cost = findings.Cost;
        var tiers = findings.Tiers;
        Console.WriteLine($"各层 tiers: rules {tiers.Rules}, minimum {tiers.Minimum}, seats {tiers.Seats}, shortage {tiers.Shortage}, reserve {tiers.Reserve}"
            + (findings.IsBestAbove ? "  (已证明最优 proved best)" : "  (未证明最优 not proved)"));
        Console.WriteLine($"费用 cost: {cost.Sum} = travel {cost.Travel} + pairing {cost.Pairing} + skill {cost.Skill} + change {cost.Change} + wish {cost.Wish}"
            + $" + team {cost.Team} + alone {cost.Alone} + mix {cost.Mix}");
        if (findings.Bound is { } bound) Console.WriteLine($"下界 bound: {bound}" + (findings.Gap is { } gap ? $"  差距 gap: {gap:P4}" : ""));
        Console.WriteLine(findings.IsClean ? "✓ 方案成立  The plan holds" : $"✗ 方案不成立：{findings.ViolationCount} 处  The plan does not hold: {findings.ViolationCount} violations");
    }
}
