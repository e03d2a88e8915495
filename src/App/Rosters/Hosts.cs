using Muster.Platform.Acts;

namespace Muster.Rosters;

/// <summary>Who answers for a place.</summary>
internal static class Hosts
{
    /// <summary>A and B of the seat that commands the area, or where it has none the nearest area above.</summary>
    public static async Task<IReadOnlyList<Guid>> Of(Work work, Guid area, CancellationToken stop)
    {
        var all = await work.Sql.List("""
            select k.path, h.person_id from area a join area k on a.path >= k.path and a.path < k.path || '~' join seat s on s.area_id = k.id and s.commands and s.ends_at is null join seat_holding h on h.seat_id = s.id and h.ends_at is null
            where a.id = @a
            """, row => (Path: row.Text(0), Person: row.Guid(1)), stop, ("@a", area));
        return [.. all.Where(h => h.Path.Length == all.Max(o => o.Path.Length)).Select(h => h.Person).Distinct()];
    }
}
