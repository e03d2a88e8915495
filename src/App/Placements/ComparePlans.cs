using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Muster.Placements.Standing;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.Placements;

public enum DifferenceKind { Moved, Placed, Gone }

/// <summary>One person whose place differs between two plans. A null place is the reserve.</summary>
/// <param name="Code">Why they have no place in the second; null where they have one.</param>
/// <param name="Why">Why they are where they are in the second.</param>
/// <param name="CostBefore">Metre-equivalents, where the first plan states it.</param>
public sealed record PlanDifference(Guid PersonId, string Name, string? Agency, string? FromArea, string? FromPost, string? ToArea, string? ToPost,
    string? Code, string? Why, long? CostBefore, long? CostAfter)
{
    public DifferenceKind Kind => FromArea is null ? DifferenceKind.Placed : ToArea is null ? DifferenceKind.Gone : DifferenceKind.Moved;
}

/// <summary>How two plans differ: counts over everybody and the first people by name.</summary>
public sealed record PlanComparison(long Same, long Moved, long NowPlaced, long NowReserve, IReadOnlyList<PlanDifference> First);

/// <summary>Compares two plans, or a plan with the placements in force (no first plan).</summary>
public sealed class ComparePlans(Stores stores)
{
    /// <summary>Up to so many who differ are fetched and sorted; more are soon met along the names.</summary>
    private const int FewMost = 5_000;

    private const int KeptMost = 8;

    // Published plans never change and a draft's version tells: what was compared once is not compared again.
    private readonly Dictionary<(Guid From, int, Guid To, int), Differing> _kept = [];

    /// <summary>Counts, and per kind who they are where they are few.</summary>
    private sealed record Differing(long Same, IReadOnlyDictionary<DifferenceKind, long> Counts, IReadOnlyDictionary<DifferenceKind, List<Guid>> People)
    {
        public IReadOnlyList<Guid>? Few(DifferenceKind? kind)
        {
            var kinds = kind is { } one ? [one] : Enum.GetValues<DifferenceKind>();
            return kinds.Sum(k => Counts[k]) > FewMost ? null : [.. kinds.SelectMany(k => People[k])];
        }
    }

    private sealed record Pair(Guid? From, Plan? To, Guid Costs, Guid Emergency, DateTimeOffset At)
    {
        public (string, object?)[] Values => [("@from", From), ("@to", To?.Id ?? Guid.Empty), ("@costs", Costs), ("@e", Emergency), ("@at", At)];

        public string Before(string name) => From is null ? $"placement {name} on {name}.emergency_id = @e and {StandingSql.InForce(name)}" : $"plan_placement {name} on {name}.plan_id = @from";
    }

    public async Task<PlanComparison> Compare(Guid? from, Guid to, CancellationToken stop, string? afterName = null, Guid? afterId = null, int most = 100)
    {
        await using var store = await stores.Open(stop);
        var pair = await Both(store, from, to, stop);
        var differing = await Differ(store.Sql, pair, stop);
        var first = most == 0 ? [] : await store.Sql.List($"select {Columns} {Walk(store.Sql, pair, differing.Few(null))} {(afterName is null ? "" : "and (w.name > @after or (w.name = @after and w.id > @id))")} order by w.name, w.id limit @most",
            Read, stop, [.. pair.Values, .. Among(store.Sql, differing.Few(null)), ("@after", afterName), ("@id", afterId), ("@most", most)]);
        return new PlanComparison(differing.Same, differing.Counts[DifferenceKind.Moved], differing.Counts[DifferenceKind.Placed], differing.Counts[DifferenceKind.Gone], first);
    }

