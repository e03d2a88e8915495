using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Emergencies;
using Muster.Emergencies.Contract;
using Muster.Organisation.Contract;
using Muster.People.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Importing;
using Muster.Platform.Notify;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.Organisation.Continuity;

/// <summary>Single links of an emergency's chain, and who is exposed together.</summary>
internal static class ContinuityPages
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<Exposures>();
        services.AddSingleton<ExposureQueries>();
        services.AddSingleton<ContinuityQueries>();
        services.AddTableImport<ImportExposures>();
        services.AddSingleton<Dossiers>();
        services.AddSingleton<IAddToDossier, ChainInDossier>();
        services.AddSingleton<IListen<PeopleEnded>, FollowEnded>();
        services.AddSingleton(LossNotices.TakenOver);
        services.AddSingleton(LossNotices.PeopleWereLost);
        services.AddSingleton(LossNotices.PeopleCameBack);
        services.AddSingleton(new EmergencyTab("continuity.tab", "continuity", 55));
        services.AddSingleton(new NavItem("losses", "nav.losses", "/losses", "loss", 46));
        services.AddSingleton(new RecordCard(RecordKind.Person, typeof(Pages.PersonExposures), 30));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<SetExposure, int>();
        routes.MapAct<EndExposure, Guid>();
        routes.MapPage("/emergencies/{id:guid}/continuity", async (Guid id, HttpRequest request, Stores stores, ContinuityQueries links, CancellationToken stop) =>
        {
            await using var store = await stores.Open(stop);
            if (await store.Sql.GroundOf(id, stop) is not { } ground || await EmergencyQueries.Find(store.Sql, id, stop) is not { } emergency) return Results.NotFound();
            var ask = TableAsk.Of(request);
            return Html.Of<Pages.ContinuityPage>(new { Emergency = emergency, Ask = ask, List = await links.Page(ground, ask, stop), Counts = await links.Counts(ground, stop) });
        });
        routes.MapPage("/emergencies/{id:guid}/continuity/export", Export);
        routes.MapGet("/api/emergencies/{id:guid}/continuity", async (Guid id, HttpRequest request, Stores stores, ContinuityQueries links, CancellationToken stop) =>
        {
            await using var store = await stores.Open(stop);
            if (await store.Sql.GroundOf(id, stop) is not { } ground) return Results.NotFound();
            var page = await links.Page(ground, TableAsk.Of(request), stop);
            return Results.Json(new { counts = await links.Counts(ground, stop), seats = page.Rows, page.Total, page.Next }, Desk.Json);
        }).RequireAuthorization(Policies.Field);
        routes.MapPage("/exposures", (HttpRequest request, ExposureQueries exposures, CancellationToken stop) => Shown(FormInput.Blank(), TableAsk.Of(request), exposures, stop));
        routes.MapForm("/exposures", async (HttpContext http, Posting posting, ExposureQueries exposures, Viewing view) =>
            await posting.Do<SetExposure, int>(await FormInput.Read(http), shared => posting.To("/exposures", view.Tongue["exposures.set", view.Tongue.Number(shared)]),
                again => Shown(again, TableAsk.Of(http.Request), exposures, http.RequestAborted)));
        routes.MapForm("/exposures/{id:guid}/end", async (Guid id, HttpContext http, Posting posting, Viewing view) =>
            await posting.Do(new EndExposure(id), await FormInput.Read(http), _ => posting.To(view.Before, view.Tongue["organisation.saved"]),
                refused => Task.FromResult(Html.To(http, "/exposures", refused.Broken[0].In(view.Tongue.Code), FlashKind.Warning))));
        routes.MapPage("/exposures/export", async (HttpContext http, ExposureQueries exposures, Viewing view) =>
        {
            var t = view.Tongue;
            await Spreadsheet.Send(http, t["exposures.title"], async sheet =>
            {
                sheet.BeginSheet(t["exposures.title"], [new(t["organisation.who"], 12), new(t["dossier.agency"], 26), new(t["exposures.kind"], 12), new(t["exposures.shared"], 10), new(t["exposures.others"], 40), new(t["exposures.since"], 18)]);
                await foreach (var x in exposures.All(TableAsk.Of(http.Request), http.RequestAborted)) sheet.Row(x.Person, x.Agency, t.Of(x.Kind), x.Shared, x.Others, t.Moment(x.Since));
            });
        });
        routes.MapGet("/api/exposures", async (HttpRequest request, ExposureQueries exposures, CancellationToken stop) => Results.Json(await exposures.Page(TableAsk.Of(request), stop), Desk.Json)).RequireAuthorization(Policies.Field);
        routes.MapTableImport(new TableImportPlace("/exposures/import", "/api/exposures/import", "losses", "exposures.import", "exposures.import.about", "exposures.import.hint"), (_, name, hash, dry) => new ImportExposures(name, hash, dry));
    }

    private static async Task<IResult> Shown(FormInput input, TableAsk ask, ExposureQueries exposures, CancellationToken stop) =>
        Html.Of<Pages.ExposuresPage>(new { Input = input, Ask = ask, List = await exposures.Page(ask, stop) }, input.Broken.Count > 0 ? 422 : 200);

    private static async Task<IResult> Export(Guid id, HttpContext http, Stores stores, ContinuityQueries links, Viewing view)
    {
        var t = view.Tongue;
        await using var store = await stores.Open(http.RequestAborted);
        if (await store.Sql.GroundOf(id, http.RequestAborted) is not { } ground) return Results.NotFound();
        await Spreadsheet.Send(http, t["continuity.title"], async sheet =>
        {
            sheet.BeginSheet(t["continuity.title"], [new(t["organisation.seat"], 36), new(t["organisation.kind"], 14), new(t["organisation.area"], 24), new(t["continuity.state"], 16), new("A", 12), new("B", 12), new("C", 12), new(t["continuity.shares"], 20)]);
            await foreach (var s in links.All(ground, TableAsk.Of(http.Request), http.RequestAborted))
                sheet.Row(s.Title, t.Of(s.Kind), s.Area, t.Of(s.State), s.A, s.B, s.C, string.Join(' ', s.Shares.Select(k => t.Of(k))));
        });
        return Results.Empty;
    }
}
