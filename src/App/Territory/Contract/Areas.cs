using Muster.Platform.Storage;

namespace Muster.Territory.Contract;

/// <summary>An area in short, as other modules read it.</summary>
/// <param name="Path">Where it stands now (<see cref="AreaPath"/>); not to be stored.</param>
/// <param name="Code">12-digit statistical code, null for areas the register does not have.</param>
public sealed record AreaRef(Guid Id, Guid? ParentId, AreaLevel Level, string Name, string ShortName, string? Code, string Path)
{
    /// <summary>Columns for hand-written SQL over <c>area a</c>, in the order that <see cref="Read"/> takes them.</summary>
    public const string Columns = "a.id, a.parent_id, a.level, a.name, a.short_name, a.code, a.path";

    public static AreaRef Read(Row row) => Read(row, 0);

    public static AreaRef Read(Row row, int at) => new(row.Guid(at), row.GuidOrNull(at + 1), (AreaLevel)row.Int(at + 2), row.Text(at + 3),
        row.Text(at + 4), row.TextOrNull(at + 5), row.Text(at + 6));

    public static AreaRef Of(Area area) => new(area.Id, area.ParentId, area.Level, area.Name, area.ShortName, area.Code, area.Path);
}

/// <summary>A post in short, as other modules read it.</summary>
/// <param name="AreaPath">Path of the area it belongs to.</param>
public sealed record PostRef(Guid Id, Guid AreaId, string AreaPath, string Name, string Kind, string? Number, int Minimum, int Target, int? Absorption)
{
    /// <summary>Columns for hand-written SQL over <c>post p join area a on a.id = p.area_id</c>.</summary>
    public const string Columns = "p.id, p.area_id, a.path, p.name, p.kind, p.number, p.minimum, p.target, p.absorption";

    public static PostRef Read(Row row) => new(row.Guid(0), row.Guid(1), row.Text(2), row.Text(3), row.Text(4), row.TextOrNull(5),
        row.Int(6), row.Int(7), row.IntOrNull(8));
}

/// <summary>Pieces of queries that every module uses to keep to a subtree; both are an index range on <c>area.path</c>.</summary>
public static class Areas
{
    /// <summary>SQL condition over <c>area a</c>: the area itself and everything below. Give it the parameters of <see cref="Subtree"/>.</summary>
    public const string Within = "a.path >= @path and a.path < @pathEnd";

    /// <summary>SQL condition over <c>area a</c>: still standing.</summary>
    public const string Open = "a.valid_to is null";

    /// <summary>SQL condition over <c>area a</c>: stood at <c>@at</c>.</summary>
    public const string OpenAt = "a.valid_from <= @at and (a.valid_to is null or a.valid_to > @at)";

    /// <summary>The parameters of <see cref="Within"/>; the empty path is the whole territory.</summary>
    public static (string Name, object? Value)[] Subtree(string path) => [("@path", path), ("@pathEnd", AreaPath.End(path))];

    /// <summary>The same for LINQ.</summary>
    public static IQueryable<Area> Under(this IQueryable<Area> areas, string path)
    {
        var end = AreaPath.End(path);
        return areas.Where(a => string.Compare(a.Path, path) >= 0 && string.Compare(a.Path, end) < 0);
    }

    /// <summary>All standing areas of a level in a subtree, in path order: 54,145 communities of a province in one go.</summary>
    /// <param name="path">Empty for everywhere.</param>
    /// <param name="levels">None means every level.</param>
    public static Task<List<AreaRef>> List(Sql sql, string path, CancellationToken stop, params AreaLevel[] levels) =>
        sql.List($"select {AreaRef.Columns} from area a where {Within} and {Open}{LevelIn(levels)} order by a.path",
            AreaRef.Read, stop, Subtree(path));

    /// <summary>All standing posts in a subtree, in order of area path and number.</summary>
    public static Task<List<PostRef>> Posts(Sql sql, string path, CancellationToken stop) =>
        sql.List($"select {PostRef.Columns} from post p join area a on a.id = p.area_id where {Within} and p.valid_to is null order by a.path, p.number, p.id",
            PostRef.Read, stop, Subtree(path));

    /// <summary>Facts that planning needs, of all standing areas of the levels given, in path order.</summary>
    public static Task<List<AreaFacts>> Facts(Sql sql, string path, CancellationToken stop, params AreaLevel[] levels) =>
        sql.List($"select {AreaFacts.Columns} from area a where {Within} and {Open}{LevelIn(levels)} order by a.path",
            AreaFacts.Read, stop, Subtree(path));

    private static string LevelIn(AreaLevel[] levels) =>
        levels.Length == 0 ? "" : $" and a.level in ({string.Join(',', levels.Select(l => (int)l))})";
}

/// <summary>What is known of an area for planning.</summary>
/// <param name="Approximate">The coordinates are laid out from the tree, not measured; say so wherever they are shown.</param>
public sealed record AreaFacts(Guid AreaId, int? Residents, int? Households, int? Buildings, int? LocalStaff,
    double? Latitude, double? Longitude, Datum? Datum, bool Approximate)
{
    public const string Columns = "a.id, a.residents, a.households, a.buildings, a.local_staff, a.latitude, a.longitude, a.datum, a.approximate";

    public static AreaFacts Read(Row row) => new(row.Guid(0), row.IntOrNull(1), row.IntOrNull(2), row.IntOrNull(3), row.IntOrNull(4),
        row.DoubleOrNull(5), row.DoubleOrNull(6), row.IsNull(7) ? null : row.Enum<Datum>(7), row.Bool(8));
}
