using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Muster.Optimiser.Placing;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>Makes what the optimiser found the content of the plan. Answers the number of gaps. The content itself is named by its hash.</summary>
public sealed record KeepSolution(Guid PlanId, string Content) : Act<int>
{
    /// <summary>Role of everyone who holds no seat.</summary>
    public const string Member = "Member";

    /// <summary>Reserve code of a person pinned to the reserve by hand.</summary>
    public const string PinnedCode = "pinned";

    private IReadOnlyList<PlanPlacement> _placements = [];
    private IReadOnlyList<PlanReserve> _reserve = [];
    private IReadOnlyList<PlanGap> _gaps = [];
    private PlacingPlan? _plan;

    protected internal override Permission Needs => Permission.MakePlans;

    internal static KeepSolution From(Plan plan, PlanProblem problem, PlacingPlan found)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<int>(found.Place));
        hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<int>(found.Seat));
        var rows = new SolutionRows(plan.Id, problem, found);
        return new KeepSolution(plan.Id, System.Convert.ToHexStringLower(hash.GetHashAndReset()))
        {
            _placements = rows.Placements, _reserve = rows.Reserve, _gaps = rows.Gaps, _plan = found,
        };
    }

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        var plan = await work.Store.FindAsync<Plan>([PlanId], stop);
        Refused.Where(PlanRules.Changeable(plan));
        foreach (var table in (string[])["plan_placement", "plan_reserve", "plan_gap"])
            await work.Sql.Run($"delete from {table} where plan_id = @p", stop, ("@p", PlanId));
        await work.Store.Insert(_placements, stop);
        await work.Store.Insert(_reserve, stop);
        await work.Store.Insert(_gaps, stop);
        if (work.Sql.Engine == Engine.Postgres && _placements.Count >= PublishPlan.AnalyzeFrom) await work.Sql.Run("analyze plan_placement", stop);
        await GapOwners.Name(work.Sql, plan!, stop);
        await Counts.PlanCounts.All(work.Sql, plan!, stop);
        (plan!.State, plan.ReviewedBy, plan.ReviewedAt) = (PlanState.Draft, null, null);
        (plan.Cost, plan.Bound, plan.Gap, plan.SolvedAt) = (_plan!.Cost.Total, _plan.Bound, _plan.Gap, work.Now);
        plan.Report = JsonSerializer.Serialize(new { _plan.Tiers, _plan.Cost, End = _plan.End.ToString() }, Desk.Json);
        plan.Stale = await StalePlans.ClosedIn(work.Sql, PlanId, stop);
        plan.Version++;
        work.About("plan", PlanId);
        work.Note("placed", _placements.Count);
        work.Note("reserve", _reserve.Count);
        work.Note("gaps", _gaps.Count);
        work.Note("cost", plan.Cost);
        work.Note("bound", plan.Bound);
        return _gaps.Count;
    }
}

/// <summary>The optimiser's arrays as records.</summary>
internal sealed class SolutionRows
{
    public SolutionRows(Guid planId, PlanProblem problem, PlacingPlan found)
    {
        var pinned = problem.Problem.Pins.Select(p => p.Person).ToHashSet();
        var taken = new int[problem.Seats.Length];
        var why = new PlacingReasons(problem.Problem, found);
        var placements = new List<PlanPlacement>(found.Placed);
        for (var i = 0; i < problem.People.Length; i++)
        {
            var place = found.Place[i];
            if (place < 0)
            {
                var (code, reason) = problem.Out.TryGetValue(problem.People[i], out var leftOut) ? leftOut : pinned.Contains(i) ? (KeepSolution.PinnedCode, "") : why.Reserve(i);
                Reserve.Add(new PlanReserve { PlanId = planId, PersonId = problem.People[i], Code = code, Reason = reason });
                continue;
            }
            var seat = found.Seat[i];
            placements.Add(new PlanPlacement
            {
                PlanId = planId, PersonId = problem.People[i], Id = Guid.CreateVersion7(),
                AreaId = problem.Places[place].AreaId, PostId = problem.Places[place].PostId,
                SeatId = seat < 0 ? null : problem.Seats[seat][taken[seat]++],
                Role = seat < 0 ? KeepSolution.Member : RoleOf(problem.Problem.Seats[seat].Role),
                Pinned = pinned.Contains(i), Cost = why.Cost(i), Reason = why.Here(i),
            });
        }
        Placements = placements;
        Gaps = Shortfalls(planId, problem, found, why).ToList();
    }

    public IReadOnlyList<PlanPlacement> Placements { get; }

    public List<PlanReserve> Reserve { get; } = [];

    public IReadOnlyList<PlanGap> Gaps { get; }

    private static string RoleOf(string role) => role[..role.IndexOf('-', StringComparison.Ordinal)];

    private static IEnumerable<PlanGap> Shortfalls(Guid planId, PlanProblem problem, PlacingPlan found, PlacingReasons why)
    {
        var served = new int[problem.Places.Length];
        foreach (var place in found.Place)
            for (var p = place; p >= 0; p = problem.Problem.Places[p].Parent) served[p]++;
        for (var p = 0; p < served.Length; p++)
        {
            var missing = problem.Problem.Places[p].Minimum - served[p];
            if (missing > 0)
                yield return new PlanGap
                {
                    PlanId = planId, PlaceId = problem.Places[p].PostId ?? problem.Places[p].AreaId, AreaId = problem.Places[p].AreaId,
                    PostId = problem.Places[p].PostId, Missing = missing, Reason = why.Short(p),
                };
        }
    }
}

/// <summary>Who owns a gap: the secretary who commands the area, else who owns the area (包联), else who made the plan.</summary>
internal static class GapOwners
{
    public static Task Name(Sql sql, Plan plan, CancellationToken stop) =>
        sql.Run(Of("plan_gap") + " where plan_id = @p and owner = ''", stop, ("@p", plan.Id), ("@maker", plan.MadeBy));

    /// <summary>The same for the gap list in force.</summary>
    public static Task NameInForce(Sql sql, Guid emergency, string actor, CancellationToken stop) =>
        sql.Run(Of("gap") + " where emergency_id = @e and owner = ''", stop, ("@e", emergency), ("@maker", actor));

    private static string Of(string table) => $"""
        update {table} set owner = coalesce(
          (select p.name from seat s join seat_holding h on h.seat_id = s.id and h.place = 'A' and h.ends_at is null
             join person p on p.id = h.person_id where s.area_id = {table}.area_id and s.commands and s.ends_at is null),
          (select p.name from area_owner o join person p on p.id = o.person_id where o.area_id = {table}.area_id and o.ends_at is null),
          @maker)
        """;
}
