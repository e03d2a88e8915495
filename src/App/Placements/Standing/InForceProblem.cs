using Muster.Optimiser.Placing;
using Muster.Platform.Storage;

namespace Muster.Placements.Standing;

/// <summary>What is in force at a moment, in the optimiser's terms: so that changes after publication are judged by the same rules as a plan.</summary>
internal static class InForceProblem
{
    /// <summary>Reserve codes of people who stay out until somebody decides otherwise: a repair does not call on them.</summary>
    public static readonly IReadOnlySet<string> KeptOut = new HashSet<string>(StringComparer.Ordinal)
    {
        KeepSolution.PinnedCode, EndPlacements.RecalledCode, EndPlacements.EndedCode, ReplaceWave.RelievedCode, RepairPlan.LostCode,
    };

    public static async Task<InForceStanding> Open(Store store, Guid emergency, DateTimeOffset at, CancellationToken stop)
    {
        (string, object?)[] values = [("@e", emergency), ("@at", at)];
        var reserve = (await store.Sql.List("select person_id, code, reason from reserve where emergency_id = @e", row => (Person: row.Guid(0), Code: row.Text(1), Reason: row.Text(2)), stop, values[..1]))
            .ToDictionary(r => r.Person, r => (r.Code, r.Reason));
        var pins = reserve.Where(r => KeptOut.Contains(r.Value.Code)).Select(r => new PlanPin(r.Key, null, null)).ToList();
        var serving = await store.Sql.List($"select person_id, area_id, post_id, seat_id, role from placement where emergency_id = @e and {StandingSql.InForce("placement")}",
            row => new Served(row.Guid(0), row.Guid(1), row.GuidOrNull(2), row.GuidOrNull(3), row.Text(4)), stop, values);
        var problem = await new ReadProblem(store.Sql, emergency, at).Read(new PlacingSettings(), pins, stop);
        var (place, seat, want) = (None(problem), None(problem), None(problem));
        var seatOf = new Dictionary<Guid, int>();
        for (var s = 0; s < problem.Seats.Length; s++)
            foreach (var id in problem.Seats[s]) seatOf[id] = s;
        var outside = new List<Served>();
        foreach (var p in serving)
        {
            var person = problem.PersonIndex(p.Person);
            if (person < 0) continue;
            place[person] = problem.PlaceIndex(p.Area, p.Post);
            if (place[person] < 0) outside.Add(p);
            else if (p.Seat is { } id) seat[person] = seatOf.GetValueOrDefault(id, -1);
        }
        return new InForceStanding(problem, new PlacingPlan { Place = place, Seat = seat, Want = want }, outside, reserve);
    }

    /// <summary>For judging what a person decides: pins are what solvers keep to.</summary>
    public static PlanProblem Free(PlanProblem problem) => problem with { Problem = problem.Problem with { Pins = [] } };

    private static int[] None(PlanProblem problem)
    {
        var none = new int[problem.People.Length];
        Array.Fill(none, -1);
        return none;
    }
}

/// <summary>Who serves where, as records name it.</summary>
internal sealed record Served(Guid Person, Guid Area, Guid? Post, Guid? Seat, string Role);

/// <param name="Outside">People who serve where nothing is demanded (any more): no optimiser's place, and nobody's vacancy.</param>
/// <param name="Reserve">Why people have no place.</param>
internal sealed record InForceStanding(PlanProblem Problem, PlacingPlan Plan, IReadOnlyList<Served> Outside, IReadOnlyDictionary<Guid, (string Code, string Reason)> Reserve)
{
    public void Deconstruct(out PlanProblem problem, out PlacingPlan plan) => (problem, plan) = (Problem, Plan);
}

/// <summary>Pieces of queries over the placements in force.</summary>
internal static class StandingSql
{
    /// <summary>In force at <c>@at</c>.</summary>
    public static string InForce(string table) => $"{table}.starts_at <= @at and ({table}.ends_at is null or {table}.ends_at > @at)";

    /// <summary>How many serve at or below the place of a demand row <c>d</c> with area <c>a</c>, some left out; needs @e and @at.</summary>
    /// <param name="but">A further condition over the placement <c>p</c>.</param>
    public static string ServedBut(string but) => $"""
        (case when d.post_id is null
          then (select count(*) from area s cross join placement p where p.emergency_id = @e and p.area_id = s.id and s.path >= a.path and s.path < a.path || '~' and {InForce("p")}{but})
          else (select count(*) from placement p where p.post_id = d.post_id and p.emergency_id = @e and {InForce("p")}{but}) end)
        """;
}
