using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.Placements;

/// <summary>
/// Proves in SQL, inside the publishing transaction, that a plan keeps every hard rule: both full coverages (§4 rule 3), one place at
/// a time (rule 2), quotas, absorption limits, seats, avoidances. It reads the plan's rows as they stand and trusts no solver.
/// Each check names what is wrong, how often, and the first few.
/// </summary>
internal sealed class PublicationProof(Sql sql, Guid plan, Guid emergency, DateTimeOffset startsAt, DateTimeOffset? endsAt)
{
    private const int Examples = 5;

    private static readonly DateTimeOffset Forever = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How many people of the plan serve at or below each area: prefixes of the path are the areas above.</summary>
    private static readonly string PerArea = $"""
        with per as (select area_id, count(*) as n from plan_placement where plan_id = @plan group by area_id),
        depth(k) as (values {string.Join(',', Enumerable.Range(1, 12).Select(k => $"({k * AreaPath.SegmentLength})"))}),
        served as (
          select c.id, sum(per.n) as n from per join area s on s.id = per.area_id
          join depth on depth.k <= length(s.path) join area c on c.path = substr(s.path, 1, depth.k) group by c.id),
        """;

    /// <summary>Demand places with how many serve there.</summary>
    private static readonly string PerPlace = PerArea + """
        at_post as (select post_id, count(*) as n from plan_placement where plan_id = @plan and post_id is not null group by post_id),
        place as (
          select d.place_id, d.area_id, d.post_id, d.minimum, d.absorption, coalesce(q.name, a.name) as name,
            coalesce(case when d.post_id is null then s.n else t.n end, 0) as n
          from demand d join area a on a.id = d.area_id left join post q on q.id = d.post_id
          left join served s on s.id = d.area_id left join at_post t on t.post_id = d.post_id
          where d.emergency_id = @emergency and a.valid_to is null and q.valid_to is null)
        """;

    /// <summary>Areas of the level that must be covered, with how many serve there.</summary>
    private static readonly string PerCommunity = PerArea + """
        community as (
          select c.id, c.name, coalesce(s.n, 0) as n from emergency e join area top on top.id = e.area_id
          join area c on c.path >= top.path and c.path < top.path || '~' and c.level = e.covered_level and c.valid_to is null
            and (c.emergency_id is null or c.emergency_id = e.id)
          left join served s on s.id = c.id where e.id = @emergency)
        """;

    public async Task<(long Communities, long Covered)> Coverage(CancellationToken stop) => (
        await sql.Number(Counted(PerCommunity) + " select count(*) from community", stop, Values),
        await sql.Number(Counted(PerCommunity) + " select count(*) from community where n > 0", stop, Values));

    /// <summary>Posts with a demand, and those of them that have their minimum.</summary>
    public async Task<(long Posts, long Staffed)> Posts(CancellationToken stop) => (
        await sql.Number(PerPlace + " select count(*) from place where post_id is not null", stop, Values),
        await sql.Number(PerPlace + " select count(*) from place where post_id is not null and n >= minimum", stop, Values));

    private const string AtPost = "at_post as (select post_id, count(*) as n from plan_placement where plan_id = @plan and post_id is not null group by post_id),";

    private bool _counted;

    /// <summary>
    /// Counts once who serves where and who of an agency is sent, so that no check counts it again; for a transaction that changes nothing of the
    /// plan's rows after it. Whoever is mustered and not placed is written down: they are few, and everything about the others follows from them.
    /// </summary>
    private async Task Count(CancellationToken stop)
    {
        var id = sql.Pick("blob", "uuid");
        foreach (var (table, columns, select) in ((string, string, string)[])[
            ("proof_served", $"id {id} primary key, n bigint not null", PerArea.TrimEnd().TrimEnd(',') + " select id, n from served"),
            ("proof_post", $"post_id {id} primary key, n bigint not null", "select post_id, count(*) as n from plan_placement where plan_id = @plan and post_id is not null group by post_id"),
            ("proof_unplaced", $"person_id {id} primary key, agency_id {id}", """
                select m.person_id, m.agency_id from mustered m where m.emergency_id = @emergency
                  and not exists (select 1 from plan_placement x where x.plan_id = @plan and x.person_id = m.person_id)
                """),
            ("proof_agency", $"agency_id {id} primary key, mustered bigint not null, placed bigint not null, sent bigint not null", $"""
                select c.agency_id, c.n, c.n - coalesce(u.n, 0), c.n - coalesce(u.n, 0) + coalesce(b.n, 0)
                from (select agency_id, count(*) as n from mustered where emergency_id = @emergency and agency_id is not null group by agency_id) c
                left join (select agency_id, count(*) as n from proof_unplaced group by agency_id) u on u.agency_id = c.agency_id
                left join (select m.agency_id, count(*) as n from plan_reserve r join mustered m on m.emergency_id = @emergency and m.person_id = r.person_id
                  where r.plan_id = @plan and r.code in ({Sent}) group by m.agency_id) b on b.agency_id = c.agency_id
                """)])
        {
            await sql.Run($"drop table if exists {sql.Pick("temp", "pg_temp")}.{table}", stop);
            await sql.Run($"create temporary table {table} ({columns})", stop);
            await sql.Run($"insert into {table} {select}", stop, Values);
            if (sql.Engine == Engine.Postgres) await sql.Run($"analyze {table}", stop);
        }
        _counted = true;
    }

