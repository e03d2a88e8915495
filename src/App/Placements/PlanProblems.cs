using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Muster.Optimiser.Placing;
using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>Reads plans back into the optimiser's terms.</summary>
internal static class PlanProblems
{
    /// <param name="pinnedOnly">True to read the problem with the plan's pins and with whom earlier events leave out; false to read it without any.</param>
    public static async Task<PlanProblem> Read(Store store, Plan plan, bool pinnedOnly, CancellationToken stop)
    {
        var (pins, leftOut) = (new List<PlanPin>(), new Dictionary<Guid, (string, string)>());
        if (pinnedOnly)
        {
            pins.AddRange(await store.Set<PlanPlacement>().AsNoTracking().Where(p => p.PlanId == plan.Id && p.Pinned)
                .Select(p => new PlanPin(p.PersonId, p.PostId ?? p.AreaId, p.SeatId)).ToListAsync(stop));
            pins.AddRange((await store.Set<PlanReserve>().AsNoTracking().Where(r => r.PlanId == plan.Id && r.Code == KeepSolution.PinnedCode)
                .Select(r => r.PersonId).ToListAsync(stop)).Select(person => new PlanPin(person, null, null)));
            // Whom a person fixed by hand in this plan, that person decided about.
            leftOut = await LeftOut.Of(store.Sql, plan.EmergencyId, stop);
            foreach (var pin in pins) leftOut.Remove(pin.Person);
            pins.AddRange(leftOut.Keys.Order().Select(person => new PlanPin(person, null, null)));
        }
        return await new ReadProblem(store.Sql, plan.EmergencyId, plan.StartsAt).Read(new PlacingSettings { Seed = plan.Seed }, pins, stop) with { Out = leftOut };
    }

    /// <summary>A plan with its problem as they stand in the store, for questions and changes by hand; pins are the plan's own.</summary>
    public static async Task<(PlanProblem Problem, PlacingPlan Plan)> Open(Store store, Plan plan, CancellationToken stop)
    {
        var problem = await Read(store, plan, pinnedOnly: false, stop);
        var (place, seat) = await Standing(store, plan.Id, problem, stop);
        var want = new int[place.Length];
        Array.Fill(want, -1);
        return (problem, new PlacingPlan { Place = place, Seat = seat, Want = want, Bound = plan.Bound ?? 0 });
    }

    /// <summary>The plan as it stands in the store, in the problem's indices. People who are no longer mustered are left out.</summary>
    public static async Task<(int[] Place, int[] Seat)> Standing(Store store, Guid planId, PlanProblem problem, CancellationToken stop)
    {
        var place = new int[problem.People.Length];
        var seat = new int[problem.People.Length];
        Array.Fill(place, -1);
        Array.Fill(seat, -1);
        var seatOf = new Dictionary<Guid, int>();
        for (var s = 0; s < problem.Seats.Length; s++)
            foreach (var id in problem.Seats[s]) seatOf[id] = s;
        await foreach (var p in store.Sql.Rows("select person_id, area_id, post_id, seat_id from plan_placement where plan_id = @p",
            row => (Person: row.Guid(0), Area: row.Guid(1), Post: row.GuidOrNull(2), Seat: row.GuidOrNull(3)), stop, ("@p", planId)))
        {
            var person = problem.PersonIndex(p.Person);
            if (person < 0) continue;
            place[person] = problem.PlaceIndex(p.Area, p.Post);
            if (p.Seat is { } id) seat[person] = seatOf.GetValueOrDefault(id, -1);
        }
        return (place, seat);
    }
}

/// <summary>The latest problems of this process, so that "why here" and a preview answer at once; a few, because a province is large.</summary>
public sealed class SolvedProblems
{
    private const int Most = 3;

    private readonly ConcurrentDictionary<Guid, (PlanProblem Problem, PlacingPlan Plan, int Version, long Turn)> _kept = new();
    private long _turn;

    /// <param name="version">The plan's version that this is: a later one is read anew.</param>
    internal void Remember(Guid planId, int version, PlanProblem problem, PlacingPlan plan)
    {
        // Only whole problems are kept: one read in part would be another reader's wrong answer.
        if (Platform.Access.Reach.Current is not null) return;
        _kept[planId] = (problem, plan, version, Interlocked.Increment(ref _turn));
        while (_kept.Count > Most) _kept.TryRemove(_kept.MinBy(k => k.Value.Turn).Key, out _);
    }

    internal (PlanProblem Problem, PlacingPlan Plan)? Find(Guid planId, int version) =>
        Platform.Access.Reach.Current is null && _kept.TryGetValue(planId, out var kept) && kept.Version == version ? (kept.Problem, kept.Plan) : null;
}
