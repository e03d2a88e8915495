using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>One person whose place differs between two plans. A null place is the reserve.</summary>
public sealed record PlanDifference(Guid PersonId, string Name, string? Agency, string? FromArea, string? FromPost, string? ToArea, string? ToPost);

/// <summary>How two plans differ: counts over everybody and the first people by name.</summary>
public sealed record PlanComparison(long Same, long Moved, long NowPlaced, long NowReserve, IReadOnlyList<PlanDifference> First);

/// <summary>Compares two plans, or a plan with the placements in force (no first plan).</summary>
public sealed class ComparePlans(Stores stores)
{
    public async Task<PlanComparison> Compare(Guid? from, Guid to, CancellationToken stop, string? afterName = null, Guid? afterId = null, int most = 100)
    {
        await using var store = await stores.Open(stop);
        var before = from is null
            ? "select person_id, area_id, post_id from placement where emergency_id = (select emergency_id from plan where id = @to) and starts_at <= (select starts_at from plan where id = @to) and (ends_at is null or ends_at > (select starts_at from plan where id = @to))"
            : "select person_id, area_id, post_id from plan_placement where plan_id = @from";
        var both = $"""
            with before as ({before}), after as (select person_id, area_id, post_id from plan_placement where plan_id = @to),
            both as (
              select coalesce(b.person_id, a.person_id) as person_id, b.area_id as from_area, b.post_id as from_post, a.area_id as to_area, a.post_id as to_post
              from before b full join after a on a.person_id = b.person_id)
            """;
        (string, object?)[] values = [("@from", from), ("@to", to), ("@after", afterName), ("@id", afterId), ("@most", most)];
        var counts = await store.Sql.First(both + """
             select count(case when from_area = to_area and from_post is not distinct from to_post then 1 end),
               count(case when from_area is not null and to_area is not null and not (from_area = to_area and from_post is not distinct from to_post) then 1 end),
               count(case when from_area is null then 1 end), count(case when to_area is null then 1 end) from both
            """, row => (row.Long(0), row.Long(1), row.Long(2), row.Long(3)), stop, values);
        var first = await store.Sql.List(both + $"""
             select x.person_id, w.name, g.name, fa.name, fq.name, ta.name, tq.name from both x join person w on w.id = x.person_id
            left join agency g on g.id = w.agency_id left join area fa on fa.id = x.from_area left join post fq on fq.id = x.from_post
            left join area ta on ta.id = x.to_area left join post tq on tq.id = x.to_post
            where not (x.from_area is not distinct from x.to_area and x.from_post is not distinct from x.to_post)
            {(afterName is null ? "" : "and (w.name > @after or (w.name = @after and w.id > @id))")} order by w.name, w.id limit @most
            """, row => new PlanDifference(row.Guid(0), row.Text(1), row.TextOrNull(2), row.TextOrNull(3), row.TextOrNull(4), row.TextOrNull(5), row.TextOrNull(6)),
            stop, values);
        return new PlanComparison(counts.Item1, counts.Item2, counts.Item3, counts.Item4, first);
    }
}
