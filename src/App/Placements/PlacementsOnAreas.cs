using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory.Contract;

namespace Muster.Placements;

/// <summary>Tells whoever splits, merges or closes an area or a post how many placements hang on it and what becomes of them.</summary>
internal sealed class PlacementsOnAreas(TimeProvider clock) : IHangOnAreas
{
    private const string InForce = "(p.ends_at is null or (p.ends_at > @now and p.ends_at > p.starts_at))";

    private const string Below = "p.area_id in (select k.id from area k where k.path >= @path and k.path < @path || '~')";

    public async Task<IReadOnlyList<Hanging>> On(Sql sql, string path, CancellationToken stop)
    {
        var (placed, emergency) = await sql.First($"""
            select count(*), min({sql.Pick("hex(p.emergency_id)", "p.emergency_id::text")}), count(distinct p.emergency_id)
            from placement p where p.emergency_id in (select id from emergency where closed_at is null) and {Below} and {InForce}
            """, row => (row.Int(0), row.Int(2) == 1 ? row.Text(1) : null), stop, ("@path", path), ("@now", clock.GetUtcNow()));
        var drafts = await sql.Number($"""
            select count(*) from plan where state in ('{PlanState.Draft}', '{PlanState.Reviewed}') and exists (select 1 from area p join plan_placement x on x.plan_id = plan.id and x.area_id = p.id
              where p.path >= @path and p.path < @path || '~')
            """, stop, ("@path", path));
        return [new("人现行安排在这里", InEnglish.Word(placed, "person", "people") + " placed here", placed, Guid.TryParse(emergency, out var id) ? $"/emergencies/{id}/plan" : null),
            new("个未发布的方案用到这里", InEnglish.Word(drafts, "plan not yet published that names it", "plans not yet published that name it"), (int)drafts, "/plans")];
    }

    public async Task<IReadOnlyList<Hanging>> After(Sql sql, Ending ending, CancellationToken stop)
    {
        var (own, posts, below) = (0, 0, 0);
        foreach (var area in ending.AreaIds)
        {
            var (atArea, atPosts, under) = await sql.First($"""
                select coalesce(sum(case when p.area_id = a.id and p.post_id is null then 1 else 0 end), 0), coalesce(sum(case when p.area_id = a.id and p.post_id is not null then 1 else 0 end), 0),
                  coalesce(sum(case when p.area_id <> a.id then 1 else 0 end), 0)
                from area a join area k on k.path >= a.path and k.path < a.path || '~' join placement p on p.emergency_id in (select id from emergency where closed_at is null) and p.area_id = k.id
                where a.id = @area and {InForce}
                """, row => (row.Int(0), row.Int(1), row.Int(2)), stop, ("@area", area), ("@now", clock.GetUtcNow()));
            (own, posts, below) = (own + atArea, posts + atPosts, below + under);
        }
        var names = string.Join('、', ending.To);
        var english = string.Join(", ", ending.To);
        if (ending.To.Count == 0)
            return [new("人的安排终止，转入预备名单并写明原因", "placements that end; the people stand in reserve with the reason", own + posts + (ending.WithBelow ? below : 0), null)];
        return [
            ending.To.Count == 1 ? new($"人的安排转到{names}", $"{InEnglish.Word(own, "placement moves", "placements move")} to {english}", own)
                : new($"人的安排按各处缺额分到{names}（先补最低，再补目标；任职的人随职位走）", $"{InEnglish.Word(own, "placement goes", "placements are shared")} among {english} by what each lacks (minimum first, then target; holders of seats go with the seat)", own),
            new("人随所在岗位一起划转", InEnglish.Word(posts, "placement moves along with its post", "placements move along with their posts"), posts)];
    }

    public async Task<IReadOnlyList<Hanging>> OnPost(Sql sql, Guid postId, CancellationToken stop) =>
        [new("人现行安排在此：有接续岗位则转去，否则终止并转入预备名单", "placed here: they go on to the successor, or without one their placements end and they stand in reserve",
            (int)await sql.Number($"select count(*) from placement p where p.post_id = @post and {InForce}", stop, ("@post", postId), ("@now", clock.GetUtcNow())))];
}
