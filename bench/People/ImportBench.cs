using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Muster.People;
using Muster.People.Import;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Hosting;
using Muster.Platform.Importing;
using Muster.Platform.Jobs;
using Muster.Platform.Storage;
using Muster.Territory.Loading;
using Muster.Territory.Register;
using Npgsql;

namespace Muster.Bench.People;

/// <summary>The import of a large spreadsheet of people into an empty store that has a province's areas, the same file again, and the lists after it.</summary>
internal sealed class ImportBench(ServiceProvider services)
{
    private readonly JsonObject _result = [];

    /// <param name="keep">Name under which the store stays; one that is there already is only asked for its lists.</param>
    public static async Task<int> Measure(int province, int rows, string? postgres, string? keep, bool json)
    {
        var folder = keep is null ? Directory.CreateTempSubdirectory("muster-bench-").FullName : Path.GetFullPath(Path.Combine("artifacts", "bench", keep));
        var isThere = Directory.Exists(Path.Combine(folder, "files"));
        var file = Path.GetFullPath(Path.Combine("artifacts", "bench", $"people-{province}-{rows}.xlsx"));
        var areas = NationalRegister.Embedded.Load(province);
        if (!File.Exists(file)) PeopleSheet.Write(file, areas, rows, seed: 1);
        var name = "bench_" + (keep ?? Guid.CreateVersion7().ToString("n"));
        if (postgres is not null && !isThere) await Run(postgres, $"create database {name}");
        var where = postgres is null ? null : new NpgsqlConnectionStringBuilder(postgres) { Database = name }.ToString();
        try
        {
            var installation = new Installation(folder, where);
            var container = new ServiceCollection();
            container.AddLogging(log => log.SetMinimumLevel(LogLevel.Warning));
            Modules.Add(container);
            container.AddSingleton(installation).AddSingleton(_ => installation.OpenDatabase()).AddSingleton(TimeProvider.System);
            await using var services = container.BuildServiceProvider();
            await Schema.Migrate(services.GetRequiredService<Database>(), TimeProvider.System, default);
            if (!isThere) await services.GetRequiredService<Desk>().Do(new LoadAreas([province.ToString("00", CultureInfo.InvariantCulture)]), WriteId.New(), Actor.System("bench"));
            var bench = new ImportBench(services);
            await bench.Carry(file, rows, isThere);
            if (json) Console.WriteLine(bench._result.ToJsonString());
            return 0;
        }
        finally
        {
            if (postgres is not null && keep is null) await Run(postgres, $"drop database if exists {name} with (force)");
            if (keep is null) Directory.Delete(folder, recursive: true);
        }
    }

    private async Task Carry(string file, int rows, bool isThere)
    {
        _result["rows"] = rows;
        if (!isThere) await Fill(file);
        foreach (var (name, filter) in await Lists.All(services)) await List(name, filter);
        _result["memoryMiB"] = Peak();
        Console.Error.WriteLine($"bench: peak memory {Peak():0} MiB");
    }

    private async Task Fill(string file)
    {
        Time("read", () =>
        {
            using var people = new PeopleFile(file, "people.xlsx", new FileChoices(), new DateOnly(2026, 1, 1), _ => null);
            return people.Rows(default).LongCount();
        });
        await Import("import", file);
        await Import("again", file);
    }

    private async Task Import(string name, string file)
    {
        var (uploads, imports, jobs) = (services.GetRequiredService<Uploads>(), services.GetRequiredService<PeopleImports>(), services.GetRequiredService<JobBoard>());
        Guid upload;
        await using (var content = File.OpenRead(file)) upload = await uploads.Take(content, "people.xlsx", Permission.EditPeople, Actor.System("bench"), default);
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var job = await imports.Start(upload, new FileChoices(), dryRun: false, Actor.System("bench"), default);
        var ended = await jobs.Wait(job);
        Keep(name, clock.Elapsed, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, ended.Result?.ToString() ?? ended.Message ?? "");
    }

    private async Task List(string name, PeopleFilter filter)
    {
        var people = services.GetRequiredService<PeopleQueries>();
        double first = 0, next = 0, count = 0;
        var total = 0L;
        // The second round is the one that counts: a server's pages are warm.
        for (var round = 0; round < 2; round++)
        {
            var clock = Stopwatch.StartNew();
            var page = await people.List(filter);
            first = clock.Elapsed.TotalMilliseconds;
            clock.Restart();
            if (page.Next is not null) await people.List(filter, page.Next);
            next = clock.Elapsed.TotalMilliseconds;
            clock.Restart();
            total = (await people.About(filter)).People;
            count = clock.Elapsed.TotalMilliseconds;
        }
        _result[name] = new JsonObject { ["first"] = Math.Round(first, 1), ["next"] = Math.Round(next, 1), ["count"] = Math.Round(count, 1) };
        Console.Error.WriteLine($"bench: list {name,-28} first {first,7:0.0} ms  next {next,7:0.0} ms  count {count,7:0.0} ms ({total})");
    }

    private void Time(string name, Func<long> work)
    {
        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var answer = work();
        Keep(name, clock.Elapsed, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, answer.ToString(CultureInfo.InvariantCulture));
    }

    private void Keep(string name, TimeSpan took, double cpu, string answer)
    {
        _result[name] = new JsonObject { ["seconds"] = Math.Round(took.TotalSeconds, 2), ["cpu"] = Math.Round(cpu, 2) };
        Console.Error.WriteLine($"bench: {name} {took.TotalSeconds:0.0} s, {cpu:0.0} s CPU, peak {Peak():0} MiB: {(answer.Length > 400 ? answer[..400] : answer)}");
    }

    private static double Peak() => File.ReadLines("/proc/self/status").Where(l => l.StartsWith("VmHWM", StringComparison.Ordinal))
        .Select(l => double.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024).FirstOrDefault();

    private static async Task Run(string postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
