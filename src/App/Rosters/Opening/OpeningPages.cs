using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Reading;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Opening.Pages;
using Muster.Rosters.Posts;

namespace Muster.Rosters.Opening;

/// <summary>Opening of posts as part of the module: lists of kit, confirmed on the phone by who stands there or at a desk by who makes the rosters.</summary>
internal static class OpeningPages
{
    public static void Add(IServiceCollection services)
    {
        services.AddReadRules([
            ReadRule.Where("kit_list", "t.post_id is null or t.post_id in (select id from post)"),
            ReadRule.Where("post_opening", "t.area_id in (select id from area)"),
            ReadRule.Where("post_briefing", "t.post_id in (select id from post)"),
        ]);
        services.AddSingleton<OpeningQueries>();
        services.AddSingleton<Placements.Contract.IAddToPlaceCard, TimesOnCards>();
        services.AddSingleton(OpenPost.OpenedShort);
        services.AddSingleton(new RecordCard(RecordKind.Post, typeof(PostOpeningCard), 4));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<SetKitList, Guid>();
        routes.MapAct<OpenPost, Guid>();
        routes.MapAct<ReadBriefing, Guid>();
        routes.MapAct<ClosePostOpening, Guid>();
        routes.MapGet("/api/openings", async (HttpRequest request, OpeningQueries openings, CancellationToken stop) => Results.Json(await openings.Page(TableAsk.Of(request), stop), Desk.Json)).RequireAuthorization(Policies.Field);
        routes.MapGet("/api/kits", async (HttpRequest request, OpeningQueries openings, CancellationToken stop) => Results.Json(await openings.Lists(TableAsk.Of(request), stop), Desk.Json)).RequireAuthorization(Policies.Field);
        MapField(routes);
        MapHost(routes);
    }

    private static void MapField(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/field/posts/{id:guid}", (Guid id, HttpContext http, OpeningQueries openings) => Own(id, http, openings, FormInput.Blank()), Policies.SignedIn);
        routes.MapForm("/field/posts/{id:guid}", async (Guid id, HttpContext http, OpeningQueries openings, Posting posting, Viewing view) =>
        {
            var (input, t) = (await FormInput.Read(http), view.Tongue);
            Task<IResult> Again(FormInput again) => Own(id, http, openings, again);
            return input["go"] == "read" ? await posting.Do(new ReadBriefing(id), input, _ => posting.To($"/field/posts/{id}", t["opening.read.done"]), Again)
                : await posting.Do(Read(id, input), input, _ => posting.To("/field", t["opening.opened"]), Again);
        }, Policies.SignedIn);
    }

