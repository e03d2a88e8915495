using Muster.Platform.Storage;

namespace Muster.Rosters.Resting;

/// <summary>Which caps hold where, and what is waived for whom.</summary>
internal static class RestReading
{
    /// <summary>Those nearest above the path, else the emergency's, else the usual ones.</summary>
    public static async Task<RestCaps> CapsAt(Sql sql, Guid emergency, string path, CancellationToken stop) => await sql.First("""
        select r.rest_minutes, r.run_days, r.night_run, r.week_minutes, r.week_days, r.week_nights from area_rest r left join area a on a.id = r.area_id
        where r.emergency_id = @e and r.ended_at is null and (r.area_id is null or (@path >= a.path and @path < a.path || '~')) order by coalesce(length(a.path), -1) desc, r.set_at desc limit 1
        """, row => new RestCaps(row.Int(0), row.Int(1), row.Int(2), row.Int(3), row.Int(4), row.Int(5)), stop, ("@e", emergency), ("@path", path)) ?? RestCaps.Usual;

    /// <summary>Waivers of an emergency that hold on some of these days.</summary>
    public static async Task<ILookup<Guid, WaivedDays>> Waived(Sql sql, Guid emergency, DateOnly from, DateOnly to, CancellationToken stop) => (await sql.List(
        "select w.person_id, w.cap, w.widened_to, w.starts_on, w.ends_on from rest_waiver w where w.emergency_id = @e and w.ended_at is null and w.ends_on > @from and w.starts_on < @to",
        row => (Person: row.Guid(0), Days: new WaivedDays(row.Enum<RestCap>(1), row.Int(2), row.Day(3), row.Day(4))), stop, ("@e", emergency), ("@from", from), ("@to", to))).ToLookup(w => w.Person, w => w.Days);
}
