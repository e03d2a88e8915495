using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Emergencies;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Filling;
using Muster.Rosters.Pages;
using Muster.Rosters.Patterns;

namespace Muster.Rosters;

/// <summary>Lists of rosters, making, filling and publishing them; the board has pages of its own (<see cref="Board.BoardPages"/>).</summary>
internal static class RosterPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/rosters", async (HttpRequest request, RosterQueries rosters, PatternQueries patterns, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            return Html.Of<RostersPage>(new { Ask = ask, List = await rosters.Page(ask, stop), Under = ask.Guid("under") is { } id ? await patterns.Area(id, stop) : null });
        });
        routes.MapPage("/rosters/export", Export);
        routes.MapPage("/rosters/new", async (Guid? emergency, Guid? area, PatternQueries patterns, Stores stores, TimeProvider clock, CancellationToken stop) =>
        {
            var at = area is { } id ? await patterns.Area(id, stop) : null;
            return Html.Of<NewRosterPage>(new
            {
                Emergencies = await Open(stores, stop),
                Input = FormInput.Blank(("EmergencyId", emergency), ("AreaId", at?.Id), ("AreaId-text", at?.Name), ("StartsOn", WorkDays.Of(clock.GetUtcNow()).AddDays(1)), ("Days", 14)),
            });
        });
        routes.MapForm("/rosters/new", async (HttpContext http, Posting posting, Stores stores, Viewing view) =>
        {
            var input = await FormInput.Read(http);
            return await posting.Do<MakeRosters, IReadOnlyList<Guid>>(input, made => posting.To(made is [var only] ? $"/rosters/{only}" : $"/emergencies/{input["EmergencyId"]}/rosters", view.Tongue["rosters.made", view.Tongue.Number(made.Count)]),
                async again => Html.Of<NewRosterPage>(new { Emergencies = await Open(stores, http.RequestAborted), Input = again }, 422));
        });
        routes.MapPage("/emergencies/{id:guid}/rosters", async (Guid id, HttpRequest request, Stores stores, RosterQueries rosters, CancellationToken stop) =>
        {
            await using var store = await stores.Open(stop);
            return await EmergencyQueries.Find(store.Sql, id, stop) is { } emergency ? Html.Of<EmergencyRostersPage>(new { Emergency = emergency, List = await rosters.OfEmergency(id, null, stop), Input = FormInput.Blank() }) : Results.NotFound();
        });
        routes.MapForm("/emergencies/{id:guid}/rosters/fill", async (Guid id, HttpContext http, RosterQueries rosters, FillRosters fill, Stores stores) =>
            await Fill(http, fill, [.. (await rosters.OfEmergency(id, RosterState.Draft, http.RequestAborted)).Select(r => r.Id)], input => Again(id, input, stores, rosters, http)));
        routes.MapForm("/emergencies/{id:guid}/rosters/publish", async (Guid id, HttpContext http, RosterQueries rosters, Posting posting, Stores stores, Viewing view) =>
        {
            var (input, t) = (await FormInput.Read(http), view.Tongue);
            var ready = (await rosters.OfEmergency(id, RosterState.Draft, http.RequestAborted)).Where(r => r.SolvedAt is not null).Select(r => r.Id).ToList();
            return await posting.Do(new PublishRosters(ready), input, done => posting.To($"/emergencies/{id}/rosters", t["rosters.published.done", t.Number(done.Rosters), t.Number(done.People), t.Number(done.Holes)]),
                again => Again(id, again, stores, rosters, http));
        });
    }

    /// <summary>Longest that a page lets the optimiser think about one roster.</summary>
    private const int MostSeconds = 600;

    /// <summary>Starts a job that fills rosters and goes to it.</summary>
    public static async Task<IResult> Fill(HttpContext http, FillRosters fill, IReadOnlyList<Guid> rosters, Func<FormInput, Task<IResult>> again)
    {
        var input = await FormInput.Read(http);
        try
        {
            return Html.To(http, $"/jobs/{await fill.Start(rosters, new FillOptions(Seconds: int.TryParse(input["Seconds"], out var seconds) && seconds > 0 ? Math.Min(seconds, MostSeconds) : null), Acting.Of(http), input.WriteId, http.RequestAborted)}");
        }
        catch (Refused refused)
        {
            return await again(input.With(refused.Rules));
        }
    }

    private static async Task<IResult> Again(Guid id, FormInput input, Stores stores, RosterQueries rosters, HttpContext http)
    {
        await using var store = await stores.Open(http.RequestAborted);
        return await EmergencyQueries.Find(store.Sql, id, http.RequestAborted) is { } emergency
            ? Html.Of<EmergencyRostersPage>(new { Emergency = emergency, List = await rosters.OfEmergency(id, null, http.RequestAborted), Input = input }, 422) : Results.NotFound();
    }

    private static async Task<IReadOnlyList<Option>> Open(Stores stores, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return [.. (await EmergencyQueries.List(store.Sql, true, null, 100, stop)).Select(e => new Option(e.Id.ToString(), e.Name))];
    }

    private static Task Export(HttpContext http, RosterQueries rosters, Viewing view)
    {
        var t = view.Tongue;
        return Platform.Files.Spreadsheet.Send(http, t["rosters.title"], async sheet =>
        {
            sheet.BeginSheet(t["rosters.title"], [new(t["rosters.area"], 24), new(t["rosters.name"], 24), new(t["rosters.starts"], 14), new(t["rosters.days"], 8), new(t["rosters.state"], 10), new(t["rosters.turns"], 10), new(t["rosters.open"], 10), new(t["rosters.people"], 10)]);
            var ask = TableAsk.Of(http.Request);
            for (var page = await rosters.Page(ask, http.RequestAborted); ; page = await rosters.Page(new TableAsk(ask.Path, [.. ask.Pairs().Select(p => KeyValuePair.Create(p.Name, new Microsoft.Extensions.Primitives.StringValues(p.Value))), new("after", page.Next!)]), http.RequestAborted))
            {
                foreach (var r in page.Rows)
                    sheet.Row(r.Area, r.Name, r.StartsOn, Platform.Files.SheetValue.Of(r.Days), t.Of(r.State), Platform.Files.SheetValue.Of(r.Turns), Platform.Files.SheetValue.Of(r.Open), Platform.Files.SheetValue.Of(r.People));
                if (page.Next is null) break;
            }
        });
    }
}
