using Microsoft.EntityFrameworkCore;
using Muster.Optimiser.Placing;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>How many were moved and by how much the plan's cost changed (metre-equivalents; positive is worse).</summary>
public sealed record Moved(int People, long CostChange, int Version);

/// <summary>What a move by hand would do, before it is done.</summary>
/// <param name="Broken">Hard rules it breaks: it will be refused.</param>
/// <param name="Worse">What gets worse in the goals above cost: missing to the minimum, empty seats; 0 when nothing does.</param>
public sealed record MovePreview(IReadOnlyList<Broken> Broken, long CostChange, long MoreMissing, long MoreEmptySeats);

/// <summary>
/// Moves one or many people of a draft by hand: to a place (area, or post in it) or to the reserve (no area), pinned so that the next
/// solve keeps them. The optimiser's own rules judge all of them as one change; a broken hard rule refuses it.
/// </summary>
public sealed record MovePeople(Guid PlanId, IReadOnlyList<Guid> People, Guid? AreaId, Guid? PostId, string Reason) : Act<Moved>
{
    protected internal override Permission Needs => Permission.MakePlans;

    protected internal override async Task<Moved> Do(Work work, CancellationToken stop)
    {
        var plan = await work.Store.FindAsync<Plan>([PlanId], stop);
        Refused.Where(PlanRules.Changeable(plan).Concat(MoveRules.Asked(this)));
        var (problem, standing) = await PlanProblems.Open(work.Store, plan!, stop);
        var preview = Judge(problem, standing);
        Refused.Where(preview.Broken);
        foreach (var person in People)
        {
            foreach (var table in (string[])["plan_placement", "plan_reserve"])
                await work.Sql.Run($"delete from {table} where plan_id = @p and person_id = @x", stop, ("@p", PlanId), ("@x", person));
            if (AreaId is { } area)
                work.Store.Add(new PlanPlacement
                {
                    PlanId = PlanId, PersonId = person, Id = Guid.CreateVersion7(), AreaId = area, PostId = PostId, Role = KeepSolution.Member,
                    Pinned = true, Reason = Reason.Trim(),
                });
            else
                work.Store.Add(new PlanReserve { PlanId = PlanId, PersonId = person, Code = KeepSolution.PinnedCode, Reason = Reason.Trim() });
        }
        await work.Store.SaveChangesAsync(stop);
        await PlanGaps.Recount(work.Sql, plan!, stop);
        (plan!.State, plan.ReviewedBy, plan.ReviewedAt) = (PlanState.Draft, null, null);
        plan.Cost += preview.CostChange;
        plan.Gap = plan is { Cost: { } cost, Bound: > 0 and { } bound } ? (double)(cost - bound) / bound : plan.Gap;
        plan.Version++;
        work.About("plan", PlanId);
        work.Note("people", People.Count);
        work.Note("area", AreaId);
        work.Note("post", PostId);
        work.Note("reason", Reason);
        return new Moved(People.Count, preview.CostChange, plan.Version);
    }

    internal MovePreview Judge(PlanProblem problem, PlacingPlan standing)
    {
        var place = AreaId is { } area ? problem.PlaceIndex(area, PostId) : -1;
        if (AreaId is not null && place < 0)
            return new MovePreview([new Broken("place-unknown", "这个地方没有需求，不能安排人。", "This place has no demand; nobody can be placed there.", nameof(AreaId))], 0, 0, 0);
        var unknown = People.Where(p => problem.PersonIndex(p) < 0).ToList();
        if (unknown.Count > 0)
            return new MovePreview([new Broken("person-not-mustered", $"有 {unknown.Count} 人不在本次集结名单。", $"{unknown.Count} people are not mustered here.", nameof(People))], 0, 0, 0);
        var moves = People.Select(p => new PlacingMove(problem.PersonIndex(p), place)).ToArray();
        var judgement = new PlacingRules(problem.Problem, standing).Judge(moves);
        return new MovePreview(judgement.Broken.Select(b => MoveRules.InWords(b, problem)).ToList(), judgement.Change.Cost.Total, judgement.Change.Minimum, judgement.Change.Seats);
    }
}

/// <summary>What a move by hand must keep; pure.</summary>
public static class MoveRules
{
    public static IEnumerable<Broken> Asked(MovePeople move)
    {
        if (move.People.Count == 0) yield return new Broken("nobody-chosen", "请先选择要调整的人。", "Choose the people to move.", nameof(move.People));
        if (string.IsNullOrWhiteSpace(move.Reason)) yield return new Broken("reason-missing", "请写明调整的理由。", "Say why.", nameof(move.Reason));
        if (move.People.Distinct().Count() != move.People.Count) yield return new Broken("person-twice", "同一个人选了两次。", "Somebody is chosen twice.", nameof(move.People));
    }

    /// <summary>The optimiser's codes (docs/placement-problem.md) as sentences.</summary>
    internal static Broken InWords(BrokenRule rule, PlanProblem problem)
    {
        var place = rule.Place < 0 ? "" : problem.Places[rule.Place].Name;
        return rule.Code switch
        {
            "limit" => new(rule.Code, $"{place}会有 {rule.Found} 人，超过吸纳上限 {rule.Allowed}。", $"{place} would have {rule.Found} people, above its limit of {rule.Allowed}."),
            "closed" => new(rule.Code, $"{place}的人都在岗位上，请选一个岗位。", $"People of {place} serve at its posts; choose one."),
            "excluded" => new(rule.Code, $"有人应当回避{place}。", $"Somebody must not serve in {place}."),
            "refused" => new(rule.Code, $"{place}不能安排有此限制的人。", $"{place} cannot take people with this limit."),
            "street" => new(rule.Code, $"{place}不在其单位结对的街道。", $"{place} is outside the streets the agency is bound to."),
            "apart" => new(rule.Code, $"{place}有应当与其分开的人。", $"Somebody is in {place} who must be kept apart."),
            "quota" => new(rule.Code, $"该单位将有 {rule.Found} 人未派出，按指标最多 {rule.Allowed} 人。", $"The agency would keep {rule.Found} people; its quota allows {rule.Allowed}."),
            "stay" => new(rule.Code, $"该单位将只剩 {rule.Found} 人留守，至少要 {rule.Allowed} 人。", $"The agency would keep {rule.Found} people; at least {rule.Allowed} must stay."),
            _ => new(rule.Code, $"违反规则 {rule.Code}（{place}）。", $"Breaks the rule {rule.Code} ({place})."),
        };
    }
}
