using Muster.Placements.Counts;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.Placements.Standing;

/// <summary>What a map is drawn of: a plan, or what is in force at a moment (no plan).</summary>
public sealed record MapOf(Guid EmergencyId, Guid? PlanId, DateTimeOffset At);

/// <summary>An area or post on the map, with all places at and below it.</summary>
/// <param name="Approximate">It stands where the layout of the tree puts it, not where it was measured.</param>
/// <param name="Opens">There are places below it to look at closer.</param>
public sealed record MapPoint(Guid Id, Guid? PostId, Guid? ParentId, string Name, string Path, double Latitude, double Longitude, bool Approximate, bool Opens,
    long Served, long Minimum, long Target, long Missing, int Places, int Short, int Low, int Full, int Surplus)
{
    public CoverageState State => Short > 0 ? CoverageState.Short : Low > 0 ? CoverageState.Low : Surplus > 0 && Full == 0 ? CoverageState.Surplus : CoverageState.Full;
}

/// <summary>A map: an area, what is above it up to the emergency's own, the points, and the areas that hold them together.</summary>
public sealed record CoverageMap(Guid Id, string Name, AreaLevel Level, AreaLevel? Shown, IReadOnlyList<(Guid Id, string Name)> Above, IReadOnlyList<MapPoint> Points,
    IReadOnlyDictionary<Guid, string> Groups);

/// <summary>
/// Reads a map in a few queries whatever its size: the deepest level with at most <see cref="PointsMost"/> areas is shown, everything below
/// is added up into it; a province shows its counties, a district its communities, a community its posts.
/// </summary>
public sealed class MapQueries(Stores stores)
{
    public const int PointsMost = 400;

    private sealed record Need(Guid PlaceId, Guid? PostId, string Path, int Minimum, int Target, double? Latitude, double? Longitude, string? Name, double? AreaLatitude, double? AreaLongitude, long Served);

    private sealed record Spot(Guid Id, Guid? Parent, string Name, string Path, double Latitude, double Longitude, bool Approximate, long Served);

    public async Task<CoverageMap?> Read(MapOf of, Guid? area, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var sql = store.Sql;
        var top = await sql.First("select a.id, a.path from emergency e join area a on a.id = e.area_id where e.id = @e", row => (Id: row.Guid(0), Path: row.Text(1)), stop, ("@e", of.EmergencyId));
        if (top.Path is null) return null;
        var center = await sql.First("select id, name, level, path, latitude, longitude, approximate from area where id = @a",
            row => (Id: row.Guid(0), Name: row.Text(1), Level: (AreaLevel)row.Int(2), Path: row.Text(3), Lat: row.DoubleOrNull(4), Lon: row.DoubleOrNull(5)), stop, ("@a", area ?? top.Id));
        if (center.Path is null || !AreaPath.IsAtOrBelow(center.Path, top.Path)) return null;
        (string, object?)[] values = [("@e", of.EmergencyId), ("@path", center.Path), ("@end", AreaPath.End(center.Path)), ("@p", of.PlanId), ("@at", of.At)];
        Func<string, string> served = of.PlanId is null ? CountSql.InForce : CountSql.Served;
        var needs = await sql.List($"""
            select d.place_id, d.post_id, a.path, d.minimum, d.target, q.latitude, q.longitude, q.name, a.latitude, a.longitude, {served("d.place_id")} from area a join demand d on d.area_id = a.id and d.emergency_id = @e
            left join post q on q.id = d.post_id where a.path >= @path and a.path < @end and a.valid_to is null and q.valid_to is null order by a.path, case when d.post_id is null then 0 else 1 end, q.name
            """, row => new Need(row.Guid(0), row.GuidOrNull(1), row.Text(2), row.Int(3), row.Int(4), row.DoubleOrNull(5), row.DoubleOrNull(6), row.TextOrNull(7), row.DoubleOrNull(8), row.DoubleOrNull(9), row.Long(10)), stop, values);
        var level = await Level(sql, center.Path, needs, stop);
        var points = level is { } shown ? Areas(await Spots(sql, shown, served, values, stop), needs) : Posts(needs);
        var above = await sql.List($"select id, short_name, path from area where path in ({string.Join(',', AreaPath.Above(center.Path).Where(p => AreaPath.IsAtOrBelow(p, top.Path)).Select((_, i) => $"@u{i}").DefaultIfEmpty("''"))}) order by path",
            row => (row.Guid(0), row.Text(1)), stop, [.. AreaPath.Above(center.Path).Where(p => AreaPath.IsAtOrBelow(p, top.Path)).Select((p, i) => ($"@u{i}", (object?)p))]);
        var groups = await sql.List($"select id, short_name from area where {IdSet.In(sql, "id", "@ids")}", row => (Id: row.Guid(0), Name: row.Text(1)), stop,
            ("@ids", IdSet.Of(sql, points.Select(p => p.ParentId).OfType<Guid>().Where(p => p != center.Id).Distinct())));
        return new CoverageMap(center.Id, center.Name, center.Level, level, above, points, groups.ToDictionary(g => g.Id, g => g.Name));
    }

