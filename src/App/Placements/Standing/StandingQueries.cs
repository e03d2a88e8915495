using System.Globalization;
using System.Runtime.CompilerServices;
using Muster.Placements.Counts;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.Placements.Standing;

/// <summary>What is in force in an emergency at a moment.</summary>
/// <param name="At">Now, or the start of the latest published plan while that is still to come.</param>
/// <param name="PlanId">The latest published plan; null where nothing was published.</param>
public sealed record StandingView(Guid EmergencyId, string Emergency, bool Open, DateTimeOffset At, Guid? PlanId, string? Plan, DateTimeOffset? PublishedAt, string? PublishedBy, string? PublishReason);

/// <summary>Both coverages in numbers; each opens a list.</summary>
/// <param name="Neither">Mustered people with neither a place nor a reason; publication allows none.</param>
public sealed record StandingFigures(long Mustered, long Placed, long Reserve, long Neither, long Places, long Staffed, long Communities, long Covered, long Gaps, long Missing);

/// <summary>A place against what it needs.</summary>
public sealed record PlaceCoverage(Guid PlaceId, Guid AreaId, Guid? PostId, string Area, string? Post, string? Above, int Minimum, int Target, int Absorption, long Served, string SortKey)
{
    public CoverageState State => Served < Minimum ? CoverageState.Short : Served < Target ? CoverageState.Low : Served == Target ? CoverageState.Full : CoverageState.Surplus;
}

/// <summary>Short: below the minimum. Low: below the target. Full: at the target. Surplus: above it.</summary>
public enum CoverageState { Short, Low, Full, Surplus }

/// <summary>A mustered person with a place, or with the reason for none.</summary>
public sealed record StandingPerson(Guid PersonId, string Name, string? Agency, string? JobTitle, Guid? AreaId, string? Area, Guid? PostId, string? Post, string? Role,
    DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, string? Code, string? Reason, DateTimeOffset? Since);

/// <summary>A gap in force.</summary>
public sealed record StandingGap(Guid PlaceId, Guid AreaId, Guid? PostId, string Area, string? Post, string? Above, int Missing, string Reason, string Owner, DateTimeOffset Since, string SortKey);

/// <summary>People put back together; it can be taken back while one of them waits in reserve.</summary>
public sealed record ReadmissionLine(Guid Id, int People, string Reason, string Actor, DateTimeOffset At, DateTimeOffset? UndoneAt, string? UndoneBy, bool CanUndo);

/// <summary>Reads what is in force: coverage both ways, the reserve list, the gap list. Every list is searchable, filterable, keyset paged and streamed for exports.</summary>
public sealed partial class StandingQueries(Stores stores, TimeProvider clock)
{
    public async Task<StandingView?> Find(Guid emergency, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var view = await store.Sql.First("""
            select e.name, e.closed_at, l.plan_id, p.name, l.at, l.actor, l.reason, p.starts_at from emergency e
            left join publication l on l.id = (select b.id from publication b where b.emergency_id = e.id order by b.at desc limit 1)
            left join plan p on p.id = l.plan_id where e.id = @e
            """, row => new StandingView(emergency, row.Text(0), row.IsNull(1), row.InstantOrNull(7) ?? DateTimeOffset.MinValue, row.GuidOrNull(2), row.TextOrNull(3),
                row.InstantOrNull(4), row.TextOrNull(5), row.TextOrNull(6)), stop, ("@e", emergency));
        var now = clock.GetUtcNow();
        return view is null ? null : view with { At = view.At > now ? view.At : now };
    }

