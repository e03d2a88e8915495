using Muster.Platform.Access;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Attending;

namespace Muster.Rosters.Opening;

/// <summary>A post with what must be there, and the opening that stands.</summary>
/// <param name="Unbriefed">Who has a turn there today or tomorrow and was not briefed.</param>
public sealed record PostKit(Guid PostId, string Post, string Area, string Kind, WantedKit Wanted, PostOpening? Opening, IReadOnlyList<string> Unbriefed)
{
    public Openness Openness => OpeningRules.Of(Opening, Wanted.Items, Wanted.Briefing.Length > 0);
}

/// <summary>How a post stands, and why.</summary>
/// <param name="Lacking">What is not there, or nobody looked whether it is.</param>
/// <param name="Reason">Why it was opened all the same, and who said so.</param>
public sealed record PostStand(Guid Id, string Name, Openness Openness, IReadOnlyList<string> Lacking, string Reason, string OpenedBy);

/// <summary>A post of one's own next turns, on the phone.</summary>
public sealed record FieldPost(Guid Id, string Name, Openness Openness, bool Briefed, IReadOnlyList<string> Lacking);

/// <summary>A list of a kind, or of a post.</summary>
public sealed record KitLine(Guid Id, string? Kind, Guid? PostId, string? Post, string? Area, IReadOnlyList<string> Items, string Briefing, DateTimeOffset SetAt, string SetBy);

/// <summary>A post that somebody stands at today, in a list.</summary>
public sealed record OpeningLine(Guid PostId, string Post, string Area, Openness Openness, DateTimeOffset? OpenedAt, string? OpenedBy, string? Missing, string? Reason);

