using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Finding;
using Muster.Platform.Hosting;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.Bench.Search;

/// <summary>The search over everything in a province, for who reads all of it and for who reads a part: milliseconds of the best of some rounds, per word typed.</summary>
internal static class SearchBench
{
    private const int Rounds = 5, Limit = 8;

    private static readonly string[] Asked = ["王伟", "王", "志远", "wangwei", "w", "zs", "lihuaming", "欧阳", "民政局", "mzj", "三", "sl", "13", "130102", "防汛", "fx", "nobody"];

    /// <param name="keep">Folder in which the store stays; one that is there is only searched.</param>
    /// <param name="only">Only this word is asked for.</param>
    public static async Task<int> Run(int province, int people, string? postgres, string? keep, string? only, bool json)
    {
        var folder = keep is null ? Directory.CreateTempSubdirectory("muster-bench-").FullName : Path.GetFullPath(keep);
        var isThere = Directory.Exists(Path.Combine(folder, "files"));
        var installation = new Installation(folder, postgres);
        var services = new ServiceCollection();
        services.AddLogging();
        Modules.Add(services);
        services.AddSingleton(installation).AddSingleton(_ => installation.OpenDatabase()).AddSingleton(TimeProvider.System);
        try
        {
            await using var provider = services.BuildServiceProvider();
            await Schema.Migrate(provider.GetRequiredService<Database>(), TimeProvider.System, default);
            var stores = provider.GetRequiredService<Stores>();
            if (!isThere) await SearchedProvince.Fill(provider.GetRequiredService<Desk>(), stores, Actor.System("bench"), province, people);
            var result = new JsonObject { ["people"] = people };
            var worst = 0d;
            foreach (var (who, reach) in await Readers(stores))
            {
                var (times, slowest) = await Measure([.. provider.GetServices<IFind>().OrderBy(f => f.Order)], who, reach, only);
                result[who] = times;
                worst = Math.Max(worst, slowest);
            }
            result["worstMs"] = Math.Round(worst, 1);
            Console.WriteLine(json ? result.ToJsonString() : result.ToString());
            return 0;
        }
        finally
        {
            if (keep is null) Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The sum of the kinds is what a person waits for; each kind's own best shows where it goes.</summary>
    private static async Task<(JsonObject Times, double Slowest)> Measure(IReadOnlyList<IFind> finders, string who, Reach? reach, string? only)
    {
        var times = new JsonObject();
        var slowest = 0d;
        using var within = Reach.Enter(reach);
        foreach (var asked in Asked.Where(a => only is null || a == only))
        {
            var kinds = new List<(string Kind, double Best, int Hits)>();
            foreach (var finder in finders)
            {
                var (best, hits) = (double.MaxValue, 0);
                for (var round = 0; round < Rounds && (round == 0 || best < 1000); round++)
                {
                    var clock = Stopwatch.StartNew();
                    hits = (await finder.Find(asked, Limit, default)).Count;
                    best = Math.Min(best, clock.Elapsed.TotalMilliseconds);
                }
                kinds.Add((finder.Kind, best, hits));
            }
            var all = kinds.Sum(k => k.Best);
            times[asked] = Math.Round(all, 1);
            slowest = Math.Max(slowest, all);
            Console.Error.WriteLine($"bench: {who,-10} {asked,-12} {all,8:0.0} ms  {string.Join("  ", kinds.Select(k => $"{k.Kind} {k.Best:0.0} ({k.Hits})"))}");
        }
        return (times, slowest);
    }

    private static async Task<List<(string Who, Reach? Reach)>> Readers(Stores stores)
    {
        await using var store = await stores.Open();
        async Task<Reach> Area(AreaLevel level) => new(Guid.Empty, [await store.Sql.First("select path from area where level = @l and valid_to is null order by path limit 1 offset @n", row => row.Text(0), default, ("@l", (int)level), ("@n", level == AreaLevel.Province ? 0 : 3)) ?? ""], [], Hosts: true);
        var agency = await store.Sql.First("select id from agency order by id limit 1", row => row.Guid(0), default);
        return
        [
            ("everything", null), ("agency", new Reach(Guid.Empty, [], [agency], Hosts: true)), ("community", await Area(AreaLevel.Community)), ("street", await Area(AreaLevel.Street)),
            ("county", await Area(AreaLevel.County)), ("city", await Area(AreaLevel.City)), ("province", await Area(AreaLevel.Province)),
        ];
    }
}
