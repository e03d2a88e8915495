using Muster.Platform.Storage;

namespace Muster.Placements.Counts;

/// <summary>
/// Keeps a plan's counts equal to its rows. Every act that changes the rows of a plan calls one of these at its end, in the same
/// transaction: <see cref="All"/> after many, <see cref="Near"/> after a change by hand.
/// </summary>
internal static class PlanCounts
{
    private static readonly string FromRows = $"""
        with {CountSql.Depth},
        here as (
          select area_id, count(*) as n, 0 as m from plan_placement where plan_id = @p group by area_id
          union all
          select area_id, 0, sum(missing) from plan_gap where plan_id = @p group by area_id)
        insert into plan_count (plan_id, place_id, own, served, own_missing, missing)
        select @p, c.id, sum(case when c.id = s.id then n else 0 end), sum(n), sum(case when c.id = s.id then m else 0 end), sum(m)
        from here join area s on s.id = here.area_id {CountSql.Above} group by c.id
        """;

    private const string PostsFromRows = """
        insert into plan_count (plan_id, place_id, own, served, own_missing, missing)
        select @p, post_id, count(*), count(*), 0, 0 from plan_placement where plan_id = @p and post_id is not null
        """;

    /// <summary>Counts everything anew.</summary>
    public static async Task All(Sql sql, Plan plan, CancellationToken stop)
    {
        await sql.Run("delete from plan_count where plan_id = @p", stop, ("@p", plan.Id));
        await sql.Run(FromRows, stop, ("@p", plan.Id));
        await sql.Run(PostsFromRows + " group by post_id", stop, ("@p", plan.Id));
        await Sums(sql, plan, stop);
    }

    /// <summary>Counts people and gaps of some areas and their posts anew, and carries the difference up the tree.</summary>
    public static async Task Near(Sql sql, Plan plan, IReadOnlyCollection<Guid> areas, CancellationToken stop)
    {
        (string, object?)[] values = [("@p", plan.Id), ("@areas", IdSet.Of(sql, areas))];
        await sql.Run($"""
            with {CountSql.Depth}, {CountSql.Near(sql)},
            s as (
              select a.id, a.path,
                (select count(*) from plan_placement x where x.plan_id = @p and x.area_id = a.id) - coalesce((select o.own from plan_count o where o.plan_id = @p and o.place_id = a.id), 0) as n,
                coalesce((select sum(g.missing) from plan_gap g where g.plan_id = @p and g.area_id = a.id), 0) - coalesce((select o.own_missing from plan_count o where o.plan_id = @p and o.place_id = a.id), 0) as m
              from near join area a on a.id = near.id)
            insert into plan_count (plan_id, place_id, own, served, own_missing, missing)
            select @p, c.id, sum(case when c.id = s.id then n else 0 end), sum(n), sum(case when c.id = s.id then m else 0 end), sum(m)
            from s {CountSql.Above} where n <> 0 or m <> 0 group by c.id
            on conflict (plan_id, place_id) do update set own = plan_count.own + excluded.own, served = plan_count.served + excluded.served,
              own_missing = plan_count.own_missing + excluded.own_missing, missing = plan_count.missing + excluded.missing
            """, stop, values);
        await sql.Run($"delete from plan_count where plan_id = @p and place_id in (select q.id from post q where {IdSet.In(sql, "q.area_id", "@areas")})", stop, values);
        await sql.Run($"{PostsFromRows} and {IdSet.In(sql, "area_id", "@areas")} group by post_id", stop, values);
        await Sums(sql, plan, stop);
    }

    /// <summary>The plan's own figures; uncovered and unstaffed are gaps, so these must stand by now.</summary>
    private static async Task Sums(Sql sql, Plan plan, CancellationToken stop)
    {
        (string, object?)[] values = [("@p", plan.Id), ("@e", plan.EmergencyId)];
        plan.Placed = await sql.Number("select count(*) from plan_placement where plan_id = @p", stop, values);
        plan.Pinned = await sql.Number("select count(*) from plan_placement where plan_id = @p and pinned", stop, values);
        plan.Reserve = await sql.Number("select count(*) from plan_reserve where plan_id = @p", stop, values);
        (plan.Gaps, plan.Unstaffed) = await sql.First("select count(*), count(post_id) from plan_gap where plan_id = @p", row => (row.Long(0), row.Long(1)), stop, values);
        plan.Uncovered = await sql.Number($"""
            select count(*) from plan_gap g join emergency e on e.id = @e join area c on c.id = g.place_id and c.level = e.covered_level
            where g.plan_id = @p and {CountSql.Served("c.id")} = 0
            """, stop, values);
    }
}
