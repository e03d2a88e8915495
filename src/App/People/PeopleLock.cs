using Muster.Platform.Acts;

namespace Muster.People;

/// <summary>
/// Whoever adds or changes identities holds this until the commit: an import alone, single changes side by side. Without it two
/// imports of the same file, started at once, would each take everybody for new. SQLite has one writer anyway.
/// </summary>
internal static class PeopleLock
{
    private const long Number = 724003;

    public static Task Share(Work work, CancellationToken stop) => Take(work, "pg_advisory_xact_lock_shared", stop);

    public static Task Alone(Work work, CancellationToken stop) => Take(work, "pg_advisory_xact_lock", stop);

    private static async Task Take(Work work, string function, CancellationToken stop)
    {
        if (work.Sql.Engine == Platform.Storage.Engine.Postgres)
            await work.Sql.List($"select 1 from (select {function}({Number})) taken", row => row.Int(0), stop);
    }
}
