using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.Organisation.Continuity;

/// <summary>What somebody shares, and with whom.</summary>
/// <param name="Others">Names of those who share it, at most a few.</param>
/// <param name="Shared">How many share it, this person included.</param>
public sealed record ExposureLine(Guid Id, Guid PersonId, string Person, string? Agency, ExposureKind Kind, DateTimeOffset Since, long Shared, string? Others);

/// <summary>Reads exposures that were entered. What the shared address or plate is, nobody can read: it is not kept.</summary>
public sealed class ExposureQueries(Stores stores)
{
    private const string Columns = """
        x.id, p.id, p.name, g.name, x.kind, x.since, (select count(*) from person_exposure o where o.kind = x.kind and o.key_hash = x.key_hash and o.until is null)
        from person_exposure x join person p on p.id = x.person_id left join agency g on g.id = p.agency_id where x.until is null
        """;

    public async Task<TablePage<ExposureLine>> Page(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var keyset = new Keyset(ask, "x.id", ("person", "p.name"), ("since", "x.since"));
        var values = Values(ask);
        var rows = await store.Sql.List($"select {Columns} {Where(ask)} {keyset.Sql}", Read, stop, [.. values, .. keyset.Values]);
        var page = keyset.Page(rows, row => keyset.Sort == "since" ? row.Since : row.Person, row => row.Id, await store.Sql.Number(
            $"select count(*) from person_exposure x join person p on p.id = x.person_id where x.until is null {Where(ask)}", stop, values));
        return page with { Rows = await Others(store.Sql, page.Rows, stop) };
    }

    public async Task<IReadOnlyList<ExposureLine>> OfPerson(Guid person, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await Others(store.Sql, await store.Sql.List($"select {Columns} and x.person_id = @p order by x.kind", Read, stop, ("@p", person)), stop);
    }

    public async IAsyncEnumerable<ExposureLine> All(TableAsk ask, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var all = await store.Sql.List($"select {Columns} {Where(ask)} order by p.name, x.id", Read, stop, Values(ask));
        foreach (var chunk in all.Chunk(500))
            foreach (var row in await Others(store.Sql, chunk, stop)) yield return row;
    }

    private const int NamesShown = 5;

    private static async Task<List<ExposureLine>> Others(Sql sql, IReadOnlyList<ExposureLine> rows, CancellationToken stop)
    {
        var names = (await sql.List($"""
            select x.id, p.name from person_exposure x join person_exposure o on o.kind = x.kind and o.key_hash = x.key_hash and o.until is null and o.person_id <> x.person_id join person p on p.id = o.person_id
            where {IdSet.In(sql, "x.id", "@ids")} order by p.name
            """, row => (Id: row.Guid(0), Name: row.Text(1)), stop, ("@ids", IdSet.Of(sql, rows.Select(r => r.Id))))).ToLookup(n => n.Id, n => n.Name);
        return [.. rows.Select(r => r with { Others = names[r.Id].Any() ? string.Join(' ', names[r.Id].Take(NamesShown)) + (names[r.Id].Skip(NamesShown).Any() ? " …" : "") : null })];
    }

    private static string Where(TableAsk ask) => (ask.Enum<ExposureKind>("kind") is null ? "" : " and x.kind = @kind")
        + (ask["shared"] == "yes" ? " and exists (select 1 from person_exposure o where o.kind = x.kind and o.key_hash = x.key_hash and o.until is null and o.id <> x.id)" : "")
        + (ask.Words.Length == 0 ? "" : " and (p.name like @like or p.pinyin like @start or p.initials like @start)");

    private static (string, object?)[] Values(TableAsk ask)
    {
        var text = ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return [("@kind", ask.Enum<ExposureKind>("kind")?.ToString() ?? ""), ("@like", "%" + text + "%"), ("@start", text.ToLowerInvariant() + "%")];
    }

    private static ExposureLine Read(Row row) => new(row.Guid(0), row.Guid(1), row.Text(2), row.TextOrNull(3), row.Enum<ExposureKind>(4), row.Instant(5), row.Long(6), null);
}
