using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Patterns;
using Muster.Rosters.Relief.Pages;

namespace Muster.Rosters.Relief;

/// <summary>Relief days on a community's page: who is due one, who stands in, accepted in one click.</summary>
internal static class ReliefPages
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<ReliefQueries>();
        services.AddSingleton(GiveReliefDay.Given);
        services.AddSingleton(new RecordCard(RecordKind.Area, typeof(ReliefCard), 21));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<GiveReliefDay, Guid>();
        routes.MapPage("/areas/{id:guid}/relief", async (Guid id, HttpContext http, ReliefQueries relief, PatternQueries patterns) => await Show(id, http, relief, patterns, FormInput.Blank()));
        routes.MapForm("/areas/{id:guid}/relief", async (Guid id, HttpContext http, ReliefQueries relief, PatternQueries patterns, Posting posting, Viewing view) =>
            await posting.Do<GiveReliefDay, Guid>(await FormInput.Read(http), _ => posting.To($"/areas/{id}/relief", view.Tongue["relief.given"]), again => Show(id, http, relief, patterns, again)));
        routes.MapPage("/areas/{id:guid}/relief/export", async (Guid id, HttpContext http, ReliefQueries relief, Viewing view) =>
        {
            var t = view.Tongue;
            await Spreadsheet.Send(http, t["relief.title"], async sheet =>
            {
                sheet.BeginSheet(t["relief.title"], [new(t["relief.day"], 14), new(t["board.person"], 14), new(t["relief.stand-in"], 14), new(t["plans.place"], 20), new(t["relief.run"], 12), new(t["rest.by"], 14)]);
                var ask = TableAsk.Of(http.Request);
                for (var page = await relief.Given(id, ask, http.RequestAborted); ; page = await relief.Given(id, new TableAsk(ask.Path, [.. ask.Pairs().Select(p => KeyValuePair.Create(p.Name, new Microsoft.Extensions.Primitives.StringValues(p.Value))), new("after", page.Next!)]), http.RequestAborted))
                {
                    foreach (var r in page.Rows) sheet.Row(r.Day, r.Person, r.StandIn, r.Post, SheetValue.Of(r.RunDays), r.GivenBy);
                    if (page.Next is null) break;
                }
            });
        });
        routes.MapGet("/api/areas/{id:guid}/relief", async (Guid id, int? run, ReliefQueries relief, CancellationToken stop) => Results.Json(await relief.Of(id, Math.Clamp(run ?? ReliefRules.RunDays, 1, 30), stop), Desk.Json)).RequireAuthorization(Policies.Field);
    }

    private static async Task<IResult> Show(Guid id, HttpContext http, ReliefQueries relief, PatternQueries patterns, FormInput input)
    {
        if (await patterns.Area(id, http.RequestAborted) is not { } area) return Results.NotFound();
        var ask = TableAsk.Of(http.Request);
        var run = Math.Clamp(ask.Int("run") ?? ReliefRules.RunDays, 1, 30);
        return Html.Of<ReliefPage>(new { Area = area, Run = run, Due = await relief.Of(id, run, http.RequestAborted), Ask = ask, List = await relief.Given(id, ask, http.RequestAborted), Input = input }, input.Broken.Count > 0 ? 422 : 200);
    }
}
