using System.Text.Json;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.People;

/// <summary>One of the answers a review may get: a person or an area.</summary>
public sealed record ReviewCandidate(Guid Id, string Name, string? Where = null);

/// <summary>A question an import left open.</summary>
public sealed record ReviewView(Guid Id, ReviewKind Kind, Guid? PersonId, string? Person, string? Agency, string Text,
    IReadOnlyList<ReviewCandidate> Candidates, DateTimeOffset CreatedAt, DateTimeOffset? SettledAt, string? Settled);

/// <summary>Reads of reviews.</summary>
public sealed class ReviewQueries(Stores stores)
{
    private const string Select = """
        select r.id, r.kind, r.person_id, p.name, g.name, r.text, r.candidates, r.created_at, r.settled_at, r.settled
        from person_review r left join person p on p.id = r.person_id left join agency g on g.id = p.agency_id
        """;

    /// <summary>Open reviews, oldest first.</summary>
    public async Task<(IReadOnlyList<ReviewView> Reviews, Guid? Next)> Open(ReviewKind? kind, Guid? after, int take = PeopleQueries.PageSize, CancellationToken stop = default)
    {
        await using var store = await stores.Open(stop);
        var found = await store.Sql.List($"""
            {Select} where r.settled_at is null {(kind is null ? "" : "and r.kind = @kind")}
            {(after is null ? "" : "and (r.created_at, r.id) > (select created_at, id from person_review where id = @after)")}
            order by r.created_at, r.id limit @take
            """, Read, stop, ("@kind", kind), ("@after", after), ("@take", take + 1));
        return found.Count > take ? (found[..take], found[take - 1].Id) : (found, null);
    }

    public async Task<IReadOnlyDictionary<ReviewKind, long>> OpenCounts(CancellationToken stop = default)
    {
        await using var store = await stores.Open(stop);
        return (await store.Sql.List("select kind, count(*) from person_review where settled_at is null group by kind",
            row => (row.Enum<ReviewKind>(0), row.Long(1)), stop)).ToDictionary(c => c.Item1, c => c.Item2);
    }

    internal static Task<List<ReviewView>> OfPerson(Sql sql, Guid personId, CancellationToken stop) =>
        sql.List($"{Select} where r.person_id = @id and r.settled_at is null order by r.created_at", Read, stop, ("@id", personId));

    private static ReviewView Read(Row row) => new(row.Guid(0), row.Enum<ReviewKind>(1), row.GuidOrNull(2), row.TextOrNull(3), row.TextOrNull(4),
        row.Text(5), JsonSerializer.Deserialize<ReviewCandidate[]>(row.Text(6), Desk.Json)!, row.Instant(7), row.InstantOrNull(8), row.TextOrNull(9));
}
