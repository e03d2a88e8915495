using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.Platform.Notify;

/// <summary>A notice as its reader sees it.</summary>
public sealed record NoticeRow(Guid Id, string Kind, string Zh, string En, string? Link, bool Loud, DateTimeOffset MadeAt, DateTimeOffset? ReadAt);

/// <summary>What an account was told, itself or as the person it is of; latest first.</summary>
public sealed class InboxQueries(Stores stores)
{
    /// <summary>Of an account; <c>@account</c> is its only value, also for who is nobody.</summary>
    internal const string Own = "(n.account_id = @account or n.person_id = (select a.person_id from account a where a.id = @account))";

    /// <summary>Filtered by <c>kind</c> and <c>state</c> (unread, loud), searched by the sentence in either language.</summary>
    public async Task<TablePage<NoticeRow>> Page(Guid? account, TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var keyset = new Keyset(ask, "n.id", ("-made", "n.made_at"));
        var values = Values(account, ask);
        var rows = await store.Sql.List($"{Select} {Where(ask)} {keyset.Sql}", Read, stop, [.. values, .. keyset.Values]);
        return keyset.Page(rows, row => row.MadeAt, row => row.Id, await store.Sql.Number($"select count(*) from notice n where {Own} {Where(ask)}", stop, values));
    }

    public async IAsyncEnumerable<NoticeRow> All(Guid? account, TableAsk ask, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        await foreach (var row in store.Sql.Rows($"{Select} {Where(ask)} order by n.made_at desc, n.id desc", Read, stop, Values(account, ask))) yield return row;
    }

    public async Task<NoticeRow?> Find(Guid? account, Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First($"{Select} and n.id = @id", Read, stop, ("@account", account ?? Guid.Empty), ("@id", id));
    }

    public async Task<long> Unread(Guid account, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.Number($"select count(*) from notice n where {Own} and n.read_at is null", stop, ("@account", account));
    }

    private const string Select = $"select n.id, n.kind, n.zh, n.en, n.link, n.loud, n.made_at, n.read_at from notice n where {Own}";

    private static string Where(TableAsk ask) => (ask["kind"] is null ? "" : " and n.kind = @kind")
        + ask["state"] switch { "unread" => " and n.read_at is null", "loud" => " and n.read_at is null and n.loud", _ => "" }
        + (ask.Words.Length == 0 ? "" : " and (n.zh like @like or n.en like @like)");

    private static (string, object?)[] Values(Guid? account, TableAsk ask) =>
    [
        ("@account", account ?? Guid.Empty), .. ask["kind"] is { } kind ? [("@kind", (object?)kind)] : Array.Empty<(string, object?)>(),
        .. ask.Words.Length > 0 ? [("@like", (object?)("%" + ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%"))] : Array.Empty<(string, object?)>(),
    ];

    private static NoticeRow Read(Row row) => new(row.Guid(0), row.Text(1), row.Text(2), row.Text(3), row.TextOrNull(4), row.Bool(5), row.Instant(6), row.InstantOrNull(7));
}
