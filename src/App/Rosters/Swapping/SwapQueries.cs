using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.Rosters.Swapping;

/// <summary>A swap as lists show it.</summary>
/// <param name="Back">What is given in return, in a few words; null where nothing is, or nobody has said yet.</param>
public sealed record SwapLine(Guid Id, Guid RosterId, Guid ShiftId, string From, string? To, string? TakenBy, bool Exchange, string Area, string Post, string Band, DateTimeOffset StartsAt, DateTimeOffset EndsAt,
    string? BackPost, DateTimeOffset? BackStartsAt, SwapState State, string Reason, DateTimeOffset AskedAt, DateTimeOffset? SettledAt, string? SettledBy, string? Answer)
{
    /// <summary>Why somebody asked and what was answered are for the two concerned and who answers, one swap at a time; lists do without.</summary>
    public SwapLine WithoutWhy() => this with { Reason = "", Answer = null };
}

/// <summary>Reads of swaps for who makes the rosters.</summary>
public sealed class SwapQueries(Stores stores)
{
    internal const string Select = """
        select w.id, s.roster_id, s.id, f.name, o.name, k.name, w.exchange, a.name, p.name, t.name, s.starts_at, s.ends_at, bp.name, b.starts_at, w.state, w.reason, w.asked_at, w.settled_at, w.settled_by, w.answer
        from swap w join shift s on s.id = w.shift_id join area a on a.id = w.area_id join post p on p.id = s.post_id join post_time t on t.id = s.post_time_id join person f on f.id = w.from_person_id
        left join person o on o.id = w.to_person_id left join person k on k.id = w.taken_by_id left join shift b on b.id = w.back_shift_id left join post bp on bp.id = b.post_id
        """;

    private const string Counted = "from swap w join area a on a.id = w.area_id join person f on f.id = w.from_person_id left join person k on k.id = w.taken_by_id";

    public async Task<SwapLine?> Of(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First($"{Select} where w.id = @w", Read, stop, ("@w", id));
    }

    /// <summary>Searched by the names of both and the area; filtered by <c>state</c>.</summary>
    public async Task<TablePage<SwapLine>> Page(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = Where(ask);
        var keyset = new Keyset(ask, "w.id", ("-asked", "w.asked_at"));
        var rows = await store.Sql.List($"{Select} where {where} {keyset.Sql}", row => Read(row).WithoutWhy(), stop, [.. values, .. keyset.Values]);
        return keyset.Page(rows, r => r.AskedAt, r => r.Id, await store.Sql.Number($"select count(*) {Counted} where {where}", stop, values));
    }

    public async IAsyncEnumerable<SwapLine> Everything(TableAsk ask, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = Where(ask);
        await foreach (var row in store.Sql.Rows($"{Select} where {where} order by w.asked_at desc, w.id desc", row => Read(row).WithoutWhy(), stop, values)) yield return row;
    }

    /// <summary>What an emergency asks of swaps.</summary>
    public async Task<(int LeadHours, SwapApproval Approval)> Terms(Guid emergency, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var usual = SwapTerms.Usual(emergency);
        var set = await store.Sql.First("select lead_minutes, approval from swap_terms where emergency_id = @e", row => new { Lead = row.Int(0), Approval = row.Enum<SwapApproval>(1) }, stop, ("@e", emergency));
        return ((set?.Lead ?? usual.LeadMinutes) / 60, set?.Approval ?? usual.Approval);
    }

    private static (string, (string, object?)[]) Where(TableAsk ask) =>
        ((ask.Words.Length > 0 ? "(f.name like @words or k.name like @words or a.name like @words)" : "1 = 1") + (ask.Enum<SwapState>("state") is null ? "" : " and w.state = @state"),
        [("@words", "%" + ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%"), ("@state", ask.Enum<SwapState>("state")?.ToString() ?? "")]);

    internal static SwapLine Read(Row row) => new(row.Guid(0), row.Guid(1), row.Guid(2), row.Text(3), row.TextOrNull(4), row.TextOrNull(5), row.Bool(6), row.Text(7), row.Text(8), row.Text(9), row.Instant(10), row.Instant(11),
        row.TextOrNull(12), row.InstantOrNull(13), row.Enum<SwapState>(14), row.Text(15), row.Instant(16), row.InstantOrNull(17), row.TextOrNull(18), row.TextOrNull(19));
}