    /// <summary>A page of who serves elsewhere. Filters: kind (Moved, Placed, Gone), lost (yes: only who was lost; no: only the others); words: name, pinyin, initials, agency.</summary>
    public async Task<TablePage<PlanDifference>> Page(Guid? from, Guid to, TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var pair = await Both(store, from, to, stop);
        var differing = await Differ(store.Sql, pair, stop);
        var kind = ask.Enum<DifferenceKind>("kind");
        var few = differing.Few(kind);
        var where = Where(ask, [.. pair.Values, .. Among(store.Sql, few)]);
        var keyset = new Keyset(ask, "w.id", ("name", "w.name"), ("-cost", "coalesce(n.cost, 0) - coalesce(c.cost, 0)"));
        var rows = await store.Sql.List($"select {Columns} {Walk(store.Sql, pair, few)}{where.Sql} {keyset.Sql}", Read, stop, [.. where.Values, .. keyset.Values]);
        var isCounted = ask.Words.Length == 0 && ask["lost"] is null;
        return keyset.Page(rows, row => keyset.Sort == "cost" ? (row.CostAfter ?? 0) - (row.CostBefore ?? 0) : row.Name, row => row.PersonId,
            isCounted ? kind is { } one ? differing.Counts[one] : differing.Counts.Values.Sum()
            : few is null ? null : await store.Sql.Number($"select count(*) {Walk(store.Sql, pair, few)}{where.Sql}", stop, where.Values));
    }

    public async IAsyncEnumerable<PlanDifference> All(Guid? from, Guid to, TableAsk ask, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var pair = await Both(store, from, to, stop);
        var few = (await Differ(store.Sql, pair, stop)).Few(ask.Enum<DifferenceKind>("kind"));
        var where = Where(ask, [.. pair.Values, .. Among(store.Sql, few)]);
        await foreach (var one in store.Sql.Rows($"select {Columns} {Walk(store.Sql, pair, few)}{where.Sql} order by w.name, w.id", Read, stop, where.Values)) yield return one;
    }

    /// <summary>What a repair is compared with: what is in force where it mends a published plan, else the plan it is based on.</summary>
    public async Task<Guid?> BasisOf(Guid plan, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var basis = await store.Set<Plan>().AsNoTracking().Where(p => p.Id == plan).Join(store.Set<Plan>(), p => p.BasedOnId, b => b.Id, (_, b) => new { b.Id, b.State }).FirstOrDefaultAsync(stop);
        return basis is null || basis.State == PlanState.Published ? null : basis.Id;
    }

