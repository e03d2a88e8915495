using System.Globalization;
using Muster.Emergencies;
using Muster.Platform.Acts;

namespace Muster.Placements;

/// <summary>What must hold for a plan's acts; pure.</summary>
public static class PlanRules
{
    public static IEnumerable<Broken> ForNew(MakePlan plan, Emergency? emergency)
    {
        if (emergency is null || emergency.ClosedAt is not null)
            yield return new Broken("emergency-not-open", "这个行动不存在或已结束，不能为它做方案。", "This emergency does not exist or is closed; no plan can be made for it.", "EmergencyId");
        if (string.IsNullOrWhiteSpace(plan.Name))
            yield return new Broken("name-missing", "请给方案起个名字。", "Give the plan a name.", "Name");
        if (plan.EndsAt <= plan.StartsAt)
            yield return new Broken("ends-before-start", $"结束时间 {Day(plan.EndsAt)} 不晚于开始时间 {Day(plan.StartsAt)}。",
                $"The end {Day(plan.EndsAt)} is not after the start {Day(plan.StartsAt)}.", "EndsAt");
    }

    /// <summary>A plan that may still be changed.</summary>
    public static IEnumerable<Broken> Changeable(Plan? plan)
    {
        if (plan is null)
            yield return new Broken("plan-missing", "没有这个方案。", "There is no such plan.");
        else if (plan.State is not (PlanState.Draft or PlanState.Reviewed))
            yield return new Broken("plan-fixed", $"方案“{plan.Name}”已是“{Zh(plan.State)}”，不能再改。可以据此新建一个。",
                $"The plan “{plan.Name}” is {plan.State.ToString().ToLowerInvariant()} and cannot change. Make a new one based on it.");
    }

    /// <summary>The plan is still what the person saw.</summary>
    public static IEnumerable<Broken> Unchanged(Plan? plan, int version)
    {
        if (plan is not null && plan.Version != version)
            yield return new Broken("stale", $"方案“{plan.Name}”刚被改过（您看到的是第 {version} 版，现在是第 {plan.Version} 版）。请看过再来。",
                $"The plan “{plan.Name}” has changed (you saw version {version}, it is at {plan.Version}). Look at it again first.");
    }

    /// <summary>No place of the plan was changed since it was solved.</summary>
    public static IEnumerable<Broken> Fresh(Plan? plan)
    {
        if (plan?.Stale is { } changed)
            yield return new Broken("plan-stale", $"方案“{plan.Name}”用到的地方已变更（{changed}）。请重新计算，再审核、发布。",
                $"A place of the plan “{plan.Name}” has changed ({changed}). Solve it again, then review and publish it.");
    }

    public static IEnumerable<Broken> Publishable(Plan? plan, string reason)
    {
        if (plan is null)
        {
            yield return new Broken("plan-missing", "没有这个方案。", "There is no such plan.");
            yield break;
        }
        foreach (var stale in Fresh(plan)) yield return stale;
        if (plan.State == PlanState.Published)
            yield return new Broken("plan-published", "这个方案已发布。", "This plan is already published.");
        else if (plan.State != PlanState.Reviewed)
            yield return new Broken("plan-not-reviewed", "方案还没有人审核。请先审核，再发布。", "Nobody has reviewed this plan. Review it, then publish.");
        if (string.IsNullOrWhiteSpace(reason))
            yield return new Broken("reason-missing", "请写明发布的理由或文号。", "Say why it is published, or the document's number.", "Reason");
    }

    public static string Zh(PlanState state) => state switch
    {
        PlanState.Draft => "草稿",
        PlanState.Solving => "计算中",
        PlanState.Reviewed => "已审核",
        PlanState.Published => "已发布",
        _ => "已作废",
    };

    private static string Day(DateTimeOffset? at) => at?.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";
}
