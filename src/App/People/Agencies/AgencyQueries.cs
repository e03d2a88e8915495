using Muster.Platform.Storage;
using Muster.Territory.Names;

namespace Muster.People.Agencies;

/// <summary>An agency in a list.</summary>
/// <param name="People">On record and not ended.</param>
/// <param name="Quota">People to be sent at least: the share of the headcount, or of the people on record.</param>
public sealed record AgencyRow(Guid Id, int Version, string Name, string ShortName, AgencyLevel Level, Guid? ParentId, string? Parent, Guid? AreaId, string? Area,
    int? Headcount, int MinimumStay, int QuotaPercent, Guid? LiaisonId, string? Liaison, long People, string Source, DateTimeOffset? ValidTo)
{
    public int Quota => AgencyRules.Quota(Headcount ?? (int)People, QuotaPercent);

    public AgencyFields Fields => new()
    {
        Name = Name, ShortName = ShortName, ParentId = ParentId, Level = Level, AreaId = AreaId, Headcount = Headcount,
        MinimumStay = MinimumStay, QuotaPercent = QuotaPercent, LiaisonId = LiaisonId,
    };
}

/// <summary>Filters of the list of agencies, as in the address of its page.</summary>
public sealed record AgencyFilter(string? Find = null, AgencyLevel? Level = null, bool? WithQuota = null, Guid? Import = null, bool Closed = false);

/// <summary>Reads of agencies.</summary>
public sealed class AgencyQueries(Stores stores)
{
    private const string Select = """
        select a.id, a.version, a.name, a.short_name, a.level, a.parent_id, u.name, a.area_id, r.short_name, a.headcount, a.minimum_stay, a.quota_percent,
          a.liaison_id, l.name, (select count(*) from person p where p.agency_id = a.id and p.ended_at is null), a.source, a.valid_to, a.pinyin
        from agency a left join agency u on u.id = a.parent_id left join area r on r.id = a.area_id left join person l on l.id = a.liaison_id
        """;

    public async Task<(IReadOnlyList<AgencyRow> Agencies, Guid? Next)> List(AgencyFilter filter, Guid? after = null, int take = PeopleQueries.PageSize, CancellationToken stop = default)
    {
        await using var store = await stores.Open(stop);
        var where = new List<string>();
        var values = new List<(string, object?)> { ("@take", take + 1) };
        if (!filter.Closed) where.Add("a.valid_to is null");
        if (Text(filter.Find) is { } text)
        {
            where.Add(Means(store.Sql, text));
            values.Add(("@text", text));
        }
        if (filter.Level is { } level)
        {
            where.Add("a.level = @level");
            values.Add(("@level", level));
        }
        if (filter.WithQuota is { } quota) where.Add(quota ? "a.quota_percent > 0" : "a.quota_percent = 0");
        if (filter.Import is { } import)
        {
            where.Add("a.source = @source");
            values.Add(("@source", ImportSource(import)));
        }
        if (after is { } last)
        {
            where.Add("(a.pinyin, a.id) > (select pinyin, id from agency where id = @after)");
            values.Add(("@after", last));
        }
        var found = await store.Sql.List($"{Select} where {(where.Count == 0 ? "1 = 1" : string.Join(" and ", where))} order by a.pinyin, a.id limit @take", Read, stop, [.. values]);
        return found.Count > take ? (found[..take], found[take - 1].Id) : (found, null);
    }

    /// <summary>The first few whose name is asked for, without counting their people. Of a part one finds one's own: whose people serve there is not gathered for it.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Name, string? Parent)>> Named(string asked, int limit, CancellationToken stop)
    {
        if (Text(asked) is not { } text) return [];
        await using var store = await stores.Open(stop);
        return await store.Sql.About([]).List($"select a.id, a.name, u.name from agency a left join agency u on u.id = a.parent_id where a.valid_to is null and {Means(store.Sql, text)} order by a.pinyin, a.id limit @take",
            row => (row.Guid(0), row.Text(1), row.TextOrNull(2)), stop, ("@text", text), ("@take", limit));
    }

    public async Task<AgencyRow?> Find(Guid id, CancellationToken stop = default)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First($"{Select} where a.id = @id", Read, stop, ("@id", id));
    }

    /// <summary>The open agency of exactly this name.</summary>
    public async Task<AgencyRow?> Named(string name, CancellationToken stop = default)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First($"{Select} where a.name = @name and a.valid_to is null", Read, stop, ("@name", name.Trim()));
    }

    public static string ImportSource(Guid import) => "import:" + import.ToString("n");

    // Agencies are thousands, not hundreds of thousands: a look at each name is quick, and finds the middle of a name too.
    private static string Means(Sql sql, string text) => text.All(char.IsAscii) ? "(a.pinyin like @text || '%' or a.initials like @text || '%')"
        : $"({sql.Pick("instr(a.name, @text)", "strpos(a.name, @text)")} > 0)";

    private static string? Text(string? find)
    {
        var text = find?.Trim() ?? "";
        if (text.Any(c => c > 0x2E80)) return text;
        return NameKeys.Fold(text) is { Length: > 0 } folded ? folded : null;
    }

    private static AgencyRow Read(Row row) => new(row.Guid(0), row.Int(1), row.Text(2), row.Text(3), row.Enum<AgencyLevel>(4), row.GuidOrNull(5), row.TextOrNull(6),
        row.GuidOrNull(7), row.TextOrNull(8), row.IntOrNull(9), row.Int(10), row.Int(11), row.GuidOrNull(12), row.TextOrNull(13), row.Long(14), row.Text(15), row.InstantOrNull(16));
}
