using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Muster.Bench.Pages;
using Muster.Placements;
using Muster.Platform.Acts;
using Muster.Platform.Hosting;
using Muster.Platform.Storage;
using Npgsql;

namespace Muster.Bench.Publication;

/// <summary>
/// Publishes a plan over a real province on one or both databases: a first one, then one that moves a tenth of the people. While the second is
/// published another connection reads the placements again and again; it must see all of the old plan or all of the new one, never a mixture.
/// </summary>
internal static class PublicationBench
{
    private const int MovedEvery = 10;

    /// <param name="keep">Folder in which the stores stay; one that is there already is only asked for its pages.</param>
    /// <param name="pages">Measures the pages too.</param>
    /// <param name="only">Of the pages only those whose name contains this.</param>
    public static async Task<int> Run(int province, int people, string engine, string? postgres, string? keep, bool pages, string? only, bool json)
    {
        var measured = new JsonArray();
        var whole = true;
        foreach (var one in engine == "both" ? (string[])["sqlite", "postgres"] : [engine])
        {
            var folder = keep is null ? Directory.CreateTempSubdirectory("muster-bench-").FullName : Path.Combine(Path.GetFullPath(keep), one);
            var isThere = pages && Directory.Exists(Path.Combine(folder, "files"));
            var (connection, drop) = one == "postgres" ? await NewDatabase(postgres, keep is not null, isThere) : (null, () => Task.CompletedTask);
            try
            {
                var installation = new Installation(folder, connection);
                var result = isThere ? new JsonObject { ["engine"] = one } : await Measure(installation, province, people, one);
                whole &= isThere || (bool)result["whole"]!;
                if (pages) result["pages"] = await PageBench.Run(installation, only);
                if (keep is not null) Console.Error.WriteLine($"bench: kept {folder} {(connection is null ? "" : "and the database bench_kept")}");
                measured.Add((JsonNode)result);
                if (!json) Console.WriteLine(result.ToJsonString());
            }
            finally
            {
                if (keep is null)
                {
                    await drop();
                    Directory.Delete(folder, recursive: true);
                }
            }
        }
        if (json) Console.WriteLine(new JsonObject { ["people"] = people, ["province"] = province, ["engines"] = measured }.ToJsonString());
        return whole ? 0 : 1;
    }

    private static async Task<JsonObject> Measure(Installation installation, int province, int people, string engine)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        Modules.Add(services);
        services.AddSingleton(installation);
        services.AddSingleton(_ => installation.OpenDatabase());
        services.AddSingleton(TimeProvider.System);
        await using var provider = services.BuildServiceProvider();
        await Schema.Migrate(provider.GetRequiredService<Database>(), TimeProvider.System, default);
        var (desk, stores, actor) = (provider.GetRequiredService<Desk>(), provider.GetRequiredService<Stores>(), Actor.System("bench"));
        var filling = Stopwatch.StartNew();
        var sample = await MusteredProvince.Fill(desk, stores, actor, province, people);
        Console.Error.WriteLine($"bench: {engine}: {people} people, {sample.Communities.Count} communities, {sample.Seats.Count} seats filled in {filling.Elapsed.TotalSeconds:0.0} s");

        var (first, _) = await Publish(desk, stores, actor, await sample.Plan(desk, stores, actor, 0));
        var second = await sample.Plan(desk, stores, actor, MovedEvery);
        using var done = new CancellationTokenSource();
        var reading = Task.Run(() => Read(stores, sample, done.Token));
        var (again, published) = await Publish(desk, stores, actor, second);
        await done.CancelAsync();
        var seen = await reading;
        var changed = people / MovedEvery;
        return new JsonObject
        {
            ["engine"] = engine, ["people"] = people, ["communities"] = sample.Communities.Count, ["seats"] = sample.Seats.Count, ["placed"] = published.Placed,
            ["covered"] = published.Covered, ["publish"] = Figures(first), ["republish"] = Figures(again), ["changed"] = changed,
            ["reads"] = seen.Count, ["whole"] = seen.All(n => n == 0 || n == changed),
        };
    }

    private static JsonObject Figures((double Seconds, double Cpu) spent) => new() { ["seconds"] = Math.Round(spent.Seconds, 2), ["cpu"] = Math.Round(spent.Cpu, 2) };

    private static async Task<((double Seconds, double Cpu) Spent, Published Outcome)> Publish(Desk desk, Stores stores, Actor actor, Guid plan)
    {
        await desk.Do(new ReviewPlan(plan, 1), WriteId.New(), actor);
        var clock = await Spent.Start(stores);
        var outcome = await desk.Do(new PublishPlan(plan, 2, "测量"), WriteId.New(), actor);
        var spent = await clock.Stop();
        Console.Error.WriteLine($"bench: published {outcome.Placed} in {spent.Seconds:0.00} s, {spent.Cpu:0.00} s CPU");
        return (spent, outcome);
    }

    /// <summary>How many placements in force belong to the newest publication, as somebody sees it who reads meanwhile: 0 before, the changed ones after.</summary>
    private static async Task<List<long>> Read(Stores stores, MusteredProvince sample, CancellationToken stop)
    {
        var seen = new List<long>();
        while (!stop.IsCancellationRequested)
        {
            await using var store = await stores.Open(default);
            seen.Add(await store.Sql.Number("select count(*) from placement where emergency_id = @e and starts_at = @at and previous_id is null and ends_at is null", default,
                ("@e", sample.Emergency), ("@at", sample.StartOf(1))));
            // A reader that never rests would be half of what the second publication is measured against.
            await Task.Delay(1000, default);
        }
        return seen;
    }

    /// <summary>A database for one run, and what drops it again.</summary>
    internal static async Task<(string Connection, Func<Task> Drop)> NewDatabase(string? server, bool keep, bool isThere)
    {
        server ??= Environment.GetEnvironmentVariable("MUSTER_TEST_POSTGRES")
            ?? throw new InvalidOperationException("Give --postgres, or set MUSTER_TEST_POSTGRES to what `bin/postgres start` prints.");
        var name = keep ? "bench_kept" : "bench_" + Guid.CreateVersion7().ToString("n");
        if (!isThere)
        {
            await Sql($"drop database if exists {name} with (force)");
            await Sql($"create database {name}");
        }
        return (new NpgsqlConnectionStringBuilder(server) { Database = name }.ToString(), () => Sql($"drop database if exists {name} with (force)"));

        async Task Sql(string text)
        {
            await using var connection = new NpgsqlConnection(server + ";Pooling=false");
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(text, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
