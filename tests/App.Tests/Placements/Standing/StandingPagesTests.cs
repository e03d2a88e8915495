using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Muster.App.Tests.Testing;
using Muster.Placements;
using Muster.Platform.Hosting;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Placements.Standing;

/// <summary>The pages over HTTP, as the installation's owner at its socket sees them.</summary>
public sealed class StandingPagesTests
{
    [Theory, MemberData(nameof(Engines.Both), MemberType = typeof(Engines))]
    public async Task Every_page_of_plans_and_of_what_is_in_force_is_shown_in_both_languages(Engine engine)
    {
        await using var town = await Town.Make(engine, people: 10);
        var plan = await town.Solve();
        await town.Publish(plan);
        var repaired = await town.Test.Do(new RepairPlan(plan, [], [town.Communities[1].Id], town.Start.AddDays(1), "整体隔离"));
        await using var served = await Serve(town);
        var (e, person, place, post) = (town.Emergency, town.People[0].Id, town.Communities[0].Id, town.Posts[0].Id);
        string[] pages =
        [
            "/plans", "/plans/new", $"/plans/{plan}", $"/plans/{plan}/people", $"/plans/{plan}/people?area={place}&reserve=no", $"/plans/{plan}/people/{person}", $"/plans/{plan}/gaps",
            $"/plans/{plan}/difference", $"/plans/{repaired.PlanId}/difference?from={plan}&kind=Moved", $"/plans/{plan}/repair", $"/plans/{repaired.PlanId}/repaired", $"/plans/{repaired.PlanId}/repaired?lost=yes",
            $"/in-force/{e}", $"/in-force/{e}?state=Short&kind=post", $"/in-force/{e}/people", $"/in-force/{e}/people?where=placed&sort=-starts", $"/in-force/{e}/reserve", $"/in-force/{e}/gaps", $"/in-force/{e}/gaps?sort=owner",
            $"/in-force/{e}/places/{place}", $"/in-force/{e}/places/{post}", $"/in-force/{e}/map", $"/in-force/{e}/map?of={place}", $"/plans/{plan}/map", $"/in-force/{e}/place?person={person}&place={place}/{post}", $"/people/{person}", $"/areas/{place}", $"/posts/{post}", "/",
        ];
        foreach (var page in pages)
            foreach (var language in (string[])["zh", "en"])
            {
                using var answer = await served.Http.GetAsync(page + (page.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "lang=" + language);
                var text = await answer.Content.ReadAsStringAsync();
                Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{page}: {answer.StatusCode} {text[..Math.Min(600, text.Length)]}");
                Assert.DoesNotContain(" style=", text, StringComparison.Ordinal);
            }
        foreach (var sheet in (string[])[$"/in-force/{e}/places/export?state=Short", $"/in-force/{e}/people/export", $"/in-force/{e}/reserve/export", $"/in-force/{e}/gaps/export", $"/plans/{repaired.PlanId}/difference/export", $"/plans/{plan}/people/export"])
        {
            var bytes = await served.Http.GetByteArrayAsync(sheet);
            Assert.Equal("PK"u8.ToArray(), bytes[..2]);
        }
    }

    internal static async Task<Served> Serve(Town town)
    {
        var app = await MusterHost.Build(town.Test.Installation, ["http://127.0.0.1:0"], quiet: true, default, services => services.AddSingleton<TimeProvider>(town.Test.Clock));
        await app.StartAsync();
        return new Served(app, new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectCallback = async (_, stop) =>
            {
                var socket = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
                await socket.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(town.Test.Installation.SocketPath), stop);
                return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
            },
        }) { BaseAddress = new Uri("http://muster") });
    }

    internal sealed record Served(WebApplication App, HttpClient Http) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            Http.Dispose();
            await App.DisposeAsync();
        }
    }
}
