using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>Plans not yet published that name a place which changed: the review is taken back, and they must be solved again.</summary>
internal static class StalePlans
{
    /// <summary>Answers how many.</summary>
    public static Task<int> Mark(Work work, Place place, string reason, CancellationToken stop)
    {
        var names = place.PostId is null ? "area where id = @area" : "post where id = @post";
        return work.Sql.Run($"""
            update plan set stale = (select name from {names}) || '：' || @reason, state = '{PlanState.Draft}', reviewed_by = null, reviewed_at = null, version = version + 1
            where state in ('{PlanState.Draft}', '{PlanState.Reviewed}') and ({Named("plan_placement", place)} or {Named("plan_gap", place)})
            """, stop, ("@area", place.AreaId), ("@post", place.PostId), ("@reason", reason));
    }

    private static string Named(string table, Place place) =>
        $"exists (select 1 from {table} x where x.plan_id = plan.id and x.area_id = @area{(place.PostId is null ? "" : " and x.post_id = @post")})";

    /// <summary>The name of a closed place somebody is placed in, where the ground changed while the plan was being solved; null when none is.</summary>
    public static Task<string?> ClosedIn(Sql sql, Guid plan, CancellationToken stop) => sql.First("""
        select name from (
          select a.name as name from area a where a.valid_to is not null and a.id in (select x.area_id from plan_placement x where x.plan_id = @p)
          union all
          select q.name from post q where q.valid_to is not null and q.id in (select x.post_id from plan_placement x where x.plan_id = @p)) closed limit 1
        """, row => (string?)row.Text(0), stop, ("@p", plan));
}
