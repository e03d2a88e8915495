using System.Runtime.CompilerServices;
using Muster.People;
using Muster.People.Contract;
using Muster.Placements.Counts;
using Muster.Placements.Standing;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Tables;

namespace Muster.Placements;

public sealed partial class PlanQueries
{
    /// <summary>Up to so many are fetched and sorted; of more, a page is soon met along the names.</summary>
    private const int FewMost = 4_000;

    /// <summary>Up to so many people in a plan every list says exactly how many it has.</summary>
    private const int CountedMost = 20_000;

    /// <summary>
    /// A page of the plan's people. Filters: area (and below), post, agency, role, reserve (yes/no), out (left out after a recall or loss), pinned (yes/no); words: the beginning of name, given name, pinyin,
    /// initials, or part of the agency's name. How many there are in all is said where that is known or soon counted.
    /// </summary>
    public async Task<TablePage<PlanPerson>> People(Guid plan, TableAsk ask, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var chosen = await Chosen.Of(store.Sql, plan, ask, stop);
        var keyset = new Keyset(ask, "w.id", ("name", "w.name"), ("-cost", "coalesce(x.cost, 0)"), ("-grade", "coalesce(w.grade, 0)"));
        var rows = await Dearest(store.Sql, ask, chosen, keyset, stop) ?? await Highest(store.Sql, ask, chosen, keyset, stop)
            ?? await store.Sql.List($"select {PersonColumns} {FromEverybody}{chosen.Sql} {keyset.Sql}", ReadPerson, stop, [.. chosen.Values, .. keyset.Values]);
        var total = chosen.Total ?? (chosen.IsFew || chosen.Everybody <= CountedMost ? await store.Sql.Number($"select count(*) {FromEverybody}{chosen.Sql}", stop, chosen.Values) : null);
        return keyset.Page(rows, row => keyset.Sort switch { "cost" => row.Cost, "grade" => row.Grade ?? 0, _ => row.Name }, row => row.PersonId, total);
    }

    /// <summary>The dearest first have an index; null where it does not answer: whoever is in reserve costs nothing and comes in between those placed at no cost.</summary>
    private static async Task<List<PlanPerson>?> Dearest(Sql sql, TableAsk ask, Chosen chosen, Keyset keyset, CancellationToken stop)
    {
        if (keyset is not { Sort: "cost", Descending: true } || ask.Before is not null || !chosen.IsWhole || ask["reserve"] == "yes") return null;
        var order = keyset.Sql.Replace("coalesce(x.cost, 0)", "x.cost", StringComparison.Ordinal).Replace("w.id", "x.person_id", StringComparison.Ordinal);
        var rows = await sql.List($"select {PersonColumns} {ByCost} {order}", ReadPerson, stop, [.. chosen.Values, .. keyset.Values]);
        return rows.Count > ask.Size && rows[^1].Cost > 0 ? rows : null;
    }

    /// <summary>
    /// The highest grades first: from 处级 up they have an index. So many more than a page are taken from it that those the plan does not have leave enough;
    /// null where they do not, or where lower grades come in.
    /// </summary>
    private static async Task<List<PlanPerson>?> Highest(Sql sql, TableAsk ask, Chosen chosen, Keyset keyset, CancellationToken stop)
    {
        if (keyset is not { Sort: "grade", Descending: true } || ask.Before is not null || !chosen.IsWhole || ask["reserve"] == "yes") return null;
        var first = keyset.Sql.Replace("coalesce(w.grade, 0)", "h.grade", StringComparison.Ordinal).Replace("w.id", "h.id", StringComparison.Ordinal);
        first = first[..first.LastIndexOf("limit", StringComparison.Ordinal)] + "limit @most";
        var rows = await sql.List($"select {PersonColumns} {FromEverybody}{chosen.Sql} and w.id in (select h.id from person h where h.grade >= {Grades.DivisionDeputy} {first}) {keyset.Sql}",
            ReadPerson, stop, [.. chosen.Values, .. keyset.Values, ("@most", 4 * (ask.Size + 1))]);
        return rows.Count > ask.Size ? rows : null;
    }

    /// <summary>Everybody a list shows, for an export: streamed in order of area, post, name.</summary>
    public async IAsyncEnumerable<PlanPerson> Everyone(Guid plan, TableAsk ask, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var chosen = await Chosen.Of(store.Sql, plan, ask, stop);
        await foreach (var person in store.Sql.Rows($"select {PersonColumns} {FromEverybody}{chosen.Sql} order by a.path, q.name, w.name, w.id", ReadPerson, stop, chosen.Values)) yield return person;
    }

    /// <summary>The ids of everybody a list shows, streamed; no order.</summary>
    public async IAsyncEnumerable<Guid> Ids(Guid plan, TableAsk ask, int most, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var chosen = await Chosen.Of(store.Sql, plan, ask, stop);
        await foreach (var id in store.Sql.Rows($"select w.id {FromEverybody}{chosen.Sql} limit @most", row => row.Guid(0), stop, [.. chosen.Values, ("@most", most)])) yield return id;
    }

    /// <summary>
    /// A list's filters as conditions over person w, placement x and reserve r. A filter that few pass names them by an index of its own; one that many pass is
    /// tested along the names. Neither database can know which it is.
    /// </summary>
    private sealed class Chosen
    {
        private Conditions _where = new();

        public string Sql => _where.Sql;

        public (string, object?)[] Values => _where.Values;

        public long Everybody { get; private set; }

        public bool IsFew { get; private set; }

        public bool IsWhole { get; private set; }

        /// <summary>How many pass, where that is stored.</summary>
        public long? Total { get; private set; }

