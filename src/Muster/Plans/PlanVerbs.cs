using System.CommandLine;

namespace Muster.Cli.Plans;

/// <summary>Verbs on problem folders and plan files. They need no store and start no server.</summary>
public static class PlanVerbs
{
    public static Command Make() => new("plan", "Solve, check and repair placement problems in folders  安排方案：求解、核查、补位")
    {
        SolvePlan.Make(), CheckPlan.Make(), RepairPlan.Make(),
    };

    internal static Argument<DirectoryInfo> Folder() => new("folder")
    {
        Description = "Problem folder, as docs/placement-problem.md describes  问题文件夹",
    };

    internal static Argument<FileInfo> Plan() => new("plan") { Description = "Plan file  方案文件" };
}
