using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Emergencies.Contract;

/// <summary>How other modules get hold of the emergency that their act belongs to.</summary>
public static class OpenEmergencies
{
    /// <summary>The open emergency of this id, tracked. Everything operational asks here first.</summary>
    /// <exception cref="Refused">There is none of this id, or it is closed.</exception>
    public static async Task<Emergency> Open(this Work work, Guid emergencyId, CancellationToken stop)
    {
        var emergency = await work.Store.Set<Emergency>().SingleOrDefaultAsync(e => e.Id == emergencyId, stop)
            ?? throw new Refused("emergency-unknown", "没有这个行动。", "There is no such emergency.", "EmergencyId");
        if (emergency.ClosedAt is not null)
            throw new Refused("emergency-closed", $"行动“{emergency.Name}”已经结束，不能再改。", $"The emergency “{emergency.Name}” is closed and cannot be changed.", "EmergencyId");
        return emergency;
    }

    /// <summary>
    /// Like <see cref="Open"/>, and acts on this emergency queue behind this one until it ends: for acts that replace many rows at once.
    /// SQLite has one writer anyway.
    /// </summary>
    public static async Task<Emergency> OpenAlone(this Work work, Guid emergencyId, CancellationToken stop)
    {
        if (work.Sql.Engine == Engine.Postgres)
            await work.Sql.Number("select 1 from emergency where id = @e for update", stop, ("e", emergencyId));
        return await work.Open(emergencyId, stop);
    }

    /// <summary>
    /// The half-open range of <c>area.path</c> that holds the emergency's area and all below it, and the area's level; null where there is
    /// no such emergency.
    /// </summary>
    public static Task<Ground?> GroundOf(this Sql sql, Guid emergencyId, CancellationToken stop) => sql.First(
        "select e.id, e.area_id, a.path, a.level, e.covered_level, e.closed_at from emergency e join area a on a.id = e.area_id where e.id = @e",
        row => new Ground(row.Guid(0), row.Guid(1), row.Text(2), row.Text(2) + "~", (Territory.AreaLevel)row.Int(3),
            (Territory.AreaLevel)row.Int(4), !row.IsNull(5)), stop, ("e", emergencyId));
}

/// <summary>Where an emergency is: areas with <c>Path ≤ area.path &lt; End</c>.</summary>
/// <param name="Covered">The level that must be covered: each area of it gets people or stands on the gap list.</param>
public sealed record Ground(Guid EmergencyId, Guid AreaId, string Path, string End, Territory.AreaLevel Level, Territory.AreaLevel Covered, bool Closed);
