using Muster.Optimiser.Placing;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>How many were moved and by how much the plan's cost changed (metre-equivalents; positive is worse).</summary>
public sealed record Moved(int People, long CostChange, int Version);

/// <summary>What a move by hand would do, before it is done.</summary>
/// <param name="Broken">Hard rules it breaks, in words: it will be refused.</param>
/// <param name="Breaches">The same, each with whom it is about; people and agencies that broke none are not in it.</param>
/// <param name="MoreMissing">What gets worse in the goals above cost: missing to the minimum, empty seats; 0 when nothing does.</param>
public sealed record MovePreview(IReadOnlyList<Broken> Broken, long CostChange, long MoreMissing, long MoreEmptySeats, IReadOnlyList<MoveBreach> Breaches);

/// <summary>One broken rule of a move, and the person it is about; null where it is about a place or an agency.</summary>
public sealed record MoveBreach(Guid? PersonId, Broken Rule);

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
        var preview = await Judge(work.Sql, problem, standing, stop);
        Refused.Where(preview.Broken);
        await PlanChanges.Remember(work, plan!, AreaId is null ? PlanChangeKind.Reserve : PlanChangeKind.Move, People, Reason, stop);
        var left = await PlanChanges.TakeOut(work, PlanId, People, stop);
        await PutIn(work, problem, standing);
        await work.Store.SaveChangesAsync(stop);
        await PlanGaps.Recount(work.Sql, plan!, [.. left, .. AreaId is { } came ? (Guid[])[came] : []], stop);
        PlanChanges.Changed(plan!, preview.CostChange);
        work.About("plan", PlanId);
        work.Note("people", People.Count);
        work.Note("area", AreaId);
        work.Note("post", PostId);
        work.Note("reason", Reason);
        return new Moved(People.Count, preview.CostChange, plan!.Version);
    }

    private Task PutIn(Work work, PlanProblem problem, PlacingPlan standing)
    {
        if (AreaId is not { } area)
        {
            work.Store.AddRange(People.Select(p => new PlanReserve { PlanId = PlanId, PersonId = p, Code = KeepSolution.PinnedCode, Reason = Reason.Trim() }));
            return Task.CompletedTask;
        }
        var place = problem.PlaceIndex(area, PostId);
        var costs = new PlacingReasons(problem.Problem, standing);
        work.Store.AddRange(People.Select(p => new PlanPlacement
        {
            PlanId = PlanId, PersonId = p, Id = Guid.CreateVersion7(), AreaId = area, PostId = PostId, Role = KeepSolution.Member,
            Pinned = true, Cost = costs.Cost(problem.PersonIndex(p), place), Reason = Reason.Trim(),
        }));
        return Task.CompletedTask;
    }

    internal async Task<MovePreview> Judge(Sql sql, PlanProblem problem, PlacingPlan standing, CancellationToken stop)
    {
        var place = AreaId is { } area ? problem.PlaceIndex(area, PostId) : -1;
        if (AreaId is not null && place < 0)
            return MoveRules.Impossible(new Broken("place-unknown", "这个地方没有需求，不能安排人。", "This place has no demand; nobody can be placed there.", nameof(AreaId)));
        var unknown = People.Where(p => problem.PersonIndex(p) < 0).ToList();
        if (unknown.Count > 0)
            return MoveRules.Impossible(new Broken("person-not-mustered", $"有 {unknown.Count} 人不在本次集结名单。", $"{InEnglish.Of(unknown.Count, "person is", "people are")} not mustered here.", nameof(People)));
        return await Judgements.Of(sql, problem, standing, People.Select(p => new PlacingMove(problem.PersonIndex(p), place)).ToArray(), stop);
    }
}

/// <summary>What the optimiser's rules say of moves, with the names of those concerned.</summary>
internal static class Judgements
{
    private const int Most = 200;

    public static async Task<MovePreview> Of(Sql sql, PlanProblem problem, PlacingPlan standing, PlacingMove[] moves, CancellationToken stop)
    {
        var judgement = new PlacingRules(problem.Problem, standing).Judge(moves);
        var breaches = new List<MoveBreach>();
        foreach (var rule in judgement.Broken.Take(Most))
            breaches.Add(new MoveBreach(rule.Person < 0 ? null : problem.People[rule.Person], MoveRules.InWords(rule, problem, await Who(sql, problem, rule, stop))));
        return new MovePreview(breaches.ConvertAll(b => b.Rule), judgement.Change.Cost.Total, judgement.Change.Minimum, judgement.Change.Seats, breaches);
    }

    private static async Task<string> Who(Sql sql, PlanProblem problem, BrokenRule rule, CancellationToken stop) =>
        rule.Person >= 0 ? await sql.First("select name from person where id = @x", row => row.Text(0), stop, ("@x", problem.People[rule.Person])) ?? ""
        : rule.Agency >= 0 ? await sql.First("select name from agency where id = @x", row => row.Text(0), stop, ("@x", problem.Agencies[rule.Agency])) ?? "" : "";
}
