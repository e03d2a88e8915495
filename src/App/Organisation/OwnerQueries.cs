using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.Organisation;

/// <summary>An area that has an owner (包联), or once had.</summary>
public sealed record OwnerLine(Guid Id, Guid AreaId, string Area, string? Above, Guid PersonId, string Person, string? Agency, string? JobTitle, DateTimeOffset Since, DateTimeOffset? Until, string Reason, string Path);

/// <summary>Reads who owns which area.</summary>
public static class OwnerQueries
{
    private const string From = """
        from area_owner o join area a on a.id = o.area_id left join area u on u.id = a.parent_id join person p on p.id = o.person_id left join agency g on g.id = p.agency_id
        """;

    /// <summary>In the order of the territory; those that ended too where asked for.</summary>
    public static async Task<TablePage<OwnerLine>> Page(Sql sql, TableAsk ask, CancellationToken stop)
    {
        var keyset = new Keyset(ask, "o.id", ("area", "a.path"), ("person", "p.pinyin"));
        var rows = await sql.List($"""
            select o.id, a.id, a.name, u.name, p.id, p.name, g.name, p.job_title, o.starts_at, o.ends_at, o.reason, a.path, p.pinyin {From}
            where {Where(ask)} {keyset.Sql}
            """, row => (Line: Read(row), Pinyin: row.Text(12)), stop, [.. keyset.Values, .. Values(ask)]);
        var total = await sql.Number($"select count(*) {From} where {Where(ask)}", stop, Values(ask));
        var page = keyset.Page(rows, row => keyset.Sort == "person" ? row.Pinyin : row.Line.Path, row => row.Line.Id, total);
        return new TablePage<OwnerLine>([.. page.Rows.Select(r => r.Line)], page.Total, page.Previous, page.Next);
    }

    public static Task<List<OwnerLine>> All(Sql sql, TableAsk ask, CancellationToken stop) => sql.List(
        $"select o.id, a.id, a.name, u.name, p.id, p.name, g.name, p.job_title, o.starts_at, o.ends_at, o.reason, a.path {From} where {Where(ask)} order by a.path, o.starts_at", Read, stop, Values(ask));

    private static string Where(TableAsk ask) => (ask["ended"] == "yes" ? "1 = 1" : "o.ends_at is null")
        + (ask.Words.Length == 0 ? "" : " and (a.name like @like or p.name like @like or p.pinyin like @start or p.initials like @start)");

    private static (string, object?)[] Values(TableAsk ask)
    {
        var text = ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return [("@like", "%" + text + "%"), ("@start", text.ToLowerInvariant() + "%")];
    }

    private static OwnerLine Read(Row row) => new(row.Guid(0), row.Guid(1), row.Text(2), row.TextOrNull(3), row.Guid(4), row.Text(5), row.TextOrNull(6), row.TextOrNull(7),
        row.Instant(8), row.InstantOrNull(9), row.Text(10), row.Text(11));
}
