using System.Diagnostics;
using System.Text.Json.Nodes;
using Muster.Platform.Hosting;
using Muster.Platform.Storage;
using Npgsql;

namespace Muster.Bench.CheckIns;

/// <summary>Durable check-ins a second through the real endpoint, and what a kill in the middle of them loses.</summary>
internal static class CheckInBench
{
    public static Task<int> Measure(int seconds, string db, string? postgres, int people, int connections, bool json) => On(db, postgres, async installation =>
    {
        await CheckInGround.Lay(installation, people);
        await using var server = await CheckInServer.Start(installation, early: false);
        var phones = await Phones(server.Address, people);
        var load = new CheckInLoad(phones, connections);
        using (var warm = new CancellationTokenSource(TimeSpan.FromSeconds(5))) await new CheckInLoad(phones, connections).Run(server.Address, warm.Token);
        var (serverCpu, ownCpu, clock) = (server.Cpu, Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        using (var end = new CancellationTokenSource(TimeSpan.FromSeconds(seconds))) await load.Run(server.Address, end.Token);
        var elapsed = clock.Elapsed.TotalSeconds;
        var (served, own) = ((server.Cpu - serverCpu).TotalSeconds / elapsed, (Environment.CpuUsage.TotalTime - ownCpu).TotalSeconds / elapsed);
        await server.Kill();
        var proof = await CheckInProof.Of(installation, load.Acknowledged);
        var times = load.Milliseconds.Order().ToList();
        if (load.FirstError is { } first) Console.Error.WriteLine(first);
        Say(new JsonObject
        {
            ["perSecond"] = (long)(load.Acknowledged.LongCount() / elapsed), ["p50"] = At(times, 0.5), ["p99"] = At(times, 0.99), ["errors"] = load.Errors, ["lost"] = proof.Lost, ["doubled"] = proof.Doubled,
            ["db"] = db, ["seconds"] = Math.Round(elapsed, 1), ["people"] = people, ["connections"] = connections, ["trail"] = proof.Trail, ["serverCores"] = Math.Round(served, 2), ["clientCores"] = Math.Round(own, 2),
        }, json);
        return load.Errors == 0 && proof is { Lost: 0, Doubled: 0, Trail: true } ? 0 : 1;
    });

    /// <summary>Kills the server again and again under load; after each kill everything acknowledged is looked for. With the planted fault it succeeds when something is missed.</summary>
    public static Task<int> Kill(int times, string db, string? postgres, bool early, int seed, bool json) => On(db, postgres, async installation =>
    {
        const int people = 32, connections = 32;
        await CheckInGround.Lay(installation, people);
        var random = new Random(seed);
        CheckInLoad? load = null;
        var kills = 0;
        for (; kills < times; kills++)
        {
            await using var server = await CheckInServer.Start(installation, early);
            load ??= new CheckInLoad(await Phones(server.Address, people), connections);
            var before = load.Count;
            var running = load.Run(server.Address, default);
            // A fresh process compiles first: the kill falls into the midst of answers, not before the first of them.
            while (load.Count == before && !running.IsCompleted) await Task.Delay(5);
            await Task.Delay(random.Next(20, 600));
            await server.Kill();
            await running;
            if (kills % 10 == 9 && !json) Console.WriteLine($"{kills + 1} kills, {load.Acknowledged.LongCount()} acknowledged");
            if (early && (await CheckInProof.Of(installation, load.Acknowledged)).Lost > 0) break;
        }
        var proof = await CheckInProof.Of(installation, load!.Acknowledged);
        Say(new JsonObject
        {
            ["kills"] = Math.Min(kills + 1, times), ["acknowledged"] = load.Acknowledged.LongCount(), ["stored"] = proof.Stored, ["lost"] = proof.Lost, ["doubled"] = proof.Doubled, ["errors"] = load.Errors, ["trail"] = proof.Trail, ["db"] = db, ["planted"] = early,
        }, json);
        if (load.FirstError is { } first) Console.Error.WriteLine(first);
        return early ? proof.Lost > 0 ? 0 : 1 : proof is { Lost: 0, Doubled: 0, Trail: true } && load.Errors == 0 ? 0 : 1;
    });

    private static async Task<IReadOnlyList<Phone>> Phones(Uri address, int people)
    {
        var phones = new Phone[people];
        await Parallel.ForAsync(0, people, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount * 2 }, async (i, _) => phones[i] = await Phone.SignIn(address, i));
        return phones;
    }

    private static async Task<int> On(string db, string? postgres, Func<Installation, Task<int>> run)
    {
        var folder = Directory.CreateTempSubdirectory("muster-bench-").FullName;
        var name = "bench_" + Guid.CreateVersion7().ToString("n");
        string? connection = null;
        if (db == "postgres")
        {
            var server = postgres ?? Environment.GetEnvironmentVariable("MUSTER_BENCH_POSTGRES") ?? throw new InvalidOperationException("Name a PostgreSQL that syncs to disk: --postgres or MUSTER_BENCH_POSTGRES (bin/bench and bin/prove start one).");
            await Run(server, $"create database {name}");
            connection = new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 40 }.ToString();
            await using var asked = Database.Postgres(connection + ";Pooling=false");
            await using var session = await asked.Open(default);
            await using var durable = session.CreateCommand();
            durable.CommandText = "select current_setting('fsync') || current_setting('synchronous_commit')";
            if (await durable.ExecuteScalarAsync() as string is not "onon") throw new InvalidOperationException("This PostgreSQL does not sync to disk: what it acknowledges proves nothing.");
        }
        try
        {
            return await run(new Installation(folder, connection));
        }
        finally
        {
            NpgsqlConnection.ClearAllPools();
            if (connection is not null) await Run(postgres ?? Environment.GetEnvironmentVariable("MUSTER_BENCH_POSTGRES")!, $"drop database if exists {name} with (force)");
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task Run(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static double At(List<double> sorted, double part) => sorted.Count == 0 ? 0 : Math.Round(sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))], 1);

    private static void Say(JsonObject result, bool json) => Console.WriteLine(json ? result.ToJsonString() : result.ToString());
}
