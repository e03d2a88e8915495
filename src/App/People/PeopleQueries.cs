using Muster.People.Import.Reading;
using Muster.Platform.Storage;
using Muster.Territory.Names;

namespace Muster.People;

/// <summary>A person in a list; telephone and ID number stay masked.</summary>
public sealed record PersonRow(Guid Id, string Name, Guid? AgencyId, string? Agency, Origin Origin, string? JobTitle, string? GradeName,
    Sex? Sex, int? BirthYear, bool PartyMember, Guid? HomeAreaId, string? Home, string? Team, string? Phone, string? IdNumber, bool Ended,
    string? PoliticalStatus, string? HomeText, string? Skills)
{
    /// <summary>Where the list goes on after this person; opaque.</summary>
    internal string Cursor { get; init; } = "";
}

/// <summary>How many there are; where it is not exact, about or at least so many.</summary>
public readonly record struct Counted(long People, bool IsExact, bool IsAtLeast = false);

/// <summary>One page of a list; <paramref name="Next"/> is null on the last.</summary>
public sealed record PeoplePage(IReadOnlyList<PersonRow> People, string? Next);

/// <summary>Reads of people for pages, verbs and exports. Pages are walked by key, so the thousandth costs what the first does.</summary>
public sealed class PeopleQueries(Stores stores, IdentityKeys keys, Identities identities)
{
    public const int PageSize = 50;

    /// <summary>How many are looked at, at most, to say how many there are.</summary>
    private const int SampleMax = 12_000;

    /// <summary>The same where the index does not answer and each record is looked at.</summary>
    private const int LookedUpMax = 2500;

    private const long EverybodyKeptMs = 60_000;

    private (long People, long At) _everybody;

    /// <summary>From the 15th on as <see cref="Identities.Columns"/>.</summary>
    private const string Columns = """
        p.id, p.name, p.agency_id, g.name, p.origin, p.job_title, p.grade_name, p.sex, p.birth_year, p.party_member,
        p.home_area_id, h.short_name, p.home_text, p.team, i.data_key, i.sealed_id_number, i.sealed_phone, p.ended_at, p.political_status, null
        """;

    private const string Joins = """
        left join agency g on g.id = p.agency_id left join area h on h.id = p.home_area_id left join person_identity i on i.person_id = p.id
        """;

    public async Task<PeoplePage> List(PeopleFilter filter, string? after = null, int take = PageSize, CancellationToken stop = default)
    {
        await using var store = await stores.Open(stop);
        var text = filter.Folded;
        var begin = Begin(after);
        var rows = text is null
            ? await Walk(store.Sql, filter, text, "pinyin", null, "0", begin, take + 1, stop)
            : await Search(store.Sql, filter, text, begin, take + 1, stop);
        return rows.Count > take ? new PeoplePage(rows[..take], rows[take - 1].Cursor) : new PeoplePage(rows, null);
    }

    /// <summary>First those whose whole name begins so, then those whose given name or initials do.</summary>
    private async Task<List<PersonRow>> Search(Sql sql, PeopleFilter filter, string text, (char Group, string Key, Guid Id)? begin, int take, CancellationToken stop)
    {
        var (whole, part) = PeopleSql.Columns(text);
        var rows = new List<PersonRow>();
        if (begin is not { Group: '2' }) rows = await Walk(sql, filter, text, whole, null, "1", begin, take, stop);
        if (rows.Count < take)
            rows.AddRange(await Walk(sql, filter, text, part, whole, "2", begin is { Group: '2' } ? begin : null, take - rows.Count, stop));
        return rows;
    }