    public async Task<StandingFigures> Figures(Guid emergency, DateTimeOffset at, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        (string, object?)[] values = [("@e", emergency), ("@at", at)];
        var mustered = await store.Sql.Number("select count(*) from mustered where emergency_id = @e", stop, values[..1]);
        // Nobody with a placement can leave the muster, so the placements in force need no second look at it.
        var placed = await Placed(store.Sql, emergency, at, stop);
        var reserve = await store.Sql.Number($"select count(*) from reserve r where r.emergency_id = @e and not exists (select 1 from placement p where p.person_id = r.person_id and p.emergency_id = @e and {StandingSql.InForce("p")})", stop, values);
        var gaps = await store.Sql.First("select count(*), coalesce(sum(missing), 0) from gap where emergency_id = @e", row => (row.Long(0), row.Long(1)), stop, values[..1]);
        var places = await store.Sql.Number("select count(*) from demand where emergency_id = @e", stop, values[..1]);
        var below = await store.Sql.Number("select count(*) from gap g join demand d on d.emergency_id = g.emergency_id and d.place_id = g.place_id where g.emergency_id = @e", stop, values[..1]);
        var communities = await store.Sql.Number("select count(*) from emergency e join area top on top.id = e.area_id join area c on c.path >= top.path and c.path < top.path || '~' and c.level = e.covered_level and c.valid_to is null and (c.emergency_id is null or c.emergency_id = e.id) where e.id = @e", stop, values[..1]);
        var empty = await store.Sql.Number($"""
            select count(*) from gap g join emergency e on e.id = g.emergency_id join area c on c.id = g.place_id and c.level = e.covered_level where g.emergency_id = @e
              and {CountSql.InForce("c.id")} <= 0
            """, stop, values);
        return new StandingFigures(mustered, placed, reserve, mustered - placed - reserve, places, places - below, communities, communities - empty, gaps.Item1, gaps.Item2);
    }

    internal static Task<long> Placed(Sql sql, Guid emergency, DateTimeOffset at, CancellationToken stop) =>
        sql.Number("select coalesce(sum(served), 0) from standing_count where emergency_id = @e and place_id = @e and at <= @at", stop, ("@e", emergency), ("@at", at));

    /// <summary>Places against their needs, gaps first. Filters: state (Short, Low, Full, Surplus), kind (area, post), area (and below); words: names of area or post.</summary>
    public async Task<TablePage<PlaceCoverage>> Places(Guid emergency, DateTimeOffset at, TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var keyset = new Keyset(ask, "x.place_id", ("gaps", "x.gaps"), ("path", "x.path"), ("served", "x.n"));
        if (keyset is { Sort: "gaps", Descending: false } && ask.Before is null) return await GapsFirst(store.Sql, emergency, at, ask, keyset, stop);
        var isCounted = keyset.Sort == "served" || ask.Enum<CoverageState>("state") is not null and not CoverageState.Short;
        var (from, values) = PlacesFrom(store.Sql, emergency, at, ask, isCounted);
        // Where the order and the filter do not need them, only the page's own places are counted.
        var rows = await store.Sql.List(isCounted ? $"select {PlaceColumns}, {Key(keyset)} {from} {keyset.Sql}"
            : $"select {PlaceColumns.Replace("x.n", CountSql.InForce("x.place_id"), StringComparison.Ordinal)}, {Key(keyset)} from (select x.* {from} {keyset.Sql}) x",
            Place, stop, [.. values, .. keyset.Values]);
        if (!isCounted) rows.Sort((a, b) => keyset.Descending != (ask.Before is not null) ? string.CompareOrdinal(b.SortKey, a.SortKey) : string.CompareOrdinal(a.SortKey, b.SortKey));
        return keyset.Page(rows, row => keyset.Sort == "served" ? row.Served : row.SortKey, row => row.PlaceId, await store.Sql.Number($"select count(*) {from}", stop, values));
    }

