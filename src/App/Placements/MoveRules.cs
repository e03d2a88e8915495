using Muster.Optimiser.Placing;
using Muster.Platform.Acts;

namespace Muster.Placements;

/// <summary>What a change by hand must keep; pure.</summary>
public static class MoveRules
{
    public static IEnumerable<Broken> Asked(MovePeople move)
    {
        foreach (var broken in Chosen(move.People)) yield return broken;
        if (string.IsNullOrWhiteSpace(move.Reason)) yield return new Broken("reason-missing", "请写明调整的理由。", "Say why.", nameof(move.Reason));
    }

    public static IEnumerable<Broken> Chosen(IReadOnlyList<Guid> people)
    {
        if (people.Count == 0) yield return new Broken("nobody-chosen", "请先选择要调整的人。", "Choose the people to move.", "People");
        if (people.Distinct().Count() != people.Count) yield return new Broken("person-twice", "同一个人选了两次。", "Somebody is chosen twice.", "People");
        if (people.Count > PlanChanges.PeopleMost)
            yield return new Broken("too-many", $"一次最多手工调整 {PlanChanges.PeopleMost} 人，您选了 {people.Count} 人。人多时请改条件后重新计算。",
                $"At most {PlanChanges.PeopleMost} people can be changed by hand at once; {people.Count} are chosen. For more, change the conditions and solve again.", "People");
    }

    /// <param name="latest">The latest change of the plan that still stands.</param>
    public static IEnumerable<Broken> Undoable(Plan plan, PlanChange? change, Guid? latest)
    {
        if (change is null || change.PlanId != plan.Id)
            yield return new Broken("change-unknown", "没有这次调整。", "There is no such change.");
        else if (change.UndoneAt is not null)
            yield return new Broken("change-undone", "这次调整已经撤销。", "This change has been taken back already.");
        else if (change.Id != latest)
            yield return new Broken("change-not-latest", "后面还有调整，请先撤销最近一次。", "There are later changes; take the latest back first.");
        else if (plan.SolvedAt > change.At)
            yield return new Broken("change-solved", "调整以后又计算过，不能再撤销。", "The plan was solved again since; this change cannot be taken back.");
    }

    public static MovePreview Impossible(Broken broken) => new([broken], 0, 0, 0, [new MoveBreach(null, broken)]);

    /// <summary>The optimiser's codes (docs/placement-problem.md) as sentences.</summary>
    /// <param name="who">The name of the person or agency that the rule is about; empty for a place.</param>
    internal static Broken InWords(BrokenRule rule, PlanProblem problem, string who)
    {
        var place = rule.Place < 0 ? "" : problem.Places[rule.Place].Name;
        return rule.Code switch
        {
            "limit" => new(rule.Code, $"{place}会有 {rule.Found} 人，超过吸纳上限 {rule.Allowed}。", $"{place} would have {InEnglish.People(rule.Found)}, above its limit of {rule.Allowed}."),
            "closed" => new(rule.Code, $"{place}的人都在岗位上，请选一个岗位。", $"People of {place} serve at its posts; choose one."),
            "excluded" => new(rule.Code, $"{who}应当回避{place}。", $"{who} must not serve in {place}."),
            "refused" => new(rule.Code, $"{who}有限制，不能安排到{place}。", $"{who} has a limit that {place} cannot take."),
            "street" => new(rule.Code, $"{place}不在{who}所在单位结对的街道。", $"{place} is outside the streets that the agency of {who} is bound to."),
            "apart" => new(rule.Code, $"{place}有应当与{who}分开的人。", $"Somebody is in {place} who must be kept apart from {who}."),
            "quota" => new(rule.Code, $"{who}将有 {rule.Found} 人未派出，按指标最多 {rule.Allowed} 人。", $"{who} would keep {InEnglish.People(rule.Found)}; its quota allows {rule.Allowed}."),
            "stay" => new(rule.Code, $"{who}将只剩 {rule.Found} 人留守，至少要 {rule.Allowed} 人。", $"{who} would keep {InEnglish.People(rule.Found)}; at least {rule.Allowed} must stay."),
            _ => new(rule.Code, $"{who}违反规则 {rule.Code}（{place}）。", $"{who} breaks the rule {rule.Code} ({place})."),
        };
    }
}
