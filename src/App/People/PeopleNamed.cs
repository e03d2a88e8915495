using Muster.Platform.Access;
using Muster.Platform.Storage;

namespace Muster.People;

/// <summary>A person in the search over everything.</summary>
public sealed record NamedPerson(Guid Id, string Name, string? Agency, string? JobTitle);

/// <summary>
/// The first few whose name is asked for, quickly: <see cref="PeopleQueries.List"/> without filters, numbers and paging. First those whose whole name
/// begins so, then those whose given name or initials do. Who reads a small part is searched within it. Who reads a large one finds some among
/// the first of everybody who bears the name: ids are walked along the index, and which of them may be read is asked of the store.
/// </summary>
public sealed class PeopleNamed(Stores stores)
{
    /// <summary>Areas, or agencies, up to which gathering the part's people is quicker than asking for each.</summary>
    private const int SmallMax = 400;

    /// <summary>Ids asked for at once. Whoever reads more than one in three hundred finds some among these; otherwise the part is small enough.</summary>
    private static readonly int[] Steps = [100, 400, 1600];

    public async Task<IReadOnlyList<NamedPerson>> First(string asked, int limit, CancellationToken stop)
    {
        if (new PeopleFilter { Find = asked }.Folded is not { } text) return [];
        await using var store = await stores.Open(stop);
        var walked = store.Sql.IsNarrow && !await IsSmall(store.Sql, stop);
        var (whole, part) = PeopleSql.Columns(text);
        var found = await Find(whole, "", limit);
        if (found.Count < limit) found.AddRange(await Find(part, $" and not ({PeopleSql.Range("p." + whole)})", limit - found.Count));
        return found;

        async Task<List<NamedPerson>> Find(string column, string not, int take) =>
            (walked ? await Walk(store, text, column, not, take, stop) : null) ?? await Read(store.Sql, await Ids(store.Sql, text, column, not, take, after: null, stop), take, stop);
    }

    private static async Task<bool> IsSmall(Sql sql, CancellationToken stop)
    {
        foreach (var ground in (string[])["area", PeopleReading.OwnAgency])
            if (await sql.Number($"select count(*) from (select 1 from {ground} limit {SmallMax}) g", stop) is > 0 and var count) return count < SmallMax;
        return true;
    }

    /// <summary>Null where too few of the first may be read to say that there are no others.</summary>
    private async Task<List<NamedPerson>?> Walk(Store store, string text, string column, string not, int limit, CancellationToken stop)
    {
        var found = new List<NamedPerson>();
        Guid? after = null;
        foreach (var step in Steps)
        {
            List<Guid> some;
            using (Reach.Enter(null))
            await using (var everybody = await stores.Open(stop)) some = await Ids(everybody.Sql, text, column, not, step, after, stop);
            found.AddRange(await Read(store.Sql, some, limit - found.Count, stop));
            if (some.Count < step || found.Count == limit) return found;
            after = some[^1];
        }
        return null;
    }

    /// <param name="after">Goes on behind this person.</param>
    private static Task<List<Guid>> Ids(Sql sql, string text, string column, string not, int take, Guid? after, CancellationToken stop) => sql.List($"""
        select p.id from person p where {PeopleSql.Range("p." + column)}{not} and p.ended_at is null
          {(after is null ? "" : $"and (p.{column}, p.id) > (select b.{column}, b.id from person b where b.id = @after)")} order by p.{column}, p.id limit @take
        """, row => row.Guid(0), stop, [("@text", text), ("@text_end", PeopleSql.After(text)), ("@take", take), .. ((string, object?)[])(after is null ? [] : [("@after", after)])]);

    /// <summary>The first of the ids that may be read, in their order.</summary>
    private static async Task<List<NamedPerson>> Read(Sql sql, List<Guid> ids, int limit, CancellationToken stop)
    {
        if (ids.Count == 0) return [];
        var place = ids.Index().ToDictionary(i => i.Item, i => i.Index);
        var (among, values) = sql.Among("@ids", ids);
        var found = await sql.About(ids).List($"select p.id, p.name, g.name, p.job_title from person p left join agency g on g.id = p.agency_id where p.id in ({among})",
            row => new NamedPerson(row.Guid(0), row.Text(1), row.TextOrNull(2), row.TextOrNull(3)), stop, values);
        return [.. found.OrderBy(p => place[p.Id]).Take(limit)];
    }
}
