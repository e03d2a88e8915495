using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Emergencies.Contract;
using Muster.Emergencies.Pages;
using Muster.Platform.Files;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.Emergencies;

/// <summary>The pages of emergencies.</summary>
internal static class EmergencyPages
{
    private const int ListMax = 500;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/emergencies", async (HttpRequest request, Stores stores, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            await using var store = await stores.Open(stop);
            return Html.Of<EmergenciesPage>(new { Ask = ask, List = TablePage<EmergencyView>.Whole(await EmergencyQueries.List(store.Sql, ask["open"] switch { "yes" => true, "no" => false, _ => null }, ask.Words, ListMax, stop)) });
        });
        routes.MapPage("/emergencies/export", async (HttpContext http, Viewing view, Stores stores, CancellationToken stop) =>
        {
            var (ask, t) = (TableAsk.Of(http.Request), view.Tongue);
            await using var store = await stores.Open(stop);
            var rows = await EmergencyQueries.List(store.Sql, ask["open"] switch { "yes" => true, "no" => false, _ => null }, ask.Words, 10_000, stop);
            await Spreadsheet.Send(http, t["emergencies.title"], sheet =>
            {
                sheet.BeginSheet(t["emergencies.title"], [new(t["emergencies.name"], 30), new(t["emergencies.kind"], 10), new(t["emergencies.document"], 24), new(t["emergencies.area"], 24), new(t["emergencies.covered"], 12), new(t["emergencies.opened"], 22), new(t["emergencies.closed-at"], 22), new(t["emergencies.close.reason"], 30)]);
                foreach (var e in rows) sheet.Row(e.Name, t.Of(e.Kind), e.DocumentNumber, e.AreaName, EmergencyWords.Level(t, e.CoveredLevel), t.Moment(e.OpenedAt), e.ClosedAt is { } at ? t.Moment(at) : null, e.CloseReason);
                return Task.CompletedTask;
            });
        });
        routes.MapPage("/emergencies/new", async (string? find, Guid? area, Stores stores, CancellationToken stop) =>
        {
            await using var store = await stores.Open(stop);
            return Html.Of<NewEmergencyPage>(new { Input = FormInput.Blank(), Find = find, Hits = await EmergencyQueries.FindAreas(store.Sql, find, stop), Area = area is { } id ? await EmergencyQueries.Area(store.Sql, id, stop) : null });
        });
        routes.MapForm("/emergencies/new", async (HttpContext http, Posting posting, Stores stores, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            return await posting.Do<OpenEmergency, Guid>(input, id => posting.To($"/emergencies/{id}", view.Tongue["emergencies.opened.done"]), async again =>
            {
                await using var store = await stores.Open(http.RequestAborted);
                var area = Guid.TryParse(again["AreaId"], out var id) ? await EmergencyQueries.Area(store.Sql, id, http.RequestAborted) : null;
                return Html.Of<NewEmergencyPage>(new { Input = again, Area = area }, 422);
            });
        });
        routes.MapPage("/emergencies/{id:guid}", async (Guid id, Stores stores, Viewing view, IEnumerable<ILookAtStep> looks, CancellationToken stop) =>
            await Overview(id, FormInput.Blank(), stores, view, looks, stop));
        routes.MapForm("/emergencies/{id:guid}/close", async (Guid id, HttpContext http, Posting posting, Stores stores, Viewing view, IEnumerable<ILookAtStep> looks) =>
            await posting.Do<CloseEmergency, Guid>(await FormInput.Read(http), _ => posting.To($"/emergencies/{id}", view.Tongue["emergencies.close.done"]),
                again => Overview(id, again, stores, view, looks, http.RequestAborted), ("EmergencyId", id), ("Version", null)));
    }

    private static async Task<IResult> Overview(Guid id, FormInput input, Stores stores, Viewing view, IEnumerable<ILookAtStep> looks, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        if (await EmergencyQueries.Find(store.Sql, id, stop) is not { } emergency) return Results.NotFound();
        var ground = (await store.Sql.GroundOf(id, stop))!;
        var steps = new List<EmergencyStep>();
        foreach (var look in looks.OrderBy(l => l.Order)) if (await look.Look(store.Sql, ground, view.Tongue, stop) is { } step) steps.Add(step);
        return Html.Of<EmergencyPage>(new { Emergency = emergency, Steps = steps, Input = input }, input.Broken.Count > 0 ? 422 : 200);
    }
}
