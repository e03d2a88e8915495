using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Placements.Cards.Documents;
using Muster.Placements.Cards.Links;
using Muster.Placements.Cards.Pages;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Language;
using Muster.Platform.Ui.Showing;

namespace Muster.Placements.Cards;

/// <summary>Pages of cards (/plans/{plan}/cards…, /cards/{id}) and the page of a personal link (/me/{secret}).</summary>
internal static class CardPages
{
    /// <summary>More than this are no page any more: filter by area.</summary>
    public const int CardsPerPageMost = 4_000;

    private static readonly CardKind[] Places = [CardKind.Post, CardKind.Area];
    private static readonly CardKind[] People = [CardKind.Person];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/plans/{plan:guid}/cards", async (Guid plan, CardQueries cards, Chromium chromium, CancellationToken stop) =>
            await cards.Counts(plan, stop) is { } counts ? Html.Of<CardsPage>(new { Counts = counts, Input = FormInput.Blank(), HasChromium = chromium.IsInstalled }) : Results.NotFound());
        routes.MapForm("/plans/{plan:guid}/cards/issue", Issue);
        routes.MapPage("/plans/{plan:guid}/cards/posts", (Guid plan, [AsParameters] CardAsk ask, HttpContext http, CardQueries cards, CardAddress address, Viewing view) =>
            Sheets(plan, Places, ask, http, cards, address, view));
        routes.MapPage("/plans/{plan:guid}/cards/people", (Guid plan, [AsParameters] CardAsk ask, HttpContext http, CardQueries cards, CardAddress address, Viewing view) =>
            Sheets(plan, People, ask, http, cards, address, view));
        routes.MapPage("/plans/{plan:guid}/cards/files/{kind}.{format}", Take);
        routes.MapForm("/plans/{plan:guid}/cards/print", Print);
        routes.MapPage("/prints/{job:guid}", (Guid job, HttpContext http, Printing printing) => printing.Take(job, Acting.Of(http), http.Response));
        routes.MapPage("/cards/{id:guid}", async (Guid id, HttpContext http, CardQueries cards, CardAddress address, CancellationToken stop) =>
            await cards.Card(id, stop) is { } card
                ? Html.Of<CardPage>(new { Card = card, History = await cards.History(card.EmergencyId, card.SubjectId, stop), Address = address.Of(http), Input = FormInput.Blank() })
                : Results.NotFound());
        routes.MapPage("/cards/{id:guid}/print", async (Guid id, HttpContext http, CardQueries cards, CardAddress address, CancellationToken stop) =>
            await cards.Card(id, stop) is { } card
                ? Html.Of<CardSheets>(new { Title = card.Number, Cards = (IReadOnlyList<IssuedCard>)[card], Address = address.Of(http), Back = $"/cards/{id}" })
                : Results.NotFound());
        routes.MapPage("/cards/{id:guid}/holder", async (Guid id, PersonalPages pages, CancellationToken stop) =>
            await pages.Preview(id, stop) is { } page ? Html.Of<MyPlacePage>(new { Page = page }) : Results.NotFound());
        routes.MapPage("/cards/{id:guid}/revoke", async (Guid id, CardQueries cards, CancellationToken stop) =>
            await cards.Card(id, stop) is { Kind: CardKind.Person } card ? Html.Of<RevokeLinkPage>(new { Card = card, Input = FormInput.Blank() }) : Results.NotFound());
        routes.MapForm("/cards/{id:guid}/revoke", Revoke);
        routes.MapForm("/cards/{id:guid}/issue", IssueOne);
        SomeCardPages.Map(routes);
        ChangedCardPages.Map(routes);
        routes.MapPage("/me/{secret}", Mine, Policies.Open);
        routes.MapPage("/me/{secret}/muster.ics", MyCalendar, Policies.Open);
    }

    private static async Task<IResult> Issue(Guid plan, HttpContext http, CardQueries cards, CardIssuing issuing, Viewing view, CancellationToken stop)
    {
        if (await cards.Counts(plan, stop) is not { } counts) return Results.NotFound();
        var input = await FormInput.Read(http);
        var job = await issuing.Start(new IssueCards(counts.EmergencyId), counts.Emergency, view.Actor, input.WriteId);
        return Html.To(http, $"/jobs/{job}");
    }

    private static async Task<IResult> Revoke(Guid id, HttpContext http, CardQueries cards, Posting posting, Viewing view)
    {
        if (await cards.Card(id, http.RequestAborted) is not { Kind: CardKind.Person } card) return Results.NotFound();
        var input = await FormInput.Read(http);
        return await posting.Do<RevokePersonalLink, Guid>(
            input,
            _ => posting.To($"/cards/{id}", view.Tongue["cards.revoke.done"]),
            refused => Task.FromResult<IResult>(Html.Of<RevokeLinkPage>(new { Card = card, Input = refused }, 422)),
            (nameof(RevokePersonalLink.EmergencyId), card.EmergencyId), (nameof(RevokePersonalLink.PersonId), card.SubjectId));
    }

    /// <summary>Issues the cards of one post, area or person anew; the page of the job tells how many changed.</summary>
    private static async Task<IResult> IssueOne(Guid id, HttpContext http, CardQueries cards, CardIssuing issuing, Viewing view)
    {
        if (await cards.Card(id, http.RequestAborted) is not { } card) return Results.NotFound();
        var input = await FormInput.Read(http);
        var job = await issuing.Start(new IssueCards(card.EmergencyId, Subjects: [card.SubjectId]), card.Number, view.Actor, input.WriteId);
        return Html.To(http, $"/jobs/{job}");
    }

    private static async Task<IResult> Take(Guid plan, string kind, string format, Guid? area, HttpContext http, Papers papers, Viewing view)
    {
        if (CardEndpoints.Wanted(plan, kind, format, area) is not { } wanted) return Results.NotFound();
        try
        {
            return await papers.Send(http, wanted, WriteId.New(), view);
        }
        catch (Refused refused)
        {
            return Html.To(http, $"/plans/{plan}/cards", string.Join(' ', refused.Rules.Select(view.Tongue.Of)), FlashKind.Warning);
        }
    }

    private static async Task<IResult> Print(Guid plan, HttpContext http, Papers papers, Viewing view)
    {
        var input = await FormInput.Read(http);
        if (CardEndpoints.Wanted(plan, input["Kind"] ?? "", nameof(PaperFormat.Pdf), null) is not { } wanted) return Results.NotFound();
        try
        {
            return Html.To(http, $"/jobs/{await papers.Print(http, wanted, input.WriteId, view)}");
        }
        catch (Refused refused)
        {
            return Html.To(http, $"/plans/{plan}/cards", string.Join(' ', refused.Rules.Select(view.Tongue.Of)), FlashKind.Warning);
        }
    }

    private static async Task<IResult> Sheets(Guid plan, CardKind[] kinds, CardAsk ask, HttpContext http, CardQueries cards, CardAddress address, Viewing view)
    {
        if (await cards.Counts(plan, http.RequestAborted) is not { } counts) return Results.NotFound();
        var shown = await cards.Cards(counts.EmergencyId, kinds, ask.Filter, CardsPerPageMost, http.RequestAborted);
        var total = shown.Count < CardsPerPageMost ? shown.Count : await cards.Count(counts.EmergencyId, kinds, ask.Filter, http.RequestAborted);
        return Html.Of<CardSheets>(new
        {
            Title = $"{counts.Emergency} · {(kinds == People ? view.Tongue["cards.persons.title"] : view.Tongue["cards.posts.title"])}",
            Cards = (IReadOnlyList<IssuedCard>)shown, Total = total, Address = address.Of(http), Back = $"/plans/{plan}/cards",
        });
    }

    private static async Task<IResult> Mine(string secret, PersonalPages pages, CancellationToken stop) => await pages.Find(secret, stop) is { } page
        ? Html.Of<MyPlacePage>(new { Page = page, Secret = secret })
        : Html.Of<LinkEndedPage>(new { }, StatusCodes.Status410Gone);

    private static async Task<IResult> MyCalendar(string secret, HttpContext http, PersonalPages pages, Viewing view, CancellationToken stop)
    {
        if (await pages.Find(secret, stop) is not { } page) return Html.Of<LinkEndedPage>(new { }, StatusCodes.Status410Gone);
        if (page is not { Place: { } place, PlacementId: { } id, MadeAt: { } made }) return Html.To(http, $"/me/{secret}");
        http.Response.Headers.ContentDisposition = DownloadName.Header(view.Tongue["me.calendar.file"] + ".ics");
        return Results.Text(Calendar.Of(place, id, made, Words(place, view.Tongue)), Calendar.ContentType);
    }

    private static CalendarWords Words(PersonContent place, Tongue t) => new(t["me.calendar.report"], t["me.calendar.serve"], string.Join('\n', (IEnumerable<string>)
    [
        t["cards.report"] + CardWords.Colon(t) + (place.ReportTo is { } to ? $"{to.Name} {to.Title} {to.Phone}".Trim() : t["cards.contact.none"]),
        t["cards.with"] + CardWords.Colon(t) + CardWords.With(t, place),
        t["cards.bring"] + CardWords.Colon(t) + (place.Bring ?? t["cards.kit.none"]),
    ]));
}
