using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Muster.People;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Language;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Territory;

namespace Muster.Organisation.Continuity;

/// <summary>A drill as it would be: what came of it, who would sit where, and the dossier there would be.</summary>
public sealed record Drilled(LossOutcome Outcome, IReadOnlyList<LostPerson> People, IReadOnlyList<TakeoverLine> Takeovers, Dossier Dossier);

/// <summary>What a program asks for a drill of: people, or the committee of an area.</summary>
public sealed record DrillAsk(Guid? AreaId, bool Serving, IReadOnlyList<Guid>? People, string Reason, string? Language = null);

/// <summary>Losses: the list, declaring one or only rehearsing it, what came of it, the dossier on page and paper, and the return.</summary>
internal static class LossPages
{
    private const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<LosePeople, LossOutcome>();
        routes.MapAct<LoseCommittee, LossOutcome>();
        routes.MapAct<ReturnPeople, ReturnOutcome>();
        routes.MapPage("/losses", async (HttpRequest request, Stores stores, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            await using var store = await stores.Open(stop);
            return Html.Of<Pages.LossesPage>(new { Ask = ask, List = await LossQueries.Page(store.Sql, ask, stop) });
        });
        routes.MapPage("/losses/export", Export);
        routes.MapPage("/losses/new", (HttpRequest request, Stores stores, CancellationToken stop) => New(FormInput.Blank(("AreaId", TableAsk.Of(request)["area"])), TableAsk.Of(request), stores, stop));
        routes.MapForm("/losses/committee", (HttpContext http, Desk desk, Posting posting, Stores stores, Dossiers dossiers, Viewing view) =>
            Declare(http, desk, posting, stores, dossiers, view, input => Guid.TryParse(input["AreaId"], out var area) ? new LoseCommittee(area, input["Serving"] is "true" or "on", input["Reason"] ?? "") : null));
        routes.MapForm("/losses/people", (HttpContext http, Desk desk, Posting posting, Stores stores, Dossiers dossiers, Viewing view) =>
            Declare(http, desk, posting, stores, dossiers, view, input => new LosePeople(People(input), input["Reason"] ?? "")));
        routes.MapPage("/losses/{id:guid}", (Guid id, Stores stores, CancellationToken stop) => Show(id, FormInput.Blank(), stores, stop));
        routes.MapForm("/losses/{id:guid}/return", async (Guid id, HttpContext http, Posting posting, Stores stores, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            List<Guid> picked = [.. input.All("People").Where(p => Guid.TryParse(p, out _)).Select(Guid.Parse)];
            return await posting.Do(new ReturnPeople(id, picked.Count == 0 ? null : picked, input["Reason"] ?? ""), input,
                o => posting.To($"/losses/{id}", view.Tongue["losses.returned", view.Tongue.Number(o.Returned), view.Tongue.Number(o.Restored), view.Tongue.Number(o.Kept)]), again => Show(id, again, stores, http.RequestAborted));
        });
        MapDossier(routes, "/losses/{id:guid}/dossier", "/api/losses/{id:guid}/dossier", Opened);
        MapDossier(routes, "/areas/{id:guid}/dossier", "/api/areas/{id:guid}/dossier", (_, dossiers, sql, id, _, t, stop) => dossiers.OfArea(sql, id, t, stop));
        routes.MapGet("/api/losses", async (HttpRequest request, Stores stores, CancellationToken stop) =>
        {
            await using var store = await stores.Open(stop);
            return Results.Json(await LossQueries.Page(store.Sql, TableAsk.Of(request), stop), Desk.Json);
        }).RequireAuthorization(Policies.Field);
        routes.MapGet("/api/losses/{id:guid}", async (Guid id, Stores stores, CancellationToken stop) =>
        {
            await using var store = await stores.Open(stop);
            return await LossQueries.Find(store.Sql, id, stop) is { } loss
                ? Results.Json(new { loss, people = await LossQueries.People(store.Sql, id, stop), takeovers = await LossQueries.Takeovers(store.Sql, id, stop) }, Desk.Json) : Results.NotFound();
        }).RequireAuthorization(Policies.Field);
        routes.MapPost("/api/losses/drill", (DrillAsk ask, HttpContext http, Desk desk, Dossiers dossiers, Texts texts) => Routes.Answer(() =>
            Drill(desk, ask.AreaId is { } area ? new LoseCommittee(area, ask.Serving, ask.Reason) : new LosePeople(ask.People ?? [], ask.Reason), dossiers, texts.In(ask.Language == "en" ? Texts.English : Texts.Chinese), http)))
            .RequireAuthorization(Policies.SignedIn);
    }

    private static Task<Drilled> Drill(Desk desk, Act<LossOutcome> act, Dossiers dossiers, Tongue t, HttpContext http) => desk.Rehearse(act, Acting.Of(http), async (work, made) => new Drilled(made,
        await LossQueries.People(work.Sql, made.LossId, http.RequestAborted), await LossQueries.Takeovers(work.Sql, made.LossId, http.RequestAborted), (await dossiers.OfLoss(work.Sql, made.LossId, phones: false, t, http.RequestAborted))!), http.RequestAborted);

    private static async Task<IResult> Declare(HttpContext http, Desk desk, Posting posting, Stores stores, Dossiers dossiers, Viewing view, Func<FormInput, Act<LossOutcome>?> make)
    {
        var input = await FormInput.Read(http);
        Task<IResult> Again(FormInput wrong) => New(wrong, new TableAsk("/losses/new", input.All("person").Select(p => KeyValuePair.Create("person", new Microsoft.Extensions.Primitives.StringValues(p)))), stores, http.RequestAborted);
        if (input["add"] is not null) return Html.To(http, "/losses/new?" + string.Join('&', People(input).Select(p => $"person={p}")));
        if (make(input) is not { } act) return await Again(input.With([new Broken("area-missing", "请选择属地。", "Choose an area.", "AreaId")]));
        if (input["drill"] is null) return await posting.Do(act, input, o => posting.To($"/losses/{o.LossId}", view.Tongue["losses.done", view.Tongue.Number(o.Lost), view.Tongue.Number(o.Filled), view.Tongue.Number(o.Told)]), Again);
        try
        {
            return Html.Of<Pages.DrillPage>(new { Drilled = await Drill(desk, act, dossiers, view.Tongue, http) });
        }
        catch (Refused refused)
        {
            return await Again(input.With(refused.Rules));
        }
    }

    /// <summary>Those ticked and the one chosen beside them.</summary>
    private static List<Guid> People(FormInput input) => [.. input.All("person").Concat(input.All("PersonId")).Where(p => Guid.TryParse(p, out _)).Select(Guid.Parse).Distinct()];

    private static async Task<IResult> New(FormInput input, TableAsk ask, Stores stores, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var ids = ask.All("person").Where(p => Guid.TryParse(p, out _)).Select(Guid.Parse).Distinct().ToList();
        var people = await store.Set<Person>().AsNoTracking().Where(p => ids.Contains(p.Id) && p.EndedAt == null).OrderBy(p => p.Name).Select(p => new Platform.Ui.Kit.Option(p.Id.ToString(), p.Name, null, null)).ToListAsync(stop);
        var area = Guid.TryParse(input["AreaId"], out var a) ? await store.Set<Area>().AsNoTracking().Where(x => x.Id == a && x.ValidTo == null).Select(x => x.Name).SingleOrDefaultAsync(stop) : null;
        return Html.Of<Pages.NewLossPage>(new { Input = input, People = people, AreaName = area }, input.Broken.Count > 0 ? 422 : 200);
    }

    private static async Task<IResult> Show(Guid id, FormInput input, Stores stores, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        if (await LossQueries.Find(store.Sql, id, stop) is not { } loss) return Results.NotFound();
        return Html.Of<Pages.LossPage>(new { Loss = loss, People = await LossQueries.People(store.Sql, id, stop), Takeovers = await LossQueries.Takeovers(store.Sql, id, stop), Input = input }, input.Broken.Count > 0 ? 422 : 200);
    }

    /// <summary>Seats people somewhere, and so has to reach them.</summary>
    private static bool MayAct(Actor actor) => actor.May(Permission.EditOrganisation) || actor.Standing?.MaySomewhere(Permission.EditOrganisation) == true;

    /// <summary>In full for who may act, once that is on the trail; masked for anybody else, and where the rules of <see cref="OpenDossier"/> are against it.</summary>
    private static async Task<Dossier?> Opened(Desk desk, Dossiers dossiers, Sql sql, Guid id, Actor actor, Tongue t, CancellationToken stop)
    {
        if (!MayAct(actor)) return await dossiers.OfLoss(sql, id, phones: false, t, stop);
        if (await dossiers.OfLoss(sql, id, phones: true, t, stop) is not { } dossier) return null;
        try
        {
            await desk.Do(new OpenDossier(id, dossier.Shown), WriteId.New(), actor, stop);
            return dossier;
        }
        catch (Refused refused)
        {
            return (await dossiers.OfLoss(sql, id, phones: false, t, stop))! with { Masked = refused.Rules[0] };
        }
    }

    private static void MapDossier(IEndpointRouteBuilder routes, string path, string api, Func<Desk, Dossiers, Sql, Guid, Actor, Tongue, CancellationToken, Task<Dossier?>> gather)
    {
        routes.MapPage(path, async (Guid id, Desk desk, Dossiers dossiers, Stores stores, Viewing view, HttpContext http) =>
        {
            await using var store = await stores.Open(http.RequestAborted);
            return await gather(desk, dossiers, store.Sql, id, view.Actor, view.Tongue, http.RequestAborted) is { } dossier ? Html.Of<Pages.DossierPage>(new { Dossier = dossier }) : Results.NotFound();
        });
        routes.MapPage(path + ".docx", async (Guid id, Desk desk, Dossiers dossiers, Stores stores, Viewing view, HttpContext http) =>
        {
            await using var store = await stores.Open(http.RequestAborted);
            if (await gather(desk, dossiers, store.Sql, id, view.Actor, view.Tongue, http.RequestAborted) is not { } dossier) return Results.NotFound();
            using var paper = new MemoryStream();
            DossierDocx.Write(paper, dossier, view.Tongue);
            http.Response.Headers.ContentDisposition = DownloadName.Header(view.Tongue["dossier.title", dossier.Of] + ".docx");
            return Results.Bytes(paper.ToArray(), Docx);
        });
        routes.MapGet(api, async (Guid id, string? language, Desk desk, Dossiers dossiers, Stores stores, Texts texts, HttpContext http, CancellationToken stop) =>
        {
            await using var store = await stores.Open(stop);
            return await gather(desk, dossiers, store.Sql, id, Acting.Of(http), texts.In(language == "en" ? Texts.English : Texts.Chinese), stop) is { } dossier ? Results.Json(dossier, Desk.Json) : Results.NotFound();
        }).RequireAuthorization(Policies.Field);
    }

    private static async Task Export(HttpContext http, Stores stores, Viewing view)
    {
        var t = view.Tongue;
        await using var store = await stores.Open(http.RequestAborted);
        await Spreadsheet.Send(http, t["losses.title"], async sheet =>
        {
            sheet.BeginSheet(t["losses.title"], [new(t["losses.made"], 18), new(t["losses.kind"], 12), new(t["organisation.area"], 26), new(t["losses.people"], 8), new(t["losses.away"], 8), new(t["losses.places"], 8), new(t["losses.nobody"], 10), new(t["organisation.reason"], 40), new(t["losses.by"], 12)]);
            await foreach (var l in LossQueries.All(store.Sql, TableAsk.Of(http.Request), http.RequestAborted)) sheet.Row(t.Moment(l.MadeAt), t.Of(l.Kind), l.Area, l.People, l.Away, l.Places, l.Nobody, l.Reason, l.MadeBy);
        });
    }
}
