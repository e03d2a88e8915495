using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Emergencies.Contract;
using Muster.Placements.Pages;
using Muster.Platform.Files;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Language;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.Placements.Standing.Pages;

/// <summary>What is in force: coverage both ways, reserve, gaps, one place; each list with its spreadsheet.</summary>
internal static class StandingPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/in-force/{e:guid}", Places);
        routes.MapPage("/in-force/{e:guid}/people", (Guid e, HttpRequest request, StandingQueries standing, PlanChangeQueries names, CancellationToken stop) => People(e, "/people", request, standing, names, stop));
        routes.MapPage("/in-force/{e:guid}/reserve", (Guid e, HttpRequest request, StandingQueries standing, PlanChangeQueries names, CancellationToken stop) => People(e, "/reserve", request, standing, names, stop));
        routes.MapPage("/in-force/{e:guid}/gaps", Gaps);
        routes.MapPage("/in-force/{e:guid}/places/{place:guid}", OnePlace);
        routes.MapPage("/in-force/{e:guid}/places/export", PlacesExport);
        routes.MapPage("/in-force/{e:guid}/people/export", (Guid e, HttpContext http, StandingQueries standing, Viewing view) => PeopleExport(e, "/people", http, standing, view));
        routes.MapPage("/in-force/{e:guid}/reserve/export", (Guid e, HttpContext http, StandingQueries standing, Viewing view) => PeopleExport(e, "/reserve", http, standing, view));
        routes.MapPage("/in-force/{e:guid}/gaps/export", GapsExport);
        routes.MapPage("/in-force/{e:guid}/pick/place", async (Guid e, string? words, PlanChangeQueries changes, CancellationToken stop) => Html.Of<PickOptions>(new
        {
            Options = (IReadOnlyList<Option>)(string.IsNullOrWhiteSpace(words) ? [] : [.. (await changes.Places(e, words, stop)).Select(p => new Option($"{p.AreaId}/{p.PostId}", p.Name, Note: p.Above))]),
        }));
        routes.MapPage("/in-force/{e:guid}/pick/person", async (Guid e, string? words, StandingQueries standing, Viewing view, CancellationToken stop) => Html.Of<PickOptions>(new
        {
            Options = (IReadOnlyList<Option>)(string.IsNullOrWhiteSpace(words) || await standing.Find(e, stop) is not { } found ? []
                : [.. (await standing.People(e, found.At, new TableAsk("/", [new("q", words), new("size", "12")]), stop)).Rows.Select(p => new Option(p.PersonId.ToString(), p.Name, Note: $"{p.Agency} {p.Area ?? view.Tongue["plans.reserve"]} {p.Post}"))]),
        }));
        routes.MapPage("/in-force/{e:guid}/map", async (Guid e, Guid? of, StandingQueries standing, MapQueries maps, CancellationToken stop) =>
            await standing.Find(e, stop) is { } found && await maps.Read(new MapOf(e, null, found.At), of, stop) is { } map
                ? Html.Of<StandingMapPage>(new { Standing = found, Map = map }) : Results.NotFound());
        routes.MapPage("/plans/{plan:guid}/map", async (Guid plan, Guid? of, PlanQueries plans, MapQueries maps, CancellationToken stop) =>
            await plans.Plan(plan, stop) is { } line && await maps.Read(new MapOf(line.EmergencyId, plan, line.StartsAt), of, stop) is { } map
                ? Html.Of<PlanMapPage>(new { Plan = line, Map = map }) : Results.NotFound());
        StandingChanges.Map(routes);
        ReservePages.Map(routes);
        RepairPages.Map(routes);
    }

    private static async Task<IResult> Places(Guid e, HttpRequest request, StandingQueries standing, PlanChangeQueries names, CancellationToken stop)
    {
        if (await standing.Find(e, stop) is not { } found) return Results.NotFound();
        var ask = TableAsk.Of(request);
        return Html.Of<PlacesPage>(new
        {
            Standing = found, Figures = await standing.Figures(e, found.At, stop), Ask = ask, List = await standing.Places(e, found.At, ask, stop),
            AreaName = (await names.FilterNames(ask.Guid("area"), null, null, stop)).Area,
        });
    }

    private static async Task<IResult> People(Guid e, string tab, HttpRequest request, StandingQueries standing, PlanChangeQueries names, CancellationToken stop)
    {
        if (await standing.Find(e, stop) is not { } found) return Results.NotFound();
        var ask = TableAsk.Of(request);
        var (area, post, agency) = await names.FilterNames(ask.Guid("area"), ask.Guid("post"), ask.Guid("agency"), stop);
        return Html.Of<StandingPeoplePage>(new
        {
            Standing = found, Tab = tab, Ask = ask, List = await standing.People(e, found.At, tab == "/reserve" ? InReserve(ask) : ask, stop),
            Codes = tab == "/reserve" ? await standing.ReserveCodes(e, stop) : [], Readmissions = tab == "/reserve" ? await standing.Readmissions(e, 10, stop) : [], AreaName = area, PostName = post, AgencyName = agency,
        });
    }

    internal static TableAsk InReserve(TableAsk ask) => new(ask.Path, [.. ask.Pairs().Select(p => KeyValuePair.Create(p.Name, new Microsoft.Extensions.Primitives.StringValues(p.Value))),
        .. Paging(ask), new("where", "reserve")]);

    private static IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> Paging(TableAsk ask)
    {
        if (ask.After is { } after) yield return new("after", after.ToString());
        if (ask.Before is { } before) yield return new("before", before.ToString());
    }

    private static async Task<IResult> Gaps(Guid e, HttpRequest request, StandingQueries standing, PlanChangeQueries names, CancellationToken stop)
    {
        if (await standing.Find(e, stop) is not { } found) return Results.NotFound();
        var ask = TableAsk.Of(request);
        return Html.Of<StandingGapsPage>(new
        {
            Standing = found, Ask = ask, List = await standing.Gaps(e, ask, stop), Reasons = await standing.GapReasons(e, stop), Owners = await standing.GapOwners(e, stop),
            AreaName = (await names.FilterNames(ask.Guid("area"), null, null, stop)).Area,
        });
    }

    private static async Task<IResult> OnePlace(Guid e, Guid place, StandingQueries standing, CancellationToken stop)
    {
        if (await standing.Find(e, stop) is not { } found) return Results.NotFound();
        var (shown, gap) = await standing.Place(e, place, found.At, stop);
        return shown is null ? Results.NotFound() : Html.Of<OnePlacePage>(new
        {
            Standing = found, Place = shown, Gap = gap, Serving = await standing.At(e, shown.AreaId, shown.PostId, found.At, 200, stop),
            Past = await standing.Before(e, shown.AreaId, shown.PostId, found.At, 50, stop),
        });
    }

    private static async Task<IResult> PlacesExport(Guid e, HttpContext http, StandingQueries standing, Viewing view)
    {
        if (await standing.Find(e, http.RequestAborted) is not { } found) return Results.NotFound();
        var t = view.Tongue;
        await Spreadsheet.Send(http, t["standing.places"], async sheet =>
        {
            sheet.BeginSheet(t["standing.places"], [new(t["standing.above"], 18), new(t["plans.area"], 24), new(t["plans.post"], 26), new(t["standing.state"], 12), new(t["standing.have"], 10), new(t["standing.minimum"], 10), new(t["standing.target"], 10), new(t["standing.limit"], 10)]);
            await foreach (var p in standing.AllPlaces(e, found.At, TableAsk.Of(http.Request), http.RequestAborted))
                sheet.Row(p.Above, p.Area, p.Post, t.Of(p.State), p.Served, p.Minimum, p.Target, p.Absorption);
        });
        return Results.Empty;
    }

    private static async Task<IResult> PeopleExport(Guid e, string tab, HttpContext http, StandingQueries standing, Viewing view)
    {
        if (await standing.Find(e, http.RequestAborted) is not { } found) return Results.NotFound();
        var (t, ask) = (view.Tongue, TableAsk.Of(http.Request));
        var name = tab == "/reserve" ? t["standing.reserve"] : t["standing.people"];
        await Spreadsheet.Send(http, name, async sheet =>
        {
            sheet.BeginSheet(name, [new(t["plans.person"], 12), new(t["plans.agency"], 26), new(t["standing.job"], 18), new(t["plans.area"], 24), new(t["plans.post"], 24), new(t["plans.role"], 14), new(t["standing.from-to"], 34), new(t["plans.why"], 34)]);
            await foreach (var p in standing.Everyone(e, found.At, tab == "/reserve" ? InReserve(ask) : ask, http.RequestAborted))
                sheet.Row(p.Name, p.Agency, p.JobTitle, p.Area ?? (p.Code is null ? t["standing.neither"] : t["plans.reserve"]), p.Post, p.Role is null ? null : PlanWords.Role(t, p.Role),
                    StandingWords.Period(t, p.StartsAt, p.EndsAt), p.AreaId is null ? StandingWords.Why(t, p.Code, p.Reason) : null);
        });
        return Results.Empty;
    }

    private static async Task<IResult> GapsExport(Guid e, HttpContext http, StandingQueries standing, Viewing view)
    {
        var t = view.Tongue;
        await Spreadsheet.Send(http, t["standing.gaps"], async sheet =>
        {
            sheet.BeginSheet(t["standing.gaps"], [new(t["standing.above"], 18), new(t["plans.area"], 24), new(t["plans.post"], 26), new(t["plans.short-by"], 10), new(t["plans.why"], 26), new(t["plans.owner"], 16), new(t["standing.since"], 22)]);
            await foreach (var g in standing.AllGaps(e, TableAsk.Of(http.Request), http.RequestAborted))
                sheet.Row(g.Above, g.Area, g.Post, g.Missing, PlanWords.Why(t, g.Reason), g.Owner, t.Moment(g.Since));
        });
        return Results.Empty;
    }
}
