using Muster.Emergencies.Contract;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.Organisation.Continuity;

/// <summary>How a seat would stand if its holder were lost. All but <see cref="Whole"/> are single links.</summary>
public enum LinkState
{
    /// <summary>Nobody holds it.</summary>
    NoHolder,

    /// <summary>Nobody stands by.</summary>
    NoAlternate,

    /// <summary>Everybody who stands by would be lost together with the holder.</summary>
    Shared,

    Whole,
}

public sealed record LinkCount(LinkState State, long Seats);

/// <summary>A seat with who holds it and who stands by.</summary>
public sealed record SeatLink(Guid SeatId, SeatKind Kind, string Title, Guid? AreaId, string? Area, string Order, LinkState State, Guid? AId, string? A, Guid? BId, string? B, Guid? CId, string? C)
{
    /// <summary>What the holder has in common with who stands by.</summary>
    public IReadOnlyList<ExposureKind> Shares { get; set; } = [];
}

/// <summary>Looks at the chain of an emergency link by link: its seats, and those of the territory under it; single links first.</summary>
public sealed class ContinuityQueries(Stores stores, Exposures exposures, TimeProvider clock)
{
    private string Links(Sql sql) => $"""
        with {exposures.Table(sql)}, own as (
          select s.id, s.kind, s.title, s.area_id, '' as path, '' as area from seat s where s.emergency_id = @e and s.area_id is null and s.ends_at is null
          union all
          select s.id, s.kind, s.title, a.id, a.path, a.name from area a cross join seat s
          where s.area_id = a.id and (s.emergency_id = @e or s.emergency_id is null) and s.ends_at is null and a.path >= @from and a.path < @end),
        held as (
          select o.id, o.kind, o.title, o.area_id, o.path, o.area, a.person_id as a_id, b.person_id as b_id, c.person_id as c_id from own o
          left join seat_holding a on a.seat_id = o.id and a.place = 'A' and a.ends_at is null
          left join seat_holding b on b.seat_id = o.id and b.place = 'B' and b.ends_at is null
          left join seat_holding c on c.seat_id = o.id and c.place = 'C' and c.ends_at is null),
        link as (
          select h.*, pa.name as a, pb.name as b, pc.name as c,
            case when h.a_id is null then 'NoHolder' when h.b_id is null and h.c_id is null then 'NoAlternate'
              when (h.b_id is null or {Exposures.Shared("h.a_id", "h.b_id")}) and (h.c_id is null or {Exposures.Shared("h.a_id", "h.c_id")}) then 'Shared' else 'Whole' end as state
          from held h left join person pa on pa.id = h.a_id left join person pb on pb.id = h.b_id left join person pc on pc.id = h.c_id)
        """;

    private const string Rank = "case state when 'NoHolder' then '0' when 'NoAlternate' then '1' when 'Shared' then '2' else '3' end || path";

    public async Task<IReadOnlyList<LinkCount>> Counts(Ground ground, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var counts = (await store.Sql.List($"{Links(store.Sql)} select state, count(*) from link group by state", row => new LinkCount(row.Enum<LinkState>(0), row.Long(1)), stop, Values(ground, null))).ToDictionary(c => c.State);
        return [.. Enum.GetValues<LinkState>().Select(state => counts.GetValueOrDefault(state, new LinkCount(state, 0)))];
    }

    /// <summary>Filtered by <c>state</c>, <c>kind</c> and <c>below</c> (an area), searched by seat, area and person.</summary>
    public async Task<TablePage<SeatLink>> Page(Ground ground, TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var keyset = new Keyset(ask, "id", ("state", Rank), ("area", "path"));
        var values = Values(ground, ask);
        var links = Links(store.Sql);
        var rows = await store.Sql.List($"{links} select {Columns} from link where {Where(ask)} {keyset.Sql}", Read, stop, [.. values, .. keyset.Values]);
        var page = keyset.Page(rows, row => keyset.Sort == "area" ? row.Order[1..] : row.Order, row => row.SeatId, await store.Sql.Number($"{links} select count(*) from link where {Where(ask)}", stop, values));
        await Shares(store.Sql, page.Rows, stop);
        return page;
    }

    public async IAsyncEnumerable<SeatLink> All(Ground ground, TableAsk ask, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var rows = await store.Sql.List($"{Links(store.Sql)} select {Columns} from link where {Where(ask)} order by {Rank}, id", Read, stop, Values(ground, ask));
        foreach (var chunk in rows.Chunk(1000))
        {
            await Shares(store.Sql, chunk, stop);
            foreach (var row in chunk) yield return row;
        }
    }

    private const string Columns = $"id, kind, title, area_id, area, {Rank}, state, a_id, a, b_id, b, c_id, c";

    private static string Where(TableAsk ask) => (ask.Enum<LinkState>("state") is null ? ask["state"] == "single" ? "state <> 'Whole'" : "1 = 1" : "state = @state")
        + (ask.Enum<SeatKind>("kind") is null ? "" : " and kind = @kind")
        + (ask.Guid("below") is null ? "" : " and path >= (select k.path from area k where k.id = @below) and path < (select k.path from area k where k.id = @below) || '~'")
        + (ask.Words.Length == 0 ? "" : " and (title like @like or area like @like or a like @like or b like @like or c like @like)");

    private (string, object?)[] Values(Ground ground, TableAsk? ask) =>
    [
        ("@at", clock.GetUtcNow()), ("@e", ground.EmergencyId), ("@from", ground.Path), ("@end", ground.End), ("@state", ask?.Enum<LinkState>("state")?.ToString() ?? ""), ("@kind", ask?.Enum<SeatKind>("kind")?.ToString() ?? ""),
        ("@below", ask?.Guid("below") ?? Guid.Empty), ("@like", "%" + (ask?.Words ?? "").Replace("%", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) + "%"),
    ];

    /// <summary>What the holders of shared links have in common with those who stand by.</summary>
    private async Task Shares(Sql sql, IReadOnlyList<SeatLink> links, CancellationToken stop)
    {
        var shared = links.Where(l => l.State == LinkState.Shared).ToList();
        if (shared.Count == 0) return;
        var groups = (await sql.List($"with {exposures.Table(sql)} select person_id, kind, key from exposed where {IdSet.In(sql, "person_id", "@ids")}",
            row => (Person: row.Guid(0), Group: (Kind: row.Enum<ExposureKind>(1), Key: System.Convert.ToHexString(row.Bytes(2)))), stop,
            ("@at", clock.GetUtcNow()), ("@ids", IdSet.Of(sql, shared.SelectMany(l => (Guid?[])[l.AId, l.BId, l.CId]).OfType<Guid>().Distinct())))).ToLookup(g => g.Person, g => g.Group);
        foreach (var link in shared)
            link.Shares = [.. groups[link.AId!.Value].Where(g => groups[link.BId ?? Guid.Empty].Concat(groups[link.CId ?? Guid.Empty]).Contains(g)).Select(g => g.Kind).Distinct().Order()];
    }

    private static SeatLink Read(Row row) => new(row.Guid(0), row.Enum<SeatKind>(1), row.Text(2), row.GuidOrNull(3), row.TextOrNull(4), row.Text(5), row.Enum<LinkState>(6),
        row.GuidOrNull(7), row.TextOrNull(8), row.GuidOrNull(9), row.TextOrNull(10), row.GuidOrNull(11), row.TextOrNull(12));
}
