using Muster.Platform.Storage;

namespace Muster.Placements;

/// <summary>
/// What changes places and what changes who serves there go one after the other, so that nobody is published into a place that is being
/// closed. SQLite has one writer anyway.
/// </summary>
internal static class PlacementLock
{
    public static async Task Take(Sql sql, Guid emergency, CancellationToken stop)
    {
        if (sql.Engine == Engine.Postgres) await sql.Number("select 1 from emergency where id = @e for update", stop, ("@e", emergency));
    }

    /// <summary>All open emergencies, in one order.</summary>
    public static async Task TakeAll(Sql sql, CancellationToken stop)
    {
        if (sql.Engine == Engine.Postgres) await sql.List("select id from emergency where closed_at is null order by id for update", row => row.Guid(0), stop);
    }
}
