using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Muster.Organisation;
using Muster.People;
using Muster.Platform.Acts;
using Muster.Platform.Hosting;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.Bench.Organisation;

/// <summary>Two people claim one seat at the same moment, again and again: each time exactly one sits down. Holds when that was so every time.</summary>
internal static class SeatBench
{
    public static async Task<int> Run(string? postgres, int tries, bool json)
    {
        var (database, drop) = postgres is null ? (null, null) : await Publication.PublicationBench.NewDatabase(postgres, keep: false, isThere: false);
        var folder = Directory.CreateTempSubdirectory("muster-bench-").FullName;
        var installation = new Installation(folder, database);
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
            var result = await Measure(provider, tries);
            Console.WriteLine(json ? result.ToJsonString() : result.ToString());
            return (bool)result["holds"]! ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            if (drop is not null) await drop();
        }
    }

    private static async Task<JsonObject> Measure(ServiceProvider provider, int tries)
    {
        var (desk, actor) = (provider.GetRequiredService<Desk>(), Actor.System("bench"));
        Task<T> Do<T>(Act<T> act) where T : notnull => desk.Do(act, WriteId.New(), actor);
        var area = await Do(new AddArea(null, AreaLevel.Community, "样例社区"));
        var seat = await Do(new AddSeat(SeatKind.HostSecretary, "书记", null, null, area));
        Guid[] people = [await Do(new AddPerson(new PersonFields { Name = "甲甲", HomeAreaId = area })), await Do(new AddPerson(new PersonFields { Name = "乙乙", HomeAreaId = area }))];
        var (one, none, both, refused) = (0, 0, 0, 0);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < tries; i++)
        {
            var won = await Task.WhenAll(people.Select(person => Task.Run(async () =>
            {
                try
                {
                    await Do(new TakeSeat(seat, person, Holder.A, "样例"));
                    return true;
                }
                catch (Refused taken) when (taken.Rules is [{ Code: "seat-taken" }])
                {
                    Interlocked.Increment(ref refused);
                    return false;
                }
            })));
            await using var store = await provider.GetRequiredService<Stores>().Open();
            var sits = await store.Set<SeatHolding>().CountAsync(h => h.SeatId == seat && h.EndsAt == null);
            if (sits == 1 && won.Count(w => w) == 1) one++;
            else if (sits == 0) none++;
            else both++;
            await Do(new LeaveSeat(seat, Holder.A, "样例"));
        }
        return new JsonObject { ["engine"] = provider.GetRequiredService<Database>().Engine.ToString(), ["tries"] = tries, ["exactlyOne"] = one, ["nobody"] = none, ["both"] = both, ["refused"] = refused, ["seconds"] = Math.Round(clock.Elapsed.TotalSeconds, 1), ["holds"] = one == tries && refused == tries };
    }
}
