using Muster.Platform.Storage;

namespace Muster.People;

/// <summary>
/// The WHERE of a <see cref="PeopleFilter"/>. A filter that few people pass drives the query from its own index; one that many pass
/// is tested along the order of the list, where fifty are soon found. Which it is, is counted up to a bound first: neither database
/// can know.
/// </summary>
internal sealed class PeopleSql
{
    /// <summary>Below this, fetching all and sorting is quicker than walking the list.</summary>
    private const int FewMax = 4000;

    private readonly List<string> _where = [];
    private readonly List<(string, object?)> _values = [];

    public IReadOnlyList<string> Where => _where;

    public string All => _where.Count == 0 ? "1 = 1" : string.Join(" and ", _where);

    public (string, object?)[] Values => [.. _values];

    /// <summary>True when the order of the list has to be made by sorting few, so that the database must not walk it.</summary>
    public bool Few { get; private set; }

    /// <summary>
    /// The table, on SQLite with the index that is to be walked: its planner would rather fetch a hundred thousand nurses and sort them than
    /// take the first fifty in the order of the list. Where an index begins with a value asked for, it is left to find that.
    /// </summary>
    public string Walked(string column, PeopleFilter filter, Sql sql) =>
        sql.Engine == Engine.Postgres || sql.IsNarrow || Few || filter.Agency is not null || filter.Team is not null || filter.Import is not null
            ? "person p" : "person p indexed by " + (column == "name_tail" ? "ix_person_tail" : "ix_person_" + column);

    /// <param name="text">Null leaves <see cref="PeopleFilter.Find"/> out: the caller walks a name index of its own.</param>
    public static async Task<PeopleSql> Of(PeopleFilter filter, string? text, Sql sql, CancellationToken stop)
    {
        var made = new PeopleSql();
        await made.Add(filter, sql, stop);
        if (text is not null) made.Text(text);
        return made;
    }

    private async Task Add(PeopleFilter filter, Sql sql, CancellationToken stop)
    {
        if (!filter.Ended) _where.Add("p.ended_at is null");
        if (filter.Agency is { } agency) Equal("p.agency_id", "@agency", agency);
        if (filter.Origin is { } origin)
        {
            _values.Add(("@origin", origin));
            await Drive("select id from person where origin = @origin", "p.origin = @origin", sql, stop, ("@origin", origin));
        }
        if (filter.Team is { } team) Equal("p.team", "@team", team);
        if (filter.Member is { } member) _where.Add(member ? "p.party_member" : "not p.party_member");
        if (filter.HomeKnown is { } known)
            await Drive($"select id from person where home_area_id is {(known ? "not " : "")}null", $"p.home_area_id is {(known ? "not " : "")}null", sql, stop);
        if (filter.GradeMin is { } grade)
        {
            _values.Add(("@grade", grade));
            const string above = "coalesce(p.grade, 0) >= @grade";
            if (grade < Grades.DivisionDeputy) _where.Add(above);
            else await Drive("select id from person where grade >= 130 and grade >= @grade", above, sql, stop, ("@grade", grade));
        }
        if (filter.Skill is { } skill)
        {
            _values.Add(("@skill", skill));
            await Drive("select person_id from person_skill where skill = @skill",
                "exists (select 1 from person_skill s where s.person_id = p.id and s.skill = @skill)", sql, stop, ("@skill", skill));
        }
        if (filter.Limit is { } limit)
        {
            _values.Add(("@limit", limit));
            await Drive("select person_id from person_limit where kind = @limit",
                "exists (select 1 from person_limit l where l.person_id = p.id and l.kind = @limit)", sql, stop, ("@limit", limit));
        }
        if (filter.Home is { } home) await Home(home, sql, stop);
        if (filter.Import is { } import) await Import(import, filter.Outcome, sql, stop);
    }

    private async Task Home(Guid home, Sql sql, CancellationToken stop)
    {
        var path = await sql.First("select path from area where id = @id", row => row.Text(0), stop, ("@id", home));
        _values.Add(("@home", path ?? "-"));
        await Drive("select h.id from area a join person h on h.home_area_id = a.id where a.path >= @home and a.path < @home || '~'",
            "exists (select 1 from area a where a.id = p.home_area_id and a.path >= @home and a.path < @home || '~')", sql, stop, ("@home", path ?? "-"));
    }

    /// <summary>People an import stored have ids of its own range; those it updated were last changed at its moment.</summary>
    private async Task Import(Guid id, ImportRowOutcome? outcome, Sql sql, CancellationToken stop)
    {
        var import = await sql.First("select at, first_id, last_id from people_import where id = @id",
            row => new { At = row.Instant(0), First = row.GuidOrNull(1), Last = row.GuidOrNull(2) }, stop, ("@id", id));
        if (import is null)
        {
            _where.Add("1 = 0");
            return;
        }
        _values.Add(("@import_at", import.At));
        const string updated = "(p.changed_at = @import_at and p.created_at < @import_at)";
        var stored = import.First is null ? "1 = 0" : "(p.id >= @first and p.id <= @last and p.created_at = @import_at)";
        if (import.First is not null) _values.AddRange([("@first", import.First), ("@last", import.Last)]);
        _where.Add(outcome switch
        {
            ImportRowOutcome.Stored => stored,
            ImportRowOutcome.Updated => updated,
            null => $"({stored} or {updated})",
            _ => "1 = 0",
        });
    }

    /// <summary>What an index begins with, so that only those are walked.</summary>
    public string Begin { get; private set; } = "1 = 1";

    /// <summary>Gives the search's values to queries that say themselves where they look for it.</summary>
    public void Look(string text) => _values.AddRange([("@text", text), ("@text_end", After(text))]);

    /// <summary>The search as one condition, for counting, exports and bulk edits.</summary>
    private void Text(string text)
    {
        Look(text);
        var (whole, part) = Columns(text);
        _where.Add($"p.id in (select id from person where {Range(whole)} union select id from person where {Range(part)})");
    }

    public static string Range(string column) => $"{column} >= @text and {column} < @text_end";

    /// <summary>The two columns a text is looked for in: letters in pinyin and initials, characters in name and given name.</summary>
    public static (string Whole, string Part) Columns(string text) =>
        text.All(char.IsAscii) ? ("pinyin", "initials") : ("name", "name_tail");

    /// <summary>The first text after all that begin with this one, in byte order.</summary>
    public static string After(string text) => text + "\U0010FFFF";

    private void Equal(string column, string name, object value)
    {
        _where.Add($"{column} = {name}");
        Begin += $" and {column} = {name}";
        _values.Add((name, value));
    }

    private async Task Drive(string select, string test, Sql sql, CancellationToken stop, params (string, object?)[] values)
    {
        var count = await sql.Number($"select count(*) from ({select} limit {FewMax}) few", stop, values);
        if (count < FewMax)
        {
            Few = true;
            _where.Add($"p.id in ({select})");
        }
        else _where.Add(test);
    }
}
