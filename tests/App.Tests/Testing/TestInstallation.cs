using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Muster.Platform.Acts;
using Muster.Platform.Hosting;
using Muster.Platform.Storage;
using Npgsql;

namespace Muster.App.Tests.Testing;

/// <summary>Both databases, for <c>[Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]</c>.</summary>
public static class Engines
{
    public static TheoryData<Engine> Both => [Engine.Sqlite, Engine.Postgres];
}

/// <summary>
/// An empty, migrated installation on one of the databases, thrown away at the end. PostgreSQL comes from MUSTER_TEST_POSTGRES
/// (bin/test starts one); its absence is an error, never a skip.
/// </summary>
public sealed class TestInstallation : IAsyncDisposable
{
    private static readonly SemaphoreSlim TemplateLock = new(1, 1);
    private static string? _template;

    private readonly string? _databaseName;

    private TestInstallation(Installation installation, ServiceProvider services, string? databaseName)
    {
        Installation = installation;
        Services = services;
        _databaseName = databaseName;
    }

    public Installation Installation { get; }

    public ServiceProvider Services { get; }

    public TestClock Clock => (TestClock)Services.GetRequiredService<TimeProvider>();

    public Actor Actor { get; } = new(null, "test", "cli", _ => true);

    public Stores Stores => Services.GetRequiredService<Stores>();

    public Desk Desk => Services.GetRequiredService<Desk>();

    public T Get<T>() where T : notnull => Services.GetRequiredService<T>();

    public Task<T> Do<T>(Act<T> act, WriteId? id = null) where T : notnull => Desk.Do(act, id ?? WriteId.New(), Actor);

    public static async Task<TestInstallation> Make(Engine engine)
    {
        var folder = Directory.CreateTempSubdirectory("muster-test-").FullName;
        var (postgres, name) = engine == Engine.Postgres ? await NewDatabase() : (null, null);
        var installation = new Installation(folder, postgres);
        var services = new ServiceCollection();
        services.AddLogging(log => log.SetMinimumLevel(LogLevel.Warning));
        Modules.Add(services);
        services.AddSingleton(installation);
        services.AddSingleton(_ => installation.OpenDatabase());
        services.AddSingleton<TimeProvider>(new TestClock());
        var provider = services.BuildServiceProvider();
        await Schema.Migrate(provider.GetRequiredService<Database>(), provider.GetRequiredService<TimeProvider>(), default);
        return new TestInstallation(installation, provider, name);
    }

    private static string Server => Environment.GetEnvironmentVariable("MUSTER_TEST_POSTGRES")
        ?? throw new InvalidOperationException("MUSTER_TEST_POSTGRES is not set: run bin/test, or bin/postgres start and export what it prints.");

    private static async Task<(string, string)> NewDatabase()
    {
        await TemplateLock.WaitAsync();
        try
        {
            _template ??= await MakeTemplate();
        }
        finally
        {
            TemplateLock.Release();
        }
        var name = "test_" + Guid.CreateVersion7().ToString("n");
        await Run($"create database {name} template {_template}");
        return (Connection(name), name);
    }

    private static async Task<string> MakeTemplate()
    {
        var name = "template_" + Guid.CreateVersion7().ToString("n");
        await Run($"create database {name}");
        await using var database = Database.Postgres(Connection(name) + ";Pooling=false");
        await Schema.Migrate(database, TimeProvider.System, default);
        return name;
    }

    private static string Connection(string database) =>
        new NpgsqlConnectionStringBuilder(Server) { Database = database, MaxPoolSize = 20, IncludeErrorDetail = true }.ToString();

    private static async Task Run(string sql)
    {
        await using var connection = new NpgsqlConnection(Server + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        if (_databaseName is not null) await Run($"drop database if exists {_databaseName} with (force)");
        Directory.Delete(Installation.Folder, recursive: true);
    }
}

/// <summary>A clock that tests set; starts at the evening of 17 February 2020 in Tianjin, when the order came.</summary>
public sealed class TestClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2020, 2, 17, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;

    public void Advance(TimeSpan by) => Now += by;
}