    private static void MapHost(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/openings", async (HttpRequest request, OpeningQueries openings, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            return Html.Of<OpeningsPage>(new { Ask = ask, List = await openings.Page(ask, stop) });
        });
        routes.MapPage("/openings/export", Export);
        routes.MapPage("/posts/{id:guid}/opening", (Guid id, OpeningQueries openings, CancellationToken stop) => One(id, openings, FormInput.Blank(), stop));
        routes.MapForm("/posts/{id:guid}/opening", async (Guid id, HttpContext http, OpeningQueries openings, Posting posting, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            Task<IResult> Again(FormInput again) => One(id, openings, again, http.RequestAborted);
            return input["go"] == "close" ? await posting.Do(new ClosePostOpening(id), input, _ => posting.To($"/posts/{id}/opening", view.Tongue["opening.closed"]), Again)
                : await posting.Do(Read(id, input), input, _ => posting.To($"/posts/{id}/opening", view.Tongue["opening.opened"]), Again);
        });
        routes.MapPage("/kits", async (HttpRequest request, OpeningQueries openings, PostTimeQueries posts, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            return Html.Of<KitsPage>(new { Ask = ask, List = await openings.Lists(ask, stop), Kinds = (IReadOnlyList<Option>)[.. (await posts.Kinds(stop)).Select(k => new Option(k.Kind, k.Kind, k.Count))] });
        });
        routes.MapPage("/kits/export", ExportKits);
        routes.MapPage("/kits/of", async (string? kind, OpeningQueries openings, CancellationToken stop) =>
        {
            if (string.IsNullOrWhiteSpace(kind)) return Results.NotFound();
            var list = await openings.OfKind(kind, stop);
            return Html.Of<KitFormPage>(new { Kind = kind, Input = FormInput.Blank(("Items", OpeningRules.Text(list?.Items ?? [])), ("Briefing", list?.Briefing)) });
        });
        routes.MapForm("/kits/of", async (HttpContext http, Posting posting, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            return await posting.Do<SetKitList, Guid>(input, _ => posting.To("/kits", view.Tongue["kits.saved"]), again => Task.FromResult<IResult>(Html.Of<KitFormPage>(new { Kind = input["Kind"] ?? "", Input = again }, 422)), ("PostId", null));
        });
        routes.MapPage("/posts/{id:guid}/kit", async (Guid id, OpeningQueries openings, CancellationToken stop) => await openings.Of(id, stop) is { } kit
            ? Html.Of<KitFormPage>(new { Post = kit, Input = FormInput.Blank(("Items", OpeningRules.Text(kit.Wanted.Items)), ("Briefing", kit.Wanted.Briefing)) }) : Results.NotFound());
        routes.MapForm("/posts/{id:guid}/kit", async (Guid id, HttpContext http, OpeningQueries openings, Posting posting, Viewing view) =>
            await posting.Do<SetKitList, Guid>(await FormInput.Read(http), _ => posting.To($"/posts/{id}", view.Tongue["kits.saved"]), async again =>
                await openings.Of(id, http.RequestAborted) is { } kit ? Html.Of<KitFormPage>(new { Post = kit, Input = again }, 422) : Results.NotFound(), ("PostId", id), ("Kind", null)));
    }

    private static OpenPost Read(Guid post, FormInput input) => new(post, input.All("There"), input["Briefed"] is "true" or "on", input["Reason"] ?? "");

    private static async Task<IResult> Own(Guid id, HttpContext http, OpeningQueries openings, FormInput input) => await openings.Own(Acting.Of(http).Id, id, http.RequestAborted) is var (kit, briefed)
        ? Html.Of<OwnPostPage>(new { Kit = kit, IsBriefed = briefed, Input = input }, input.Broken.Count > 0 ? 422 : 200) : Results.NotFound();

    private static async Task<IResult> One(Guid id, OpeningQueries openings, FormInput input, CancellationToken stop) =>
        await openings.Of(id, stop) is { } kit ? Html.Of<OnePostOpeningPage>(new { Kit = kit, Input = input }, input.Broken.Count > 0 ? 422 : 200) : Results.NotFound();

    private static Task Export(HttpContext http, OpeningQueries openings, Viewing view)
    {
        var t = view.Tongue;
        return Spreadsheet.Send(http, t["opening.title"], async sheet =>
        {
            sheet.BeginSheet(t["opening.title"], [new(t["rosters.area"], 24), new(t["times.post"], 28), new(t["opening.state"], 14), new(t["opening.at"], 18), new(t["opening.by"], 14), new(t["opening.missing"], 30), new(t["board.reason"], 30)]);
            await foreach (var o in openings.Everything(TableAsk.Of(http.Request), http.RequestAborted))
                sheet.Row(o.Area, o.Post, t.Of(o.Openness), o.OpenedAt is { } at ? t.Moment(at) : null, o.OpenedBy, o.Missing, o.Reason);
        });
    }

    private static Task ExportKits(HttpContext http, OpeningQueries openings, Viewing view)
    {
        var t = view.Tongue;
        return Spreadsheet.Send(http, t["kits.title"], async sheet =>
        {
            sheet.BeginSheet(t["kits.title"], [new(t["kits.whose"], 28), new(t["rosters.area"], 24), new(t["kits.items"], 60), new(t["kits.briefing"], 80)]);
            await foreach (var k in openings.EveryList(TableAsk.Of(http.Request), http.RequestAborted))
                sheet.Row(k.Kind ?? k.Post, k.Area, string.Join('、', k.Items), k.Briefing);
        });
    }
}