    /// <summary>The list's own order needs no sorting: the gaps, which are few, then all others as the territory runs.</summary>
    private static async Task<TablePage<PlaceCoverage>> GapsFirst(Sql sql, Guid emergency, DateTimeOffset at, TableAsk ask, Keyset keyset, CancellationToken stop)
    {
        var state = ask.Enum<CoverageState>("state");
        var after = ask.After?.Values is [string key, Guid id] ? (Key: key, Id: id) : (Key: "", Id: Guid.Empty);
        var isInGaps = string.CompareOrdinal(after.Key, NoGap) < 0;
        var rows = isInGaps ? await Part("gap g cross join demand d cross join area a", "g.emergency_id = @e and d.emergency_id = @e and d.place_id = g.place_id and a.id = d.area_id", keyset.Sql, keyset.Values) : [];
        if (rows.Count <= ask.Size && state != CoverageState.Short)
        {
            var from = isInGaps ? (Path: "", Id: Guid.Empty) : (Path: after.Key[NoGap.Length..], after.Id);
            rows.AddRange(await Part("emergency e cross join area top cross join area a cross join demand d",
                $"e.id = @e and top.id = e.area_id and a.path >= top.path and a.path < top.path || '~' and d.emergency_id = @e and d.area_id = a.id and g.place_id is null and a.path >= @from and (a.path, d.place_id) > (@from, @from_id)", $"order by a.path, d.place_id limit {ask.Size + 1 - rows.Count}", ("@from", from.Path), ("@from_id", from.Id)));
        }
        var total = ask.Words.Length > 0 || ask.Guid("area") is not null || ask["kind"] is not null || state is not null and not CoverageState.Short ? await Counted()
            : await sql.Number($"select count(*) from {(state is null ? "demand" : "gap")} where emergency_id = @e", stop, ("@e", emergency));
        return keyset.Page(rows, row => row.SortKey, row => row.PlaceId, total);

        async Task<List<PlaceCoverage>> Part(string driver, string condition, string order, params (string, object?)[] more)
        {
            var where = PlacesWhere(emergency, at, ask);
            where.Add(condition);
            where.Add(StateOf(state, CountSql.InForce("d.place_id")));
            var gap = driver.StartsWith("gap", StringComparison.Ordinal) ? "" : "left join gap g on g.emergency_id = d.emergency_id and g.place_id = d.place_id";
            return await sql.List($"""
                select d.place_id, d.area_id, d.post_id, a.name, q.name, u.short_name, d.minimum, d.target, d.absorption, {CountSql.InForce("d.place_id")}, {Gaps(sql, "coalesce(g.missing, 0)")}
                from {driver} left join post q on q.id = d.post_id left join area u on u.id = a.parent_id {gap}
                where a.valid_to is null and q.valid_to is null {where.Sql} {order.Replace("x.gaps", Gaps(sql, "g.missing"), StringComparison.Ordinal).Replace("x.place_id", "d.place_id", StringComparison.Ordinal)}
                """, Place, stop, [.. where.Values, .. more]);
        }
        async Task<long> Counted()
        {
            var (from, values) = PlacesFrom(sql, emergency, at, ask, state is not null and not CoverageState.Short);
            return await sql.Number($"select count(*) {from}", stop, values);
        }
    }

    /// <summary>How the sort key of a place without a gap begins.</summary>
    private const string NoGap = "999999";

    private static string? StateOf(CoverageState? state, string n) => state switch
    {
        CoverageState.Short => "g.missing > 0", CoverageState.Low => $"{n} >= d.minimum and {n} < d.target",
        CoverageState.Full => $"{n} = d.target and d.target >= d.minimum", CoverageState.Surplus => $"{n} > d.target", _ => null,
    };

    private static string Key(Keyset keyset) => keyset.Sort == "path" ? "x.path" : "x.gaps";

    public async IAsyncEnumerable<PlaceCoverage> AllPlaces(Guid emergency, DateTimeOffset at, TableAsk ask, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (from, values) = PlacesFrom(store.Sql, emergency, at, ask, isCounted: true);
        await foreach (var place in store.Sql.Rows($"select {PlaceColumns}, x.path {from} order by x.path, x.post", Place, stop, values)) yield return place;
    }

