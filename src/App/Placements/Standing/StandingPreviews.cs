using System.Text.Json;
using Muster.Optimiser.Placing;
using Muster.Placements.Cards;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.Placements.Standing;

/// <summary>A place that a change leaves below its minimum.</summary>
public sealed record FallsShort(Guid PlaceId, string Name, int Minimum, long Now, long Then);

/// <summary>What ending placements would leave behind. <paramref name="Warnings"/> are rules that would no longer hold (quotas): said, not refused.</summary>
public sealed record EndingPreview(IReadOnlyList<FallsShort> Short, long MoreEmptySeats, IReadOnlyList<Broken> Warnings);

/// <summary>Somebody who could come for one who goes.</summary>
public sealed record Relief(Guid PersonId, string Name, string? Agency);

/// <summary>One of a wave: who goes, from where, who is proposed to come (null: nobody is left), and others near by.</summary>
public sealed record WavePair(StandingPerson Goes, Guid? Comes, IReadOnlyList<Relief> Choices);

/// <summary>Says before a change to what is in force what it would do.</summary>
public sealed class StandingPreviews(Stores stores, StandingQueries standing)
{
    public const int WaveMost = 300;
    private const int Choices = 8;

    public async Task<EndingPreview> OfEnding(Guid emergency, DateTimeOffset at, IReadOnlyList<Guid> people, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var areas = await Muster.Placements.Placing.LastAreas(store.Sql, emergency, people, stop);
        var now = (await Places(store.Sql, emergency, at, areas, [], stop)).ToDictionary(p => p.Id, p => p.Served);
        var then = await Places(store.Sql, emergency, at, areas, people, stop);
        var (problem, plan) = await InForceProblem.Open(store, emergency, at, stop);
        var moves = people.Select(problem.PersonIndex).Where(i => i >= 0 && plan.Place[i] >= 0).Select(i => new PlacingMove(i, -1)).ToArray();
        var judged = await Judgements.Of(store.Sql, InForceProblem.Free(problem), plan, moves, stop);
        return new EndingPreview([.. then.Where(p => p.Served < p.Minimum && p.Served < now[p.Id]).OrderBy(p => p.Served - p.Minimum).Select(p => new FallsShort(p.Id, p.Name, p.Minimum, now[p.Id], p.Served))],
            judged.MoreEmptySeats, judged.Broken);
    }

    public async Task<MovePreview> OfPlacing(PlacePeople place, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (problem, plan) = await InForceProblem.Open(store, place.EmergencyId, place.StartsAt, stop);
        return await place.Judge(store.Sql, problem, plan, stop);
    }

    public async Task<MovePreview> OfWave(ReplaceWave wave, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (problem, plan) = await InForceProblem.Open(store, wave.EmergencyId, wave.At, stop);
        return await wave.Judge(store.Sql, problem, plan, stop);
    }

    /// <summary>
    /// Proposes who comes for whom: people in reserve of the same agency first, then whoever lives nearest; each once. People called back,
    /// ended or lost are not proposed; those relieved earlier are.
    /// </summary>
    public async Task<List<WavePair>> Propose(Guid emergency, DateTimeOffset at, IReadOnlyList<Guid> goes, Guid? agency, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (problem, plan) = await InForceProblem.Open(store, emergency, at, stop);
        var candidates = await Candidates(store.Sql, problem, plan, emergency, agency, stop);
        var (taken, rows) = (new HashSet<int>(), new List<(StandingPerson Goes, int Comes, int[] Near)>());
        foreach (var person in await standing.These(emergency, at, goes, WaveMost, stop))
        {
            var index = problem.PersonIndex(person.PersonId);
            if (index < 0 || plan.Place[index] < 0) continue;
            var near = candidates.Where(c => !taken.Contains(c)).OrderBy(c => Fit(problem.Problem, index, plan.Place[index], c)).Take(Choices).ToArray();
            if (near.Length > 0) taken.Add(near[0]);
            rows.Add((person, near.Length > 0 ? near[0] : -1, near));
        }
        var names = (await standing.These(emergency, at, [.. rows.SelectMany(r => r.Near).Distinct().Select(i => problem.People[i])], int.MaxValue, stop)).ToDictionary(p => p.PersonId);
        return rows.ConvertAll(r => new WavePair(r.Goes, r.Comes < 0 ? null : problem.People[r.Comes],
            [.. r.Near.Select(i => names[problem.People[i]]).Select(p => new Relief(p.PersonId, p.Name, p.Agency))]));
    }

    private static async Task<List<int>> Candidates(Sql sql, PlanProblem problem, PlacingPlan plan, Guid emergency, Guid? agency, CancellationToken stop)
    {
        var rows = await sql.List($"""
            select m.person_id, r.code from mustered m join person w on w.id = m.person_id left join reserve r on r.emergency_id = m.emergency_id and r.person_id = m.person_id
            where m.emergency_id = @e and w.ended_at is null {(agency is null ? "" : "and coalesce(m.agency_id, w.agency_id) = @g")}
            """, row => (Person: row.Guid(0), Code: row.TextOrNull(1)), stop, ("@e", emergency), ("@g", agency));
        return [.. rows.Where(r => r.Code is null or ReplaceWave.RelievedCode || !InForceProblem.KeptOut.Contains(r.Code)).Select(r => problem.PersonIndex(r.Person)).Where(i => i >= 0 && plan.Place[i] < 0)];
    }

    /// <summary>Less is better: another agency counts like a thousand kilometres, an unknown home like a hundred.</summary>
    private static double Fit(PlacingProblem problem, int goes, int place, int comes)
    {
        var (who, where) = (problem.People[comes], problem.Places[place]);
        var far = who.HasHome ? Math.Sqrt(Math.Pow((double)who.X - where.X, 2) + Math.Pow((double)who.Y - where.Y, 2)) : 100_000;
        return far + (who.Agency == problem.People[goes].Agency ? 0 : 1_000_000);
    }

    /// <summary>The places at and above some areas with how many serve there at a moment, some people left out.</summary>
    private static async Task<List<Counted>> Places(Sql sql, Guid emergency, DateTimeOffset at, IEnumerable<Guid> areas, IReadOnlyCollection<Guid> without, CancellationToken stop)
    {
        var paths = await sql.List($"select path from area where {IdSet.In(sql, "id", "@areas")}", row => row.Text(0), stop, ("@areas", IdSet.Of(sql, areas.Distinct())));
        var around = paths.SelectMany(AreaPath.Above).Concat(paths).Distinct(StringComparer.Ordinal).ToArray();
        var among = sql.Pick("select value from json_each(@paths)", "select unnest(@paths)");
        return await sql.List($"""
            select d.place_id, d.area_id, d.post_id, case when q.id is null then a.name else a.name || ' · ' || q.name end, d.minimum,
              {StandingSql.ServedBut(without.Count == 0 ? "" : $" and not ({IdSet.In(sql, "p.person_id", "@without")})")}
            from area a join demand d on d.area_id = a.id and d.emergency_id = @e
            left join post q on q.id = d.post_id where a.path in ({among}) and a.valid_to is null and q.valid_to is null
            """, row => new Counted(row.Guid(0), row.Guid(1), row.GuidOrNull(2), row.Text(3), row.Int(4), row.Int(5)), stop, ("@e", emergency), ("@at", at),
            ("@paths", sql.Engine == Engine.Sqlite ? JsonSerializer.Serialize(around) : around), ("@without", IdSet.Of(sql, without)));
    }

    private sealed record Counted(Guid Id, Guid Area, Guid? Post, string Name, int Minimum, int Served);
}
