using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Territory;

namespace Muster.Needs;

/// <summary>A line of the demand list. <see cref="Cursor"/> continues the list after this line.</summary>
public sealed record DemandLine(Guid PlaceId, PlaceKind Kind, Guid AreaId, Guid? PostId, string Name, string AreaName, AreaLevel Level, string? Code, int? Residents, int? LocalStaff,
    int Minimum, int Target, int Absorption, DemandSource Source, string? Reason, int Version, string Path)
{
    public string Cursor => Path + "/" + PlaceId.ToString("n");
}

/// <summary>Filters of the demand list. <paramref name="Below"/>: an area, that one and all below it.</summary>
public sealed record DemandFilter(string? Search = null, AreaLevel? Level = null, PlaceKind? Kind = null, DemandSource? Source = null, Guid? Below = null);

/// <summary>Sums over the places of a level, or over the posts (<paramref name="Level"/> null).</summary>
public sealed record DemandSum(AreaLevel? Level, long Places, long Minimum, long Target, long Absorption, long Overridden);

/// <summary>What a rule would make of the places, before it is set.</summary>
/// <param name="Examples">The first places it changes, with the formula filled in.</param>
public sealed record DemandPreview(int Places, int Changed, long MinimumBefore, long Minimum, long TargetBefore, long Target, long Absorption, int ResidentsUnknown, int LocalStaffUnknown,
    IReadOnlyList<DemandExample> Examples);

public sealed record DemandExample(Guid PlaceId, string Name, DemandFigures? Before, DemandFigures After, IReadOnlyList<string> FormulaZh, IReadOnlyList<string> FormulaEn);

/// <summary>Reads demand. Lists run along the area paths, so that "this area and below" and "after this line" are index ranges.</summary>
public static class DemandQueries
{
    public static Task<List<DemandLine>> List(Sql sql, Ground ground, DemandFilter filter, string? after, int rowsMax, CancellationToken stop) =>
        sql.List(Lines(filter), Read, stop, Values(ground, filter, after, rowsMax));

    /// <summary>A page of the list, forward and back; the order is that of the territory.</summary>
    public static async Task<TablePage<DemandLine>> Page(Sql sql, Ground ground, DemandFilter filter, TableAsk ask, CancellationToken stop)
    {
        var keyset = new Keyset(ask, "d.place_id", ("place", "a.path"));
        var text = Lines(filter);
        var lines = await sql.List(text[..text.LastIndexOf("order by", StringComparison.Ordinal)] + keyset.Sql, Read, stop, [.. Values(ground, filter, null, 0), .. keyset.Values]);
        var isWhole = filter is { Level: null, Kind: null, Source: null, Below: null } && string.IsNullOrWhiteSpace(filter.Search);
        var total = await sql.Number(isWhole ? "select count(*) from demand where emergency_id = @e" : "select count(*) from (" + text[..text.LastIndexOf("order by", StringComparison.Ordinal)] + ") x", stop, Values(ground, filter, null, 0));
        return keyset.Page(lines, line => line.Path, line => line.PlaceId, total);
    }

    /// <summary>Some places by id, in the order of the territory.</summary>
    public static async Task<List<DemandLine>> Places(Sql sql, Ground ground, IReadOnlyList<Guid> ids, CancellationToken stop)
    {
        var lines = new List<DemandLine>();
        foreach (var id in ids.Distinct())
            lines.AddRange(await sql.List(Lines(new()).Replace("from area a cross join demand d", "from demand d cross join area a", StringComparison.Ordinal).Replace("where d.area_id", "where d.place_id = @one and d.area_id", StringComparison.Ordinal), Read, stop,
                [.. Values(ground, new(), null, 1), ("one", id)]));
        return lines;
    }

    /// <summary>The same lines, streamed, for spreadsheets.</summary>
    public static IAsyncEnumerable<DemandLine> Stream(Sql sql, Ground ground, DemandFilter filter, CancellationToken stop) =>
        sql.Rows(Lines(filter), Read, stop, Values(ground, filter, null, int.MaxValue));

    public static Task<List<DemandSum>> Sums(Sql sql, Guid emergencyId, CancellationToken stop) => sql.List("""
        select case when d.place_kind = 'Post' then -1 else a.level end as lv, count(*), sum(d.minimum), sum(d.target), sum(d.absorption),
          sum(case when d.source in ('Override', 'Import') then 1 else 0 end)
        from demand d join area a on a.id = d.area_id where d.emergency_id = @e group by 1 order by 1
        """, row => new DemandSum(row.Int(0) < 0 ? null : (AreaLevel)row.Int(0), row.Long(1), row.Long(2), row.Long(3), row.Long(4), row.Long(5)), stop, ("e", emergencyId));

    /// <summary>Areas of the covered level without a demand row: they would get nobody.</summary>
    public static Task<long> CoveredWithoutDemand(Sql sql, Ground ground, CancellationToken stop) => sql.Number("""
        select count(*) from area a where a.path >= @from and a.path < @end and a.level = @level and a.valid_to is null and (a.emergency_id is null or a.emergency_id = @e)
          and not exists (select 1 from demand d where d.emergency_id = @e and d.place_id = a.id)
        """, stop, ("e", ground.EmergencyId), ("from", ground.Path), ("end", ground.End), ("level", (int)ground.Covered));