    /// <summary>The deepest level that has places and few enough areas; null where only posts are below.</summary>
    private static async Task<AreaLevel?> Level(Sql sql, string path, List<Need> needs, CancellationToken stop)
    {
        if (needs.TrueForAll(n => n.Path == path)) return null;
        AreaLevel? chosen = null;
        foreach (var level in Enum.GetValues<AreaLevel>())
        {
            var count = await sql.Number("select count(*) from area where level = @level and path > @path and path < @end and valid_to is null", stop,
                ("@level", (int)level), ("@path", path), ("@end", AreaPath.End(path)));
            var isUsed = count > 0 && await sql.Number("""
                select count(*) from (select 1 as one from area a where a.level = @level and a.path > @path and a.path < @end and a.valid_to is null
                  and exists (select 1 from area k join demand d on d.area_id = k.id where k.path >= a.path and k.path < a.path || '~') limit 1) x
                """, stop, ("@level", (int)level), ("@path", path), ("@end", AreaPath.End(path))) > 0;
            if (isUsed && (chosen is null || count <= PointsMost)) chosen = level;
        }
        return chosen;
    }

    private static Task<List<Spot>> Spots(Sql sql, AreaLevel level, Func<string, string> served, (string, object?)[] values, CancellationToken stop) => sql.List($"""
        select id, parent_id, short_name, path, latitude, longitude, approximate, {served("area.id")} from area where level = @level and path > @path and path < @end and valid_to is null and latitude is not null order by path
        """, row => new Spot(row.Guid(0), row.GuidOrNull(1), row.Text(2), row.Text(3), row.Double(4), row.Double(5), row.Bool(6), row.Long(7)), stop, [.. values, ("@level", (int)level)]);

    private static List<MapPoint> Areas(List<Spot> spots, List<Need> needs)
    {
        var points = new List<MapPoint>(spots.Count);
        var paths = needs.ConvertAll(n => n.Path);
        foreach (var spot in spots)
        {
            var (from, to) = (First(paths, spot.Path), First(paths, AreaPath.End(spot.Path)));
            if (from == to) continue;
            points.Add(Added(needs, from, to) with
            {
                Id = spot.Id, ParentId = spot.Parent, Name = spot.Name, Path = spot.Path, Latitude = spot.Latitude, Longitude = spot.Longitude, Approximate = spot.Approximate,
                Opens = to - from > 1, Served = spot.Served,
            });
        }
        // Posts of the areas above (a street's own, a district's own) lie under no point; they stand for themselves.
        var inPoints = spots.Select(s => s.Path).ToHashSet(StringComparer.Ordinal);
        points.AddRange(Posts([.. needs.Where(n => n.PostId is not null && !inPoints.Contains(n.Path) && !AreaPath.Above(n.Path).Any(inPoints.Contains))]));
        return points;
    }

    private static List<MapPoint> Posts(List<Need> needs)
    {
        var posts = needs.Where(n => n.PostId is not null).ToList();
        return [.. posts.Select((n, i) =>
        {
            // A post without coordinates stands on a ring around its area.
            var turn = 2 * Math.PI * i / posts.Count;
            var isMeasured = n.Latitude is not null && n.Longitude is not null;
            return Added(needs, needs.IndexOf(n), needs.IndexOf(n) + 1) with
            {
                Id = n.PlaceId, PostId = n.PostId, Name = n.Name ?? "", Path = n.Path, Approximate = !isMeasured,
                Latitude = n.Latitude ?? n.AreaLatitude.GetValueOrDefault() + 0.001 * Math.Sin(turn), Longitude = n.Longitude ?? n.AreaLongitude.GetValueOrDefault() + 0.001 * Math.Cos(turn),
            };
        })];
    }

    private static MapPoint Added(List<Need> needs, int from, int to)
    {
        long served = 0, minimum = 0, target = 0, missing = 0, own = 0, inside = 0;
        var states = new int[4];
        string? around = null;
        for (var i = from; i < to; i++)
        {
            var need = needs[i];
            var here = need.Served;
            var isInside = around is not null && AreaPath.IsAtOrBelow(need.Path, around);
            var state = here < need.Minimum ? CoverageState.Short : here < need.Target ? CoverageState.Low : here == need.Target ? CoverageState.Full : CoverageState.Surplus;
            if (!isInside || state == CoverageState.Short) states[(int)state]++;
            var lacks = Math.Max(0, need.Minimum - here);
            if (isInside)
            {
                inside += lacks;
                continue;
            }
            // What stands inside a place (a post, a compound) counts towards that place: whoever fills it fills both.
            (missing, own, inside) = (missing + Math.Max(own, inside), lacks, 0);
            (served, minimum, target, around) = (served + here, minimum + need.Minimum, target + need.Target, need.Path);
        }
        missing += Math.Max(own, inside);
        return new MapPoint(Guid.Empty, null, null, "", "", 0, 0, false, false, served, minimum, target, missing, to - from, states[0], states[1], states[2], states[3]);
    }

    /// <summary>Index of the first path that is not before this one, by bytes.</summary>
    private static int First(List<string> paths, string path)
    {
        var (low, high) = (0, paths.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(paths[middle], path) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