    private const string PlaceColumns = "x.place_id, x.area_id, x.post_id, x.area, x.post, x.above, x.minimum, x.target, x.absorption, x.n";

    private static PlaceCoverage Place(Row row) => new(row.Guid(0), row.Guid(1), row.GuidOrNull(2), row.Text(3), row.TextOrNull(4), row.TextOrNull(5), row.Int(6), row.Int(7), row.Int(8),
        row.Long(9), row.Text(10));

    private static Conditions PlacesWhere(Guid emergency, DateTimeOffset at, TableAsk ask)
    {
        var where = new Conditions(("@e", emergency), ("@at", at));
        where.Add(ask.Guid("area"), "@area", "a.path >= (select t.path from area t where t.id = @area) and a.path < (select t.path from area t where t.id = @area) || '~'");
        where.Add(ask["kind"] switch { "area" => "d.post_id is null", "post" => "d.post_id is not null", _ => null });
        if (ask.Words.Length > 0) where.Add(ask.Words.ToLowerInvariant(), "@q", "(a.name like '%' || @q || '%' or q.name like '%' || @q || '%' or a.pinyin like @q || '%' or a.initials like @q || '%')");
        return where;
    }

    private static (string, (string, object?)[]) PlacesFrom(Sql sql, Guid emergency, DateTimeOffset at, TableAsk ask, bool isCounted)
    {
        var where = PlacesWhere(emergency, at, ask);
        var state = ask.Enum<CoverageState>("state") switch
        {
            CoverageState.Short => "where x.missing > 0", CoverageState.Low => "where x.n >= x.minimum and x.n < x.target",
            CoverageState.Full => "where x.n = x.target and x.n >= x.minimum", CoverageState.Surplus => "where x.n > x.target", _ => "where 1 = 1",
        };
        return ($"""
            from (select d.place_id, d.area_id, d.post_id, a.name as area, q.name as post, u.short_name as above, d.minimum, d.target, d.absorption, a.path, {(isCounted ? CountSql.InForce("d.place_id") : "0")} as n, coalesce(g.missing, 0) as missing,
              {Gaps(sql, "coalesce(g.missing, 0)")} as gaps
            from demand d join area a on a.id = d.area_id left join post q on q.id = d.post_id left join area u on u.id = a.parent_id
            left join gap g on g.emergency_id = d.emergency_id and g.place_id = d.place_id
            where d.emergency_id = @e and a.valid_to is null and q.valid_to is null {where.Sql}) x {state}
            """, where.Values);
    }

    /// <summary>A key that puts the largest gap first and equals in the order of the territory.</summary>
    private static string Gaps(Sql sql, string missing) =>
        sql.Pick($"printf('%06d', 999999 - {missing}) || a.path", $"lpad((999999 - {missing})::text, 6, '0') || a.path");

    /// <summary>Gaps in force, the largest first. Filters: reason, owner, area; words: names of area, post or owner.</summary>
    public async Task<TablePage<StandingGap>> Gaps(Guid emergency, TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (from, values) = GapsFrom(emergency, ask);
        var key = Gaps(store.Sql, "g.missing");
        var keyset = new Keyset(ask, "g.place_id", ("gaps", key), ("owner", "g.owner"), ("-since", "g.since"));
        var rows = await store.Sql.List($"select {GapColumns}, {key} {from} {keyset.Sql}", Gap, stop, [.. values, .. keyset.Values]);
        return keyset.Page(rows, row => keyset.Sort switch { "owner" => row.Owner, "since" => row.Since, _ => row.SortKey }, row => row.PlaceId, await store.Sql.Number($"select count(*) {from}", stop, values));
    }

    public async IAsyncEnumerable<StandingGap> AllGaps(Guid emergency, TableAsk ask, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (from, values) = GapsFrom(emergency, ask);
        await foreach (var gap in store.Sql.Rows($"select {GapColumns}, '' {from} order by g.missing desc, a.path", Gap, stop, values)) yield return gap;
    }

