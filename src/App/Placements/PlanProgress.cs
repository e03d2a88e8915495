using Muster.Emergencies.Contract;
using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>How far an emergency's plans are: what its overview and its plan tab show. Reads sums that publication kept; nothing is counted person by person.</summary>
/// <param name="PublishedPlanId">The latest published plan; null where nothing was published.</param>
/// <param name="Unpublished">Plans that are drafts or reviewed.</param>
/// <param name="Missing">People missing to the minimum in all gaps.</param>
public sealed record PlanProgress(Guid? PublishedPlanId, string? PublishedPlan, DateTimeOffset? PublishedAt, long Unpublished, long Mustered, long Placed, long Reserve,
    long Communities, long Covered, long Posts, long PostsStaffed, long Gaps, long Missing)
{
    public static async Task<PlanProgress> Of(Sql sql, Guid emergency, CancellationToken stop)
    {
        (string, object?)[] values = [("@e", emergency)];
        var published = await sql.First("""
            select b.plan_id, p.name, b.at, b.placed, b.communities, b.covered from publication b join plan p on p.id = b.plan_id
            where b.emergency_id = @e order by b.at desc limit 1
            """, row => (Plan: (Guid?)row.Guid(0), Name: row.TextOrNull(1), At: (DateTimeOffset?)row.Instant(2), Placed: row.Long(3), Communities: row.Long(4), Covered: row.Long(5)), stop, values);
        var unpublished = await sql.Number($"select count(*) from plan where emergency_id = @e and state in ('{PlanState.Draft}', '{PlanState.Solving}', '{PlanState.Reviewed}')", stop, values);
        var mustered = await sql.Number("select count(*) from mustered where emergency_id = @e", stop, values);
        if (published.Plan is null) return new PlanProgress(null, null, null, unpublished, mustered, 0, 0, 0, 0, 0, 0, 0, 0);
        var reserve = await sql.Number("select count(*) from reserve where emergency_id = @e", stop, values);
        var posts = await sql.Number("select count(*) from demand d join post q on q.id = d.post_id where d.emergency_id = @e and d.post_id is not null and q.valid_to is null", stop, values);
        var (gaps, missing, atPosts) = await sql.First("select count(*), coalesce(sum(missing), 0), count(post_id) from gap where emergency_id = @e",
            row => (row.Long(0), row.Long(1), row.Long(2)), stop, values);
        return new PlanProgress(published.Plan, published.Name, published.At, unpublished, mustered, published.Placed, reserve, published.Communities, published.Covered,
            posts, posts - atPosts, gaps, missing);
    }
}
