using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.Emergencies;

/// <summary>An emergency as lists and other programs see it.</summary>
public sealed record EmergencyView(Guid Id, string Name, EmergencyKind Kind, string? DocumentNumber, Guid AreaId, string AreaName, AreaLevel AreaLevel,
    AreaLevel CoveredLevel, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt, string? CloseReason, int Version)
{
    public bool Open => ClosedAt is null;
}

/// <summary>An area to choose for a new emergency, with what stands above it.</summary>
public sealed record AreaChoice(Guid Id, string Name, AreaLevel Level, string? Code, string Above);

/// <summary>Reads emergencies. Their number stays small (tens), so lists are filtered in the query and sorted newest first.</summary>
public static class EmergencyQueries
{
    // Not the other way round: of a part, the area of an emergency is reckoned, and that for each area would take minutes.
    private const string Columns = """
        select e.id, e.name, e.kind, e.document_number, e.area_id, a.name, a.level, e.covered_level, e.opened_at, e.closed_at, e.close_reason, e.version
        from emergency e cross join area a where a.id = e.area_id
        """;

    /// <param name="open">Only open ones, only closed ones, or (null) all.</param>
    /// <param name="search">Part of the name, the document number or the area's name.</param>
    public static Task<List<EmergencyView>> List(Sql sql, bool? open, string? search, int rowsMax, CancellationToken stop) => sql.List(Columns + """

          and (@all = 1 or (e.closed_at is null and @open = 1) or (e.closed_at is not null and @open = 0))
           and (@search = '' or lower(e.name) like @like or lower(coalesce(e.document_number, '')) like @like or a.name like @like)
         order by case when e.closed_at is null then 0 else 1 end, e.opened_at desc, e.id limit @max
        """, Read, stop, ("all", open is null ? 1 : 0), ("open", open == true ? 1 : 0), ("search", search?.Trim() ?? ""),
        ("like", "%" + Like(search) + "%"), ("max", rowsMax));

    public static Task<EmergencyView?> Find(Sql sql, Guid id, CancellationToken stop) => sql.First(Columns + " and e.id = @id", Read, stop, ("id", id));

    /// <summary>How many areas of the covered level stand in the emergency's area now.</summary>
    public static Task<long> CoveredAreas(Sql sql, Guid id, CancellationToken stop) => sql.Number("""
        select count(*) from emergency e join area top on top.id = e.area_id
        join area a on a.path >= top.path and a.path < top.path || '~' and a.level = e.covered_level and a.valid_to is null
        where e.id = @id and (a.emergency_id is null or a.emergency_id = e.id)
        """, stop, ("id", id));

    /// <summary>Standing areas whose code or search key begins so, the higher ones first; at most 20.</summary>
    public static async Task<List<AreaChoice>> FindAreas(Sql sql, string? find, CancellationToken stop)
    {
        var text = (find ?? "").Trim().ToLowerInvariant();
        if (text.Length == 0) return [];
        var key = text.Length > Territory.Names.NameKeys.LengthMax && text[0] > 0x2E80 ? text[..Territory.Names.NameKeys.LengthMax] : text;
        var ids = await sql.List("""
            select a.id from area a where a.valid_to is null and (a.code = @code or a.name = @text
              or a.id in (select k.area_id from area_key k where k.key >= @key and k.key < @end)) order by a.level, a.path limit 20
            """, row => row.Guid(0), stop, ("code", text.Length <= 12 && text.All(char.IsAsciiDigit) ? text.PadRight(12, '0') : text), ("text", (find ?? "").Trim()), ("key", key), ("end", key + "\uFFFF"));
        var found = new List<AreaChoice>();
        foreach (var id in ids) if (await Area(sql, id, stop) is { } area) found.Add(area);
        return found;
    }

    public static async Task<AreaChoice?> Area(Sql sql, Guid id, CancellationToken stop)
    {
        var area = await sql.First("select id, name, level, code, path from area where id = @id and valid_to is null",
            row => (Choice: new AreaChoice(row.Guid(0), row.Text(1), (AreaLevel)row.Int(2), row.TextOrNull(3), ""), Path: row.Text(4)), stop, ("id", id));
        if (area.Choice is null) return null;
        var above = new List<string>();
        foreach (var path in AreaPath.Above(area.Path))
            if (await sql.First("select name from area where path = @p", row => row.Text(0), stop, ("p", path)) is { } name) above.Add(name);
        return area.Choice with { Above = string.Join(' ', above) };
    }

    private static string Like(string? search) => (search ?? "").Trim().ToLowerInvariant().Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);

    private static EmergencyView Read(Row row) => new(row.Guid(0), row.Text(1), row.Enum<EmergencyKind>(2), row.TextOrNull(3), row.Guid(4), row.Text(5),
        (AreaLevel)row.Int(6), (AreaLevel)row.Int(7), row.Instant(8), row.InstantOrNull(9), row.TextOrNull(10), row.Int(11));
}
