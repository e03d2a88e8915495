using Microsoft.EntityFrameworkCore;
using Muster.Placements.Counts;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.Placements;

/// <summary>A plan in a list, with its counts.</summary>
public sealed record PlanLine(Guid Id, Guid EmergencyId, string Name, PlanState State, DateTimeOffset StartsAt, DateTimeOffset? EndsAt,
    long Placed, long Reserve, long Gaps, double? Gap, string MadeBy, DateTimeOffset MadeAt, string? ReviewedBy, int Version, string? Stale = null, long? Cost = null, bool IsRepair = false);

/// <summary>An area of a plan's tree: what it needs and has, at and below it.</summary>
public sealed record PlanArea(Guid Id, string Name, AreaLevel Level, string Path, bool HasChildren, int? Minimum, int? Target, int? Absorption,
    long Served, long Missing);

/// <summary>A post of an area in a plan.</summary>
public sealed record PlanPost(Guid Id, string Name, string Kind, int Minimum, int Target, int Absorption, long Served);

/// <summary>A person in a plan: placed, or in reserve (no area).</summary>
public sealed record PlanPerson(Guid PersonId, string Name, string? Agency, int? Grade, bool PartyMember, Guid? AreaId, string? Area, Guid? PostId,
    string? Post, string? Role, bool Pinned, long Cost, string Reason, string? Code = null);

public sealed record PlanGapLine(Guid PlaceId, Guid AreaId, string Area, Guid? PostId, string? Post, int Missing, string Reason, string Owner);

/// <summary>A plan with what a reviewer must know first: both coverages, and each place's count against its minimum.</summary>
public sealed record PlanSummary(PlanLine Plan, string Emergency, long Mustered, long Communities, long Covered, long Posts, long PostsStaffed,
    long Pinned, string? Report, IReadOnlyList<PlanNote> Notes)
{
    /// <summary>Left out because they were called back, ended, relieved or lost, by reason.</summary>
    public IReadOnlyList<(string Code, long Count)> LeftOut { get; init; } = [];
}

/// <summary>An open emergency with what is in force: its last publication, or null where nothing was published yet.</summary>
public sealed record InForce(Guid EmergencyId, string Emergency, Guid? PlanId, DateTimeOffset? At, long Mustered, long Placed, long Reserve, long Gaps, long Communities, long Covered);

/// <summary>A place somebody can be moved to, and how many it is short of its minimum.</summary>
public sealed record PlanPlaceChoice(Guid AreaId, Guid? PostId, string Name, long Short);

/// <summary>Reads plans for pages, verbs and exports. Everything is paged; nothing reads a whole province into a page.</summary>
public sealed partial class PlanQueries(Stores stores)
{
    public async Task<List<PlanLine>> Plans(Guid? emergency, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("""
            select p.id, p.emergency_id, p.name, p.state, p.starts_at, p.ends_at,
              p.placed, p.reserve, p.gaps, p.gap, p.made_by, p.made_at, p.reviewed_by, p.version, p.stale, p.cost, p.note
            from plan p where 1 = 1
            """ + (emergency is null ? "" : " and p.emergency_id = @e") + " order by p.made_at desc limit 200", Line, stop, ("@e", emergency));
    }

    public async Task<PlanLine?> Plan(Guid plan, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First("""
            select p.id, p.emergency_id, p.name, p.state, p.starts_at, p.ends_at,
              p.placed, p.reserve, p.gaps, p.gap, p.made_by, p.made_at, p.reviewed_by, p.version, p.stale, p.cost, p.note
            from plan p where p.id = @p
            """, Line, stop, ("@p", plan));
    }

    public async Task<PlanSummary?> Summary(Guid plan, CancellationToken stop)
    {
        if (await Plan(plan, stop) is not { } line) return null;
        await using var store = await stores.Open(stop);
        (string, object?)[] values = [("@p", plan), ("@e", line.EmergencyId), ("@plan", plan), ("@emergency", line.EmergencyId)];
        // Every solve and every change by hand keeps the gap list true; publication proves it again from the placements themselves.
        var communities = await store.Sql.Number("select count(*) from emergency e join area top on top.id = e.area_id join area c on c.path >= top.path and c.path < top.path || '~' and c.level = e.covered_level and c.valid_to is null and (c.emergency_id is null or c.emergency_id = e.id) where e.id = @e", stop, values);
        var (uncovered, unstaffed, pinned, report) = await store.Sql.First("select uncovered, unstaffed, pinned, report from plan where id = @p",
            row => (row.Long(0), row.Long(1), row.Long(2), row.TextOrNull(3)), stop, values);
        var covered = line.Placed == 0 ? 0 : communities - uncovered;
        var posts = await store.Sql.Number("select count(*) from demand d join area a on a.id = d.area_id join post q on q.id = d.post_id where d.emergency_id = @e and d.post_id is not null and a.valid_to is null and q.valid_to is null", stop, values);
        var staffed = line.Placed == 0 ? 0 : posts - unstaffed;
        return new PlanSummary(line,
            await store.Sql.First("select name from emergency where id = @e", row => row.Text(0), stop, values) ?? "",
            await store.Sql.Number("select count(*) from mustered where emergency_id = @e", stop, values), communities, covered, posts, staffed,
            pinned, report,
            await store.Set<PlanNote>().AsNoTracking().Where(n => n.PlanId == plan).OrderByDescending(n => n.At).Take(50).ToListAsync(stop))
        {
            LeftOut = await store.Sql.List($"select code, count(*) from plan_reserve where plan_id = @p and code in ({Placements.LeftOut.Codes}) group by code order by code", row => (row.Text(0), row.Long(1)), stop, values),
        };
    }

