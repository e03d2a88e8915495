using Muster.Platform.Storage;

namespace Muster.Placements.Counts;

/// <summary>
/// Keeps the counts of what is in force equal to the placements. Every act that writes placements calls one of these in the same
/// transaction: <see cref="Published"/> with a publication, <see cref="Near"/> after changes at some areas, <see cref="All"/> where the tree changed.
/// </summary>
internal static class StandingCounts
{
    // An empty period (recalled before it began) counts nowhere.
    private static string Changes(string where) => $"""
        select p.area_id as area_id, p.post_id as post_id, p.starts_at as at, 1 as n from placement p where {where} and (p.ends_at is null or p.ends_at > p.starts_at)
        union all
        select p.area_id, p.post_id, p.ends_at, -1 from placement p where {where} and p.ends_at > p.starts_at
        """;

    private static readonly string Whole = Changes("p.emergency_id = @e");

    private const string Into = "insert into standing_count (emergency_id, place_id, at, own, served)";

    private const string Added = "on conflict (emergency_id, place_id, at) do update set own = standing_count.own + excluded.own, served = standing_count.served + excluded.served";

    /// <summary>From the plan's start on exactly the plan's people serve where it has them; what was until then stays.</summary>
    public static async Task Published(Sql sql, Plan plan, CancellationToken stop)
    {
        (string, object?)[] values = [("@e", plan.EmergencyId), ("@p", plan.Id), ("@starts", plan.StartsAt), ("@ends", plan.EndsAt), ("@placed", plan.Placed)];
        await sql.Run("delete from standing_count where emergency_id = @e and at >= @starts", stop, values);
        await sql.Run($"""
            {Into} select @e, place_id, {Instant(sql, "@starts")}, sum(own), sum(served) from (
              select place_id, own, served from plan_count where plan_id = @p and own + served > 0
              union all select {Id(sql, "@e")}, @placed, @placed
              union all select place_id, -own, -served from standing_count where emergency_id = @e) x
            group by place_id having sum(own) <> 0 or sum(served) <> 0
            """, stop, values);
        if (plan.EndsAt is null) return;
        await sql.Run($"{Into} select @e, place_id, {Instant(sql, "@ends")}, -own, -served from plan_count where plan_id = @p and own + served > 0", stop, values);
        await sql.Run($"{Into} values (@e, @e, {Instant(sql, "@ends")}, -@placed, -@placed)", stop, values);
    }

    /// <summary>Counts some areas and their posts anew, and carries the difference up the tree.</summary>
    public static async Task Near(Sql sql, Guid emergency, IReadOnlyCollection<Guid> areas, CancellationToken stop)
    {
        (string, object?)[] values = [("@e", emergency), ("@areas", IdSet.Of(sql, areas))];
        await Amended(sql, emergency, stop);
        await sql.Run($"""
            with {CountSql.Depth},
            s as (
              select d.area_id as id, a.path as path, d.at as at, sum(d.n) as n from (
                select area_id, at, n from ({Changes($"p.emergency_id = @e and {IdSet.In(sql, "p.area_id", "@areas")}")}) now
                union all
                select place_id, at, -own from standing_count where emergency_id = @e and {IdSet.In(sql, "place_id", "@areas")}) d
              join area a on a.id = d.area_id group by d.area_id, a.path, d.at having sum(d.n) <> 0)
            {Into}
            select @e, c.id, s.at, sum(case when c.id = s.id then n else 0 end), sum(n) from s {CountSql.Above} group by c.id, s.at
            union all
            select @e, {Id(sql, "@e")}, at, sum(n), sum(n) from s where 1 = 1 group by at
            {Added}
            """, stop, values);
        var posts = $"select q.id from post q where {IdSet.In(sql, "q.area_id", "@areas")}";
        await sql.Run($"delete from standing_count where emergency_id = @e and place_id in ({posts})", stop, values);
        await sql.Run($"{Into} select @e, post_id, at, sum(n), sum(n) from ({Changes($"p.emergency_id = @e and p.post_id in ({posts})")}) x group by post_id, at", stop, values);
    }

    /// <summary>Counts everything of an emergency anew.</summary>
    public static async Task All(Sql sql, Guid emergency, CancellationToken stop)
    {
        await Amended(sql, emergency, stop);
        await sql.Run("delete from standing_count where emergency_id = @e", stop, ("@e", emergency));
        await sql.Run($"""
            with {CountSql.Depth},
            s as (select x.area_id as id, a.path as path, x.at as at, sum(x.n) as n from ({Whole}) x join area a on a.id = x.area_id group by x.area_id, a.path, x.at having sum(x.n) <> 0)
            {Into}
            select @e, c.id, s.at, sum(case when c.id = s.id then n else 0 end), sum(n) from s {CountSql.Above} group by c.id, s.at
            union all
            select @e, {Id(sql, "@e")}, at, sum(n), sum(n) from s group by at
            """, stop, ("@e", emergency));
        await sql.Run($"{Into} select @e, post_id, at, sum(n), sum(n) from ({Whole}) x where post_id is not null group by post_id, at", stop, ("@e", emergency));
    }

    /// <summary>What is in force is no longer what was published.</summary>
    private static Task Amended(Sql sql, Guid emergency, CancellationToken stop) =>
        sql.Run($"update publication set amended = {sql.Pick("1", "true")} where emergency_id = @e and not amended", stop, ("@e", emergency));

    private static string Instant(Sql sql, string parameter) => sql.Pick(parameter, $"cast({parameter} as timestamptz)");

    private static string Id(Sql sql, string parameter) => sql.Pick(parameter, $"cast({parameter} as uuid)");
}
