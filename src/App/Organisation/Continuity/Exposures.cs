using Muster.Organisation.Contract;
using Muster.Platform.Storage;

namespace Muster.Organisation.Continuity;

/// <summary>Who would be lost together: what was entered, and what later modules know at a moment.</summary>
public sealed class Exposures(IEnumerable<ExposedTogether> others)
{
    /// <summary>A table expression <c>exposed (person_id, kind, key)</c> to stand behind <c>with</c>; needs <c>@at</c>.</summary>
    public string Table(Sql sql) => "exposed (person_id, kind, key) as (select x.person_id, x.kind, x.key_hash from person_exposure x where x.until is null and x.since <= @at"
        + string.Concat(others.Select(o => " union all " + sql.Pick(o.Sqlite, o.Postgres))) + ")";

    /// <summary>A condition: two columns of person ids have an exposure in common.</summary>
    public static string Shared(string one, string other) => $"exists (select 1 from exposed m join exposed n on n.kind = m.kind and n.key = m.key where m.person_id = {one} and n.person_id = {other})";

    /// <summary>Of some people, those who share an exposure with any of others.</summary>
    public async Task<HashSet<Guid>> With(Sql sql, IEnumerable<Guid> people, IEnumerable<Guid> lost, DateTimeOffset at, CancellationToken stop) => [.. await sql.List($"""
        with {Table(sql)} select distinct n.person_id from exposed m join exposed n on n.kind = m.kind and n.key = m.key and n.person_id <> m.person_id
        where {IdSet.In(sql, "m.person_id", "@lost")} and {IdSet.In(sql, "n.person_id", "@people")}
        """, row => row.Guid(0), stop, ("@at", at), ("@lost", IdSet.Of(sql, lost)), ("@people", IdSet.Of(sql, people)))];
}
