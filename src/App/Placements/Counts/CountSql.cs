using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.Placements.Counts;

/// <summary>Pieces of queries that roll numbers of areas up the tree, and that read them.</summary>
internal static class CountSql
{
    private const int DepthMost = 12;

    /// <summary>Lengths of all prefixes of a path that are paths of areas above: <c>depth(k)</c>.</summary>
    public static readonly string Depth = $"depth(k) as (values {string.Join(',', Enumerable.Range(1, DepthMost).Select(k => $"({k * AreaPath.SegmentLength})"))})";

    /// <summary>The areas of <c>@areas</c> with all above them: <c>near(id)</c>.</summary>
    public static string Near(Sql sql) => $"""
        near as (select distinct u.id from area k join area u on u.path in ({string.Join(',', Enumerable.Range(1, DepthMost).Select(n => $"substr(k.path, 1, {n * AreaPath.SegmentLength})"))})
          where {IdSet.In(sql, "k.id", "@areas")})
        """;

    /// <summary>Joins <c>c</c>, the area of the relation's path and each above it, to a relation <c>s</c> with a path.</summary>
    public const string Above = "join depth on depth.k <= length(s.path) join area c on c.path = substr(s.path, 1, depth.k)";

    /// <summary>How many of plan <c>@p</c> serve at or below a place.</summary>
    public static string Served(string place) => $"coalesce((select n.served from plan_count n where n.plan_id = @p and n.place_id = {place}), 0)";

    /// <summary>How many are missing in the gaps of plan <c>@p</c> at or below an area.</summary>
    public static string Missing(string area) => $"coalesce((select n.missing from plan_count n where n.plan_id = @p and n.place_id = {area}), 0)";

    /// <summary>How many serve at or below a place in emergency <c>@e</c> at <c>@at</c>.</summary>
    public static string InForce(string place) =>
        $"coalesce((select sum(n.served) from standing_count n where n.emergency_id = @e and n.place_id = {place} and n.at <= @at), 0)";
}
