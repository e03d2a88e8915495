using Muster.Platform.Storage;
using Muster.Platform.Acts;
using Muster.Territory;

namespace Muster.Placements;

/// <summary>Keeps the gap list in force true where placements in force change after publication: each place short of its minimum, with reason and owner.</summary>
internal static class GapsInForce
{
    /// <summary>Reason of a gap that a change of the territory opened.</summary>
    public const string AreaChanged = "area-changed";

    /// <summary>Reason of a gap that opened because people were recalled, moved or replaced.</summary>
    public const string PeopleLeft = "people-left";

    private sealed record Short(Guid PlaceId, Guid AreaId, Guid? PostId, int Missing);

    /// <summary>The moment that counts: now, or the start of the latest plan while that is still to come. Null where nothing is published.</summary>
    public static async Task<DateTimeOffset?> Moment(Platform.Storage.Sql sql, Guid emergency, DateTimeOffset now, CancellationToken stop)
    {
        var starts = await sql.First("select p.starts_at from publication b join plan p on p.id = b.plan_id where b.emergency_id = @e order by b.at desc limit 1",
            row => (DateTimeOffset?)row.Instant(0), stop, ("@e", emergency));
        return starts is null ? null : starts > now ? starts : now;
    }

    /// <summary>Counts who serves at these areas and their posts anew, and with that what is missing there and in all areas above them. Places that were short before keep their reason, owner and date.</summary>
    /// <param name="notBefore">When the change takes effect, where that is still to come.</param>
    public static async Task Recount(Work work, Guid emergency, IReadOnlyCollection<Guid> areas, string reason, CancellationToken stop, DateTimeOffset? notBefore = null)
    {
        await Counts.StandingCounts.Near(work.Sql, emergency, areas, stop);
        if (await Moment(work.Sql, emergency, work.Now, stop) is not { } at) return;
        if (notBefore > at) at = notBefore.Value;
        (string, object?)[] values = [("@e", emergency), ("@at", at), ("@areas", IdSet.Of(work.Sql, areas))];
        var near = $"""
            with near as (select distinct u.id from area k join area u on u.path in ({string.Join(',', Enumerable.Range(1, 12).Select(n => $"substr(k.path, 1, {n * AreaPath.SegmentLength})"))})
              where {IdSet.In(work.Sql, "k.id", "@areas")})
            """;
        var shorts = await work.Sql.List($"""
            {near}, place as (
              select a.id as place_id, a.id as area_id, null as post_id,
                case when a.level = e.covered_level and coalesce(d.minimum, 0) < 1 then 1 else d.minimum end as minimum,
                {Counts.CountSql.InForce("a.id")} as n
              from near join area a on a.id = near.id and a.valid_to is null join emergency e on e.id = @e join area top on top.id = e.area_id
              left join demand d on d.emergency_id = @e and d.place_id = a.id
              where d.place_id is not null or (a.level = e.covered_level and a.path >= top.path and a.path < top.path || '~' and (a.emergency_id is null or a.emergency_id = e.id))
              union all
              select d.place_id, d.area_id, d.post_id, d.minimum, {Counts.CountSql.InForce("d.place_id")}
              from near join demand d on d.emergency_id = @e and d.area_id = near.id and d.post_id is not null join post q on q.id = d.post_id and q.valid_to is null)
            select place_id, area_id, post_id, minimum - n from place where n < minimum
            """.Replace("null as post_id", work.Sql.Pick("null", "cast(null as uuid)") + " as post_id", StringComparison.Ordinal),
            row => new Short(row.Guid(0), row.Guid(1), row.GuidOrNull(2), row.Int(3)), stop, values);
        var known = (await work.Sql.List($"{near} select g.place_id, g.missing from gap g where g.emergency_id = @e and (g.area_id in (select id from near) or {IdSet.In(work.Sql, "g.area_id", "@areas")})",
            row => (Id: row.Guid(0), Missing: row.Int(1)), stop, values)).ToDictionary(g => g.Id, g => g.Missing);
        foreach (var place in shorts)
        {
            (string, object?)[] of = [("@e", emergency), ("@place", place.PlaceId), ("@area", place.AreaId), ("@post", place.PostId), ("@missing", place.Missing), ("@reason", reason), ("@at", at)];
            if (!known.Remove(place.PlaceId, out var before))
                await work.Sql.Run($"insert into gap (emergency_id, place_id, area_id, post_id, missing, reason, owner, since, publication_id) values (@e, @place, @area, {work.Sql.Pick("@post", "cast(@post as uuid)")}, @missing, @reason, '', @at, null)", stop, of);
            else if (before != place.Missing)
                await work.Sql.Run("update gap set missing = @missing where emergency_id = @e and place_id = @place", stop, of);
        }
        foreach (var filled in known.Keys) await work.Sql.Run("delete from gap where emergency_id = @e and place_id = @place", stop, ("@e", emergency), ("@place", filled));
        await GapOwners.NameInForce(work.Sql, emergency, work.Actor.Name, stop);
    }
}
