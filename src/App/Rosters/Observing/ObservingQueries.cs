using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.Rosters.Observing;

/// <summary>An observation as lists show it.</summary>
public sealed record ObservationLine(Guid Id, Guid PersonId, string Person, Guid PostId, string Post, string Area, Seen Seen, string Note, DateTimeOffset At, string Observer, string Answer, DateTimeOffset? AnsweredAt);

/// <summary>A turn under way that an observer may look at.</summary>
/// <param name="Ticked">By this observer within the last minutes.</param>
public sealed record ObservedTurn(Guid ShiftId, string Person, string Post, string Area, DateTimeOffset StartsAt, DateTimeOffset EndsAt, bool Came, Seen? Ticked);

/// <summary>Reads of observations.</summary>
public sealed class ObservingQueries(Stores stores, TimeProvider clock)
{
    private const int TurnsMax = 200;
    private const string Columns = "v.id, v.person_id, p.name, v.post_id, o.name, a.name, v.seen, v.note, v.at, v.observer, v.answer, v.answered_at";
    private const string From = "from observation v join person p on p.id = v.person_id join post o on o.id = v.post_id join area a on a.id = v.area_id";

    /// <summary>Latest first; filtered by <c>seen</c> and <c>answered</c> (yes, no), searched by place and person.</summary>
    public async Task<TablePage<ObservationLine>> Page(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = Where(ask);
        var keyset = new Keyset(ask, "v.id", ("-at", "v.at"));
        var rows = await store.Sql.List($"select {Columns} {From} where {where} {keyset.Sql}", Read, stop, [.. values, .. keyset.Values]);
        return keyset.Page(rows, r => r.At, r => r.Id, await store.Sql.Number($"select count(*) {From} where {where}", stop, values));
    }

    public async IAsyncEnumerable<ObservationLine> All(TableAsk ask, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = Where(ask);
        await foreach (var row in store.Sql.Rows($"select {Columns} {From} where {where} order by v.at desc, v.id", Read, stop, values)) yield return row;
    }

    /// <summary>Turns under way where somebody may observe, without the own; at most 200, searched by place.</summary>
    public async Task<IReadOnlyList<ObservedTurn>> Turns(Standing? standing, string words, CancellationToken stop)
    {
        using var within = Reach.Enter(standing is null ? null : Reach.Of(standing, Permission.Observe));
        await using var store = await stores.Open(stop);
        var now = clock.GetUtcNow();
        return await store.Sql.List($"""
            select s.id, p.name, o.name, a.name, s.starts_at, s.ends_at, case when exists (select 1 from attendance t where t.shift_id = s.id and t.kind = 'In' and t.state = 'Accepted') then 1 else 0 end,
              (select v.seen from observation v where v.shift_id = s.id and v.account_id = @account and v.at > @lately order by v.at desc limit 1)
            from shift s join person p on p.id = s.person_id join post o on o.id = s.post_id join area a on a.id = s.area_id join emergency e on e.id = s.emergency_id
            where s.state = 'Published' and s.starts_at > @day and s.starts_at <= @now and s.ends_at > @now and e.kind = 'Urgent' and e.closed_at is null {(words.Length == 0 ? "" : "and (o.name like @words or a.name like @words)")}
            order by a.path, o.name, p.name, s.id limit {TurnsMax}
            """, row => new ObservedTurn(row.Guid(0), row.Text(1), row.Text(2), row.Text(3), row.Instant(4), row.Instant(5), row.Int(6) == 1, row.IsNull(7) ? null : row.Enum<Seen>(7)), stop,
            ("@account", standing?.AccountId ?? Guid.Empty), ("@lately", now - ObservingRules.Between), ("@now", now), ("@day", now - TimeSpan.FromDays(1)), ("@words", "%" + words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%"));
    }

    /// <summary>Of one person, as the person sees them: of the last two weeks.</summary>
    internal static Task<List<ObservationLine>> Of(Sql sql, Guid person, DateTimeOffset since, CancellationToken stop) =>
        sql.List($"select {Columns} {From} where v.person_id = @p and v.at > @since order by v.at desc limit 20", Read, stop, ("@p", person), ("@since", since));

    private static (string, (string, object?)[]) Where(TableAsk ask)
    {
        var (where, values) = (new List<string> { ask["answered"] switch { "yes" => "v.answered_at is not null", "no" => "v.answered_at is null", _ => "1 = 1" } }, new List<(string, object?)>());
        if (ask.Words.Length > 0)
        {
            where.Add("(p.name like @words or o.name like @words or a.name like @words)");
            values.Add(("@words", "%" + ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%"));
        }
        if (ask.Enum<Seen>("seen") is { } seen)
        {
            where.Add("v.seen = @seen");
            values.Add(("@seen", seen));
        }
        return (string.Join(" and ", where), [.. values]);
    }

    private static ObservationLine Read(Row row) => new(row.Guid(0), row.Guid(1), row.Text(2), row.Guid(3), row.Text(4), row.Text(5), row.Enum<Seen>(6), row.Text(7), row.Instant(8), row.Text(9), row.Text(10), row.InstantOrNull(11));
}