    /// <summary>Whether the stored counts are not those of the rows.</summary>
    public async Task<bool> IsMiscounted(CancellationToken stop) => await sql.Number("""
        select count(*) from (
          select place_id from plan_count n where n.plan_id = @plan and n.served <> coalesce((select s.n from proof_served s where s.id = n.place_id), (select t.n from proof_post t where t.post_id = n.place_id), 0)
          union all
          select id from proof_served s where not exists (select 1 from plan_count n where n.plan_id = @plan and n.place_id = s.id)) wrong
        """, stop, Values) > 0;

    private string Counted(string query) => !_counted ? query : query.Replace(PerArea, "with served as (select id, n from proof_served),\n", StringComparison.Ordinal)
        .Replace(AtPost, "at_post as (select post_id, n from proof_post),", StringComparison.Ordinal);

    public async Task<List<Broken>> Broken(CancellationToken stop)
    {
        await Count(stop);
        var broken = new List<Broken>();
        foreach (var (code, zh, en, query) in Checks())
        {
            var names = await sql.List(Counted(query) + $" limit {Examples}", row => row.Text(0), stop, Values);
            if (names.Count == 0) continue;
            var count = await sql.Number(Counted(WithCount(query)), stop, Values);
            var list = string.Join("、", names) + (count > names.Count ? " …" : "");
            broken.Add(new Broken(code, $"{zh}：{count} 处（{list}）。", $"{en}: {count} ({list})."));
        }
        return broken;
    }

    private (string, object?)[] Values => [("@plan", plan), ("@emergency", emergency), ("@starts", startsAt), ("@ends", endsAt ?? Forever)];

    /// <summary>Every query selects one name per violation; the same query counted.</summary>
    private static string WithCount(string query)
    {
        var select = query.LastIndexOf("\nselect ", StringComparison.Ordinal);
        return query[..select] + "\nselect count(*) from (" + query[select..] + ") violation";
    }

    /// <summary>Who was sent and came back, or was lost, counts towards the agency's quota: else no loss could ever be mended.</summary>
    private const string Sent = LeftOut.Codes;

