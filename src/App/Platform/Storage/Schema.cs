using System.Security.Cryptography;
using System.Text;

namespace Muster.Platform.Storage;

/// <summary>
/// Brings a store to the newest schema by running the numbered scripts it has not had, each in one transaction, and refuses a store
/// whose applied scripts differ from ours. Scripts are twins: the same number stands in Schema/sqlite and Schema/postgres.
/// </summary>
public static class Schema
{
    public sealed record Script(int Number, string Name, string Text)
    {
        public string Hash { get; } = System.Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));
    }

    public static IReadOnlyList<Script> Scripts(Engine engine)
    {
        var folder = engine == Engine.Sqlite ? ".Schema.sqlite/" : ".Schema.postgres/";
        var assembly = typeof(Schema).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.Contains(folder, StringComparison.Ordinal))
            .Select(name => Read(assembly, name, name[(name.IndexOf(folder, StringComparison.Ordinal) + folder.Length)..]))
            .OrderBy(script => script.Number).ToList();
    }

    /// <returns>How many scripts were applied.</returns>
    /// <exception cref="ForeignStore">It is no store of this program, or of another version of it. Nothing was changed.</exception>
    public static async Task<int> Migrate(Database database, TimeProvider clock, CancellationToken stop)
    {
        try
        {
            return await Apply(database, clock, stop);
        }
        catch (Microsoft.Data.Sqlite.SqliteException foreign) when (foreign.SqliteErrorCode is 1 or 11 or 26)
        {
            throw new ForeignStore($"The store is no SQLite store of this program, or was made by another version of it: {foreign.Message}", foreign);
        }
        catch (Npgsql.PostgresException foreign) when (foreign.SqlState is Npgsql.PostgresErrorCodes.DuplicateTable or Npgsql.PostgresErrorCodes.UndefinedColumn
            or Npgsql.PostgresErrorCodes.UndefinedTable or Npgsql.PostgresErrorCodes.DuplicateObject)
        {
            throw new ForeignStore($"The database holds something else, or a store of another version of this program: {foreign.MessageText}", foreign);
        }
    }

    private static async Task<int> Apply(Database database, TimeProvider clock, CancellationToken stop)
    {
        await using var connection = await database.Open(stop);
        var sql = new Sql(database.Engine, connection);
        var tables = await sql.List(sql.Pick("select name from sqlite_master where type = 'table' and name not like 'sqlite%'", "select tablename from pg_tables where schemaname = current_schema()"),
            row => row.Text(0), stop);
        if (tables.Count > 0 && !tables.Contains("schema_script"))
            throw new ForeignStore($"The database holds something else: {string.Join(", ", tables.Order(StringComparer.Ordinal).Take(5))}.");
        await sql.Run("create table if not exists schema_script (number integer primary key, name text not null, hash text not null, applied_at "
            + sql.Pick("integer", "timestamptz") + " not null)", stop);
        if (database.Engine == Engine.Postgres) await sql.Run("select pg_advisory_lock(724001)", stop);
        var applied = (await sql.List("select number, hash from schema_script", row => (Number: row.Int(0), Hash: row.Text(1)), stop))
            .ToDictionary(row => row.Number, row => row.Hash);
        if (applied.Keys.Except(Scripts(database.Engine).Select(s => s.Number)).ToList() is { Count: > 0 } newer)
            throw new ForeignStore($"The store was made by a newer version of this program: it has schema script {newer.Max()}, which this one does not know.");
        var count = 0;
        foreach (var script in Scripts(database.Engine))
        {
            if (applied.TryGetValue(script.Number, out var hash))
            {
                if (hash != script.Hash)
                    throw new ForeignStore($"The store was made with another version of schema script {script.Name}. "
                        + "Maybe it was made by a development build: start with an empty store, or export and import.");
                continue;
            }
            await using var transaction = await connection.BeginTransactionAsync(stop);
            var inside = new Sql(database.Engine, connection);
            await inside.Run(script.Text, stop);
            await inside.Run("insert into schema_script values (@n, @name, @hash, @at)", stop,
                ("@n", script.Number), ("@name", script.Name), ("@hash", script.Hash), ("@at", clock.GetUtcNow()));
            await transaction.CommitAsync(stop);
            count++;
        }
        if (database.Engine == Engine.Postgres) await sql.Run("select pg_advisory_unlock(724001)", stop);
        return count;
    }

    private static Script Read(System.Reflection.Assembly assembly, string resource, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return new Script(int.Parse(name.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}

/// <summary>The store is not one that this program can work on; the message says what it seems to be. Nothing in it was changed.</summary>
public sealed class ForeignStore(string message, Exception? cause = null, string advice = ForeignStore.Advice) : Exception(message + " None of its records was changed. " + advice, cause)
{
    private const string Advice = "Start with an empty store (--store FOLDER, or another database), or use the version that made this one.";
}
