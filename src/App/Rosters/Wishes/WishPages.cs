using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Reading;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Patterns;
using Muster.Rosters.Wishes.Pages;

namespace Muster.Rosters.Wishes;

/// <summary>Wishes as part of the module: said on the phone, listed for who makes the rosters; the board shows which are not kept.</summary>
internal static class WishPages
{
    public static void Add(IServiceCollection services)
    {
        services.AddReadRules([ReadRule.Where("wish", "t.person_id in (select id from readable_person)")]);
        services.AddSingleton<WishQueries>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<MakeWish, Guid>();
        routes.MapAct<EndWish, Guid>();
        routes.MapPage("/field/wishes", (HttpContext http, WishQueries wishes, TimeProvider clock) => Own(http, wishes, Blank(clock)), Policies.SignedIn);
        routes.MapForm("/field/wishes", async (HttpContext http, WishQueries wishes, Posting posting, Viewing view) =>
            await posting.Do<MakeWish, Guid>(await FormInput.Read(http), _ => posting.To("/field/wishes", view.Tongue["wishes.made"]), again => Own(http, wishes, again)), Policies.SignedIn);
        routes.MapForm("/field/wishes/{id:guid}/end", async (Guid id, HttpContext http, WishQueries wishes, Posting posting, Viewing view, TimeProvider clock) =>
            await posting.Do(new EndWish(id), await FormInput.Read(http), _ => posting.To("/field/wishes", view.Tongue["wishes.ended"]), again => Own(http, wishes, Blank(clock).With(again.Broken))), Policies.SignedIn);
        routes.MapPage("/wishes", async (HttpRequest request, WishQueries wishes, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            return Html.Of<WishesPage>(new { Ask = ask, List = await wishes.Page(ask, stop) });
        });
        routes.MapPage("/wishes/export", Export);
        routes.MapGet("/api/wishes", async (HttpRequest request, WishQueries wishes, CancellationToken stop) => Results.Json(await wishes.Page(TableAsk.Of(request), stop), Desk.Json)).RequireAuthorization(Policies.Field);
        routes.MapGet("/api/field/wishes", async (HttpContext http, WishQueries wishes, CancellationToken stop) => Results.Json(await wishes.Own(Acting.Of(http).Id, stop) ?? [], Desk.Json)).RequireAuthorization(Policies.SignedIn);
    }

    private static FormInput Blank(TimeProvider clock) => FormInput.Blank(("StartsOn", WorkDays.Of(clock.GetUtcNow()).AddDays(1)), ("Days", 1), ("Part", WishPart.Any), ("Wanted", false));

    private static async Task<IResult> Own(HttpContext http, WishQueries wishes, FormInput input) =>
        Html.Of<OwnWishesPage>(new { Wishes = await wishes.Own(Acting.Of(http).Id, http.RequestAborted), Input = input }, input.Broken.Count > 0 ? 422 : 200);

    private static Task Export(HttpContext http, WishQueries wishes, Viewing view)
    {
        var t = view.Tongue;
        return Spreadsheet.Send(http, t["wishes.title"], async sheet =>
        {
            sheet.BeginSheet(t["wishes.title"], [new(t["board.person"], 14), new(t["leave.from"], 14), new(t["leave.to"], 14), new(t["wishes.part"], 12), new(t["wishes.wanted"], 12), new(t["wishes.made-at"], 18)]);
            await foreach (var w in wishes.Everything(TableAsk.Of(http.Request), http.RequestAborted))
                sheet.Row(w.Person, w.StartsOn, w.EndsOn.AddDays(-1), t.Of(w.Part), w.Wanted ? t["wishes.yes"] : t["wishes.no"], t.Moment(w.MadeAt));
        });
    }
}
