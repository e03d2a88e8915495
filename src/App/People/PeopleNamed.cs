using Muster.Platform.Storage;

namespace Muster.People;

/// <summary>A person in the search over everything.</summary>
public sealed record NamedPerson(Guid Id, string Name, string? Agency, string? JobTitle);

/// <summary>
/// The first few whose name is asked for, quickly: <see cref="PeopleQueries.List"/> without filters, numbers and paging. First those whose whole name
/// begins so, then those whose given name or initials do.
/// </summary>
public sealed class PeopleNamed(Stores stores)
{
    public async Task<IReadOnlyList<NamedPerson>> First(string asked, int limit, CancellationToken stop)
    {
        if (new PeopleFilter { Find = asked }.Folded is not { } text) return [];
        await using var store = await stores.Open(stop);
        var (whole, part) = PeopleSql.Columns(text);
        var found = await Walk(store.Sql, text, whole, "", limit, stop);
        if (found.Count < limit) found.AddRange(await Walk(store.Sql, text, part, $" and not ({PeopleSql.Range("p." + whole)})", limit - found.Count, stop));
        return found;
    }

    private static Task<List<NamedPerson>> Walk(Sql sql, string text, string column, string not, int limit, CancellationToken stop) => sql.List($"""
        select p.id, p.name, g.name, p.job_title from (select p.id, p.{column} as place from person p
          where {PeopleSql.Range("p." + column)}{not} and p.ended_at is null order by p.{column}, p.id limit @take) w
        join person p on p.id = w.id left join agency g on g.id = p.agency_id order by w.place, w.id
        """, row => new NamedPerson(row.Guid(0), row.Text(1), row.TextOrNull(2), row.TextOrNull(3)), stop, ("@text", text), ("@text_end", PeopleSql.After(text)), ("@take", limit));
}
