using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Placements.Cards.Pages;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;

namespace Muster.Placements.Cards;

/// <summary>Cards of places that differ from what was last printed: listed, and issued and printed again in one press.</summary>
internal static class ChangedCardPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/plans/{plan:guid}/cards/changed", (Guid plan, Guid? area, CardQueries cards, ChangedCards changed, CancellationToken stop) => Show(plan, area, cards, changed, FormInput.Blank(), stop));
        routes.MapPage("/plans/{plan:guid}/cards/changed/export", async (Guid plan, Guid? area, HttpContext http, CardQueries cards, ChangedCards changed, Viewing view) =>
        {
            if (await cards.Counts(plan, http.RequestAborted) is not { } counts)
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }
            var (t, list) = (view.Tongue, await changed.Of(counts.EmergencyId, area, http.RequestAborted));
            await Spreadsheet.Send(http, t["cards.changed"], sheet =>
            {
                sheet.BeginSheet(t["cards.changed"], [new(t["cards.changed.place"], 28), new(t["cards.changed.area"], 24), new(t["cards.changed.number"], 14), new(t["cards.changed.what"], 40)]);
                foreach (var c in list) sheet.Row(c.Name, c.Area, c.Number, ChangedCardsPage.What(t, c));
                return Task.CompletedTask;
            });
        });
        routes.MapForm("/plans/{plan:guid}/cards/changed", async (Guid plan, HttpContext http, CardQueries cards, ChangedCards changed, Posting posting, CardAddress address) =>
        {
            var stop = http.RequestAborted;
            if (await cards.Counts(plan, stop) is not { } counts) return Results.NotFound();
            var input = await FormInput.Read(http);
            Guid? area = Guid.TryParse(input["area"], out var id) ? id : null;
            var subjects = (await changed.Of(counts.EmergencyId, area, stop)).Select(c => c.SubjectId).ToList();
            IReadOnlyList<IssuedCard> again = [];
            return await posting.Do(new IssueCards(counts.EmergencyId, Subjects: subjects), input, _ => new Printed(async () =>
            {
                again = await cards.Cards(counts.EmergencyId, [CardKind.Post, CardKind.Area], new CardFilter(Subjects: subjects), CardPages.CardsPerPageMost, stop);
                return Html.Of<CardSheets>(new { Title = counts.Emergency, Cards = again, Total = (long)again.Count, Address = address.Of(http), Back = $"/plans/{plan}/cards/changed" });
            }), refused => Show(plan, area, cards, changed, refused, stop));
        });
        routes.MapGet("/api/plans/{plan:guid}/cards/changed", async (Guid plan, Guid? area, CardQueries cards, ChangedCards changed, CancellationToken stop) =>
            await cards.Counts(plan, stop) is { } counts ? Results.Json(await changed.Of(counts.EmergencyId, area, stop), Desk.Json) : Results.NotFound()).RequireAuthorization(Policies.SignedInOrLocal);
    }

    private static async Task<IResult> Show(Guid plan, Guid? area, CardQueries cards, ChangedCards changed, FormInput input, CancellationToken stop) => await cards.Counts(plan, stop) is { } counts
        ? Html.Of<ChangedCardsPage>(new { Counts = counts, Area = area, Changed = counts.Published ? await changed.Of(counts.EmergencyId, area, stop) : [], Input = input }, input.Broken.Count > 0 ? 422 : 200) : Results.NotFound();

    /// <summary>The sheets, read when the act has been done.</summary>
    private sealed class Printed(Func<Task<IResult>> sheets) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext) => await (await sheets()).ExecuteAsync(httpContext);
    }
}
