using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory.Contract;

namespace Muster.Territory;

/// <summary>One entry of an area's history.</summary>
/// <param name="NameBefore">What it was called until then; null where the name did not change.</param>
/// <param name="ParentBefore">What stood above it until then; null where that did not change.</param>
public sealed record AreaEntry(AreaChangeKind Kind, DateTimeOffset At, string Actor, string Reason, string? NameBefore, string? ParentBefore);

/// <summary>An area with everything around it that a change of it touches.</summary>
/// <param name="Siblings">Standing areas of its level under the same parent.</param>
public sealed record AreaAround(Area Area, IReadOnlyList<AreaRef> Above, IReadOnlyList<Area> Siblings, IReadOnlyList<Area> Children, IReadOnlyList<Post> Posts,
    IReadOnlyList<Hanging> Hanging);

/// <summary>A dot of the schematic map.</summary>
public sealed record AreaPoint(AreaRef Area, double Latitude, double Longitude, bool Approximate, int? Residents);

/// <summary>What the pages of an area read beyond <see cref="AreaQueries"/>.</summary>
public sealed class AreaStory(Stores stores, IEnumerable<IHangOnAreas> hanging)
{
    /// <summary>Latest first. Changes that only took it along (a re-cut above) are entries too.</summary>
    public async Task<IReadOnlyList<AreaEntry>> Of(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("""
            select c.kind, c.at, c.actor, c.reason, p.name, o.name, a.name, a.parent_id, p.parent_id
            from area_change c
            left join area_past p on p.change_id = c.id and p.area_id = @id
            left join area o on o.id = p.parent_id
            join area a on a.id = @id
            where c.area_id = @id or c.id in (select change_id from area_past where area_id = @id) or c.id in (select change_id from area_succession where to_id = @id)
            order by c.at desc, c.id desc
            """, row => new AreaEntry(row.Enum<AreaChangeKind>(0), row.Instant(1), row.Text(2), row.Text(3), row.TextOrNull(4), row.TextOrNull(5)), stop, ("@id", id));
    }

    public async Task<AreaAround?> Around(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var areas = store.Set<Area>().AsNoTracking();
        if (await areas.FirstOrDefaultAsync(a => a.Id == id, stop) is not { } area) return null;
        return new AreaAround(area, await AreaQueries.Above(store.Sql, area.Path, stop),
            await areas.Where(a => a.ParentId == area.ParentId && a.Level == area.Level && a.ValidTo == null && a.Id != id).OrderBy(a => a.Path).Take(500).ToListAsync(stop),
            await areas.Where(a => a.ParentId == id && a.ValidTo == null).OrderBy(a => a.Path).ToListAsync(stop),
            await store.Set<Post>().AsNoTracking().Where(p => p.AreaId == id && p.ValidTo == null).OrderBy(p => p.Number).ThenBy(p => p.Name).ToListAsync(stop),
            await Hanging(store.Sql, area.Path, stop));
    }

    /// <summary>What hangs on an area and what is below it, of every module.</summary>
    private async Task<IReadOnlyList<Hanging>> Hanging(Sql sql, string path, CancellationToken stop)
    {
        var all = new List<Hanging>();
        foreach (var (level, count) in await AreaQueries.CountBelow(sql, path, stop))
            all.Add(new Hanging($"下级{TerritoryRules.Zh(level)}", InEnglish.Word(count, TerritoryRules.En(level), TerritoryRules.EnMany(level)) + " below", count));
        var posts = (int)await sql.Number($"select count(*) from post p join area a on a.id = p.area_id where {Areas.Within} and p.valid_to is null", stop, Areas.Subtree(path));
        all.Add(new Hanging("岗位", InEnglish.Word(posts, "post", "posts"), posts));
        foreach (var module in hanging) all.AddRange(await module.On(sql, path, stop));
        return [.. all.Where(h => h.Count > 0)];
    }

    /// <summary>What becomes of what hangs on areas that are to end, of every module.</summary>
    public async Task<IReadOnlyList<Hanging>> After(Ending ending, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var all = new List<Hanging>();
        foreach (var module in hanging) all.AddRange(await module.After(store.Sql, ending, stop));
        return [.. all.Where(h => h.Count > 0)];
    }

    /// <summary>Where the areas directly below stand (at most 2,000), and the area itself; the tops for null.</summary>
    public async Task<IReadOnlyList<AreaPoint>> Map(Guid? id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var under = id is null ? "a.parent_id is null" : "a.parent_id = @id";
        var points = await store.Sql.List($"""
            select {AreaRef.Columns}, a.latitude, a.longitude, a.approximate, a.residents from area a
            where {under} and {Areas.Open} and a.latitude is not null order by a.path limit 2000
            """, row => new AreaPoint(AreaRef.Read(row), row.Double(7), row.Double(8), row.Bool(9), row.IntOrNull(10)), stop, ("@id", id));
        // 市辖区 alone is no map: people look for the districts under the city.
        return id is not null && points is [{ Area: var only }] && AreaQueries.IsHeading(only) ? await Map(only.Id, stop) : points;
    }

    /// <summary>Whether anything was loaded or made yet.</summary>
    public async Task<bool> IsEmpty(CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.Number("select count(*) from (select 1 as one from area limit 1) x", stop) == 0;
    }

    /// <summary>Every standing area of a subtree and level, whole, with the code (or name) of the one above; for a spreadsheet.</summary>
    /// <param name="only">These alone, in their order; null for all.</param>
    public async IAsyncEnumerable<(Area Area, string? ParentCode)> Everything(string under, AreaLevel? level, IReadOnlyList<Guid>? only,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var areas = store.Set<Area>().AsNoTracking();
        var named = new Dictionary<Guid, string>();
        IQueryable<Area>[] parts = only is null
            ? [areas.Under(under).Where(a => a.ValidTo == null && (level == null || a.Level == level))]
            : [.. only.Chunk(500).Select(ids => areas.Where(a => ids.Contains(a.Id)))];
        foreach (var part in parts)
        {
            var rows = from area in part join above in areas on area.ParentId equals above.Id into abovePart from above in abovePart.DefaultIfEmpty()
                orderby area.Path select new { area, above };
            await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(stop))
                yield return (row.area, row.above is null ? null : row.above.Code ?? await NameFrom(row.above, named, stop));
        }
    }

    /// <summary>Of an area without a code: the nearest code above and the names down to it, which an import follows.</summary>
    private async Task<string> NameFrom(Area area, Dictionary<Guid, string> named, CancellationToken stop)
    {
        if (named.TryGetValue(area.Id, out var known)) return known;
        if (area.ParentId is not { } above) return area.Name;
        await using var store = await stores.Open(stop);
        var parent = await store.Set<Area>().AsNoTracking().SingleAsync(a => a.Id == above, stop);
        return named[area.Id] = (parent.Code ?? await NameFrom(parent, named, stop)) + Importing.AreaLookup.Step + area.Name;
    }
}
