using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Jobs;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Language;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Territory.Contract;
using Muster.Territory.Loading;

namespace Muster.Territory.Pages;

/// <summary>Where things are: the tree, the list, the schematic map, one area, loading and reading in.</summary>
internal static class AreaPages
{
    private const int BranchSize = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/areas", async (AreaQueries areas, AreaStory story, Viewing view, CancellationToken stop) => Html.Of<AreasPage>(new
        {
            IsEmpty = await story.IsEmpty(stop), Roots = Nodes((await areas.Children(null, null, BranchSize, stop)).Items, view.Tongue),
        }));
        routes.MapPage("/areas/branch", Branch);
        routes.MapPage("/areas/list", List);
        routes.MapPage("/areas/pick", async (string? words, AreaQueries areas, CancellationToken stop) => Html.Of<PickOptions>(new
        {
            Options = (IReadOnlyList<Option>)(string.IsNullOrWhiteSpace(words) ? [] :
                [.. (await areas.Find(new AreaSearch(words, Size: 12), stop)).Items.Select(h => new Option(h.Area.Id.ToString(), h.Area.Name, Note: string.Join(' ', h.Above)))]),
        }));
        routes.MapPage("/areas/map", async (AreaStory story, CancellationToken stop) =>
            Html.Of<AreaMapPage>(new { Around = (AreaAround?)null, Points = await story.Map(null, stop) }));
        routes.MapPage("/areas/{id:guid}/map", async (Guid id, AreaStory story, CancellationToken stop) => await story.Around(id, stop) is { } around
            ? Html.Of<AreaMapPage>(new { Around = around, Points = await story.Map(id, stop) }) : Results.NotFound());
        routes.MapPage("/areas/{id:guid}", async (Guid id, HttpRequest request, AreaQueries areas, AreaStory story, CancellationToken stop) =>
            await areas.Show(id, stop) is { } view ? Html.Of<AreaPage>(new
            {
                Show = view, Children = await areas.Children(id, request.Query["after"], TableAsk.SizeDefault, stop), History = await story.Of(id, stop), Around = await story.Around(id, stop),
            }) : Results.NotFound());
        routes.MapPage("/areas/export", Export);
        MapLoading(routes);
    }

    public static IReadOnlyList<TreeNode> Nodes(IReadOnlyList<AreaHit> areas, Tongue t) => [.. areas.Select(a =>
        new TreeNode(a.Area.Id.ToString("n"), a.Area.ShortName, $"/areas/{a.Area.Id}", a.Children > 0 ? $"/areas/branch?of={a.Area.Id}" : null)
        { Note = a.Children > 1 ? t.Number(a.Children) : null })];

    private static async Task<IResult> Branch(Guid? of, string? after, AreaQueries areas, Viewing view, CancellationToken stop)
    {
        var page = await areas.Children(of, after, BranchSize, stop);
        return Html.Of<TreeNodes>(new { Nodes = Nodes(page.Items, view.Tongue), More = page.Next is null ? null : $"/areas/branch?of={of}&after={page.Next}" });
    }

    private static async Task<IResult> List(HttpRequest request, AreaQueries areas, CancellationToken stop)
    {
        var ask = TableAsk.Of(request);
        var under = ask.Guid("under") is { } id ? await areas.Get(id, stop) : null;
        var after = ask.After is { Values: [string at] } ? at : null;
        var found = await areas.Find(new AreaSearch(ask.Words, ask.Enum<AreaLevel>("level"), under?.Path ?? "", after, ask.Size, ask["closed"] is not null), stop);
        return Html.Of<AreaListPage>(new
        {
            Ask = ask, Under = under, List = new TablePage<AreaHit>(found.Items, null, null, found.Next is null ? null : Cursor.At(found.Next).ToString()),
        });
    }

    private static void MapLoading(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/areas/load", () => Html.Of<LoadPage>(new { Input = FormInput.Blank() }));
        routes.MapForm("/areas/load", async (HttpContext http, JobBoard jobs, Desk desk) =>
        {
            var input = await FormInput.Read(http);
            string[] codes = [.. input.All("Province"), .. (input["Codes"] ?? "").Split([' ', ',', '，', '、', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
            var load = new LoadAreas(codes, input["Nation"] is not null);
            if (!load.Nation && RegisterChoice.Rules(codes).ToList() is { Count: > 0 } broken) return Html.Of<LoadPage>(new { Input = input.With(broken) }, 422);
            var actor = Acting.Of(http);
            var label = load.Nation ? "全国" : string.Join(' ', codes.Take(10));
            var job = await jobs.Start(nameof(LoadAreas), label, actor, async (progress, stop) => await desk.Do(load with { Progress = progress }, input.WriteId, actor, stop));
            return Html.To(http, $"/jobs/{job}");
        });
    }

    /// <summary>In the columns that an import reads, so that what is changed in the spreadsheet can come back.</summary>
    private static async Task Export(HttpContext http, AreaQueries areas, AreaStory story, Viewing view)
    {
        var (ask, t, stop) = (TableAsk.Of(http.Request), view.Tongue, http.RequestAborted);
        var under = ask.Guid("under") is { } id ? await areas.Get(id, stop) : null;
        var only = ask.Words.Length == 0 ? null : await Ids(areas, ask, under?.Path ?? "", stop);
        await OneSheet.Send(http, t["areas.title"], [new(t["areas.code"], 16), new(t["areas.above"], 16), new(t["areas.level"], 10), new(t["areas.name"], 30), new(t["areas.assumed"], 8),
            new(t["areas.residents"], 10), new(t["areas.households"], 10), new(t["areas.buildings"], 10), new(t["areas.staff"], 10), new(t["areas.latitude"], 12),
            new(t["areas.longitude"], 12), new(t["areas.datum"], 10), new(t["areas.coordinates.kind"], 12)], async sheet =>
        {
            await foreach (var (a, parent) in story.Everything(under?.Path ?? "", ask.Enum<AreaLevel>("level"), only, stop))
            {
                sheet.Row(a.Code, parent, t.Of(a.Level), a.Name, a.Assumed ? "1" : "0", Number(a.Residents), Number(a.Households), Number(a.Buildings), Number(a.LocalStaff),
                    // Approximate places are left out of the columns that an import would take for measured ones.
                    a.Approximate ? SheetValue.Empty : Degrees(a.Latitude), a.Approximate ? SheetValue.Empty : Degrees(a.Longitude),
                    a.Approximate || a.Datum is null ? null : t.Of(a.Datum.Value), a.Latitude is null ? null : t[a.Approximate ? "areas.approximate" : "areas.measured"]);
            }
        });

        static SheetValue Number(int? n) => n is { } number ? SheetValue.Of(number) : SheetValue.Empty;
        static SheetValue Degrees(double? n) => n is { } number ? SheetValue.Of(number) : SheetValue.Empty;
    }

    private static async Task<List<Guid>> Ids(AreaQueries areas, TableAsk ask, string under, CancellationToken stop)
    {
        var ids = new List<Guid>();
        string? after = null;
        do
        {
            var page = await areas.Find(new AreaSearch(ask.Words, ask.Enum<AreaLevel>("level"), under, after, 500), stop);
            ids.AddRange(page.Items.Select(h => h.Area.Id));
            after = page.Next;
        }
        while (after is not null);
        return ids;
    }
}
