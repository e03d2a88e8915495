using Muster.Platform.Access;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Patterns;

namespace Muster.Rosters.Wishes;

/// <summary>A wish in lists; <paramref name="EndsOn"/> is the first day it is not about.</summary>
public sealed record WishLine(Guid Id, Guid PersonId, string Person, DateOnly StartsOn, DateOnly EndsOn, WishPart Part, bool Wanted, DateTimeOffset MadeAt);

/// <summary>Reads of wishes that stand and are not past.</summary>
public sealed class WishQueries(Stores stores, TimeProvider clock)
{
    private const string Select = "select w.id, w.person_id, p.name, w.starts_on, w.ends_on, w.part, w.wanted, w.made_at from wish w join person p on p.id = w.person_id";

    /// <summary>One's own; null for an account of nobody. Not narrowed: it is the one person that the account is of.</summary>
    public async Task<IReadOnlyList<WishLine>?> Own(Guid? account, CancellationToken stop)
    {
        using var everything = Reach.Enter(null);
        await using var store = await stores.Open(stop);
        return await Swapping.OwnSwaps.Person(store.Sql, account, stop) is { } own
            ? await store.Sql.List($"{Select} where w.person_id = @p and w.ended_at is null and w.ends_on > @today order by w.starts_on, w.id", Read, stop, ("@p", own.Id), ("@today", Today)) : null;
    }

    /// <summary>Searched by name; filtered by <c>wanted</c> (yes, no).</summary>
    public async Task<TablePage<WishLine>> Page(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = Where(ask);
        var keyset = new Keyset(ask, "w.id", ("-made", "w.made_at"));
        var rows = await store.Sql.List($"{Select} where {where} {keyset.Sql}", Read, stop, [.. values, .. keyset.Values]);
        return keyset.Page(rows, r => r.MadeAt, r => r.Id, await store.Sql.Number($"select count(*) from wish w join person p on p.id = w.person_id where {where}", stop, values));
    }

    public async IAsyncEnumerable<WishLine> Everything(TableAsk ask, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = Where(ask);
        await foreach (var row in store.Sql.Rows($"{Select} where {where} order by w.starts_on, p.name, w.id", Read, stop, values)) yield return row;
    }

    private DateOnly Today => WorkDays.Of(clock.GetUtcNow());

    private (string, (string, object?)[]) Where(TableAsk ask) =>
        ("w.ended_at is null and w.ends_on > @today" + (ask.Words.Length > 0 ? " and p.name like @words" : "") + ask["wanted"] switch { "yes" => " and w.wanted", "no" => " and not w.wanted", _ => "" },
        [("@today", Today), ("@words", "%" + ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%")]);

    private static WishLine Read(Row row) => new(row.Guid(0), row.Guid(1), row.Text(2), row.Day(3), row.Day(4), row.Enum<WishPart>(5), row.Bool(6), row.Instant(7));
}
