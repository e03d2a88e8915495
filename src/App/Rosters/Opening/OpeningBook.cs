using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Rosters.Attending;

namespace Muster.Rosters.Opening;

/// <summary>What must be there at a post, and what is said there first.</summary>
public sealed record WantedKit(IReadOnlyList<string> Items, string Briefing);

/// <summary>What every act on openings asks the same way.</summary>
internal static class OpeningBook
{
    /// <summary>The list of the post, else of its kind, else what is written of the post itself.</summary>
    internal const string WantedColumns = """
        coalesce((select k.items from kit_list k where k.post_id = p.id), (select k.items from kit_list k where k.kind = p.kind)), p.kit,
        coalesce((select k.briefing from kit_list k where k.post_id = p.id), (select k.briefing from kit_list k where k.kind = p.kind), '')
        """;

    /// <summary>SQL: something must be there or known before the post <c>p</c> opens, and nobody opened it. Where nothing is asked for, nothing is to be opened.</summary>
    internal const string Unopened = """
        (not exists (select 1 from post_opening u where u.post_id = p.id and u.closed_at is null) and (p.kit <> '' or exists (select 1 from kit_list k where k.post_id = p.id or k.kind = p.kind)))
        """;

    /// <summary>Which of these posts are not open though they must be.</summary>
    public static async Task<HashSet<Guid>> UnopenedOf(Sql sql, IEnumerable<Guid> posts, CancellationToken stop)
    {
        var (among, values) = sql.Among("@posts", posts.Distinct());
        return [.. await sql.List($"select p.id from post p where p.id in ({among}) and {Unopened}", row => row.Guid(0), stop, values)];
    }

    internal static WantedKit Read(Row row, int at) => new(row.IsNull(at) ? OpeningRules.OfPost(row.Text(at + 1)) : OpeningRules.Items(row.Text(at)), row.Text(at + 2));

    public static async Task<WantedKit> Wanted(Sql sql, Guid post, CancellationToken stop) =>
        await sql.First($"select {WantedColumns} from post p where p.id = @p", row => Read(row, 0), stop, ("@p", post)) ?? new WantedKit([], "");

    /// <summary>The post with the emergency it is rostered in now, for who may open it: who stands there now or soon, and who makes the rosters there.</summary>
    public static async Task<(Guid Id, string Name, Guid AreaId, Guid EmergencyId)> Post(Work work, Guid id, CancellationToken stop)
    {
        var found = await work.Sql.First("""
            select p.id, p.name, p.area_id, a.path, (select s.emergency_id from shift s join emergency e on e.id = s.emergency_id where s.post_id = p.id and s.state = 'Published' and e.closed_at is null and s.ends_at > @now order by s.starts_at limit 1),
              exists (select 1 from shift s join account c on c.person_id = s.person_id where s.post_id = p.id and s.state = 'Published' and s.starts_at <= @soon and s.ends_at > @now and c.id = @a)
            from post p join area a on a.id = p.area_id where p.id = @p and p.valid_to is null
            """, row => new { Id = row.Guid(0), Name = row.Text(1), Area = row.Guid(2), Path = row.Text(3), Emergency = row.GuidOrNull(4), Stands = row.Bool(5) }, stop,
            ("@p", id), ("@now", work.Now), ("@soon", work.Now + CheckInRules.EarlyMax), ("@a", work.Actor.Id ?? Guid.Empty));
        if (found is null || !(found.Stands || work.Actor.May(Permission.MakeRosters) || work.Actor.Standing?.May(Permission.MakeRosters, found.Path) == true))
            throw new Refused("post-not-own", "您现在不在这个岗位当班，也不排这里的班，不能开岗。", "You neither stand at this post now nor make its rosters, so you cannot open it.", "PostId");
        return (found.Id, found.Name, found.Area, found.Emergency ?? throw new Refused("post-without-turns", "这个岗位接下来没有排班。", "Nobody is rostered at this post.", "PostId"));
    }
}
