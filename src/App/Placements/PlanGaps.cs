using Muster.Placements.Counts;
using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>Keeps a draft's gap list and its counts true after a change by hand.</summary>
internal static class PlanGaps
{
    /// <summary>Counts the areas that people left or came to, and all above them; removes gaps that were filled, corrects the others, and adds new ones.</summary>
    public static async Task Recount(Sql sql, Plan plan, IReadOnlyCollection<Guid> areas, CancellationToken stop)
    {
        await PlanCounts.Near(sql, plan, areas, stop);
        (string, object?)[] values = [("@p", plan.Id), ("@e", plan.EmergencyId), ("@areas", IdSet.Of(sql, areas))];
        var uuid = sql.Pick("blob", "uuid");
        await sql.Run($"create temporary table if not exists short_place (place_id {uuid} primary key, area_id {uuid}, post_id {uuid}, missing integer)", stop);
        await sql.Run("delete from short_place", stop);
        await sql.Run($"""
            with {CountSql.Near(sql)}
            insert into short_place (place_id, area_id, post_id, missing)
            select place_id, area_id, post_id, minimum - n from (
              select d.place_id, d.area_id, d.post_id, d.minimum, {CountSql.Served("d.place_id")} as n
              from near join demand d on d.area_id = near.id and d.emergency_id = @e join area a on a.id = d.area_id left join post q on q.id = d.post_id
              where a.valid_to is null and q.valid_to is null) place
            where n < minimum
            """, stop, values);
        await sql.Run($"with {CountSql.Near(sql)} delete from plan_gap where plan_id = @p and area_id in (select id from near) and place_id not in (select place_id from short_place)", stop, values);
        await sql.Run("""
            update plan_gap set missing = (select s.missing from short_place s where s.place_id = plan_gap.place_id)
            where plan_id = @p and place_id in (select place_id from short_place)
            """, stop, values);
        await sql.Run("""
            insert into plan_gap (plan_id, place_id, area_id, post_id, missing, reason, owner)
            select @p, s.place_id, s.area_id, s.post_id, s.missing, 'moved-by-hand', '' from short_place s
            where not exists (select 1 from plan_gap g where g.plan_id = @p and g.place_id = s.place_id)
            """, stop, values);
        await GapOwners.Name(sql, plan, stop);
        await PlanCounts.Near(sql, plan, areas, stop);
    }
}
