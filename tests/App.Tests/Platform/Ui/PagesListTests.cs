using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Muster.App.Tests.Architecture;
using Muster.App.Tests.Testing;
using Muster.Platform.Hosting;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Platform.Ui;

/// <summary>The browser looks at every page of tests/System.Tests/browser/pages.txt; this holds that list against the endpoint table, so that no page is forgotten.</summary>
public sealed partial class PagesListTests
{
    private static readonly string Browser = Path.Combine(Repository.Root, "tests/System.Tests/browser");

    [Fact]
    public async Task Every_page_is_on_the_list_that_the_browser_looks_at()
    {
        await using var test = await TestInstallation.Make(Engine.Sqlite);
        await using var app = await MusterHost.Build(test.Installation, [], quiet: true, default);
        Assert.Empty(Differences(Pages(app), await File.ReadAllLinesAsync(Path.Combine(Browser, "pages.txt"))));
        app.MapGet("/planted/{id:guid}", () => "").ExcludeFromDescription();
        Assert.Equal(["/planted/{id} is a page that pages.txt does not name: add it, so that the browser looks at it"],
            Differences(Pages(app), await File.ReadAllLinesAsync(Path.Combine(Browser, "pages.txt"))));
    }

    [Fact]
    public void A_line_without_a_page_is_found() =>
        Assert.Equal(["/b is on pages.txt, but there is no such page"], Differences(["/a"], ["# comment", "/a  page  /a", "/b  page  /b"]));

    [Fact]
    public void A_spec_that_another_page_is_left_to_exists() =>
        Assert.All(File.ReadLines(Path.Combine(Browser, "pages.txt")).Where(l => l.StartsWith('/') && l.Contains(" else ", StringComparison.Ordinal)), line => Assert.True(File.Exists(Path.Combine(Browser, line.Split(' ')[^1])), line));

    private static IEnumerable<string> Pages(IEndpointRouteBuilder app) => app.DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not null && e.Metadata.GetMetadata<StaticAssetDescriptor>() is null
            && e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
        .Select(e => Constraint().Replace("/" + e.RoutePattern.RawText!.TrimStart('/'), "")).Distinct(StringComparer.Ordinal);

    private static List<string> Differences(IEnumerable<string> pages, IEnumerable<string> lines)
    {
        var there = pages.ToHashSet(StringComparer.Ordinal);
        var listed = lines.Where(l => l.StartsWith('/')).Select(l => l.Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
        return [.. there.Except(listed).Select(p => $"{p} is a page that pages.txt does not name: add it, so that the browser looks at it"),
            .. listed.Except(there).Select(p => $"{p} is on pages.txt, but there is no such page")];
    }

    /// <summary>{id:guid} → {id}.</summary>
    [GeneratedRegex(@":[a-z]+(?=\})")]
    private static partial Regex Constraint();
}
