using Microsoft.EntityFrameworkCore;
using Muster.Platform.Storage;
using Muster.Territory.Contract;

namespace Muster.Territory;

/// <summary>An area with the names of what is above it, outermost first, headings like 市辖区 left out.</summary>
public sealed record AreaHit(AreaRef Area, IReadOnlyList<string> Above, int Children = 0);

/// <summary>An area's page: above, below, what it became or came from.</summary>
/// <param name="Below">Standing areas below it, by level.</param>
/// <param name="From">Areas it succeeds.</param>
/// <param name="To">Areas that succeed it, step by step to those that stand.</param>
public sealed record AreaView(Area Area, IReadOnlyList<AreaRef> Above, IReadOnlyDictionary<AreaLevel, int> Below, int Children, int Posts,
    IReadOnlyList<AreaRef> From, IReadOnlyList<AreaRef> To);

/// <summary>Reads of the territory; every list is keyset paged and kept to a path.</summary>
public sealed class AreaQueries(Stores stores)
{
    public async Task<Found<AreaHit>> Find(AreaSearch search, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var found = await new AreaFinding(store.Sql, search, stop).Run();
        return new Found<AreaHit>(await WithAbove(store.Sql, found.Items, children: false, stop), found.Next);
    }

    /// <summary>Children in tree order, each with how many it has itself; the roots for null.</summary>
    /// <param name="after">Path of the last one seen.</param>
    public async Task<Found<AreaHit>> Children(Guid? parent, string? after, int size, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var under = parent is null ? "a.parent_id is null" : "a.parent_id = @parent";
        var rows = await store.Sql.List($"""
            select {AreaRef.Columns}, (select count(*) from area c where c.parent_id = a.id and c.valid_to is null)
            from area a where {under} and a.path > @after and {Areas.Open} order by a.path limit {size + 1}
            """, row => new AreaHit(AreaRef.Read(row), [], row.Int(7)), stop, [.. ((string, object?)[])(parent is null ? [] : [("@parent", parent)]), ("@after", after ?? "")]);
        // 天津市 has its districts under a heading of the code; people look for them under the city.
        if (parent is not null && rows is [{ Area: var only }] && IsHeading(only)) return await Children(only.Id, after, size, stop);
        return rows.Count <= size ? new Found<AreaHit>(rows, null) : new Found<AreaHit>(rows[..size], rows[size - 1].Area.Path);
    }

    public async Task<AreaRef?> Get(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await Get(store.Sql, id, stop);
    }

    public static Task<AreaRef?> Get(Sql sql, Guid id, CancellationToken stop) =>
        sql.First($"select {AreaRef.Columns} from area a where a.id = @id", AreaRef.Read, stop, ("@id", id));

    /// <summary>The standing area of a code, the highest where two levels share it; 42 stands for 420000000000.</summary>
    public async Task<AreaRef?> ByCode(string code, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First($"select {AreaRef.Columns} from area a where a.code = @code and {Areas.Open} order by a.level limit 1",
            AreaRef.Read, stop, ("@code", code.PadRight(12, '0')));
    }

    /// <summary>What is above, outermost first.</summary>
    public static Task<List<AreaRef>> Above(Sql sql, string path, CancellationToken stop) => ByPaths(sql, AreaPath.Above(path), stop);

    /// <summary>Standing areas below a path (itself left out), by level.</summary>
    public static async Task<SortedDictionary<AreaLevel, int>> CountBelow(Sql sql, string path, CancellationToken stop)
    {
        var counts = new SortedDictionary<AreaLevel, int>();
        foreach (var level in Enum.GetValues<AreaLevel>())
        {
            var count = await sql.Number("select count(*) from area where level = @level and path > @path and path < @pathEnd and valid_to is null", stop,
                [.. Areas.Subtree(path), ("@level", (int)level)]);
            if (count > 0) counts[level] = (int)count;
        }
        return counts;
    }

    public async Task<AreaView?> Show(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        if (await store.Set<Area>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, stop) is not { } area) return null;
        var sql = store.Sql;
        return new AreaView(area, await Above(sql, area.Path, stop), await CountBelow(sql, area.Path, stop),
            (int)await sql.Number("select count(*) from area where parent_id = @id and valid_to is null", stop, ("@id", id)),
            (int)await sql.Number("select count(*) from post where area_id = @id and valid_to is null", stop, ("@id", id)),
            await sql.List($"select {AreaRef.Columns} from area a where a.id in (select from_id from area_succession where to_id = @id) order by a.path",
                AreaRef.Read, stop, ("@id", id)),
            area.ValidTo is null ? [] : await Successions.Of(sql, id, null, stop));
    }

    private static async Task<List<AreaHit>> WithAbove(Sql sql, IReadOnlyList<AreaRef> areas, bool children, CancellationToken stop)
    {
        var above = (await ByPaths(sql, areas.SelectMany(a => AreaPath.Above(a.Path)).Distinct(), stop)).ToDictionary(a => a.Path, StringComparer.Ordinal);
        return [.. areas.Select(a => new AreaHit(a, Names(AreaPath.Above(a.Path).Select(above.GetValueOrDefault))))];
    }

    /// <summary>Short names for people: headings of the code (市辖区) are left out.</summary>
    public static List<string> Names(IEnumerable<AreaRef?> areas) => [.. areas.Where(a => a is not null && !IsHeading(a)).Select(a => a!.ShortName)];

    /// <summary>A city that is only a heading in the code and has no government.</summary>
    public static bool IsHeading(AreaRef area) =>
        area.Level == AreaLevel.City && area.Name is "市辖区" or "县" or "省直辖县级行政区划" or "自治区直辖县级行政区划";

    private static Task<List<AreaRef>> ByPaths(Sql sql, IEnumerable<string> paths, CancellationToken stop)
    {
        var list = paths.ToArray();
        if (list.Length == 0) return Task.FromResult(new List<AreaRef>());
        var among = sql.Pick("select value from json_each(@paths)", "select unnest(@paths)");
        return sql.List($"select {AreaRef.Columns} from area a where a.path in ({among}) order by a.path", AreaRef.Read, stop,
            ("@paths", sql.Engine == Engine.Sqlite ? System.Text.Json.JsonSerializer.Serialize(list) : list));
    }
}