    private static async Task<Pair> Both(Store store, Guid? from, Guid to, CancellationToken stop)
    {
        var plan = await store.Set<Plan>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == to, stop);
        if (from is not null || plan is null) return new Pair(from, plan, from ?? Guid.Empty, plan?.EmergencyId ?? Guid.Empty, plan?.StartsAt ?? DateTimeOffset.UnixEpoch);
        var latest = await store.Set<Publication>().AsNoTracking().Where(b => b.EmergencyId == plan.EmergencyId)
            .Join(store.Set<Plan>(), b => b.PlanId, p => p.Id, (b, p) => new { b.At, p.Id, p.StartsAt, p.EndsAt, b.Amended }).OrderByDescending(b => b.At).FirstOrDefaultAsync(stop);
        // Nothing but the latest publication wrote what is in force: its plan's rows are the same people at the same places, and never change.
        var isPlan = latest is { Amended: false } && latest.StartsAt <= plan.StartsAt && (latest.EndsAt is null || latest.EndsAt > plan.StartsAt) && !store.Sql.IsNarrow;
        return new Pair(isPlan ? latest!.Id : null, plan, latest?.Id ?? Guid.Empty, plan.EmergencyId, plan.StartsAt);
    }

    /// <summary>One pass over everybody who was placed; a second over who is placed now only where somebody new is.</summary>
    private async Task<Differing> Differ(Sql sql, Pair pair, CancellationToken stop)
    {
        var version = pair.From is null ? 0 : (int)await sql.Number("select version from plan where id = @from", stop, ("@from", pair.From));
        var key = (pair.From ?? Guid.Empty, version, pair.To?.Id ?? Guid.Empty, pair.To?.Version ?? 0);
        // Whoever reads a part counts a part.
        var isKept = pair.From is not null && !sql.IsNarrow;
        lock (_kept)
            if (isKept && _kept.TryGetValue(key, out var kept)) return kept;
        var people = Enum.GetValues<DifferenceKind>().ToDictionary(k => k, _ => new List<Guid>());
        var counts = people.Keys.ToDictionary(k => k, _ => 0L);
        void Add(DifferenceKind kind, Guid person)
        {
            if (++counts[kind] <= FewMost) people[kind].Add(person);
        }
        var before = pair.From is null ? await StandingQueries.Placed(sql, pair.Emergency, pair.At, stop) : await sql.Number("select placed from plan where id = @from", stop, ("@from", pair.From));
        if (before == 0 && pair.To?.Placed > FewMost)
        {
            // The first plan of all: everybody is new, and nobody has to be looked up to know it.
            counts[DifferenceKind.Placed] = pair.To.Placed;
            return new Differing(0, counts, people);
        }
        var source = pair.Before("b").Split(" on ", 2);
        await foreach (var (person, isGone) in sql.Rows($"""
            select b.person_id, case when a.person_id is null then 1 else 0 end from {source[0]} left join plan_placement a on a.plan_id = @to and a.person_id = b.person_id
            where {source[1]} and (a.person_id is null or not (b.area_id = a.area_id and b.post_id is not distinct from a.post_id))
            """, row => (row.Guid(0), row.Int(1) == 1), stop, pair.Values)) Add(isGone ? DifferenceKind.Gone : DifferenceKind.Moved, person);
        var common = before - counts[DifferenceKind.Gone];
        if ((pair.To?.Placed ?? 0) > common)
            await foreach (var person in sql.Rows($"select a.person_id from plan_placement a left join {pair.Before("b")} and b.person_id = a.person_id where a.plan_id = @to and b.person_id is null",
                row => row.Guid(0), stop, pair.Values)) Add(DifferenceKind.Placed, person);
        var found = new Differing(common - counts[DifferenceKind.Moved], counts, people);
        lock (_kept)
        {
            if (_kept.Count >= KeptMost) _kept.Clear();
            if (isKept) _kept[key] = found;
        }
        return found;
    }

    private const string Columns = "w.id, w.name, g.name, fa.name, fq.name, ta.name, tq.name, r.code, case when n.person_id is null then r.reason else n.reason end, c.cost, n.cost";

    /// <summary>Along the names, where many differ; else from those few.</summary>
    private static string Walk(Sql sql, Pair pair, IReadOnlyList<Guid>? few) => $"""
         from person w cross join (select 1 as one) one left join {pair.Before("o")} and o.person_id = w.id
        left join plan_placement n on n.plan_id = @to and n.person_id = w.id left join plan_reserve r on r.plan_id = @to and r.person_id = w.id
        left join agency g on g.id = w.agency_id left join area fa on fa.id = o.area_id left join post fq on fq.id = o.post_id
        left join area ta on ta.id = n.area_id left join post tq on tq.id = n.post_id
        left join plan_placement c on c.plan_id = @costs and c.person_id = w.id and c.area_id = o.area_id
        where (o.person_id is not null or n.person_id is not null) and not (o.area_id is not distinct from n.area_id and o.post_id is not distinct from n.post_id){(few is null ? "" : $" and {IdSet.In(sql, "w.id", "@few")}")}
        """;

    private static (string, object?)[] Among(Sql sql, IReadOnlyList<Guid>? few) => few is null ? [] : [("@few", IdSet.Of(sql, few))];

    private static Conditions Where(TableAsk ask, (string, object?)[] values)
    {
        var where = new Conditions(values);
        where.Add(ask.Enum<DifferenceKind>("kind") switch
        {
            DifferenceKind.Moved => "o.area_id is not null and n.area_id is not null", DifferenceKind.Placed => "o.area_id is null", DifferenceKind.Gone => "n.area_id is null", _ => null,
        });
        where.Add(ask["lost"] switch { "yes" => $"r.code = '{RepairPlan.LostCode}'", "no" => $"(r.code is null or r.code <> '{RepairPlan.LostCode}')", _ => null });
        if (ask.Words.Length > 0)
            where.Add(ask.Words.ToLowerInvariant(), "@q", "(w.name like '%' || @q || '%' or w.pinyin like @q || '%' or w.initials like @q || '%' or g.name like '%' || @q || '%')");
        return where;
    }

    private static PlanDifference Read(Row row) => new(row.Guid(0), row.Text(1), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(4), row.TextOrNull(5), row.TextOrNull(6),
        row.TextOrNull(7), row.TextOrNull(8), row.IsNull(9) ? null : row.Long(9), row.IsNull(10) ? null : row.Long(10));
}
