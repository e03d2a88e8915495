using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Emergencies;
using Muster.Emergencies.Contract;
using Muster.Placements.Pages;
using Muster.Platform.Files;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.Placements;

/// <summary>The plan tab of an emergency, and its list of plans as a spreadsheet.</summary>
internal static class EmergencyPlanPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/emergencies/{id:guid}/plan", async (Guid id, HttpRequest request, Stores stores, PlanQueries plans, CancellationToken stop) =>
        {
            await using var store = await stores.Open(stop);
            if (await EmergencyQueries.Find(store.Sql, id, stop) is not { } emergency) return Results.NotFound();
            var ask = TableAsk.Of(request);
            return Html.Of<EmergencyPlanPage>(new
            {
                Emergency = emergency, Progress = await PlanProgress.Of(store.Sql, id, stop), Ask = ask, List = TablePage<PlanLine>.Whole(await Chosen(id, ask, plans, stop)),
            });
        });
        routes.MapPage("/emergencies/{id:guid}/plan/export", async (Guid id, HttpContext http, PlanQueries plans, Viewing view, CancellationToken stop) =>
        {
            var t = view.Tongue;
            var lines = await Chosen(id, TableAsk.Of(http.Request), plans, stop);
            await Spreadsheet.Send(http, t["plans.title"], sheet =>
            {
                sheet.BeginSheet(t["plans.title"], [new(t["plans.name"], 30), new(t["plans.state"], 12), new(t["plans.placed"], 10), new(t["plans.reserve"], 10), new(t["plans.gaps"], 10), new(t["plans.starts"], 20), new(t["plans.made-by"], 16)]);
                foreach (var p in lines)
                    sheet.Row(p.Name, t.Of(p.State), SheetValue.Of(p.Placed), SheetValue.Of(p.Reserve), SheetValue.Of(p.Gaps), t.Moment(p.StartsAt), p.MadeBy);
                return Task.CompletedTask;
            });
        });
    }

    /// <summary>An emergency has tens of plans at most: searched and filtered here.</summary>
    private static async Task<List<PlanLine>> Chosen(Guid emergency, TableAsk ask, PlanQueries plans, CancellationToken stop) =>
        [.. (await plans.Plans(emergency, stop)).Where(p => (ask["state"] is not { } state || p.State.ToString() == state)
            && (p.Name.Contains(ask.Words, StringComparison.OrdinalIgnoreCase) || p.MadeBy.Contains(ask.Words, StringComparison.OrdinalIgnoreCase)))];
}
