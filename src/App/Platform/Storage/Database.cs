using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Muster.Platform.Storage;

/// <summary>Which of the two databases the store is.</summary>
public enum Engine { Sqlite, Postgres }

/// <summary>
/// The one place that knows where the store is and how a connection to it is made.
/// SQLite: one file, one process, WAL with <c>synchronous=FULL</c> (a success is on disk). PostgreSQL: a connection string.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    private readonly NpgsqlDataSource? _postgres;
    private readonly string _sqlite = "";

    private Database(Engine engine, string where)
    {
        Engine = engine;
        if (engine == Engine.Postgres) _postgres = new NpgsqlDataSourceBuilder(where).Build();
        else _sqlite = new SqliteConnectionStringBuilder { DataSource = where, ForeignKeys = true, DefaultTimeout = 120 }.ToString();
    }

    public Engine Engine { get; }

    /// <summary>One writer at a time on SQLite; writers queue here instead of spinning on the file's lock.</summary>
    public SemaphoreSlim Writer { get; } = new(1, 1);

    public static Database Sqlite(string file) => new(Engine.Sqlite, file);

    public static Database Postgres(string connectionString) => new(Engine.Postgres, connectionString);

    public async Task<DbConnection> Open(CancellationToken stop)
    {
        if (_postgres is not null) return await _postgres.OpenConnectionAsync(stop);
        var connection = new SqliteConnection(_sqlite);
        await connection.OpenAsync(stop);
        await using var setup = connection.CreateCommand();
        setup.CommandText = "pragma journal_mode=wal; pragma synchronous=full; pragma cache_size=-65536; pragma temp_store=memory;";
        await setup.ExecuteNonQueryAsync(stop);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        Writer.Dispose();
        if (_postgres is not null) await _postgres.DisposeAsync();
        else SqliteConnection.ClearAllPools();
    }
}
