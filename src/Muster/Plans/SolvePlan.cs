using System.CommandLine;
using System.Diagnostics;
using Muster.Optimiser.Placing;

namespace Muster.Cli.Plans;

/// <summary><c>muster plan solve FOLDER --out PLAN</c>.</summary>
internal static class SolvePlan
{
    public static Command Make()
    {
        var folder = PlanVerbs.Folder();
        var seed = new Option<long?>("--seed") { Description = "Seed of the polish; default: the problem's own  随机种子" };
        var steps = new Option<long?>("--steps") { Description = "Most steps; the same steps give the same plan  步数上限，可重复" };
        var seconds = new Option<double?>("--seconds") { Description = "Most seconds; not repeatable  秒数上限，不可重复" };
        var plan = new Option<FileInfo>("--out") { Description = "Plan file to write; its certificate and summary stand beside it  输出方案文件", Required = true };
        var verb = new Command("solve", "Place everyone  求解：安排每一个人") { folder, seed, steps, seconds, plan, Verbs.Json };
        verb.SetAction((parsed, cancel) => Task.FromResult(Solve(
            parsed.GetRequiredValue(folder), parsed.GetRequiredValue(plan), parsed.GetValue(Verbs.Json),
            new PlacingOptions(parsed.GetValue(seed), parsed.GetValue(steps), parsed.GetValue(seconds)), cancel)));
        return verb;
    }

    private static int Solve(DirectoryInfo folder, FileInfo file, bool json, PlacingOptions options, CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        PlacingPlan plan;
        double seconds;
        try
        {
            var notes = new List<string>();
            (plan, seconds) = PlanReport.WithProgress<PlacingProgress, (PlacingPlan, double)>(PlanReport.Describe, report =>
            {
                report.Report(new PlacingProgress("reading", 0, 0, 0, 0));
                var problem = ProblemFolder.Read(folder.FullName, notes);
                var solved = Placer.Solve(problem, options, report, cancel);
                var taken = clock.Elapsed.TotalSeconds;
                report.Report(new PlacingProgress("writing", 0, 0, solved.Cost.Total, solved.Bound));
                file.Directory?.Create();
                PlanFile.Write(problem, solved, file.FullName);
                return (solved, taken);
            });
            foreach (var note in notes) Console.Error.WriteLine(note);
        }
        catch (FolderException unreadable)
        {
            return PlanReport.Refuse(json, unreadable);
        }
        catch (ImpossibleProblemException impossible)
        {
            return PlanReport.Refuse(json, $"题目自相矛盾：{impossible.Message}", impossible.Message);
        }

        PlanReport.Solved(json, plan, seconds, file);
        return 0;
    }
}