    /// <param name="column">The index that is walked and gives the order.</param>
    /// <param name="not">People whose this column matches were shown before.</param>
    private async Task<List<PersonRow>> Walk(Sql sql, PeopleFilter filter, string? text, string column, string? not, string group, (char Group, string Key, Guid Id)? begin,
        int take, CancellationToken stop)
    {
        var condition = await PeopleSql.Of(filter, null, sql, stop);
        var where = new List<string>(condition.Where);
        var values = new List<(string, object?)>(condition.Values) { ("@take", take) };
        if (group != "0")
        {
            where.Add(PeopleSql.Range("p." + column));
            values.AddRange([("@text", text), ("@text_end", PeopleSql.After(text!))]);
            if (not is not null) where.Add($"not ({PeopleSql.Range("p." + not)})");
        }
        if (begin is { } cursor)
        {
            where.Add($"(p.{column}, p.id) > (@key, @id)");
            values.AddRange([("@key", cursor.Key), ("@id", cursor.Id)]);
        }
        // First who, from the index alone; then the fifty records. A list that is sorted for want of many must not be walked.
        var order = condition.Few ? $"p.{column} || '', p.id" : $"p.{column}, p.id";
        var select = $"""
            select {Columns}, w.place from (select p.id, p.{column} as place from {condition.Walked(column, filter, sql)} where {(where.Count == 0 ? "1 = 1" : string.Join(" and ", where))} order by {order} limit @take) w
            join person p on p.id = w.id {Joins} order by w.place, w.id
            """;
        return await sql.List(select, row => Read(row) with { Cursor = Platform.Ui.Tables.Cursor.At(group + row.Text(20), row.Guid(0)).ToString() }, stop, [.. values]);
    }

    /// <summary>
    /// How many pass the filter, for a list: exact where few do or few have to be looked at, else the share of those looked at, first in the
    /// order of the list, times everybody.
    /// </summary>
    public async Task<Counted> About(PeopleFilter filter, CancellationToken stop = default)
    {
        await using var store = await stores.Open(stop);
        var sql = store.Sql;
        var text = filter.Folded;
        var condition = await PeopleSql.Of(filter, null, sql, stop);
        if (text is null)
        {
            var (seen, hits) = await Sample(sql, filter, condition, "pinyin", "1 = 1", stop);
            return seen < SampleMax ? new Counted(hits, IsExact: true) : new Counted(hits * Math.Max(seen, await Everybody(sql, stop)) / seen, IsExact: false);
        }
        var (whole, part) = PeopleSql.Columns(text);
        condition.Look(text);
        var first = await Sample(sql, filter, condition, whole, PeopleSql.Range("p." + whole), stop);
        if (first.Seen >= LookedUpMax) return new Counted(first.Hits, IsExact: false, IsAtLeast: true);
        var second = await Sample(sql, filter, condition, part, $"{PeopleSql.Range("p." + part)} and not ({PeopleSql.Range("p." + whole)})", stop);
        // How many begin so is not known without walking all of them: what was found is what is told.
        return new Counted(first.Hits + second.Hits, IsExact: second.Seen < LookedUpMax, IsAtLeast: true);
    }

    private static async Task<(long Seen, long Hits)> Sample(Sql sql, PeopleFilter filter, PeopleSql condition, string column, string within, CancellationToken stop)
    {
        var walked = condition.Few
            ? $"select 1 as hit from person p where {within} and {condition.All}"
            : $"select case when {condition.All} then 1 else 0 end as hit from {condition.Walked(column, filter, sql)} where {within} and {condition.Begin} order by p.{column}, p.id limit {(column == "pinyin" ? SampleMax : LookedUpMax)}";
        return await sql.First($"select count(*), coalesce(sum(hit), 0) from ({walked}) looked", row => (Seen: row.Long(0), Hits: row.Long(1)), stop, condition.Values) is var (seen, hits)
            ? (condition.Few ? 0 : seen, hits) : default;
    }

    /// <summary>How many people there are, counted once and then again now and then, while the one who asks has the number of before.</summary>
    private async Task<long> Everybody(Sql sql, CancellationToken stop)
    {
        // The number that is kept is everybody's: who reads a part only neither sees nor sets it.
        if (sql.IsNarrow) return await sql.Number("select count(*) from person where ended_at is null", stop);
        var now = Environment.TickCount64;
        var (people, at) = _everybody;
        if (people > 0 && now - at < EverybodyKeptMs) return people;
        _everybody = (await sql.Number("select count(*) from person where ended_at is null", stop), now);
        return _everybody.People;
    }

