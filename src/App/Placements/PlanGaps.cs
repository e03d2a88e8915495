using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>Keeps a draft's gap list true after a change by hand.</summary>
internal static class PlanGaps
{
    /// <summary>Removes gaps that were filled, corrects the others, and adds new ones with the reason that somebody was moved away.</summary>
    public static async Task Recount(Sql sql, Plan plan, CancellationToken stop)
    {
        (string, object?)[] values = [("@plan", plan.Id), ("@emergency", plan.EmergencyId)];
        await sql.Run("create temporary table if not exists short_place (place_id " + sql.Pick("blob", "uuid") + " primary key, area_id "
            + sql.Pick("blob", "uuid") + ", post_id " + sql.Pick("blob", "uuid") + ", missing integer)", stop);
        await sql.Run("delete from short_place", stop);
        await sql.Run(PublicationProof.PerPlaceSql("insert into short_place (place_id, area_id, post_id, missing)",
            "select place_id, area_id, post_id, minimum - n from place where n < minimum"), stop, values);
        await sql.Run("delete from plan_gap where plan_id = @plan and place_id not in (select place_id from short_place)", stop, values);
        await sql.Run("update plan_gap set missing = (select s.missing from short_place s where s.place_id = plan_gap.place_id) where plan_id = @plan", stop, values);
        await sql.Run("""
            insert into plan_gap (plan_id, place_id, area_id, post_id, missing, reason, owner)
            select @plan, s.place_id, s.area_id, s.post_id, s.missing, 'moved-by-hand', '' from short_place s
            where not exists (select 1 from plan_gap g where g.plan_id = @plan and g.place_id = s.place_id)
            """, stop, values);
        await GapOwners.Name(sql, plan, stop);
    }
}
