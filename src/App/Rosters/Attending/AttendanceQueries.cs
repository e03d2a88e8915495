using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.Rosters.Attending;

/// <summary>How a turn stands; it follows from the turn and what was said, nobody types it.</summary>
public enum TurnState { Soon, Due, Here, Late, Absent, Left }

/// <summary>A turn that is on, was lately or is soon.</summary>
public sealed record TurnRow(Guid Id, Guid? PersonId, string Person, Guid PostId, string Post, string Area, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool Leads, DateTimeOffset? Came, DateTimeOffset? Went, TurnState State);

/// <summary>A check-in that waits for the host.</summary>
public sealed record HeldRow(Guid Id, Guid PersonId, string Person, string? Post, string Area, AttendanceKind Kind, AttendanceHow How, DateTimeOffset DeviceAt, DateTimeOffset ServerAt, HeldFor Reason);

/// <summary>Who is here now, and what the host has to answer.</summary>
public sealed class AttendanceQueries(Stores stores, TimeProvider clock)
{
    /// <summary>A turn is shown from so long before its start to so long after its end.</summary>
    private static readonly TimeSpan Around = TimeSpan.FromHours(2);

    private const string Turns = """
        with said as (
          select s.id, s.person_id, p.name as person, s.post_id, o.name as post, a.name as area, a.path, s.starts_at, s.ends_at, s.leads,
            (select min(t.device_at) from attendance t where t.shift_id = s.id and t.kind = 'In' and t.state = 'Accepted') as came,
            (select max(t.device_at) from attendance t where t.shift_id = s.id and t.kind = 'Out' and t.state = 'Accepted') as went
          from shift s join person p on p.id = s.person_id join post o on o.id = s.post_id join area a on a.id = s.area_id
          where s.state = 'Published' and s.starts_at > @day and s.starts_at < @soon and s.ends_at > @past
        ), turn as (
          select said.*, case when went is not null then 'Left' when came is not null and came > starts_at + @grace then 'Late' when came is not null then 'Here'
            when starts_at > @now then 'Soon' when starts_at + @grace > @now then 'Due' else 'Absent' end as stands from said
        )
        """;

    public async Task<TablePage<TurnRow>> Page(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = Where(store.Sql, ask);
        var keyset = new Keyset(ask, "id", ("area", "path"), ("starts", "starts_at"), ("person", "person"));
        var rows = await store.Sql.List($"{Turns} select {Columns}, path from turn where {where} {keyset.Sql}", row => (Row: Read(row), Path: row.Text(12)), stop, [.. values, .. keyset.Values]);
        var page = keyset.Page(rows, r => keyset.Sort switch { "starts" => r.Row.StartsAt, "person" => r.Row.Person, _ => (object)r.Path }, r => r.Row.Id, await store.Sql.Number($"{Turns} select count(*) from turn where {where}", stop, values));
        return new TablePage<TurnRow>([.. page.Rows.Select(r => r.Row)], page.Total, page.Previous, page.Next);
    }

    public async IAsyncEnumerable<TurnRow> Everything(TableAsk ask, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = Where(store.Sql, ask);
        await foreach (var row in store.Sql.Rows($"{Turns} select {Columns} from turn where {where} order by path, starts_at, id", Read, stop, values)) yield return row;
    }

    /// <summary>How many stand how.</summary>
    public async Task<IReadOnlyDictionary<TurnState, int>> Counts(CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return (await store.Sql.List($"{Turns} select stands, count(*) from turn group by stands", row => (row.Enum<TurnState>(0), row.Int(1)), stop, Times(store.Sql))).ToDictionary(c => c.Item1, c => c.Item2);
    }

    public async Task<IReadOnlyList<HeldRow>> Held(int max, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("""
            select t.id, t.person_id, p.name, o.name, a.name, t.kind, t.how, t.device_at, t.server_at, t.reason from attendance t
            join person p on p.id = t.person_id join area a on a.id = t.area_id left join post o on o.id = t.post_id where t.state = 'Held' order by t.device_at, t.id limit @max
            """, row => new HeldRow(row.Guid(0), row.Guid(1), row.Text(2), row.TextOrNull(3), row.Text(4), row.Enum<AttendanceKind>(5), row.Enum<AttendanceHow>(6), row.Instant(7), row.Instant(8), row.Enum<HeldFor>(9)), stop, ("@max", max));
    }

    /// <summary>Of these turns, those that the reader may see and nobody came to yet.</summary>
    public async Task<IReadOnlyList<TurnRow>> Missing(IEnumerable<Guid> turns, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (among, values) = store.Sql.Among("@turns", turns);
        return await store.Sql.List($"{Turns} select {Columns} from turn where id in ({among}) and came is null", Read, stop, [.. values, .. Times(store.Sql)]);
    }

    private const string Columns = "id, person_id, person, post_id, post, area, starts_at, ends_at, leads, came, went, stands";

    private (string, (string, object?)[]) Where(Sql sql, TableAsk ask)
    {
        var (where, values) = (new List<string> { "1 = 1" }, new List<(string, object?)>(Times(sql)));
        if (ask.Words.Length > 0)
        {
            where.Add("(person like @words or post like @words or area like @words)");
            values.Add(("@words", "%" + ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%"));
        }
        if (ask.Enum<TurnState>("state") is { } state)
        {
            where.Add("stands = @state");
            values.Add(("@state", state));
        }
        return (string.Join(" and ", where), [.. values]);
    }

    private (string, object?)[] Times(Sql sql)
    {
        var now = clock.GetUtcNow();
        return [("@now", now), ("@soon", now + Around), ("@past", now - Around), ("@day", now - Around - TimeSpan.FromDays(1)),
            ("@grace", sql.Engine == Engine.Sqlite ? CheckInRules.Grace.Ticks / 10 : CheckInRules.Grace)];
    }

    private static TurnRow Read(Row row) => new(row.Guid(0), row.GuidOrNull(1), row.Text(2), row.Guid(3), row.Text(4), row.Text(5), row.Instant(6), row.Instant(7), row.Bool(8), row.InstantOrNull(9), row.InstantOrNull(10), row.Enum<TurnState>(11));
}