    private const string GapColumns = "g.place_id, g.area_id, g.post_id, a.name, q.name, u.short_name, g.missing, g.reason, g.owner, g.since";

    private static StandingGap Gap(Row row) => new(row.Guid(0), row.Guid(1), row.GuidOrNull(2), row.Text(3), row.TextOrNull(4), row.TextOrNull(5), row.Int(6), row.Text(7), row.Text(8), row.Instant(9), row.Text(10));

    private static (string, (string, object?)[]) GapsFrom(Guid emergency, TableAsk ask)
    {
        var where = new Conditions(("@e", emergency));
        where.Add(ask.Guid("area"), "@area", "a.path >= (select t.path from area t where t.id = @area) and a.path < (select t.path from area t where t.id = @area) || '~'");
        where.Add(ask["reason"], "@reason", "g.reason = @reason");
        where.Add(ask["owner"], "@owner", "g.owner = @owner");
        if (ask.Words.Length > 0) where.Add(ask.Words.ToLowerInvariant(), "@q", "(a.name like '%' || @q || '%' or q.name like '%' || @q || '%' or a.pinyin like @q || '%' or a.initials like @q || '%' or g.owner like '%' || @q || '%')");
        return ($"from gap g join area a on a.id = g.area_id left join post q on q.id = g.post_id left join area u on u.id = a.parent_id where g.emergency_id = @e {where.Sql}", where.Values);
    }

    /// <summary>Codes of a list with how many have each, the most frequent first.</summary>
    public async Task<List<(string Code, long Count)>> GapReasons(Guid emergency, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("select reason, count(*) from gap where emergency_id = @e group by reason order by 2 desc limit 30", row => (row.Text(0), row.Long(1)), stop, ("@e", emergency));
    }

    public async Task<List<(string Owner, long Count)>> GapOwners(Guid emergency, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("select owner, count(*) from gap where emergency_id = @e group by owner order by 2 desc, 1 limit 60", row => (row.Text(0), row.Long(1)), stop, ("@e", emergency));
    }

    /// <summary>Who was put back among those a plan may place, the latest first.</summary>
    public async Task<List<ReadmissionLine>> Readmissions(Guid emergency, int most, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("""
            select r.id, count(*), r.reason, r.actor, r.at, max(r.undone_at), max(r.undone_by), sum(case when w.code = @code then 1 else 0 end) from readmission r
            left join reserve w on w.emergency_id = r.emergency_id and w.person_id = r.person_id
            where r.emergency_id = @e group by r.id, r.reason, r.actor, r.at order by r.at desc, r.id desc limit @most
            """, row => new ReadmissionLine(row.Guid(0), row.Int(1), row.Text(2), row.Text(3), row.Instant(4), row.InstantOrNull(5), row.TextOrNull(6), row.IsNull(5) && row.Long(7) > 0),
            stop, ("@e", emergency), ("@code", ReadmitPeople.ReadmittedCode), ("@most", most));
    }

    public async Task<List<(string Code, long Count)>> ReserveCodes(Guid emergency, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("select code, count(*) from reserve where emergency_id = @e group by code order by 2 desc limit 30", row => (row.Text(0), row.Long(1)), stop, ("@e", emergency));
    }
}

/// <summary>Conditions of a list with their values, added where they are asked for.</summary>
internal sealed class Conditions(params (string, object?)[] values)
{
    private readonly List<string> _conditions = [];
    private readonly List<(string, object?)> _values = [.. values];

    public void Add(object? value, string name, string condition)
    {
        if (value is null) return;
        _conditions.Add(condition);
        _values.Add((name, value));
    }

    public void Add(string? condition)
    {
        if (condition is not null) _conditions.Add(condition);
    }

    public string Sql => string.Concat(_conditions.Select(c => string.Create(CultureInfo.InvariantCulture, $" and {c}")));

    public (string, object?)[] Values => [.. _values];
}
