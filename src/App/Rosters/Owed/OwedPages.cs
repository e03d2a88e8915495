using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Jobs;
using Muster.Platform.Reading;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Changing;
using Muster.Rosters.Owed.Pages;
using Muster.Rosters.Patterns;

namespace Muster.Rosters.Owed;

/// <summary>Owed duty as part of the module: recorded by the clock, listed by person and community, written off with a reason.</summary>
internal static class OwedPages
{
    public static void Add(IServiceCollection services)
    {
        services.AddReadRules([ReadRule.Where("owed_duty", "t.area_id in (select id from area)")]);
        services.AddSingleton<OwedQueries>();
        services.AddSingleton<IListen<RosterPublished>, PlanMakeUps>();
        services.AddSingleton<IListen<ShiftReassigned>, PlanMakeUps>();
        services.AddSingleton(RecordOwed.Told);
        services.AddSingleton(made => new Chore(nameof(RecordOwed), TimeSpan.FromMinutes(20), stop => RecordOwed.WhenDue(made, stop)));
        services.AddSingleton(new RecordCard(RecordKind.Person, typeof(PersonOwed), 25));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<RecordOwed, OwedRecorded>();
        routes.MapAct<WriteOffOwed, Guid>();
        routes.MapPage("/owed", async (HttpRequest request, OwedQueries owed, PatternQueries patterns, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            return Html.Of<OwedListPage>(new { Ask = ask, List = await owed.Page(ask, stop), Under = ask.Guid("under") is { } id ? await patterns.Area(id, stop) : null });
        });
        routes.MapPage("/owed/export", Export);
        routes.MapPage("/owed/{id:guid}", (Guid id, OwedQueries owed, CancellationToken stop) => One(id, owed, FormInput.Blank(), stop));
        routes.MapForm("/owed/{id:guid}/write-off", async (Guid id, HttpContext http, OwedQueries owed, Posting posting, Viewing view) =>
            await posting.Do<WriteOffOwed, Guid>(await FormInput.Read(http), _ => posting.To($"/owed/{id}", view.Tongue["owed.written-off"]), again => One(id, owed, again, http.RequestAborted), ("OwedId", id)));
        routes.MapGet("/api/owed", async (HttpRequest request, OwedQueries owed, CancellationToken stop) => Results.Json(await owed.Page(TableAsk.Of(request), stop), Desk.Json)).RequireAuthorization(Policies.Field);
    }

    private static async Task<IResult> One(Guid id, OwedQueries owed, FormInput input, CancellationToken stop) =>
        await owed.Of(id, stop) is { } line ? Html.Of<OneOwedPage>(new { Owed = line, Input = input }, input.Broken.Count > 0 ? 422 : 200) : Results.NotFound();

    private static Task Export(HttpContext http, OwedQueries owed, Viewing view)
    {
        var t = view.Tongue;
        return Spreadsheet.Send(http, t["owed.title"], async sheet =>
        {
            sheet.BeginSheet(t["owed.title"], [new(t["rosters.area"], 24), new(t["board.person"], 14), new(t["owed.missed"], 18), new(t["times.post"], 24), new(t["owed.state"], 12), new(t["owed.by"], 30), new(t["owed.settled"], 30)]);
            await foreach (var o in owed.Everything(TableAsk.Of(http.Request), http.RequestAborted))
                sheet.Row(o.Area, o.Person, t.Moment(o.StartsAt), o.Post, t.Of(o.State), o.ByStartsAt is { } at ? $"{t.Moment(at)} {o.ByPost}" : null, o.SettledAt is { } done ? $"{t.Moment(done)} {o.SettledBy} {o.Reason}" : null);
        });
    }
}
