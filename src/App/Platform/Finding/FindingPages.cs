using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using static Muster.Platform.Ui.Showing.Html;

namespace Muster.Platform.Finding;

/// <summary>The search over everything: its page, what drops down under the box in the top bar, and the same for other programs.</summary>
internal static class FindingPages
{
    /// <summary>Of each kind, on the page and under the box.</summary>
    private const int OnPage = 8, UnderBox = 4;

    /// <summary>What is typed further is not looked for; no name is so long.</summary>
    private const int AskedLengthMax = 60;

    public static void Add(IServiceCollection services) => services.AddSingleton<Search>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/search", async (string? q, Search search, CancellationToken stop) =>
            Of<SearchPage>(new { Asked = Asked(q), Groups = await search.For(Asked(q), OnPage, stop) }));
        routes.MapPage("/search/box", async (string? q, Search search, CancellationToken stop) =>
            Of<SearchBox>(new { Asked = Asked(q), Groups = await search.For(Asked(q), UnderBox, stop) }));
        routes.MapGet("/api/search", async (string? q, int? limit, Search search, CancellationToken stop) =>
        {
            var groups = await search.For(Asked(q), Math.Clamp(limit ?? OnPage, 1, 50), stop);
            return Results.Json(new { asked = Asked(q), kinds = groups.Select(g => new { kind = g.Finder.Kind, found = g.Found, more = g.Finder.More(Asked(q)) }) }, Desk.Json);
        }).RequireAuthorization(Policies.Field);
    }

    private static string Asked(string? q) => (q ?? "").Trim() is { Length: > AskedLengthMax } text ? text[..AskedLengthMax] : (q ?? "").Trim();
}
