using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Audit;
using Muster.Platform.Hosting;
using Muster.Platform.Storage;

namespace Muster.Bench.Audit;

/// <summary>
/// How many audit entries a second are chained and durably committed when a transaction brings 512 of them, as the group commit of a hot path
/// does (one link each), and how fast the whole trail is proved afterwards.
/// </summary>
internal static class TrailBench
{
    private const int Batch = 512;

    public static async Task<int> Run(string? postgres, int batches, bool json)
    {
        var folder = Directory.CreateTempSubdirectory("muster-bench-").FullName;
        var installation = new Installation(folder, postgres);
        var services = new ServiceCollection();
        services.AddLogging();
        Modules.Add(services);
        services.AddSingleton(installation);
        services.AddSingleton(_ => installation.OpenDatabase());
        services.AddSingleton(TimeProvider.System);
        try
        {
            await using var provider = services.BuildServiceProvider();
            await Schema.Migrate(provider.GetRequiredService<Database>(), TimeProvider.System, default);
            var result = await Measure(provider, batches);
            Console.WriteLine(json ? result.ToJsonString() : result.ToString());
            return (bool)result["holds"]! ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<JsonObject> Measure(ServiceProvider provider, int batches)
    {
        var (stores, trail, actor) = (provider.GetRequiredService<Stores>(), provider.GetRequiredService<Trail>(), Actor.System("bench"));
        var watch = new Stopwatch();
        for (var i = 0; i < batches; i++)
        {
            var entries = Enumerable.Range(0, Batch).Select(_ => AuditEntry.Refusal("CheckIn", actor, TimeProvider.System.GetUtcNow(), [new Broken("bench", "", "")])).ToList();
            watch.Start();
            await using var store = await stores.Open();
            await using var transaction = await store.Database.BeginTransactionAsync();
            var link = await trail.Append(store, entries, default);
            await transaction.CommitAsync();
            trail.Committed(link);
            watch.Stop();
        }
        var proof = Stopwatch.StartNew();
        var verdict = await provider.GetRequiredService<VerifyTrail>().Verify(default);
        return new JsonObject
        {
            ["entries"] = batches * Batch, ["perTransaction"] = Batch,
            ["committedPerSecond"] = (long)(batches * Batch / watch.Elapsed.TotalSeconds),
            ["verifiedPerSecond"] = (long)(verdict.Rows / proof.Elapsed.TotalSeconds), ["holds"] = verdict.Ok,
        };
    }
}
