using Muster.People;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.Mobilisation;

/// <summary>A mustered person in a list. Phones and ID numbers are not here; the person's page shows them, masked.</summary>
public sealed record MusteredLine(Guid PersonId, string Name, Guid? AgencyId, string? AgencyName, Origin Origin, string? JobTitle, string? GradeName, bool PartyMember,
    string? Team, string Source, DateTimeOffset At)
{
    public string Cursor => PersonId.ToString("n") + Name;
}

/// <summary>How many are mustered by origin, agency level or agency.</summary>
public sealed record MusteredCount(string Key, long People);

/// <summary>Reads the mustered set of an emergency.</summary>
public static class MusterQueries
{
    /// <summary>The filter as a condition on <c>person p</c>, with its parameters.</summary>
    /// <param name="origin">The column that origins are compared with.</param>
    internal static (string Where, List<(string, object?)> Values) Where(MusterFilter filter, bool alsoEnded = false, string origin = "p.origin")
    {
        var parts = new List<string>();
        var values = new List<(string, object?)>();
        if (!alsoEnded) parts.Add("p.ended_at is null");
        if (filter.Origins is { Count: > 0 } origins) parts.Add(In(origin, "o", origins.Select(o => (object)o), values));
        else if (filter.PersonIds is not { Count: > 0 } && !alsoEnded) parts.Add("p.origin <> 'LocalStaff'");
        if (filter.AgencyIds is { Count: > 0 } agencies) parts.Add(In("p.agency_id", "g", agencies.Select(a => (object)a), values));
        if (filter.PersonIds is { Count: > 0 } people) parts.Add(In("p.id", "p", people.Select(p => (object)p), values));
        if (!string.IsNullOrWhiteSpace(filter.Team))
        {
            parts.Add("p.team = @team");
            values.Add(("team", filter.Team.Trim()));
        }
        if (filter.ImportId is { } import)
        {
            // Rows an import left unchanged bear no mark of it; those it stored or updated bear its moment.
            parts.Add("exists (select 1 from people_import i where i.id = @import and (p.created_at = i.at or p.changed_at = i.at))");
            values.Add(("import", import));
        }
        return (parts.Count == 0 ? "1 = 1" : string.Join(" and ", parts), values);
    }

    internal static string Describe(MusterFilter filter) =>
        filter.ImportId is { } import ? "import:" + import
        : filter.Origins is { Count: > 0 } origins ? "origin:" + string.Join('+', origins)
        : filter.AgencyIds is { Count: > 0 } ? "agency" : "list";

    public static Task<List<MusteredLine>> List(Sql sql, Guid emergencyId, MusterFilter filter, string? search, string? after, int rowsMax, CancellationToken stop)
    {
        var (text, values) = Lines(emergencyId, filter, search, after, rowsMax);
        return sql.List(text, Read, stop, values);
    }

    /// <summary>A page of the list, forward and back, by name.</summary>
    public static async Task<TablePage<MusteredLine>> Page(Sql sql, Guid emergencyId, MusterFilter filter, TableAsk ask, CancellationToken stop)
    {
        var keyset = new Keyset(ask, "p.id", ("name", "p.name"));
        // Everybody, and everybody of an origin, are counted from the mustered alone: joined with names and agencies a province takes seconds.
        var isCounted = ask.Words.Trim().Length == 0 && Where(filter with { Origins = null }, alsoEnded: true).Values.Count == 0;
        var counted = !isCounted ? 0 : (await ByOrigin(sql, emergencyId, stop)).Where(c => filter.Origins is not { Count: > 0 } some || some.Any(o => o.ToString() == c.Key)).Sum(c => c.People);
        var (text, values) = Lines(emergencyId, filter, ask.Words, null, 0, alongNames: counted > FewMost);
        var body = text[..text.LastIndexOf("order by", StringComparison.Ordinal)];
        var total = isCounted ? counted : await sql.Number("select count(*) from (" + body + ") x", stop, values);
        return keyset.Page(await sql.List(body + keyset.Sql, Read, stop, [.. values, .. keyset.Values]), line => line.Name, line => line.PersonId, total);
    }

    public static IAsyncEnumerable<MusteredLine> Stream(Sql sql, Guid emergencyId, MusterFilter filter, string? search, CancellationToken stop)
    {
        var (text, values) = Lines(emergencyId, filter, search, null, int.MaxValue);
        return sql.Rows(text, Read, stop, values);
    }

    public static Task<long> Count(Sql sql, Guid emergencyId, CancellationToken stop) =>
        sql.Number("select count(*) from mustered where emergency_id = @e", stop, ("e", emergencyId));

    public static Task<List<MusteredCount>> ByOrigin(Sql sql, Guid emergencyId, CancellationToken stop) => sql.List("""
        select origin, count(*) from mustered where emergency_id = @e group by origin order by origin
        """, row => new MusteredCount(row.Text(0), row.Long(1)), stop, ("e", emergencyId));

    /// <summary>How many people the filter would muster, and how many of them are mustered already.</summary>
    public static async Task<(long Matched, long Already)> Preview(Sql sql, Guid emergencyId, MusterFilter filter, CancellationToken stop)
    {
        var (where, values) = Where(filter);
        values.Add(("e", emergencyId));
        var all = await sql.Number($"select count(*) from person p where {where}", stop, [.. values]);
        var already = await sql.Number($"select count(*) from mustered m join person p on p.id = m.person_id where m.emergency_id = @e and {where}", stop, [.. values]);
        return (all, already);
    }

    /// <summary>Up to so many are fetched and sorted; of more, a page is soon met along the names.</summary>
    private const int FewMost = 20_000;

    private static (string, (string, object?)[]) Lines(Guid emergencyId, MusterFilter filter, string? search, string? after, int rowsMax, bool alongNames = false)
    {
        var (where, values) = Where(filter, alsoEnded: true, "m.origin");
        var text = (search ?? "").Trim().Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        var (id, name) = after is { Length: >= 32 } && Guid.TryParseExact(after[..32], "n", out var guid) ? (guid, after[32..]) : (Guid.Empty, "");
        values.AddRange([("e", emergencyId), ("max", rowsMax), ("name", name), ("id", id), ("start", text.ToLowerInvariant() + "%"), ("like", text + "%")]);
        return ($"""
            select p.id, p.name, p.agency_id, g.name, p.origin, p.job_title, p.grade_name, p.party_member, p.team, m.source, m.at
            from {(alongNames ? "person p cross join mustered m" : "mustered m join person p on p.id = m.person_id")} left join agency g on g.id = p.agency_id
            where m.person_id = p.id and m.emergency_id = @e and {where} and (p.name > @name or (p.name = @name and p.id > @id))
              {(text.Length == 0 ? "" : "and (p.name like @like or p.name_tail like @like or p.pinyin like @start or p.initials like @start)")}
            order by p.name, p.id limit @max
            """, [.. values]);
    }

    internal static string In(string column, string prefix, IEnumerable<object> items, List<(string, object?)> values)
    {
        var names = new List<string>();
        foreach (var item in items)
        {
            names.Add($"@{prefix}{names.Count}");
            values.Add(($"{prefix}{names.Count - 1}", item));
        }
        return $"{column} in ({string.Join(',', names)})";
    }

    private static MusteredLine Read(Row row) => new(row.Guid(0), row.Text(1), row.GuidOrNull(2), row.TextOrNull(3), row.Enum<Origin>(4), row.TextOrNull(5), row.TextOrNull(6),
        row.Bool(7), row.TextOrNull(8), row.Text(9), row.Instant(10));
}
