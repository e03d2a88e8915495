using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Emergencies;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Patterns;
using Muster.Rosters.Resting.Pages;

namespace Muster.Rosters.Resting;

/// <summary>The rest guard of an emergency: caps of it and of its areas, what is waived for whom, turns that break a cap by name.</summary>
internal static class RestPages
{
    public static void Add(IServiceCollection services) => services.AddSingleton<RestQueries>();

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<SetRestCaps, Guid>();
        routes.MapAct<EndRestCaps, Guid>();
        routes.MapAct<WaiveRest, Guid>();
        routes.MapAct<EndRestWaiver, Guid>();
        routes.MapPage("/emergencies/{id:guid}/rest", async (Guid id, HttpContext http, Stores stores, RestQueries rest) => await Show(id, http, stores, rest, FormInput.Blank()));
        routes.MapPage("/emergencies/{id:guid}/rest/export", Export);
        routes.MapPage("/emergencies/{id:guid}/rest/set", async (Guid id, Guid? area, Stores stores, RestQueries rest, PatternQueries patterns, CancellationToken stop) =>
        {
            var at = area is { } under ? await patterns.Area(under, stop) : null;
            var lines = await rest.Caps(id, stop);
            var caps = (lines.FirstOrDefault(l => l.AreaId == at?.Id) ?? lines[0]).Caps;
            return await Of<SetCapsPage>(id, stores, FormInput.Blank(("AreaId", at?.Id), ("AreaId-text", at?.Name), ("RestHours", caps.RestMinutes / 60), ("RunDays", caps.RunDays), ("NightRun", caps.NightRun),
                ("WeekHours", caps.WeekMinutes / 60), ("WeekDays", caps.WeekDays), ("WeekNights", caps.WeekNights)), stop);
        });
        routes.MapForm("/emergencies/{id:guid}/rest/set", async (Guid id, HttpContext http, Posting posting, Stores stores, Viewing view) =>
            await posting.Do<SetRestCaps, Guid>(await FormInput.Read(http), _ => posting.To($"/emergencies/{id}/rest", view.Tongue["rest.set.done"]), again => Of<SetCapsPage>(id, stores, again, http.RequestAborted), ("EmergencyId", id)));
        routes.MapForm("/emergencies/{id:guid}/rest/{caps:guid}/end", async (Guid id, Guid caps, HttpContext http, Posting posting, Stores stores, RestQueries rest, Viewing view) =>
            await posting.Do(new EndRestCaps(caps), await FormInput.Read(http), _ => posting.To($"/emergencies/{id}/rest", view.Tongue["rest.ended"]), again => Show(id, http, stores, rest, again)));
        routes.MapPage("/emergencies/{id:guid}/rest/waive", async (Guid id, Stores stores, TimeProvider clock, CancellationToken stop) =>
            await Of<WaiveRestPage>(id, stores, FormInput.Blank(("StartsOn", WorkDays.Of(clock.GetUtcNow())), ("Until", WorkDays.Of(clock.GetUtcNow()).AddDays(6))), stop));
        routes.MapForm("/emergencies/{id:guid}/rest/waive", async (Guid id, HttpContext http, Posting posting, Stores stores, Viewing view) =>
            await posting.Do<WaiveRest, Guid>(await FormInput.Read(http), _ => posting.To($"/emergencies/{id}/rest", view.Tongue["rest.waived"]), again => Of<WaiveRestPage>(id, stores, again, http.RequestAborted), ("EmergencyId", id)));
        routes.MapPage("/emergencies/{id:guid}/rest/waivers/{waiver:guid}", async (Guid id, Guid waiver, HttpContext http, Stores stores, RestQueries rest) => await One(id, waiver, http, stores, rest, FormInput.Blank()));
        routes.MapForm("/emergencies/{id:guid}/rest/waivers/{waiver:guid}/end", async (Guid id, Guid waiver, HttpContext http, Posting posting, Stores stores, RestQueries rest, Viewing view) =>
            await posting.Do(new EndRestWaiver(waiver), await FormInput.Read(http), _ => posting.To($"/emergencies/{id}/rest", view.Tongue["rest.ended"]), again => One(id, waiver, http, stores, rest, again)));
        routes.MapGet("/api/emergencies/{id:guid}/rest", async (Guid id, HttpRequest request, RestQueries rest, CancellationToken stop) =>
            Results.Json(new { Caps = await rest.Caps(id, stop), Waivers = await rest.Waivers(id, TableAsk.Of(request), stop), Turns = await rest.Turns(id, stop) }, Desk.Json)).RequireAuthorization(Policies.Field);
    }

    private static async Task<IResult> Show(Guid id, HttpContext http, Stores stores, RestQueries rest, FormInput input)
    {
        await using var store = await stores.Open(http.RequestAborted);
        if (await EmergencyQueries.Find(store.Sql, id, http.RequestAborted) is not { } emergency) return Results.NotFound();
        var ask = TableAsk.Of(http.Request);
        return Html.Of<RestPage>(new
        {
            Emergency = emergency, Caps = await rest.Caps(id, http.RequestAborted), Ask = ask, List = await rest.Waivers(id, ask, http.RequestAborted), Turns = await rest.Turns(id, http.RequestAborted), Input = input,
        }, input.Broken.Count > 0 ? 422 : 200);
    }

    private static async Task<IResult> One(Guid id, Guid waiver, HttpContext http, Stores stores, RestQueries rest, FormInput input)
    {
        await using var store = await stores.Open(http.RequestAborted);
        return await EmergencyQueries.Find(store.Sql, id, http.RequestAborted) is { } emergency && await rest.Waiver(id, waiver, http.RequestAborted) is { } line
            ? Html.Of<WaiverPage>(new { Emergency = emergency, Waiver = line, Input = input }, input.Broken.Count > 0 ? 422 : 200) : Results.NotFound();
    }

    private static async Task<IResult> Of<TPage>(Guid id, Stores stores, FormInput input, CancellationToken stop) where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        await using var store = await stores.Open(stop);
        return await EmergencyQueries.Find(store.Sql, id, stop) is { } emergency ? Html.Of<TPage>(new { Emergency = emergency, Input = input }, input.Broken.Count > 0 ? 422 : 200) : Results.NotFound();
    }

    private static Task Export(Guid id, HttpContext http, RestQueries rest, Viewing view)
    {
        var t = view.Tongue;
        return Spreadsheet.Send(http, t["rest.waivers"], async sheet =>
        {
            sheet.BeginSheet(t["rest.waivers"], [new(t["board.person"], 14), new(t["rest.cap"], 18), new(t["rest.widened"], 10), new(t["leave.from"], 14), new(t["rest.until"], 14), new(t["board.reason"], 30), new(t["rest.by"], 14), new(t["rest.ended.at"], 18)]);
            await foreach (var w in rest.AllWaivers(id, http.RequestAborted))
                sheet.Row(w.Person, t.Of(w.Cap), SheetValue.Of(w.WidenedTo), w.StartsOn, w.Until, w.Reason, w.GivenBy, w.EndedAt is { } at ? t.Moment(at) : "");
        });
    }
}
