using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Platform.Acts;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Language;
using Muster.Platform.Ui.Showing;
using Muster.Territory.Contract;

namespace Muster.Territory.Pages;

/// <summary>What can be done to an area on its pages. All but adding and facts go through a preview that names what hangs on it.</summary>
public enum AreaDoing { Add, Facts, Rename, Move, Split, Merge, Close }

/// <summary>Forms that change an area: asked, shown as a difference, done.</summary>
internal static class AreaChangePages
{
    private const int ChangesShown = 60;

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var doing in Enum.GetValues<AreaDoing>())
        {
            var path = "/areas/{id:guid}/" + Slug(doing);
            routes.MapPage(path, async (Guid id, AreaStory story, CancellationToken stop) =>
                await story.Around(id, stop) is { } around ? Html.Of<AreaFormPage>(new { Doing = doing, Around = around, Input = First(doing, around.Area) }) : Results.NotFound());
            if (doing is AreaDoing.Add or AreaDoing.Facts)
            {
                routes.MapForm(path, (Guid id, HttpContext http, AreaStory story, Posting posting, Viewing view) => Do(doing, id, http, story, posting, view.Tongue));
                continue;
            }
            routes.MapForm(path + "/preview", async (Guid id, HttpContext http, AreaStory story, AreaQueries areas, Viewing view) =>
                await Preview(doing, id, await FormInput.Read(http), story, areas, view.Tongue, 200, http.RequestAborted));
            routes.MapForm(path, async (Guid id, HttpContext http, AreaStory story, AreaQueries areas, Posting posting, Viewing view) =>
                await Change(doing, id, await FormInput.Read(http), story, areas, posting, view.Tongue, http.RequestAborted));
        }
    }

    public static string Slug(AreaDoing doing) => Platform.Storage.Naming.Kebab(doing.ToString());

    private static FormInput First(AreaDoing doing, Area area) => doing switch
    {
        AreaDoing.Facts => FormInput.Blank(("Version", area.Version), ("Residents", area.Residents), ("Households", area.Households), ("Buildings", area.Buildings),
            ("LocalStaff", area.LocalStaff), ("Source", area.FactsSource), ("Latitude", area.Approximate ? null : area.Latitude), ("Longitude", area.Approximate ? null : area.Longitude),
            ("Datum", area.Approximate ? null : area.Datum)),
        AreaDoing.Rename => FormInput.Blank(("Version", area.Version), ("Name", area.Name)),
        _ => FormInput.Blank(("Version", area.Version)),
    };

    private static async Task<IResult> Do(AreaDoing doing, Guid id, HttpContext http, AreaStory story, Posting posting, Tongue t)
    {
        var input = await FormInput.Read(http);
        async Task<IResult> Again(FormInput wrong) => await story.Around(id, http.RequestAborted) is { } around
            ? Html.Of<AreaFormPage>(new { Doing = doing, Around = around, Input = wrong }, 422) : Results.NotFound();
        return doing == AreaDoing.Add
            ? await posting.Do<AddArea, Guid>(input, made => posting.To($"/areas/{made}", t["areas.added"]), Again, ("ParentId", id), ("EmergencyId", null))
            : await posting.Do<SetAreaFacts, int>(input, _ => posting.To($"/areas/{id}", t["areas.saved"]), Again, ("AreaId", id));
    }

    private static async Task<IResult> Change(AreaDoing doing, Guid id, FormInput input, AreaStory story, AreaQueries areas, Posting posting, Tongue t, CancellationToken stop)
    {
        if (await story.Around(id, stop) is not { } around) return Results.NotFound();
        Task<IResult> Again(FormInput wrong) => Preview(doing, id, wrong, story, areas, t, 422, stop);
        IResult Done(Guid area) => posting.To($"/areas/{area}", t["areas.changed"]);
        var (version, reason) = (int.TryParse(input["Version"], out var seen) ? seen : 0, input["Reason"] ?? "");
        return doing switch
        {
            AreaDoing.Rename => await posting.Do(new RenameArea(id, version, input["Name"] ?? "", reason), input, _ => Done(id), Again),
            AreaDoing.Move => await posting.Do(new MoveArea(id, version, Id(input, "ParentId"), reason), input, _ => Done(id), Again),
            AreaDoing.Split => await posting.Do(new SplitArea(id, version, Into(input, around), reason), input, made => Done(made[0]), Again),
            AreaDoing.Merge => await posting.Do(new MergeAreas([new SeenArea(id, version), .. Others(input, around).Select(o => new SeenArea(o.Id, o.Version))],
                new NewArea(input["Name"] ?? "", input["Code"]), reason), input, Done, Again),
            _ => await posting.Do(new CloseArea(id, version, reason, Id(input, "SuccessorId"), input["WithBelow"] is not null), input, _ => Done(id), Again),
        };
    }

    private static async Task<IResult> Preview(AreaDoing doing, Guid id, FormInput input, AreaStory story, AreaQueries areas, Tongue t, int status, CancellationToken stop)
    {
        if (await story.Around(id, stop) is not { } around) return Results.NotFound();
        var to = Id(input, doing == AreaDoing.Move ? "ParentId" : "SuccessorId");
        var other = to is { } follows ? await areas.Get(follows, stop) : null;
        // What would be refused is not shown as if it could be done. Once confirmed the act itself has answered, and its reasons are shown.
        if (status == 200 && Ahead(doing, input, around, to is { } there ? (await story.Around(there, stop))?.Area : null) is { Count: > 0 } broken)
            return Html.Of<AreaFormPage>(new { Doing = doing, Around = around, Input = input.With(broken) }, 422);
        var rows = Rows(doing, input, around, other, t).ToList();
        IReadOnlyList<Hanging> after = doing switch
        {
            AreaDoing.Split => await story.After(new Ending([id], Names(input), false), stop),
            AreaDoing.Merge => await story.After(new Ending([id, .. Others(input, around).Select(o => o.Id)], [input["Name"] ?? ""], false), stop),
            AreaDoing.Close => await story.After(new Ending([id], other is null ? [] : [other.Name], input["WithBelow"] is not null), stop),
            _ => [],
        };
        return Html.Of<AreaPreviewPage>(new
        {
            Doing = doing, Around = around, Input = input, After = after, Parts = doing == AreaDoing.Split ? Names(input) : [],
            Rows = (IReadOnlyList<Change>)[.. rows.Take(ChangesShown)], More = (long)Math.Max(0, rows.Count - ChangesShown),
        }, status);
    }

    /// <summary>The rules that the form alone can break, each at its field; the act proves all of them again.</summary>
    private static List<Broken> Ahead(AreaDoing doing, FormInput input, AreaAround around, Area? to)
    {
        var (area, name) = (around.Area, input["Name"] ?? "");
        var others = Others(input, around).ToList();
        var rules = doing switch
        {
            AreaDoing.Rename => TerritoryRules.ForName(name).Concat(TerritoryRules.ForSiblings(name, area.Level, around.Siblings)),
            AreaDoing.Move => to is null ? [new Broken("parent-missing", "请选择移到哪里。", "Choose where it goes.", "ParentId")] : TerritoryRules.ForMove(area, to),
            AreaDoing.Split => TerritoryRules.ForRecut(2, [.. Names(input).Select(n => new NewArea(n))], [], [])
                .Concat(Names(input).SelectMany(n => TerritoryRules.ForSiblings(n, area.Level, around.Siblings))),
            AreaDoing.Merge => TerritoryRules.ForMerge([area, .. others]).Concat(TerritoryRules.ForRecut(1, [new NewArea(name, input["Code"])], [], []))
                .Concat(TerritoryRules.ForSiblings(name, area.Level, around.Siblings.Except(others))),
            _ => TerritoryRules.ForClosing(area, around.Children.Count, around.Posts.Count, to, input["WithBelow"] is not null),
        };
        return [.. rules.Concat(TerritoryRules.ForReason(input["Reason"])).Select(b => b with
        {
            Field = (b.Field, doing) switch { ("Into", AreaDoing.Merge) => "Name", ("Into" or "Name", AreaDoing.Split) => "Names", ("Areas", _) => "With", _ => b.Field },
        })];
    }

    /// <summary>What is so and what would be, record by record.</summary>
    private static IEnumerable<Change> Rows(AreaDoing doing, FormInput input, AreaAround around, AreaRef? other, Tongue t)
    {
        var area = around.Area;
        var above = around.Above.Count > 0 ? around.Above[^1].Name : null;
        Change Of(ChangeKind kind, string name, params FieldChange[] fields) => new(kind, name, fields);
        FieldChange Above(string? from, string? to) => new(t["areas.above"], from, to);
        switch (doing)
        {
            case AreaDoing.Rename:
                yield return Of(ChangeKind.Changed, area.Name, new FieldChange(t["areas.name"], area.Name, input["Name"]));
                yield break;
            case AreaDoing.Move:
                yield return Of(ChangeKind.Changed, area.Name, Above(above, other?.Name));
                yield break;
            case AreaDoing.Split:
                yield return Of(ChangeKind.Removed, area.Name);
                foreach (var name in Names(input)) yield return Of(ChangeKind.Added, name, Above(null, above));
                yield break;
            case AreaDoing.Merge:
                foreach (var ended in Others(input, around).Prepend(area)) yield return Of(ChangeKind.Removed, ended.Name, new FieldChange(t["areas.residents"], ended.Residents is { } r ? t.Number(r) : null, null));
                yield return Of(ChangeKind.Added, input["Name"] ?? "", Above(null, above));
                foreach (var child in around.Children) yield return Of(ChangeKind.Changed, child.Name, Above(area.Name, input["Name"]));
                foreach (var post in around.Posts) yield return Of(ChangeKind.Changed, post.Name, Above(area.Name, input["Name"]));
                yield break;
            default:
                yield return Of(ChangeKind.Removed, area.Name);
                foreach (var child in around.Children)
                    yield return other is null ? Of(ChangeKind.Removed, child.Name) : Of(ChangeKind.Changed, child.Name, Above(area.Name, other.Name));
                foreach (var post in around.Posts)
                    yield return other is null ? Of(ChangeKind.Removed, post.Name) : Of(ChangeKind.Changed, post.Name, Above(area.Name, other.Name));
                yield break;
        }
    }

    /// <summary>One name a line.</summary>
    private static string[] Names(FormInput input) => (input["Names"] ?? "").Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static NewArea[] Into(FormInput input, AreaAround around) => [.. Names(input).Select((name, i) => new NewArea(name,
        Children: [.. around.Children.Where(c => PartOf(input, c.Id) == i).Select(c => c.Id)], Posts: [.. around.Posts.Where(p => PartOf(input, p.Id) == i).Select(p => p.Id)]))];

    private static int PartOf(FormInput input, Guid id) => int.TryParse(input["to-" + id], out var part) ? part : -1;

    private static IEnumerable<Area> Others(FormInput input, AreaAround around) => around.Siblings.Where(s => input.Has("With", s.Id.ToString()));

    private static Guid? Id(FormInput input, string field) => Guid.TryParse(input[field], out var id) ? id : null;
}
