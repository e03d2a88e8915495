using Muster.Placements.Counts;
using Muster.Platform.Storage;

namespace Muster.Placements.Standing;

/// <summary>A placement in a list: of a person, or at a place.</summary>
public sealed record PlacementLine(Guid Id, Guid EmergencyId, string Emergency, Guid PersonId, string Name, string? Agency, Guid AreaId, string Area, Guid? PostId, string? Post, string Role,
    DateTimeOffset StartsAt, DateTimeOffset? EndsAt, string Reason, string? EndReason)
{
    /// <summary>Serves at this moment.</summary>
    public bool IsAt(DateTimeOffset at) => StartsAt <= at && (EndsAt is null || EndsAt > at);

    /// <summary>Called back before it began.</summary>
    public bool IsEmpty => EndsAt <= StartsAt;
}

/// <summary>A person who is in reserve somewhere, and why.</summary>
public sealed record ReserveLine(Guid EmergencyId, string Emergency, string Code, string Reason, DateTimeOffset Since);

public sealed partial class StandingQueries
{
    private const string LineColumns = """
        select p.id, p.emergency_id, e.name, p.person_id, w.name, g.name, p.area_id, a.name, p.post_id, q.name, p.role, p.starts_at, p.ends_at, p.reason, p.end_reason
        """;

    private const string Lines = LineColumns + """
         from placement p join emergency e on e.id = p.emergency_id join person w on w.id = p.person_id left join agency g on g.id = w.agency_id
        join area a on a.id = p.area_id left join post q on q.id = p.post_id
        """;

    /// <summary>From the areas, so that only placements there are looked at.</summary>
    private const string LinesByArea = LineColumns + """
         from area a cross join emergency e cross join placement p cross join person w left join agency g on g.id = w.agency_id left join post q on q.id = p.post_id
        """;

    private const string AtAreas = "p.emergency_id = e.id and p.area_id = a.id and w.id = p.person_id";

    /// <summary>Everywhere somebody served or is to serve, the latest first.</summary>
    public async Task<List<PlacementLine>> OfPerson(Guid person, int most, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List($"{Lines} where p.person_id = @x order by p.starts_at desc, p.made_at desc limit @most", Line, stop, ("@x", person), ("@most", most));
    }

    public async Task<List<ReserveLine>> ReserveOf(Guid person, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("""
            select e.id, e.name, r.code, r.reason, r.since from reserve r join emergency e on e.id = r.emergency_id where r.person_id = @x and e.closed_at is null order by r.since desc
            """, row => new ReserveLine(row.Guid(0), row.Text(1), row.Text(2), row.Text(3), row.Instant(4)), stop, ("@x", person));
    }

    /// <summary>Who serves at or below an area, or at a post, at a moment; seats first, then by name.</summary>
    public async Task<List<PlacementLine>> At(Guid? emergency, Guid area, Guid? post, DateTimeOffset at, int most, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List($"""
            {(post is null ? LinesByArea : Lines)} where {(emergency is null ? "e.closed_at is null" : "e.id = @e")} and {StandingSql.InForce("p")} and {Here(post)}
            order by case when p.role = '{KeepSolution.Member}' then 1 else 0 end, a.path, q.name, w.name limit @most
            """, Line, stop, ("@e", emergency), ("@a", area), ("@q", post), ("@at", at), ("@most", most));
    }

    /// <summary>Who served at a place and does not any more, the latest first.</summary>
    public async Task<List<PlacementLine>> Before(Guid emergency, Guid area, Guid? post, DateTimeOffset at, int most, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List($"{(post is null ? LinesByArea : Lines)} where e.id = @e and p.ends_at <= @at and {Here(post)} order by p.ends_at desc limit @most", Line, stop,
            ("@e", emergency), ("@a", area), ("@q", post), ("@at", at), ("@most", most));
    }

    /// <summary>One place of an emergency, and its gap where it has one.</summary>
    public async Task<(PlaceCoverage? Place, StandingGap? Gap)> Place(Guid emergency, Guid place, DateTimeOffset at, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        (string, object?)[] values = [("@e", emergency), ("@at", at), ("@place", place)];
        var found = await store.Sql.First($"""
            select d.place_id, d.area_id, d.post_id, a.name, q.name, u.short_name, d.minimum, d.target, d.absorption, {CountSql.InForce("d.place_id")}, a.path
            from demand d join area a on a.id = d.area_id left join post q on q.id = d.post_id left join area u on u.id = a.parent_id where d.emergency_id = @e and d.place_id = @place
            """, Place, stop, values);
        // An area without a demand of its own is shown too: people may serve there.
        found ??= await store.Sql.First($"""
            select d.id, d.id, d.post_id, d.name, null, u.short_name, 0, 0, 0, {CountSql.InForce("d.id")}, d.path
            from (select id, name, path, parent_id, {store.Sql.Pick("null", "cast(null as uuid)")} as post_id from area where id = @place) d join area a on a.id = d.id left join area u on u.id = d.parent_id
            """, Place, stop, values);
        var gap = await store.Sql.First($"select {GapColumns}, '' from gap g join area a on a.id = g.area_id left join post q on q.id = g.post_id left join area u on u.id = a.parent_id where g.emergency_id = @e and g.place_id = @place", Gap, stop, values);
        return (found, gap);
    }

    /// <summary>The emergencies, open first, in which something was published.</summary>
    public async Task<List<(Guid Id, string Name)>> Published(CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("select e.id, e.name from emergency e where e.closed_at is null and exists (select 1 from publication b where b.emergency_id = e.id) order by e.opened_at desc limit 20",
            row => (row.Guid(0), row.Text(1)), stop);
    }

    private static string Here(Guid? post) => post is null
        ? AtAreas + " and a.path >= (select t.path from area t where t.id = @a) and a.path < (select t.path from area t where t.id = @a) || '~'" : "p.post_id = @q";

    private static PlacementLine Line(Row row) => new(row.Guid(0), row.Guid(1), row.Text(2), row.Guid(3), row.Text(4), row.TextOrNull(5), row.Guid(6), row.Text(7), row.GuidOrNull(8), row.TextOrNull(9),
        row.Text(10), row.Instant(11), row.InstantOrNull(12), row.Text(13), row.TextOrNull(14));
}