    /// <summary>What is in force in each open emergency, newest first; for the overview.</summary>
    public async Task<List<InForce>> InForce(CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("""
            select e.id, e.name, b.plan_id, b.at, (select count(*) from mustered m where m.emergency_id = e.id), coalesce(b.placed, 0),
              (select count(*) from reserve r where r.emergency_id = e.id), (select count(*) from gap g where g.emergency_id = e.id),
              coalesce(b.communities, 0), coalesce(b.covered, 0)
            from emergency e left join publication b on b.id = (select l.id from publication l where l.emergency_id = e.id order by l.at desc limit 1)
            where e.closed_at is null order by e.opened_at desc limit 20
            """, row => new InForce(row.Guid(0), row.Text(1), row.GuidOrNull(2), row.InstantOrNull(3), row.Long(4), row.Long(5), row.Long(6), row.Long(7), row.Long(8), row.Long(9)), stop);
    }

    /// <summary>Open emergencies to choose from, newest first.</summary>
    public async Task<List<(Guid Id, string Name)>> OpenEmergencies(CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("select id, name from emergency where closed_at is null order by opened_at desc limit 200", row => (row.Guid(0), row.Text(1)), stop);
    }

    /// <summary>The areas directly below one (or the emergency's own area when null) that hold a place with a demand.</summary>
    public async Task<List<PlanArea>> Areas(Guid plan, Guid? below, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (emergency, top) = await store.Sql.First("select p.emergency_id, e.area_id from plan p join emergency e on e.id = p.emergency_id where p.id = @p",
            row => (row.Guid(0), row.Guid(1)), stop, ("@p", plan));
        var parent = below ?? top;
        return await store.Sql.List($"""
            select a.id, a.name, a.level, a.path,
              exists (select 1 from area k cross join demand o where k.path > a.path and k.path < a.path || '~' and k.valid_to is null and o.area_id = k.id and o.emergency_id = @e),
              d.minimum, d.target, d.absorption,
              {CountSql.Served("a.id")}, {CountSql.Missing("a.id")}
            from area a left join demand d on d.emergency_id = @e and d.place_id = a.id
            where a.parent_id = @parent and a.valid_to is null order by a.path
            """, row => new PlanArea(row.Guid(0), row.Text(1), (AreaLevel)row.Int(2), row.Text(3), row.Bool(4), row.IntOrNull(5), row.IntOrNull(6),
                row.IntOrNull(7), row.Long(8), row.Long(9)), stop, ("@p", plan), ("@e", emergency), ("@parent", parent));
    }

    public async Task<List<PlanPost>> Posts(Guid plan, Guid area, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List($"""
            select q.id, q.name, q.kind, d.minimum, d.target, d.absorption,
              {CountSql.Served("q.id")}
            from plan p join demand d on d.emergency_id = p.emergency_id join post q on q.id = d.post_id
            where p.id = @p and q.area_id = @a and q.valid_to is null order by q.name
            """, row => new PlanPost(row.Guid(0), row.Text(1), row.Text(2), row.Int(3), row.Int(4), row.Int(5), row.Long(6)), stop, ("@p", plan), ("@a", area));
    }

    public async Task<PlanPerson?> Person(Guid plan, Guid person, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First($"select {PersonColumns} {FromEverybody} and w.id = @x", ReadPerson, stop, ("@p", plan), ("@x", person));
    }

    /// <summary>Where somebody could go by hand: gaps first, then the places of the same street; at most 300.</summary>
    public async Task<List<PlanPlaceChoice>> NearbyPlaces(Guid plan, Guid? area, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List($"""
            select d.area_id, d.post_id, a.name, q.name, coalesce(g.missing, 0) from plan p join demand d on d.emergency_id = p.emergency_id
            join area a on a.id = d.area_id left join post q on q.id = d.post_id left join plan_gap g on g.plan_id = p.id and g.place_id = d.place_id
            where p.id = @p and a.valid_to is null and q.valid_to is null and (g.missing > 0
              or substr(a.path, 1, length(a.path) - {AreaPath.SegmentLength}) = (select substr(h.path, 1, length(h.path) - {AreaPath.SegmentLength}) from area h where h.id = @a))
            order by coalesce(g.missing, 0) desc, a.path, q.name limit 300
            """, row => new PlanPlaceChoice(row.Guid(0), row.GuidOrNull(1), row.IsNull(3) ? row.Text(2) : $"{row.Text(2)} · {row.Text(3)}", row.Long(4)), stop, ("@p", plan), ("@a", area));
    }

    public async Task<List<PlanGapLine>> Gaps(Guid plan, CancellationToken stop, int most = 1000)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("""
            select g.place_id, g.area_id, a.name, g.post_id, q.name, g.missing, g.reason, g.owner from plan_gap g join area a on a.id = g.area_id
            left join post q on q.id = g.post_id where g.plan_id = @p order by g.missing desc, a.path limit @most
            """, row => new PlanGapLine(row.Guid(0), row.Guid(1), row.Text(2), row.GuidOrNull(3), row.TextOrNull(4), row.Int(5), row.Text(6), row.Text(7)),
            stop, ("@p", plan), ("@most", most));
    }

    private static PlanLine Line(Row row) => new(row.Guid(0), row.Guid(1), row.Text(2), row.Enum<PlanState>(3), row.Instant(4), row.InstantOrNull(5),
        row.Long(6), row.Long(7), row.Long(8), row.DoubleOrNull(9), row.Text(10), row.Instant(11), row.TextOrNull(12), row.Int(13), row.TextOrNull(14),
        row.IsNull(15) ? null : row.Long(15), row.TextOrNull(16) == RepairPlan.RepairNote);
}