    public static Task<List<DemandRule>> Rules(Store store, Guid emergencyId, CancellationToken stop) =>
        store.Set<DemandRule>().AsNoTracking().Where(r => r.EmergencyId == emergencyId).OrderBy(r => r.Level).ToListAsync(stop);

    /// <summary>The formula of one place with its values; null where no rule speaks for it.</summary>
    public static async Task<DemandExample?> Explain(Store store, Ground ground, Guid placeId, CancellationToken stop)
    {
        var area = await store.Set<Area>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == placeId, stop);
        if (area is null) return null;
        var places = await DemandReckoning.Reckon(store.Sql, ground, await Rules(store, ground.EmergencyId, stop), area.Path, stop);
        return places.FirstOrDefault(p => p.Id == placeId) is { Rule: { } rule } place ? Example(place, rule, area.Name, null) : null;
    }

    /// <summary>Sums and examples if <paramref name="rule"/> stood for its level; nothing is saved.</summary>
    public static async Task<DemandPreview> Preview(Store store, Ground ground, DemandRule rule, CancellationToken stop)
    {
        var rules = await Rules(store, ground.EmergencyId, stop);
        var now = await DemandReckoning.Reckon(store.Sql, ground, rules, null, stop);
        var then = await DemandReckoning.Reckon(store.Sql, ground, [.. rules.Where(r => r.Level != rule.Level), rule], null, stop);
        var before = now.ToDictionary(p => p.Id, p => p.Figures);
        var changed = then.Where(p => !before.TryGetValue(p.Id, out var old) || old != p.Figures).ToList();
        var level = then.Where(p => p.Rule == rule).ToList();
        var examples = new List<DemandExample>();
        foreach (var place in changed.Where(p => p.Rule == rule).Concat(level).DistinctBy(p => p.Id).Take(5))
        {
            var name = await store.Set<Area>().Where(a => a.Id == place.AreaId).Select(a => a.Name).SingleAsync(stop);
            examples.Add(Example(place, rule, name, before.TryGetValue(place.Id, out var old) ? old : null));
        }
        return new(then.Count, changed.Count,
            ComputeDemand.Outermost(now).Sum(p => (long)p.Figures.Minimum), ComputeDemand.Outermost(then).Sum(p => (long)p.Figures.Minimum),
            ComputeDemand.Outermost(now).Sum(p => (long)p.Figures.Target), ComputeDemand.Outermost(then).Sum(p => (long)p.Figures.Target),
            ComputeDemand.Outermost(then).Sum(p => (long)p.Figures.Absorption),
            level.Count(p => p.Residents is null), level.Count(p => p.LocalStaff is null), examples);
    }

    private static DemandExample Example(ReckonedPlace place, DemandRule rule, string name, DemandFigures? before) =>
        new(place.Id, name, before, place.Figures, DemandRules.Explain(rule, place.Facts, chinese: true), DemandRules.Explain(rule, place.Facts, chinese: false));

    private static string Lines(DemandFilter filter) => $"""
        select d.place_id, d.place_kind, d.area_id, d.post_id, coalesce(p.name, a.name), case when d.post_id is null then coalesce(up.name, '') else a.name end, a.level, a.code,
          a.residents, a.local_staff, d.minimum, d.target, d.absorption, d.source, d.reason, d.version, a.path
        from area a cross join demand d left join post p on p.id = d.post_id left join area up on up.id = a.parent_id
        where d.area_id = a.id and d.emergency_id = @e and a.path >= @from and a.path < @end
          and (a.path > @path or (a.path = @path and d.place_id > @place))
          {(filter.Below is null ? "" : "and a.path >= (select b.path from area b where b.id = @below) and a.path < (select b.path from area b where b.id = @below) || '~'")}
          {(filter.Level is null ? "" : "and a.level = @level")} {(filter.Kind is null ? "" : "and d.place_kind = @kind")} {(filter.Source is null ? "" : "and d.source = @source")}
          {(string.IsNullOrWhiteSpace(filter.Search) ? "" : "and (a.name like @like or p.name like @like or a.pinyin like @start or a.initials like @start or a.code like @start)")}
        order by a.path, d.place_id limit @max
        """;

    private static (string, object?)[] Values(Ground ground, DemandFilter filter, string? after, int rowsMax)
    {
        var (path, place) = after?.Split('/') is [var p, var id] && Guid.TryParseExact(id, "n", out var guid) ? (p, guid) : ("", Guid.Empty);
        var search = (filter.Search ?? "").Trim().Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return [("e", ground.EmergencyId), ("from", ground.Path), ("end", ground.End), ("path", path), ("place", place), ("below", filter.Below), ("level", (int?)filter.Level),
            ("kind", filter.Kind), ("source", filter.Source), ("like", "%" + search + "%"), ("start", search.ToLowerInvariant() + "%"), ("max", rowsMax)];
    }

    private static DemandLine Read(Row row) => new(row.Guid(0), row.Enum<PlaceKind>(1), row.Guid(2), row.GuidOrNull(3), row.Text(4), row.Text(5), (AreaLevel)row.Int(6),
        row.TextOrNull(7), row.IntOrNull(8), row.IntOrNull(9), row.Int(10), row.Int(11), row.Int(12), row.Enum<DemandSource>(13), row.TextOrNull(14), row.Int(15), row.Text(16));
}
