using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Placements.Cards.Documents;
using Muster.Placements.Cards.Pages;
using Muster.Placements.Standing;
using Muster.Platform.Acts;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.Placements.Cards;

/// <summary>Cards of the rows chosen in a list of what is in force, or of an area and below: how many first, then issued, printed, taken as a file.</summary>
internal static class SomeCardPages
{
    /// <summary>Whose cards.</summary>
    /// <param name="Of">people or places for chosen rows; area.</param>
    private sealed record Chosen(string Of, Guid? AreaId, IReadOnlyList<Guid>? Subjects, string Name)
    {
        public CardFilter Filter => new(AreaId, Subjects: Subjects);

        public CardKind[] Kinds => Of switch { "people" => [CardKind.Person], "places" => [CardKind.Post, CardKind.Area], _ => Enum.GetValues<CardKind>() };
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/in-force/{e:guid}/cards", async (Guid e, Guid? area, Guid? post, HttpContext http, StandingQueries standing, PlanChangeQueries names, CardQueries cards, Chromium chromium, Viewing view) =>
        {
            var (inArea, atPost, _) = await names.FilterNames(area, post, null, http.RequestAborted);
            if (await standing.Find(e, http.RequestAborted) is not { } found || (inArea ?? atPost) is not { } name) return Results.NotFound();
            var chosen = post is { } one ? new Chosen("places", null, [one], name) : new Chosen("area", area, null, view.Tongue["cards.some.of-area", name]);
            return await Page(found, chosen, FormInput.Blank(), 200, cards, chromium, http.RequestAborted);
        });
        routes.MapForm("/in-force/{e:guid}/cards", Do);
    }

    private static async Task<IResult> Do(Guid e, HttpContext http, StandingQueries standing, PlanChangeQueries names, CardQueries cards, CardIssuing issuing, CardAddress address, Papers papers, Chromium chromium, Viewing view)
    {
        var stop = http.RequestAborted;
        if (await standing.Find(e, stop) is not { } found) return Results.NotFound();
        var input = await FormInput.Read(http);
        if (await Read(found, input, standing, names, view, stop) is not { } chosen) return Html.To(http, $"/in-force/{e}/people", view.Tongue["plans.bulk.none"], FlashKind.Warning);
        try
        {
            Refused.Where(CardRules.Some(chosen.Subjects));
            if (input["File"]?.Split('.') is [var kind, var format] && found.PlanId is { } plan && CardEndpoints.Wanted(plan, kind, format, chosen.AreaId) is { } wanted)
                return wanted.Format == PaperFormat.Pdf
                    ? Html.To(http, $"/jobs/{await papers.Print(http, wanted with { Subjects = chosen.Subjects }, WriteId.New(), view)}")
                    : await papers.Send(http, wanted with { Subjects = chosen.Subjects }, WriteId.New(), view);
            if (input["Print"] is not null)
            {
                var shown = await cards.Cards(e, chosen.Kinds, chosen.Filter, CardPages.CardsPerPageMost, stop);
                var total = shown.Count < CardPages.CardsPerPageMost ? shown.Count : await cards.Count(e, chosen.Kinds, chosen.Filter, stop);
                return Html.Of<CardSheets>(new { Title = $"{found.Emergency} · {chosen.Name}", Cards = (IReadOnlyList<IssuedCard>)shown, Total = total, Address = address.Of(http), Back = $"/in-force/{e}" });
            }
            if (input["Do"] is null) return await Page(found, chosen, FormInput.Blank(), 200, cards, chromium, stop);
            CardKind? only = chosen.Of == "people" ? CardKind.Person : null;
            return Html.To(http, $"/jobs/{await issuing.Start(new IssueCards(e, chosen.AreaId, chosen.Subjects, only), $"{found.Emergency} · {chosen.Name}", view.Actor, input.WriteId)}");
        }
        catch (Refused refused)
        {
            return await Page(found, chosen, input.With(refused.Rules), 422, cards, chromium, stop);
        }
    }

    /// <summary>From a list's bulk bar (rows ticked, or all that match), or from the page itself, which carries them on.</summary>
    private static async Task<Chosen?> Read(StandingView found, FormInput input, StandingQueries standing, PlanChangeQueries names, Viewing view, CancellationToken stop)
    {
        var t = view.Tongue;
        if (input["Of"] == "area")
            return Guid.TryParse(input["area"], out var area) && (await names.FilterNames(area, null, null, stop)).Area is { } name ? new Chosen("area", area, null, t["cards.some.of-area", name]) : null;
        var places = input["Of"] == "places";
        var selection = Selection.Of(input, $"/in-force/{found.EmergencyId}{(places ? "" : "/people")}");
        if (selection.IsEmpty) return null;
        List<Guid> ids = [];
        if (!places) ids = await standing.Chosen(found.EmergencyId, found.At, selection, CardRules.SubjectsMost, stop);
        else if (!selection.All) ids = [.. selection.Ids.Distinct()];
        else
            await foreach (var place in standing.AllPlaces(found.EmergencyId, found.At, selection.Ask, stop))
            {
                ids.Add(place.PlaceId);
                if (ids.Count > CardRules.SubjectsMost) break;
            }
        return new Chosen(places ? "places" : "people", null, ids, t[places ? "cards.some.of-places" : "cards.some.of-people", t.Number(ids.Count)]);
    }

    private static async Task<IResult> Page(StandingView found, Chosen chosen, FormInput input, int status, CardQueries cards, Chromium chromium, CancellationToken stop) => Html.Of<SomeCardsPage>(new
    {
        Standing = found, Preview = await cards.Preview(found.EmergencyId, found.At, chosen.Filter, stop), Input = input, chosen.Of, chosen.Name, Area = chosen.AreaId,
        Ids = chosen.Subjects?.Count <= CardRules.SubjectsMost ? chosen.Subjects : [], HasChromium = chromium.IsInstalled,
    }, status);
}