    /// <summary>How many pass the filter, counted no further than <paramref name="bound"/>.</summary>
    public async Task<long> Count(PeopleFilter filter, long bound = 10_001, CancellationToken stop = default)
    {
        await using var store = await stores.Open(stop);
        var condition = await PeopleSql.Of(filter, filter.Folded, store.Sql, stop);
        return await store.Sql.Number($"select count(*) from (select 1 from person p where {Where(condition)} limit {bound}) found", stop, condition.Values);
    }

    /// <summary>Streams everybody who passes the filter, by pinyin; for exports.</summary>
    public async IAsyncEnumerable<PersonRow> All(PeopleFilter filter, Numbers numbers,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var condition = await PeopleSql.Of(filter, filter.Folded, store.Sql, stop);
        await foreach (var row in store.Sql.Rows($"select {Columns.Replace("null", SkillList(store.Sql), StringComparison.Ordinal)} from person p {Joins} where {Where(condition)} order by p.pinyin, p.id",
                           row => Read(row, numbers), stop, condition.Values))
            yield return row;
    }

    /// <summary>Whoever has this ID number or telephone, whole; only ever asked in the body of a request, never in an address.</summary>
    public async Task<IReadOnlyList<PersonRow>> ByNumber(string number, CancellationToken stop = default)
    {
        var digits = NameKeys.Fold(number).ToUpperInvariant();
        var (column, hash) = IdNumber.IsRight(digits) ? ("id_hash", keys.OfIdNumber(digits)) : ("phone_hash", keys.OfPhone(digits));
        await using var store = await stores.Open(stop);
        return await store.Sql.List($"select {Columns} from person p {Joins} where i.{column} = @hash order by p.id limit 50", Read, stop, ("@hash", hash));
    }

    internal Task<List<PersonRow>> Read(Sql sql, string where, int take, CancellationToken stop) =>
        sql.List($"select {Columns} from person p {Joins} where {where} order by p.pinyin, p.id limit {take}", Read, stop);

    internal static string Where(PeopleSql condition) => condition.All;

    private static string SkillList(Sql sql) =>
        $"(select {sql.Pick("group_concat(s.skill, '、')", "string_agg(s.skill, '、')")} from person_skill s where s.person_id = p.id)";

    /// <summary>The group that is walked (whole names, then parts of names), the key there, and the person.</summary>
    private static (char Group, string Key, Guid Id)? Begin(string? after) =>
        Platform.Ui.Tables.Cursor.Read(after)?.Values is [string { Length: > 0 } key, Guid id] ? (key[0], key[1..], id) : null;

    private PersonRow Read(Row row) => Read(row, Numbers.Masked);

    private PersonRow Read(Row row, Numbers numbers)
    {
        var (idNumber, phone) = numbers == Numbers.None ? (null, null) : identities.Read(row, row.Guid(0), 14);
        if (numbers == Numbers.Masked) (idNumber, phone) = (Masked.IdNumber(idNumber), Masked.Phone(phone));
        return new(row.Guid(0), row.Text(1), row.GuidOrNull(2), row.TextOrNull(3), row.Enum<Origin>(4), row.TextOrNull(5), row.TextOrNull(6),
            row.IsNull(7) ? null : row.Enum<Sex>(7), row.IntOrNull(8), row.Bool(9), row.GuidOrNull(10), row.TextOrNull(11) ?? Masked.Home(row.TextOrNull(12)), row.TextOrNull(13),
            phone, idNumber, !row.IsNull(17), row.TextOrNull(18), numbers == Numbers.Full ? row.TextOrNull(12) : Masked.Home(row.TextOrNull(12)), row.TextOrNull(19));
    }
}

/// <summary>How ID numbers and telephones are given: not at all, masked, or in full, which is for who has asked with a reason.</summary>
public enum Numbers { None, Masked, Full }
