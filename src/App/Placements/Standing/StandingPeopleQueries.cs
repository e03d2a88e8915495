using System.Runtime.CompilerServices;
using Muster.People.Contract;
using Muster.Placements.Cards;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.Placements.Standing;

public sealed partial class StandingQueries
{
    /// <summary>
    /// Every mustered person with a place or a reason. Filters: where (placed, reserve, neither), area (and below), post, agency, role, code (of the
    /// reserve); words: name, pinyin, initials, agency. Sorts: name, since (reserve).
    /// </summary>
    public async Task<TablePage<StandingPerson>> People(Guid emergency, DateTimeOffset at, TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (from, values) = PeopleFrom(emergency, at, ask);
        var keyset = new Keyset(ask, "w.id", ("name", "w.name"), ("-starts", $"coalesce(p.starts_at, {store.Sql.Pick("0", "timestamptz 'epoch'")})"));
        var rows = await store.Sql.List($"select {PersonColumns} {from} {keyset.Sql}", ReadPerson, stop, [.. values, .. keyset.Values]);
        return keyset.Page(rows, row => keyset.Sort == "starts" ? row.StartsAt ?? DateTimeOffset.UnixEpoch : row.Name, row => row.PersonId,
            IsPlaced(ask) ? await Placed(store.Sql, emergency, at, stop)
            : ask.IsWhole ? await store.Sql.Number("select count(*) from mustered where emergency_id = @e", stop, ("@e", emergency)) : await store.Sql.Number($"select count(*) {from}", stop, values));
    }

    /// <summary>Nothing is asked for but that people have a place: counting needs nobody's name.</summary>
    private static bool IsPlaced(TableAsk ask) => ask.Words.Length == 0 && ask["where"] == "placed" && ask.Pairs().All(p => p.Name is "where" or "sort" or "size");

    public async IAsyncEnumerable<StandingPerson> Everyone(Guid emergency, DateTimeOffset at, TableAsk ask, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (from, values) = PeopleFrom(emergency, at, ask);
        await foreach (var person in store.Sql.Rows($"select {PersonColumns} {from} order by a.path, q.name, w.name, w.id", ReadPerson, stop, values)) yield return person;
    }

    /// <summary>The people that a list's selection means, at most <paramref name="most"/> + 1.</summary>
    public async Task<List<Guid>> Chosen(Guid emergency, DateTimeOffset at, Selection selection, int most, CancellationToken stop)
    {
        if (!selection.All) return [.. selection.Ids.Distinct()];
        await using var store = await stores.Open(stop);
        var (from, values) = PeopleFrom(emergency, at, selection.Ask);
        return await store.Sql.List($"select w.id {from} order by w.name, w.id limit @most", row => row.Guid(0), stop, [.. values, ("@most", most + 1)]);
    }

    /// <summary>Some people as the list shows them, by place and name.</summary>
    public async Task<List<StandingPerson>> These(Guid emergency, DateTimeOffset at, IReadOnlyList<Guid> people, int most, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List($"select {PersonColumns} {Joined} and {IdSet.In(store.Sql, "m.person_id", "@people")} order by a.path, q.name, w.name, w.id limit @most", ReadPerson, stop,
            ("@e", emergency), ("@at", at), ("@people", IdSet.Of(store.Sql, people)), ("@most", most));
    }

    private const string PersonColumns = "w.id, w.name, g.name, w.job_title, p.area_id, a.name, p.post_id, q.name, p.role, p.starts_at, p.ends_at, r.code, r.reason, r.since";

    private static readonly string Joined = JoinedFrom("mustered m cross join person w");

    /// <summary>In the order of names: SQLite reads the first table of a cross join first, so a page ends after its rows.</summary>
    private static readonly string ByName = JoinedFrom("person w cross join mustered m");

    /// <summary>Those in reserve: few beside those placed.</summary>
    private static readonly string ByReserve = $"""
        from reserve r cross join mustered m cross join person w left join agency g on g.id = coalesce(m.agency_id, w.agency_id)
        left join placement p on p.person_id = m.person_id and p.emergency_id = m.emergency_id and {StandingSql.InForce("p")}
        left join area a on a.id = p.area_id left join post q on q.id = p.post_id
        where r.emergency_id = @e and m.emergency_id = @e and m.person_id = r.person_id and w.id = m.person_id
        """;

    /// <summary>Those who serve at a place: few, found by it.</summary>
    private static readonly string ByPlace = $"""
        from area a cross join placement p cross join mustered m cross join person w left join agency g on g.id = coalesce(m.agency_id, w.agency_id) left join post q on q.id = p.post_id
        left join reserve r on r.emergency_id = m.emergency_id and r.person_id = m.person_id
        where m.emergency_id = @e and p.emergency_id = @e and p.area_id = a.id and m.person_id = p.person_id and w.id = m.person_id and {StandingSql.InForce("p")}
        """;

    private static string JoinedFrom(string first) => $"""
        from {first} left join agency g on g.id = coalesce(m.agency_id, w.agency_id)
        left join placement p on p.person_id = m.person_id and p.emergency_id = m.emergency_id and {StandingSql.InForce("p")}
        left join area a on a.id = p.area_id left join post q on q.id = p.post_id
        left join reserve r on r.emergency_id = m.emergency_id and r.person_id = m.person_id where m.emergency_id = @e and w.id = m.person_id
        """;

    private static StandingPerson ReadPerson(Row row) => new(row.Guid(0), row.Text(1), row.TextOrNull(2), row.TextOrNull(3), row.GuidOrNull(4), row.TextOrNull(5), row.GuidOrNull(6),
        row.TextOrNull(7), row.TextOrNull(8), row.InstantOrNull(9), row.InstantOrNull(10), row.TextOrNull(11), row.TextOrNull(12), row.InstantOrNull(13));

    private static (string, (string, object?)[]) PeopleFrom(Guid emergency, DateTimeOffset at, TableAsk ask)
    {
        var where = new Conditions(("@e", emergency), ("@at", at));
        where.Add(ask["where"] switch
        {
            "placed" => "p.id is not null", "reserve" => "p.id is null and r.person_id is not null", "neither" => "p.id is null and r.person_id is null", _ => null,
        });
        where.Add(ask.Guid("area"), "@area", "a.path >= (select t.path from area t where t.id = @area) and a.path < (select t.path from area t where t.id = @area) || '~'");
        where.Add(ask.Guid("post"), "@post", "p.post_id = @post");
        where.Add(ask.Guid("agency"), "@agency", "m.agency_id = @agency");
        where.Add(ask["role"], "@role", "p.role = @role");
        where.Add(ask["code"], "@code", "r.code = @code");
        if (ask.Words.Length > 0)
        {
            foreach (var (name, value) in PeopleByWords.Values(ask.Words)) where.Add(value, name, "1 = 1");
            where.Add($"w.id in ({PeopleByWords.Ids})");
        }
        var first = ask["where"] == "reserve" || ask["code"] is not null ? ByReserve : ask.Guid("area") is not null ? ByPlace : ask.Guid("agency") is not null ? Joined : ask.Sort is "" or "name" && ask["where"] != "neither" && ask.Guid("post") is null ? ByName : Joined;
        return (first + where.Sql, where.Values);
    }
}
