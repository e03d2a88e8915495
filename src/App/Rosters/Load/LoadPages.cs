using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Load.Pages;
using Muster.Rosters.Patterns;
using Muster.Territory.Contract;

namespace Muster.Rosters.Load;

/// <summary>The load ledger: of people, of places, of one person.</summary>
internal static class LoadPages
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<LoadQueries>();
        services.AddSingleton(new RecordCard(RecordKind.Person, typeof(PersonLoad), 20));
        services.AddSingleton(new RecordCard(RecordKind.Area, typeof(AreaLoadCard), 20));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/load", async (HttpRequest request, LoadQueries load, PatternQueries patterns, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            return Html.Of<LoadListPage>(new { Ask = ask, List = await load.Page(ask, stop), Under = await Under(ask, patterns, stop) });
        });
        routes.MapPage("/load/export", async (HttpContext http, LoadQueries load, Viewing view) =>
        {
            var (t, lines) = (view.Tongue, await load.All(TableAsk.Of(http.Request), http.RequestAborted) ?? []);
            await Spreadsheet.Send(http, t["load.title"], sheet =>
            {
                sheet.BeginSheet(t["load.title"], [new(t["board.person"], 14), new(t["rosters.area"], 22), new(t["load.served"], 10), new(t["load.ahead"], 10), new(t["load.nights"], 8), new(t["load.points"], 8), new(t["load.days-off"], 10),
                    new(t["load.missed"], 8), new(t["load.last"], 14), new(t["load.next"], 14), new(t["load.idle"], 10)]);
                foreach (var l in lines)
                    sheet.Row(l.Person, l.Area, SheetValue.Of(LoadWords.Hours(l.Served)), SheetValue.Of(LoadWords.Hours(l.Ahead)), SheetValue.Of(l.Nights), SheetValue.Of(l.Points), SheetValue.Of(l.DaysOff), SheetValue.Of(l.Missed),
                        l.LastDay is { } last ? last : "", l.NextDay is { } next ? next : "", SheetValue.Of(l.IdleDays));
                return Task.CompletedTask;
            });
        });
        routes.MapPage("/load/areas", async (HttpRequest request, LoadQueries load, PatternQueries patterns, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            return Html.Of<AreaLoadPage>(new { Ask = ask, List = await Areas(ask, load, stop), Under = await Under(ask, patterns, stop) });
        });
        routes.MapPage("/load/areas/export", async (HttpContext http, LoadQueries load, Viewing view) =>
        {
            var (t, lines) = (view.Tongue, await Areas(TableAsk.Of(http.Request), load, http.RequestAborted) ?? []);
            await Spreadsheet.Send(http, t["load.areas"], sheet =>
            {
                sheet.BeginSheet(t["load.areas"], [new(t["rosters.area"], 22), new(t["load.people"], 8), new(t["load.served"], 10), new(t["load.ahead"], 10), new(t["load.per-person"], 10), new(t["load.nights"], 8), new(t["load.points"], 8), new(t["load.missed"], 8)]);
                foreach (var l in lines)
                    sheet.Row(l.Area, SheetValue.Of(l.People), SheetValue.Of(LoadWords.Hours(l.Served)), SheetValue.Of(LoadWords.Hours(l.Ahead)), SheetValue.Of(LoadWords.Hours(l.PerPerson)), SheetValue.Of(l.Nights), SheetValue.Of(l.Points), SheetValue.Of(l.Missed));
                return Task.CompletedTask;
            });
        });
        routes.MapPage("/load/{person:guid}", async (Guid person, LoadQueries load, CancellationToken stop) => await load.Name(person, stop) is { } name
            ? Html.Of<PersonLoadPage>(new { Person = person, Name = name, Turns = await load.Turns(person, 56, stop) }) : Results.NotFound());
        routes.MapPage("/fairness", async (HttpRequest request, LoadQueries load, PatternQueries patterns, TimeProvider clock, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            return Html.Of<FairnessPage>(new { Ask = ask, Fair = await load.All(ask, stop) is { } all ? new Fairness(all, WorkDays.Of(clock.GetUtcNow())) : null, Under = await Under(ask, patterns, stop) });
        });
        routes.MapGet("/api/fairness", async (HttpRequest request, LoadQueries load, TimeProvider clock, CancellationToken stop) => await load.All(TableAsk.Of(request), stop) is { } all
            ? Results.Json(new Fairness(all, WorkDays.Of(clock.GetUtcNow())), Desk.Json) : TooMany()).RequireAuthorization(Policies.Field);
        var api = routes.MapGroup("/api/load").RequireAuthorization(Policies.Field);
        api.MapGet("/", async (HttpRequest request, LoadQueries load, CancellationToken stop) => await load.Page(TableAsk.Of(request), stop) is { } page ? Results.Json(page, Desk.Json) : TooMany());
        api.MapGet("/areas", async (HttpRequest request, LoadQueries load, CancellationToken stop) => await load.Areas(LoadAsk.Of(TableAsk.Of(request)), stop) is { } list ? Results.Json(list, Desk.Json) : TooMany());
        api.MapGet("/{person:guid}", async (Guid person, int? days, LoadQueries load, CancellationToken stop) =>
            await load.Name(person, stop) is not null ? Results.Json(await load.Turns(person, Math.Clamp(days ?? 56, 1, LoadAsk.DaysMost), stop), Desk.Json) : Results.NotFound());
    }

    /// <summary>An area of fewer people has to be asked for.</summary>
    public static IResult TooMany() => Results.Json(new { refused = (Broken[])[new("area-large", $"这里超过 {LoadQueries.PeopleMost:N0} 人：请选小一点的属地。", $"There are more than {LoadQueries.PeopleMost:N0} people here: choose a smaller area.", "under")] }, Desk.Json, statusCode: 422);

    public static async Task<AreaRef?> Under(TableAsk ask, PatternQueries patterns, CancellationToken stop) => ask.Guid("under") is { } id ? await patterns.Area(id, stop) : null;

    private static async Task<IReadOnlyList<AreaLoad>?> Areas(TableAsk ask, LoadQueries load, CancellationToken stop) =>
        (await load.Areas(LoadAsk.Of(ask), stop))?.Where(a => a.Area.Contains(ask.Words, StringComparison.Ordinal)).ToList();
}
