using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.App.Tests.Platform.Access;
using Muster.App.Tests.Testing;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Doors;
using Muster.Platform.Storage;
using Muster.Rehearsal;

namespace Muster.App.Tests.Platform.Doors;

public sealed partial class ForgeryTests
{
    [Fact]
    public async Task ASVS_3_5_1_Every_change_without_the_token_of_a_page_is_refused_whatever_its_route_and_type()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        await test.Account("wang", Role.Organiser);
        await using var served = await Served.Of(test, network: true, also: Visitor.Unlimited);
        using var visitor = await served.SignedIn("wang");
        var changes = Changes(served.Services);
        Assert.True(changes.Count > 100, $"only {changes.Count} routes that change something were found");
        Assert.Empty(await Unguarded(visitor, changes));
    }

    [Fact]
    public async Task A_route_that_takes_a_change_without_the_token_is_found()
    {
        var builder = WebApplication.CreateSlimBuilder();
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapPost("/api/planted/{id:guid}", () => "changed");
        await app.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.Single()) };
        Assert.Equal(["POST /api/planted/{id:guid} answered 200 to json", "POST /api/planted/{id:guid} answered 200 to form"], await Unguarded(client, Changes(app.Services)));
    }

    [Fact]
    public async Task ASVS_3_5_3_Other_sites_get_no_change_no_stream_and_no_part_of_a_page_even_with_a_token()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        await test.Account("wang", Role.Organiser);
        await using var served = await Served.Of(test, network: true);
        using var visitor = await served.SignedIn("wang");
        var token = await Served.Token(visitor, "/me");
        async Task<int> Ask(HttpMethod method, params (string Name, string Value)[] headers)
        {
            using var request = new HttpRequestMessage(method, method == HttpMethod.Get ? "/jobs" : "/api/acts/add-account");
            if (method == HttpMethod.Post) request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
            foreach (var (name, value) in headers) request.Headers.Add(name, value);
            using var answer = await visitor.SendAsync(request);
            return (int)answer.StatusCode;
        }
        var ours = served.Address.GetLeftPart(UriPartial.Authority);
        Assert.Equal(400, await Ask(HttpMethod.Post, ("Muster-Antiforgery", token)));
        var refusedByTheDesk = await AskBody(visitor, token, ours);
        Assert.Contains("write-id-missing", refusedByTheDesk, StringComparison.Ordinal);
        Assert.Contains("origin-foreign", await AskBody(visitor, token, "https://elsewhere.example"), StringComparison.Ordinal);
        Assert.Contains("origin-foreign", await AskBody(visitor, token, "null"), StringComparison.Ordinal);
        Assert.Contains("antiforgery-missing", await AskBody(visitor, "forged", ours), StringComparison.Ordinal);

        Assert.Equal(200, await Ask(HttpMethod.Get));
        Assert.Equal(200, await Ask(HttpMethod.Get, ("Sec-Fetch-Site", "same-origin"), ("Accept", "text/event-stream")));
        Assert.Equal(200, await Ask(HttpMethod.Get, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")));
        Assert.Equal(400, await Ask(HttpMethod.Get, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "iframe")));
        Assert.Equal(400, await Ask(HttpMethod.Get, ("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Mode", "cors"), ("Accept", "text/event-stream")));
        Assert.Equal(400, await Ask(HttpMethod.Get, ("Origin", "https://elsewhere.example"), ("Accept", "text/event-stream")));
        Assert.Equal(400, await Ask(HttpMethod.Get, ("Origin", ours + "1"), ("Upgrade", "websocket"), ("Connection", "Upgrade")));
    }

    private static async Task<string> AskBody(HttpClient visitor, string token, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/acts/add-account") { Content = new StringContent("""{"name":"x","displayName":"x"}""", Encoding.UTF8, "application/json") };
        request.Headers.Add("Muster-Antiforgery", token);
        request.Headers.Add("Origin", origin);
        using var answer = await visitor.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>From the table of endpoints: method and pattern of whatever is not plain reading.</summary>
    private static List<(string Method, string Pattern)> Changes(IServiceProvider services) =>
        [.. from endpoint in services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            // The pages of errors answer any method; they are asked for by no one and change nothing.
            where endpoint.RoutePattern.RawText is not ("/wrong/{status:int}" or "/failed")
            from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["POST", "PUT", "DELETE", "PATCH"]
            where ForgeryGuard.Changes(method)
            select (method, endpoint.RoutePattern.RawText!)];

    private static async Task<List<string>> Unguarded(HttpClient client, IEnumerable<(string Method, string Pattern)> changes)
    {
        var found = new List<string>();
        foreach (var (method, pattern) in changes)
            foreach (var type in (string[])["json", "form"])
            {
                var path = Parameter().Replace(pattern, p => p.Value.Contains("int", StringComparison.Ordinal) ? "1" : Guid.CreateVersion7().ToString());
                using var request = new HttpRequestMessage(new HttpMethod(method), path)
                {
                    Content = type == "json" ? new StringContent("{}", Encoding.UTF8, "application/json") : new FormUrlEncodedContent([new("x", "1")]),
                };
                using var answer = await client.SendAsync(request);
                var said = await answer.Content.ReadAsStringAsync();
                var refused = answer.StatusCode == HttpStatusCode.BadRequest && (said.Contains("antiforgery-missing", StringComparison.Ordinal) || said.Contains("页面已过期", StringComparison.Ordinal));
                if (!refused) found.Add($"{method} {pattern} answered {(int)answer.StatusCode} to {type}");
            }
        return found;
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
