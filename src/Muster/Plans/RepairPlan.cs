using System.CommandLine;
using System.Diagnostics;
using Muster.Optimiser.Placing;

namespace Muster.Cli.Plans;

/// <summary><c>muster plan repair FOLDER PLAN --lost FILE --out PLAN2</c>: mends a plan, moving few others.</summary>
internal static class RepairPlan
{
    public static Command Make()
    {
        var folder = PlanVerbs.Folder();
        var plan = PlanVerbs.Plan();
        var lost = LossFile.Option();
        lost.Required = true;
        var repaired = new Option<FileInfo>("--out") { Description = "Plan file to write  输出方案文件", Required = true };
        var verb = new Command("repair", "Fill what people or places lost leave open, moving few others  补位") { folder, plan, lost, repaired, Verbs.Json };
        verb.SetAction((parsed, _) => Task.FromResult(Repair(
            parsed.GetRequiredValue(folder), parsed.GetRequiredValue(plan), parsed.GetRequiredValue(lost),
            parsed.GetRequiredValue(repaired), parsed.GetValue(Verbs.Json))));
        return verb;
    }

    private static int Repair(DirectoryInfo folder, FileInfo planFile, FileInfo lostFile, FileInfo file, bool json)
    {
        var clock = Stopwatch.StartNew();
        PlacingRepair repair;
        PlacingProblem problem;
        try
        {
            problem = ProblemFolder.Read(folder.FullName);
            var plan = PlanFile.Read(problem, planFile.FullName);
            var loss = LossFile.Read(problem, lostFile.FullName);
            repair = new PlacingRepairer(problem, plan).Repair(loss);
            file.Directory?.Create();
            PlanFile.Write(problem, repair.Plan, file.FullName);
        }
        catch (FolderException unreadable)
        {
            return PlanReport.Refuse(json, unreadable);
        }

        if (json)
        {
            PlanReport.Say(new
            {
                cost = repair.Plan.Cost.Total,
                bound = repair.Plan.Bound,
                gap = repair.Plan.Gap,
                placed = repair.Plan.Placed,
                reserve = repair.Plan.Place.Length - repair.Plan.Placed,
                vacancies = repair.Vacancies,
                filled = repair.Filled,
                moves = repair.Moves.Count,
                repairSeconds = PlanReport.Round(repair.Seconds),
                seconds = PlanReport.Round(clock.Elapsed.TotalSeconds),
                memoryMiB = PlanReport.PeakMemoryMiB(),
            });
            return 0;
        }

        foreach (var move in repair.Moves)
        {
            Console.WriteLine($"{problem.People[move.Person].Id}: {Name(move.From)} → {Name(move.To)}  {move.Reason}");
        }

        Console.WriteLine($"空缺 {repair.Vacancies}，已补 {repair.Filled}，调动 {repair.Moves.Count} 人 → {file.FullName}");
        Console.WriteLine($"{repair.Vacancies} vacancies, {repair.Filled} filled, {repair.Moves.Count} moves");
        return 0;

        string Name(int place) => place < 0 ? "后备 reserve" : problem.Places[place].Id;
    }
}
