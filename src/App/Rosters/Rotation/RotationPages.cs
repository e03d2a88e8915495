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
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Patterns;
using Muster.Rosters.Rotation.Pages;

namespace Muster.Rosters.Rotation;

/// <summary>Rotation weeks: the list, making one, who has which week.</summary>
internal static class RotationPages
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<RotationQueries>();
        services.AddSingleton(MakeRotation.Told);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<MakeRotation, Guid>();
        routes.MapAct<SwapRotationWeeks, Guid>();
        routes.MapAct<EndRotation, Guid>();
        routes.MapPage("/rotations", async (HttpRequest request, RotationQueries rotations, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            return Html.Of<RotationsPage>(new { Ask = ask, List = await rotations.Page(ask, stop) });
        });
        routes.MapPage("/rotations/new", async (Guid? emergency, Guid? area, PatternQueries patterns, Stores stores, TimeProvider clock, CancellationToken stop) =>
        {
            var at = area is { } id ? await patterns.Area(id, stop) : null;
            var today = WorkDays.Of(clock.GetUtcNow());
            // The Monday to come.
            return Html.Of<NewRotationPage>(new { Emergencies = await Open(stores, stop), Input = FormInput.Blank(("EmergencyId", emergency), ("AreaId", at?.Id), ("AreaId-text", at?.Name), ("StartsOn", today.AddDays(7 - (((int)today.DayOfWeek + 6) % 7))), ("Weeks", RotationRules.YearWeeks), ("TakenBy", RotationBy.Person)) });
        });
        routes.MapForm("/rotations/new", async (HttpContext http, Posting posting, Stores stores, Viewing view) =>
            await posting.Do<MakeRotation, Guid>(await FormInput.Read(http), id => posting.To($"/rotations/{id}", view.Tongue["rotation.made"]), async again => Html.Of<NewRotationPage>(new { Emergencies = await Open(stores, http.RequestAborted), Input = again }, 422)));
        routes.MapPage("/rotations/{id:guid}", async (Guid id, HttpContext http, RotationQueries rotations) => await Show(id, http, rotations, FormInput.Blank()));
        routes.MapForm("/rotations/{id:guid}/swap", async (Guid id, HttpContext http, RotationQueries rotations, Posting posting, Viewing view) =>
            await posting.Do<SwapRotationWeeks, Guid>(await FormInput.Read(http), _ => posting.To($"/rotations/{id}", view.Tongue["rotation.swapped"]), again => Show(id, http, rotations, again)));
        routes.MapForm("/rotations/{id:guid}/end", async (Guid id, HttpContext http, RotationQueries rotations, Posting posting, Viewing view) =>
            await posting.Do(new EndRotation(id), await FormInput.Read(http), _ => posting.To("/rotations", view.Tongue["rest.ended"]), again => Show(id, http, rotations, again)));
        routes.MapPage("/rotations/{id:guid}/export", Export);
        routes.MapPage("/rotations/{id:guid}/pick", async (Guid id, HttpRequest request, RotationQueries rotations, Viewing view, CancellationToken stop) =>
            await rotations.Of(id, stop) is { } rotation ? Html.Of<PickOptions>(new { Options = (await rotations.Weeks(rotation, TableAsk.Of(request), stop)).Rows.Take(12).Select(w => new Option(w.Id.ToString(), $"{w.Name} · {view.Tongue["rotation.week.n", w.Week + 1]}")).ToList() }) : Results.NotFound());
        var api = routes.MapGroup("/api/rotations").RequireAuthorization(Policies.Field);
        api.MapGet("/", async (HttpRequest request, RotationQueries rotations, CancellationToken stop) => Results.Json(await rotations.Page(TableAsk.Of(request), stop), Desk.Json));
        api.MapGet("/{id:guid}", async (Guid id, HttpRequest request, RotationQueries rotations, CancellationToken stop) =>
            await rotations.Of(id, stop) is { } rotation ? Results.Json(new { Rotation = rotation, Weeks = await rotations.Weeks(rotation, TableAsk.Of(request), stop) }, Desk.Json) : Results.NotFound());
    }

    private static async Task<IResult> Show(Guid id, HttpContext http, RotationQueries rotations, FormInput input)
    {
        if (await rotations.Of(id, http.RequestAborted) is not { } rotation) return Results.NotFound();
        var ask = TableAsk.Of(http.Request);
        return Html.Of<OneRotationPage>(new { Rotation = rotation, Ask = ask, List = await rotations.Weeks(rotation, ask, http.RequestAborted), Input = input }, input.Broken.Count > 0 ? 422 : 200);
    }

    private static async Task<IReadOnlyList<Option>> Open(Stores stores, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return [.. (await EmergencyQueries.List(store.Sql, true, null, 100, stop)).Select(e => new Option(e.Id.ToString(), e.Name))];
    }

    private static async Task Export(Guid id, HttpContext http, RotationQueries rotations, Viewing view)
    {
        var t = view.Tongue;
        if (await rotations.Of(id, http.RequestAborted) is not { } rotation)
        {
            http.Response.StatusCode = 404;
            return;
        }
        await Spreadsheet.Send(http, rotation.Name, async sheet =>
        {
            sheet.BeginSheet(t["rotation.title"], [new(t["rotation.week"], 8), new(t["leave.from"], 14), new(t["rest.until"], 14), new(t["rotation.who"], 20), new(t["plans.agency"], 24)]);
            var ask = TableAsk.Of(http.Request);
            for (var page = await rotations.Weeks(rotation, ask, http.RequestAborted); ; page = await rotations.Weeks(rotation, new TableAsk(ask.Path, [.. ask.Pairs().Select(p => KeyValuePair.Create(p.Name, new Microsoft.Extensions.Primitives.StringValues(p.Value))), new("after", page.Next!)]), http.RequestAborted))
            {
                foreach (var w in page.Rows) sheet.Row(SheetValue.Of(w.Week + 1), w.StartsOn, w.StartsOn.AddDays(6), w.Name, w.Agency ?? "");
                if (page.Next is null) break;
            }
        });
    }
}
