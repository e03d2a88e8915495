using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Hosting;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.Bench.Pages;

/// <summary>What a person opens in an installation that holds a province: each page asked over HTTP of a real server, as it comes off the socket.</summary>
internal static class PageBench
{
    private const int Rounds = 3;

    /// <param name="installation">A store with two published plans, as the publication benchmark leaves it.</param>
    /// <param name="only">Measures only pages whose name contains this.</param>
    public static async Task<JsonArray> Run(Installation installation, string? only)
    {
        await using var app = await MusterHost.Build(installation, [], quiet: true, default);
        await app.StartAsync();
        var stores = app.Services.GetRequiredService<Stores>();
        using var http = Client(installation);
        var measured = new JsonArray();
        // What the program does once, at its first page, is not a page's.
        using (await http.GetAsync("/emergencies")) { }
        foreach (var (name, path) in await Paths(stores))
        {
            if (only is not null && !name.Contains(only, StringComparison.OrdinalIgnoreCase)) continue;
            var best = (Seconds: double.MaxValue, Cpu: double.MaxValue);
            var (first, bytes) = (0d, 0);
            for (var round = 0; round < Rounds; round++)
            {
                var spent = await Spent.Start(stores);
                using var answer = await http.GetAsync(path);
                bytes = (await answer.Content.ReadAsByteArrayAsync()).Length;
                if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}.");
                var (seconds, cpu) = await spent.Stop();
                if (round == 0) first = seconds;
                best = (Math.Min(best.Seconds, seconds), Math.Min(best.Cpu, cpu));
                if (seconds > 10) break;
            }
            measured.Add((JsonNode)new JsonObject { ["page"] = name, ["ms"] = Math.Round(best.Seconds * 1000, 1), ["cpuMs"] = Math.Round(best.Cpu * 1000), ["firstMs"] = Math.Round(first * 1000, 1), ["bytes"] = bytes });
            Console.Error.WriteLine($"bench: {name,-34} {best.Seconds * 1000,9:0.0} ms  cpu {best.Cpu * 1000,7:0} ms  first {first * 1000,9:0.0} ms  {bytes,8} bytes");
        }
        await app.StopAsync();
        return measured;
    }

    private static async Task<List<(string Name, string Path)>> Paths(Stores stores)
    {
        await using var store = await stores.Open();
        var plans = await store.Sql.List("select p.id from plan p join publication b on b.plan_id = p.id order by b.at", row => row.Guid(0), default);
        var e = await store.Sql.First("select emergency_id from plan where id = @p", row => row.Guid(0), default, ("@p", plans[^1]));
        async Task<Guid> Area(AreaLevel level) => await store.Sql.First("select id from area where level = @l and valid_to is null order by path limit 1 offset 3", row => row.Guid(0), default, ("@l", (int)level));
        var (city, county, community) = (await Area(AreaLevel.City), await Area(AreaLevel.County), await Area(AreaLevel.Community));
        var agency = await store.Sql.First("select agency_id from person order by id desc limit 1", row => row.Guid(0), default);
        var (before, plan) = (plans[0], plans[^1]);
        return
        [
            ("overview", "/"), ("emergencies", "/emergencies"), ("emergency", $"/emergencies/{e}"), ("emergency plans", $"/emergencies/{e}/plan"),
            ("demand", $"/emergencies/{e}/demand"), ("demand county", $"/emergencies/{e}/demand?below={county}"), ("demand level", $"/emergencies/{e}/demand?level=Community"),
            ("seats", $"/emergencies/{e}/seats"), ("seats filled", $"/emergencies/{e}/seats?filled=yes"), ("seats kind", $"/emergencies/{e}/seats?kind=FirstSecretary"),
            ("formation", $"/emergencies/{e}/formation"), ("mustered", $"/emergencies/{e}/people"),
            ("plans", "/plans"), ("plan", $"/plans/{plan}"), ("plan branch city", $"/plans/{plan}/below/{city}"), ("plan branch county", $"/plans/{plan}/below/{county}"),
            ("plan gaps", $"/plans/{plan}/gaps"), ("plan map", $"/plans/{plan}/map"), ("plan map county", $"/plans/{plan}/map?of={county}"),
            ("plan people", $"/plans/{plan}/people"), ("plan people by cost", $"/plans/{plan}/people?sort=-cost"), ("plan people by grade", $"/plans/{plan}/people?sort=-grade"),
            ("plan people county", $"/plans/{plan}/people?area={county}"), ("plan people city", $"/plans/{plan}/people?area={city}"), ("plan people agency", $"/plans/{plan}/people?agency={agency}"),
            ("plan people role", $"/plans/{plan}/people?role=FirstSecretary"), ("plan people reserve", $"/plans/{plan}/people?reserve=yes"), ("plan people pinned", $"/plans/{plan}/people?pinned=yes"),
            ("plan people words", $"/plans/{plan}/people?q=%E6%B5%8B4321"), ("plan people initials", $"/plans/{plan}/people?q=c4321"),
            ("publish", $"/plans/{plan}/publish"), ("difference", $"/plans/{plan}/difference?from={before}"), ("difference moved", $"/plans/{plan}/difference?from={before}&kind=Moved"),
            ("difference in force", $"/plans/{plan}/difference"),
            ("in force", $"/in-force/{e}"), ("in force short", $"/in-force/{e}?state=Short"), ("in force low", $"/in-force/{e}?state=Low"), ("in force full", $"/in-force/{e}?state=Full"),
            ("in force surplus", $"/in-force/{e}?state=Surplus"), ("in force county low", $"/in-force/{e}?state=Low&area={county}"), ("in force by served", $"/in-force/{e}?sort=served"),
            ("in force people", $"/in-force/{e}/people"), ("in force people county", $"/in-force/{e}/people?area={county}"), ("in force people placed", $"/in-force/{e}/people?where=placed"),
            ("in force people agency", $"/in-force/{e}/people?agency={agency}"), ("in force people words", $"/in-force/{e}/people?q=%E6%B5%8B4321"),
            ("in force reserve", $"/in-force/{e}/reserve"), ("in force gaps", $"/in-force/{e}/gaps"), ("in force map", $"/in-force/{e}/map"), ("in force place", $"/in-force/{e}/places/{community}"),
        ];
    }

    private static HttpClient Client(Installation installation) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, stop) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(installation.SocketPath), stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    }) { BaseAddress = new Uri("http://muster"), Timeout = Timeout.InfiniteTimeSpan };
}
