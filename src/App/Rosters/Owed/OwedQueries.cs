using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Territory.Contract;

namespace Muster.Rosters.Owed;

/// <summary>A missed turn in lists.</summary>
/// <param name="ByStartsAt">When the turn begins that makes it up.</param>
public sealed record OwedLine(Guid Id, Guid PersonId, string Person, string Area, string Post, DateTimeOffset StartsAt, OwedState State, Guid? ByRosterId, DateTimeOffset? ByStartsAt, string? ByPost, DateTimeOffset RecordedAt,
    DateTimeOffset? SettledAt, string? SettledBy, string? Reason);

/// <summary>Reads of owed duty, by person and by community.</summary>
public sealed class OwedQueries(Stores stores)
{
    private const string Select = """
        select o.id, o.person_id, x.name, a.name, p.name, s.starts_at, o.state, b.roster_id, b.starts_at, q.name, o.recorded_at, o.settled_at, o.settled_by, o.reason, a.path
        from owed_duty o join person x on x.id = o.person_id join area a on a.id = o.area_id join shift s on s.id = o.shift_id join post p on p.id = s.post_id left join shift b on b.id = o.by_shift_id left join post q on q.id = b.post_id
        """;

    private const string Counted = "from owed_duty o join person x on x.id = o.person_id join area a on a.id = o.area_id";

    /// <summary>Searched by names of people and areas; filtered by <c>state</c>, <c>under</c> (an area's id).</summary>
    public async Task<TablePage<OwedLine>> Page(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = await Where(store.Sql, ask, stop);
        var keyset = new Keyset(ask, "o.id", ("-recorded", "o.recorded_at"), ("area", "a.path"), ("person", "x.name"));
        var rows = await store.Sql.List($"{Select} where {where} {keyset.Sql}", row => (Line: Read(row), Path: row.Text(14)), stop, [.. values, .. keyset.Values]);
        var page = keyset.Page(rows, r => keyset.Sort switch { "area" => r.Path, "person" => r.Line.Person, _ => (object)r.Line.RecordedAt }, r => r.Line.Id, await store.Sql.Number($"select count(*) {Counted} where {where}", stop, values));
        return new([.. page.Rows.Select(r => r.Line)], page.Total, page.Previous, page.Next);
    }

    public async IAsyncEnumerable<OwedLine> Everything(TableAsk ask, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = await Where(store.Sql, ask, stop);
        await foreach (var row in store.Sql.Rows($"{Select} where {where} order by a.path, x.name, o.recorded_at, o.id", Read, stop, values)) yield return row;
    }

    public async Task<IReadOnlyList<OwedLine>> OfPerson(Guid person, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List($"{Select} where o.person_id = @p order by o.recorded_at desc, o.id limit 100", Read, stop, ("@p", person));
    }

    public async Task<OwedLine?> Of(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First($"{Select} where o.id = @o", Read, stop, ("@o", id));
    }

    private static async Task<(string, (string, object?)[])> Where(Sql sql, TableAsk ask, CancellationToken stop)
    {
        var (where, values) = (new List<string> { "1 = 1" }, new List<(string, object?)>());
        if (ask.Words.Length > 0)
        {
            where.Add("(x.name like @words or a.name like @words)");
            values.Add(("@words", "%" + ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%"));
        }
        if (ask.Enum<OwedState>("state") is { } state)
        {
            where.Add("o.state = @state");
            values.Add(("@state", state));
        }
        if (ask.Guid("under") is { } under && await sql.First("select path from area where id = @a", row => row.Text(0), stop, ("@a", under)) is { } path)
        {
            where.Add(Areas.Within);
            values.AddRange(Areas.Subtree(path));
        }
        return (string.Join(" and ", where), [.. values]);
    }

    private static OwedLine Read(Row row) => new(row.Guid(0), row.Guid(1), row.Text(2), row.Text(3), row.Text(4), row.Instant(5), row.Enum<OwedState>(6), row.GuidOrNull(7), row.InstantOrNull(8), row.TextOrNull(9), row.Instant(10),
        row.InstantOrNull(11), row.TextOrNull(12), row.TextOrNull(13));
}
