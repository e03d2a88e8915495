using System.CommandLine;

namespace Muster.Cli.Plans;

/// <summary>Verbs on problem folders and plan files, which need no store and start no server; and on plans of the store.</summary>
public static class PlanVerbs
{
    public static Command Make() => new("plan", "Solve, check and repair placement problems in folders; make, solve, review and publish plans of the store  安排方案：求解、核查、补位；库中方案的新建、求解、审阅、发布")
    {
        SolvePlan.Make(), CheckPlan.Make(), RepairPlan.Make(), StorePlans.Begin(), StorePlans.Review(), StorePlans.Publish(), StorePlans.List(), StorePlans.Problem(),
    };

    internal static Argument<DirectoryInfo> Folder() => new("folder")
    {
        Description = "Problem folder, as docs/placement-problem.md describes  问题文件夹",
    };

    internal static Argument<FileInfo> Plan() => new("plan") { Description = "Plan file  方案文件" };
}
