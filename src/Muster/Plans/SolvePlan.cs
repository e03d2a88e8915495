using System.CommandLine;
using System.Diagnostics;
using Muster.Optimiser.Placing;

namespace Muster.Cli.Plans;

/// <summary><c>muster plan solve FOLDER --out PLAN</c>; <c>muster plan solve --plan ID</c> solves a plan of the store.</summary>
internal static class SolvePlan
{
    public static Command Make()
    {
        var folder = new Argument<DirectoryInfo?>("folder") { Description = PlanVerbs.Folder().Description, Arity = ArgumentArity.ZeroOrOne };
        var stored = StorePlans.Which();
        var seed = new Option<long?>("--seed") { Description = "Seed of the polish; default: the problem's own  随机种子" };
        var steps = new Option<long?>("--steps") { Description = "Most steps; the same steps give the same plan  步数上限，可重复" };
        var seconds = new Option<double?>("--seconds") { Description = "Most seconds; not repeatable  秒数上限，不可重复" };
        var plan = new Option<FileInfo?>("--out") { Description = "Plan file to write; its certificate and summary stand beside it  输出方案文件" };
        var verb = new Command("solve", "Place everyone, of a folder or of a plan of the store  求解：安排每一个人") { folder, stored, seed, steps, seconds, plan, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.Validators.Add(asked =>
        {
            var isStored = asked.GetValue(stored) is not null;
            if (isStored == (asked.GetValue(folder) is not null)) asked.AddError("Give a problem folder, or --plan with the id of a plan of the store.  请给出问题文件夹，或用 --plan 指明库中的方案。");
            else if (!isStored && asked.GetValue(plan) is null) asked.AddError("Say with --out where the plan is written.  请用 --out 指明输出的方案文件。");
            else if (isStored && asked.GetValue(seed) is not null) asked.AddError("A plan of the store has its own seed: `muster plan make --seed`.  库中方案的随机种子在新建时指定。");
        });
        verb.SetAction((parsed, cancel) => parsed.GetValue(stored) is { } id
            ? StorePlans.Solve(parsed, id, new Muster.Placements.SolveOptions(parsed.GetValue(steps), parsed.GetValue(seconds)), cancel)
            : Task.FromResult(Solve(parsed.GetValue(folder)!, parsed.GetValue(plan)!, parsed.GetValue(Verbs.Json),
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
