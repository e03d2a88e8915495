using System.Data.Common;
using System.Runtime.CompilerServices;
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
    /// <summary>How much memory a session of SQLite takes.</summary>
    public const string SqliteMemory = "pragma cache_size = -65536; pragma temp_store = memory";

    /// <summary>SQLite's sessions that have their settings: they are pooled and keep them.</summary>
    private static readonly ConditionalWeakTable<object, object> SetUp = [];

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

    /// <summary>Why a connection string is not used: it would carry the city's people over a network in the open. Null: it may be.</summary>
    public static string? InTheOpen(string connectionString)
    {
        var asked = new NpgsqlConnectionStringBuilder(connectionString);
        if (asked.SslMode is SslMode.Require or SslMode.VerifyCA or SslMode.VerifyFull) return null;
        var far = (asked.Host ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(host => !IsHere(host));
        return far is null ? null : $"PostgreSQL at {far} would be spoken to without TLS being sure (SSL Mode={asked.SslMode}). Write SSL Mode=VerifyFull;Root Certificate=FILE into the connection string"
            + $" (Require encrypts without looking at the certificate). Maybe the network between is nobody else's: {PlainSetting}=yes then allows it.";
    }

    /// <summary>The environment's word that the way to PostgreSQL may be without TLS.</summary>
    public const string PlainSetting = "MUSTER_POSTGRES_PLAIN";

    /// <summary>A socket's folder, or an address of this machine; a port may stand behind it.</summary>
    private static bool IsHere(string host) => host is ['/' or '@', ..] || host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase)
        || System.Net.IPEndPoint.TryParse(host, out var at) && System.Net.IPAddress.IsLoopback(at.Address);

    public async Task<DbConnection> Open(CancellationToken stop)
    {
        if (_postgres is not null) return await _postgres.OpenConnectionAsync(stop);
        var connection = new SqliteConnection(_sqlite);
        await connection.OpenAsync(stop);
        if (!SetUp.TryAdd(connection.Handle!, connection.Handle!)) return connection;
        await using var setup = connection.CreateCommand();
        setup.CommandText = $"pragma journal_mode=wal; pragma synchronous=full; {SqliteMemory}";
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