        public static async Task<Chosen> Of(Sql sql, Guid plan, TableAsk ask, CancellationToken stop)
        {
            var sums = await sql.First("select placed, reserve from plan where id = @p", row => (Placed: row.Long(0), Reserve: row.Long(1)), stop, ("@p", plan));
            var isAlone = ask.Words.Length == 0 && ask.Pairs().Count(p => p.Name is not ("sort" or "size")) <= 1;
            var made = new Chosen { _where = new Conditions(("@p", plan)), Everybody = sums.Placed + sums.Reserve };
            made.IsWhole = ask.IsWhole || isAlone && ask["reserve"] is not null;
            if (made.IsWhole) made.Total = ask["reserve"] switch { "yes" => sums.Reserve, "no" => sums.Placed, _ => sums.Placed + sums.Reserve };
            await made.Add(sql, ask, isAlone, stop);
            return made;
        }

        private async Task Add(Sql sql, TableAsk ask, bool isAlone, CancellationToken stop)
        {
            if (ask.Guid("area") is { } area)
            {
                var served = await sql.Number($"select {CountSql.Served("@area")}", stop, [.. _where.Values[..1], ("@area", area)]);
                if (isAlone) Total = served;
                Either(served <= FewMost, "select o.person_id from area t cross join area k cross join plan_placement o where t.id = @area and k.path >= t.path and k.path < t.path || '~' and o.plan_id = @p and o.area_id = k.id",
                    "a.path >= (select t.path from area t where t.id = @area) and a.path < (select t.path from area t where t.id = @area) || '~'", ("@area", area));
            }
            if (ask.Guid("post") is { } post)
                Either(true, "select o.person_id from post t cross join plan_placement o where t.id = @post and o.plan_id = @p and o.area_id = t.area_id and o.post_id = @post", "", ("@post", post));
            if (ask.Guid("agency") is { } agency) _where.Add(agency, "@agency", "w.agency_id = @agency");
            if (ask["role"] is { } role)
            {
                const string some = $"select person_id from plan_placement where plan_id = @p and role <> '{KeepSolution.Member}' and role = @role";
                var isSeat = role != KeepSolution.Member;
                var count = isSeat ? await sql.Number($"select count(*) from ({some}) seated", stop, [.. _where.Values[..1], ("@role", role)]) : 0;
                if (isSeat && isAlone) Total = count;
                Either(isSeat && count <= FewMost, some, "x.role = @role", ("@role", role));
            }
            if (ask["pinned"] is { } pinned)
                Either(pinned == "yes", $"select person_id from plan_placement where plan_id = @p and pinned union all select person_id from plan_reserve where plan_id = @p and code = '{KeepSolution.PinnedCode}'",
                    $"not coalesce(x.pinned, r.code = '{KeepSolution.PinnedCode}')");
            if (ask["reserve"] is { } reserve) Either(reserve == "yes", "select person_id from plan_reserve where plan_id = @p", "x.person_id is not null");
            if (ask["out"] is not null) Either(true, $"select person_id from plan_reserve where plan_id = @p and code in ({LeftOut.Codes})", "");
            if (ask.Words.Length == 0) return;
            foreach (var (name, value) in PeopleByWords.Values(ask.Words)) _where.Add(value, name, "1 = 1");
            Either(true, PeopleByWords.Ids, "");
        }

        private void Either(bool few, string ids, string test, params (string Name, object? Value)[] values)
        {
            foreach (var (name, value) in values) _where.Add(value, name, "1 = 1");
            _where.Add(few ? $"w.id in ({ids})" : test);
            IsFew |= few;
        }
    }

    private const string PersonColumns = """
        w.id, w.name, g.name, w.grade, w.party_member, x.area_id, a.name, x.post_id, q.name, x.role, coalesce(x.pinned, r.code = 'pinned'), coalesce(x.cost, 0),
        coalesce(x.reason, case when r.reason = '' then r.code else r.reason end), r.code
        """;

    private const string Named = "left join agency g on g.id = w.agency_id left join area a on a.id = x.area_id left join post q on q.id = x.post_id";

    /// <summary>In the order of names: SQLite reads the first table of a cross join first, so a page ends after its rows.</summary>
    private const string FromEverybody = $"""
        from person w cross join (select 1 as one) o left join plan_placement x on x.plan_id = @p and x.person_id = w.id left join plan_reserve r on r.plan_id = @p and r.person_id = w.id
        {Named} where (x.person_id is not null or r.person_id is not null)
        """;

    private const string ByCost = $"""
        from plan_placement x cross join person w left join plan_reserve r on 1 = 0 {Named} where x.plan_id = @p and w.id = x.person_id
        """;

    /// <summary>Some people of a plan by name, as a list shows them.</summary>
    internal static Task<List<PlanPerson>> These(Sql sql, Guid plan, IReadOnlyList<Guid> people, int most, CancellationToken stop) =>
        sql.List($"select {PersonColumns} {FromEverybody} and {IdSet.In(sql, "w.id", "@people")} order by w.name, w.id limit @most", ReadPerson, stop,
            ("@p", plan), ("@people", IdSet.Of(sql, people)), ("@most", most));

    private static PlanPerson ReadPerson(Row row) => new(row.Guid(0), row.Text(1), row.TextOrNull(2), row.IntOrNull(3), row.Bool(4), row.GuidOrNull(5),
        row.TextOrNull(6), row.GuidOrNull(7), row.TextOrNull(8), row.TextOrNull(9), row.Bool(10), row.Long(11), row.Text(12), row.TextOrNull(13));
}