    private static IEnumerable<(string Code, string Zh, string En, string Query)> Checks()
    {
        yield return ("person-without-place", "有被集结的人既没有安排，也不在预备名单", "Mustered people neither placed nor in reserve", """

            select p.name from proof_unplaced u cross join person p where p.id = u.person_id and p.ended_at is null
              and not exists (select 1 from plan_reserve r where r.plan_id = @plan and r.person_id = u.person_id)
            """);
        yield return ("person-placed-and-reserve", "有人既被安排又在预备名单", "People both placed and in reserve", """

            select p.name from (select person_id from plan_reserve where plan_id = @plan) r cross join plan_placement x cross join person p
            where x.plan_id = @plan and x.person_id = r.person_id and p.id = r.person_id
            """);
        yield return ("person-not-mustered", "方案里有未被集结的人", "People in the plan who are not mustered", """

            select p.name from plan_placement x join person p on p.id = x.person_id where x.plan_id = @plan and x.person_id in (
              select id from person where ended_at is not null
              union all
              select y.person_id from plan_placement y where y.plan_id = @plan
                and (select count(*) from plan_placement where plan_id = @plan) <> (select count(*) from mustered where emergency_id = @emergency) - (select count(*) from proof_unplaced)
                and not exists (select 1 from mustered m where m.emergency_id = @emergency and m.person_id = y.person_id))
            """);
        yield return ("reserve-without-reason", "预备名单上有人没有写明原因", "People in reserve without a reason", """

            select p.name from plan_reserve r join person p on p.id = r.person_id where r.plan_id = @plan and r.code = ''
            """);
        yield return ("place-closed", "有人被安排到已撤销的属地或岗位", "People placed in a closed area or post", """

            select p.name from plan_placement x join person p on p.id = x.person_id
            where x.plan_id = @plan and (x.area_id in (select id from area where valid_to is not null) or x.post_id in (select id from post where valid_to is not null)
              or exists (select 1 from post q where q.id = x.post_id and q.area_id <> x.area_id))
            """);
        yield return ("community-uncovered", "有属地一个人也没有，也不在缺口名单", "Areas with nobody that are not on the gap list", PerCommunity + """

            select c.name from community c where c.n = 0 and not exists (select 1 from plan_gap g where g.plan_id = @plan and g.area_id = c.id)
            """);
        yield return ("below-minimum", "有地方没到最低人数，也不在缺口名单", "Places below their minimum that are not on the gap list", PerPlace + """

            select l.name from place l where l.n < l.minimum
              and not exists (select 1 from plan_gap g where g.plan_id = @plan and g.place_id = l.place_id and g.missing >= l.minimum - l.n)
            """);
        yield return ("gap-without-owner", "缺口没有原因或没有负责人", "Gaps without a reason or an owner", """

            select a.name from plan_gap g join area a on a.id = g.area_id where g.plan_id = @plan and (g.reason = '' or g.owner = '')
            """);
        yield return ("over-limit", "有地方超过了吸纳上限", "Places above their absorption limit", PerPlace + """

            select l.name from place l where l.n > l.absorption
            """);
        yield return ("quota-unmet", "有单位派出人数不到指标", "Agencies below their quota", """

            select g.name from quota q join agency g on g.id = q.agency_id where q.emergency_id = @emergency and q.minimum_sent >
              coalesce((select c.sent from proof_agency c where c.agency_id = q.agency_id), 0)
            """);
        yield return ("stay-unmet", "有单位留守人数不足", "Agencies left with fewer people than must stay", """

            select g.name from proof_agency c join agency g on g.id = c.agency_id
            left join quota q on q.emergency_id = @emergency and q.agency_id = g.id
            where c.placed > 0 and (case when coalesce(g.headcount, 0) > c.mustered then g.headcount else c.mustered end) - c.placed < coalesce(q.minimum_stay, g.minimum_stay)
            """);
        yield return ("seat-unfit", "有人不符合所任席位的条件", "People in seats they are not fit for", """

            select p.name from plan_placement x join seat s on s.id = x.seat_id join person p on p.id = x.person_id
            where x.plan_id = @plan and x.seat_id is not null and (coalesce(p.grade, 0) < coalesce(s.minimum_grade, 0) or (s.party_member and not p.party_member) or s.ends_at is not null)
            """);
        yield return ("seat-twice", "有席位安排了两个人", "Seats given to two people", """

            select s.title from plan_placement x join seat s on s.id = x.seat_id where x.plan_id = @plan and x.seat_id is not null group by s.id, s.title having count(*) > 1
            """);
        yield return ("seat-elsewhere", "有人任职的席位不在其岗位或属地", "People in seats of another place than their own", """

            select p.name from plan_placement x join seat s on s.id = x.seat_id left join formation f on f.id = s.formation_id join person p on p.id = x.person_id
            where x.plan_id = @plan and x.seat_id is not null and (f.post_id is not null and x.post_id is distinct from f.post_id or f.post_id is null and s.area_id is not null and x.area_id <> s.area_id
              or f.post_id is null and s.area_id is null and exists (select 1 from formation_area c where c.formation_id = f.id)
                and not exists (select 1 from formation_area c where c.formation_id = f.id and c.area_id = x.area_id))
            """);
        yield return ("left-out-placed", "有人已被召回、结束、轮换或减员，又被安排；请重新计算，或先让他们归队", "People who were called back, ended, relieved or lost and are placed again; solve anew, or put them back first", $"""

            select p.name from (select person_id from reserve where emergency_id = @emergency and code in ({LeftOut.Codes})) r cross join plan_placement x cross join person p
            where x.plan_id = @plan and x.person_id = r.person_id and not x.pinned and p.id = r.person_id
            """);
        yield return ("avoided-area", "有人被安排到应当回避的属地", "People placed where they must not serve", """

            select p.name from plan_placement x join person_limit l on l.person_id = x.person_id and l.kind = 'AvoidArea' and (l.until is null or l.until > @starts)
            join area v on v.id = l.area_id join area a on a.id = x.area_id join person p on p.id = x.person_id
            where x.plan_id = @plan and not x.pinned and a.path >= v.path and a.path < v.path || '~'
            """);
        yield return ("hard-pairing", "有单位的人被安排到结对街道以外", "People placed outside the streets their agency is bound to", """

            select p.name from (select distinct agency_id from pairing where emergency_id = @emergency and hard) h cross join mustered m cross join plan_placement x
            join person p on p.id = x.person_id join area a on a.id = x.area_id
            where m.emergency_id = @emergency and m.agency_id = h.agency_id and x.plan_id = @plan and x.person_id = m.person_id and not x.pinned
              and not exists (select 1 from pairing r join area s on s.id = r.area_id where r.emergency_id = @emergency and r.agency_id = m.agency_id
                and a.path >= s.path and a.path < s.path || '~')
            """);
        yield return ("already-placed", "有人在同一时间已被其他行动安排", "People placed by another emergency at the same time", """

            select p.name from emergency e cross join placement o cross join plan_placement x cross join person p
            where e.id <> @emergency and o.emergency_id = e.id and o.starts_at < @ends and (o.ends_at is null or (o.ends_at > @starts and o.ends_at > o.starts_at))
              and x.plan_id = @plan and x.person_id = o.person_id and p.id = o.person_id
            """);
    }
}