/// <summary>Reads of kit, briefing and openings.</summary>
public sealed class OpeningQueries(Stores stores, TimeProvider clock)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(16), Soon = TimeSpan.FromHours(36);

    private const string Opening = "left join post_opening o on o.post_id = p.id and o.closed_at is null";

    private const string OpeningColumns = "o.id, o.emergency_id, o.opened_at, o.opened_by, o.there, o.missing, o.briefed, o.reason";

    public async Task<PostKit?> Of(Guid post, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await Of(store.Sql, post, stop);
    }

    /// <summary>For who stands there: only where the person of the account has a turn that is on or to come.</summary>
    public async Task<(PostKit Kit, bool Briefed)?> Own(Guid? account, Guid post, CancellationToken stop)
    {
        using var everything = Reach.Enter(null);
        await using var store = await stores.Open(stop);
        var own = await Swapping.OwnSwaps.Person(store.Sql, account, stop);
        if (own is null || await store.Sql.Number("select count(*) from shift where post_id = @p and person_id = @x and state = 'Published' and ends_at > @now", stop, ("@p", post), ("@x", own.Id), ("@now", clock.GetUtcNow())) == 0) return null;
        var briefed = await store.Sql.Number("select count(*) from post_briefing where post_id = @p and person_id = @x", stop, ("@p", post), ("@x", own.Id)) > 0;
        return await Of(store.Sql, post, stop) is { } kit ? (kit with { Unbriefed = [] }, briefed) : null;
    }

    /// <summary>The posts of somebody's turns in the next hours, with how they stand.</summary>
    internal static async Task<IReadOnlyList<FieldPost>> OfPerson(Sql sql, Guid person, DateTimeOffset now, CancellationToken stop) => await sql.List($"""
        select p.id, p.name, {OpeningBook.WantedColumns}, {OpeningColumns}, exists (select 1 from post_briefing b where b.post_id = p.id and b.person_id = @x), p.area_id
        from post p {Opening} where p.id in (select s.post_id from shift s where s.person_id = @x and s.state = 'Published' and s.ends_at > @now and s.starts_at < @ahead) order by p.name, p.id
        """, row => Stand(row) is var stand ? new FieldPost(stand.Id, stand.Name, stand.Openness, row.Bool(13), stand.Lacking) : null!, stop, ("@x", person), ("@now", now), ("@ahead", now + Ahead));

    /// <summary>How posts stand, by id.</summary>
    public async Task<IReadOnlyDictionary<Guid, PostStand>> Of(IEnumerable<Guid> posts, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return (await store.Sql.List($"select p.id, p.name, {OpeningBook.WantedColumns}, {OpeningColumns} from post p {Opening} where {IdSet.In(store.Sql, "p.id", "@posts")}", Stand, stop, ("@posts", IdSet.Of(store.Sql, posts)))).ToDictionary(p => p.Id);
    }

    /// <summary>How many posts ring because people stand there and nobody opened them.</summary>
    public async Task<long> UnopenedNow(CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.Number("select count(*) from alarm x where x.kind = 'Unopened' and x.closed_at is null", stop);
    }

    /// <summary>Posts that somebody stands at now or in the next hours; searched by post and area.</summary>
    public async Task<TablePage<OpeningLine>> Page(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = Where(ask);
        var keyset = new Keyset(ask, "p.id", ("area", "a.path"));
        var rows = await store.Sql.List($"{Lines} where {where} {keyset.Sql}", row => (Line: ReadLine(row), Path: row.Text(14)), stop, [.. values, .. keyset.Values]);
        var page = keyset.Page(rows, r => r.Path, r => r.Line.PostId, await store.Sql.Number($"select count(*) from post p join area a on a.id = p.area_id {Opening} where {where}", stop, values));
        return new([.. page.Rows.Select(r => r.Line)], page.Total, page.Previous, page.Next);
    }

    public async IAsyncEnumerable<OpeningLine> Everything(TableAsk ask, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (where, values) = Where(ask);
        await foreach (var row in store.Sql.Rows($"{Lines} where {where} order by a.path, p.name, p.id", ReadLine, stop, values)) yield return row;
    }

    /// <summary>Every list there is; those of kinds first.</summary>
    public async Task<TablePage<KitLine>> Lists(TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var keyset = new Keyset(ask, "k.id", ("-set", "k.set_at"));
        var rows = await store.Sql.List($"{KitLines} where {OfLists(ask)} {keyset.Sql}", ReadList, stop, [("@words", Words(ask)), .. keyset.Values]);
        return keyset.Page(rows, r => r.SetAt, r => r.Id, await store.Sql.Number($"select count(*) from kit_list k left join post p on p.id = k.post_id where {OfLists(ask)}", stop, ("@words", Words(ask))));
    }

    public async IAsyncEnumerable<KitLine> EveryList(TableAsk ask, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        await foreach (var list in store.Sql.Rows($"{KitLines} where {OfLists(ask)} order by k.kind, a.path, p.name, k.id", ReadList, stop, ("@words", Words(ask)))) yield return list;
    }

    private const string KitLines = "select k.id, k.kind, k.post_id, p.name, a.name, k.items, k.briefing, k.set_at, k.set_by from kit_list k left join post p on p.id = k.post_id left join area a on a.id = p.area_id";

    private static string OfLists(TableAsk ask) => ask.Words.Length > 0 ? "(k.kind like @words or p.name like @words or k.items like @words)" : "1 = 1";

    private static KitLine ReadList(Row row) => new(row.Guid(0), row.TextOrNull(1), row.GuidOrNull(2), row.TextOrNull(3), row.TextOrNull(4), OpeningRules.Items(row.Text(5)), row.Text(6), row.Instant(7), row.Text(8));

    /// <summary>The own list of a kind; null where it has none.</summary>
    public async Task<WantedKit?> OfKind(string kind, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First("select items, briefing from kit_list where kind = @k", row => new WantedKit(OpeningRules.Items(row.Text(0)), row.Text(1)), stop, ("@k", kind));
    }

    private const string Lines = $"select p.id, p.name, {OpeningBook.WantedColumns}, {OpeningColumns}, a.name, a.path from post p join area a on a.id = p.area_id {Opening}";

    private (string, (string, object?)[]) Where(TableAsk ask) =>
        ("p.valid_to is null and p.id in (select s.post_id from shift s where s.state = 'Published' and s.person_id is not null and s.starts_at > @day and s.starts_at < @ahead and s.ends_at > @now)"
            + (ask.Words.Length > 0 ? " and (p.name like @words or a.name like @words)" : "") + ask["state"] switch { "closed" => $" and {OpeningBook.Unopened}", "short" => " and o.id is not null and (o.missing <> '' or o.reason <> '')", "open" => $" and not {OpeningBook.Unopened} and (o.id is null or o.missing = '' and o.reason = '')", _ => "" },
        [("@day", clock.GetUtcNow() - TimeSpan.FromDays(1)), ("@now", clock.GetUtcNow()), ("@ahead", clock.GetUtcNow() + Ahead), ("@words", Words(ask))]);

    private static string Words(TableAsk ask) => "%" + ask.Words.Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%";

    private async Task<PostKit?> Of(Sql sql, Guid post, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var kit = await sql.First($"select p.id, p.name, {OpeningBook.WantedColumns}, {OpeningColumns}, a.name, p.kind from post p join area a on a.id = p.area_id {Opening} where p.id = @p",
            row => new PostKit(row.Guid(0), row.Text(1), row.Text(13), row.Text(14), OpeningBook.Read(row, 2), ReadOpening(row, 5), []), stop, ("@p", post));
        return kit is null ? null : kit with
        {
            Unbriefed = kit.Wanted.Briefing.Length == 0 ? [] : await sql.List("""
                select distinct x.name from shift s join person x on x.id = s.person_id where s.post_id = @p and s.state = 'Published' and s.ends_at > @now and s.starts_at < @soon
                  and not exists (select 1 from post_briefing b where b.post_id = s.post_id and b.person_id = s.person_id) order by x.name limit 50
                """, row => row.Text(0), stop, ("@p", post), ("@now", now), ("@soon", now + Soon)),
        };
    }

    private static PostOpening? ReadOpening(Row row, int at) => row.IsNull(at) ? null : new PostOpening
    {
        Id = row.Guid(at), EmergencyId = row.Guid(at + 1), OpenedAt = row.Instant(at + 2), OpenedBy = row.Text(at + 3), There = row.Text(at + 4), Missing = row.Text(at + 5), Briefed = row.Bool(at + 6), Reason = row.Text(at + 7),
    };

    private static PostStand Stand(Row row)
    {
        var (wanted, opening) = (OpeningBook.Read(row, 2), ReadOpening(row, 5));
        return new PostStand(row.Guid(0), row.Text(1), OpeningRules.Of(opening, wanted.Items, wanted.Briefing.Length > 0), OpeningRules.Lacking(opening, wanted.Items), opening?.Reason ?? "", opening?.OpenedBy ?? "");
    }

    private static Openness State(Row row) => OpeningBook.Read(row, 2) is var wanted ? OpeningRules.Of(ReadOpening(row, 5), wanted.Items, wanted.Briefing.Length > 0) : default;

    private static OpeningLine ReadLine(Row row) => new(row.Guid(0), row.Text(1), row.Text(13), State(row), row.InstantOrNull(7), row.TextOrNull(8), row.TextOrNull(10)?.Replace('\n', '、'), row.TextOrNull(12));
}
