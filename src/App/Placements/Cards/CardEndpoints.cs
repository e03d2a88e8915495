using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Placements.Cards.Documents;
using Muster.Placements.Cards.Links;
using Muster.Placements.Cards.Pages;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Jobs;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Showing;

namespace Muster.Placements.Cards;

/// <summary>Which cards a print page or a list shows.</summary>
internal sealed record CardAsk(Guid? Area, Guid? Agency, string? Q)
{
    public CardFilter Filter => new(Area, Agency, Q);
}

/// <summary>Routes of cards and personal links, for programs; <see cref="CardPages"/> has those for people.</summary>
internal static class CardEndpoints
{
    private const int LinesMost = 1000;

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<LinkSecrets>();
        services.AddSingleton<PersonalPages>();
        services.AddSingleton<CardQueries>();
        services.AddSingleton<CardIssuing>();
        services.AddSingleton<ChangedCards>();
        services.AddSingleton<CardAddress>();
        services.AddSingleton<PlanRows>();
        services.AddSingleton<Lists>();
        services.AddSingleton<OrderDocx>();
        services.AddSingleton<Chromium>();
        services.AddSingleton<Printing>();
        services.AddSingleton<Papers>();
        services.AddSingleton(new JobEnd(Printing.JobKind, typeof(PrintEnd)));
        services.AddSingleton(new JobLive(Printing.JobKind, typeof(PrintLive), "ui.job.cancel", "papers.print.cancel.about"));
        services.AddSingleton(provider => new Chore(Printing.JobKind, TimeSpan.FromMinutes(5), _ =>
        {
            provider.GetRequiredService<Printing>().DropOld();
            return Task.CompletedTask;
        }));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<IssueCards, IssuedCards>();
        routes.MapAct<RevokePersonalLink, Guid>();
        routes.MapAct<ExportPlan, long>();
        var api = routes.MapGroup("/api/plans/{plan:guid}/cards").RequireAuthorization(Policies.SignedInOrLocal);
        api.MapGet("/", async (Guid plan, CardQueries cards, CancellationToken stop) =>
            await cards.Counts(plan, stop) is { } counts ? Results.Json(counts, Desk.Json) : Results.NotFound());
        api.MapGet("/list", async (Guid plan, CardKind? kind, [AsParameters] CardAsk ask, CardQueries cards, CancellationToken stop) =>
            await cards.Counts(plan, stop) is { } counts
                ? Results.Json(await cards.Lines(counts.EmergencyId, kind is { } one ? [one] : Enum.GetValues<CardKind>(), ask.Filter, LinesMost, stop), Desk.Json)
                : Results.NotFound());
        api.MapGet("/preview", async (Guid plan, Guid? area, CardQueries cards, TimeProvider clock, CancellationToken stop) =>
            await cards.Counts(plan, stop) is { } counts ? Results.Json(await cards.Preview(counts.EmergencyId, clock.GetUtcNow(), new CardFilter(area), stop), Desk.Json) : Results.NotFound());
        api.MapPost("/issue", async (Guid plan, Guid? area, CardKind? kind, HttpContext http, CardQueries cards, CardIssuing issuing, CancellationToken stop) =>
            await cards.Counts(plan, stop) is { } counts
                ? Results.Json(new { job = await issuing.Start(new IssueCards(counts.EmergencyId, area, Kind: kind), counts.Emergency, Acting.Of(http),
                    Guid.TryParse(http.Request.Headers[Routes.WriteIdHeader], out var id) ? new WriteId(id) : WriteId.New()) }, Desk.Json)
                : Results.NotFound());
        api.MapGet("/files/{kind}.{format}", Send);
        api.MapPost("/print/{kind}", (Guid plan, string kind, Guid? area, HttpContext http, Papers papers, Viewing view) => Routes.Answer(async () => new
        {
            job = await papers.Print(http, Wanted(plan, kind, nameof(PaperFormat.Pdf), area) ?? throw new Refused("paper-unknown", "只能打印 posts 或 people。", "Only posts or people are printed."),
                Guid.TryParse(http.Request.Headers[Routes.WriteIdHeader], out var id) ? new WriteId(id) : WriteId.New(), view),
        }));
        routes.MapGet("/api/prints/{job:guid}", (Guid job, HttpContext http, Printing printing) => printing.Take(job, Acting.Of(http), http.Response)).RequireAuthorization(Policies.SignedInOrLocal);
        CardPages.Map(routes);
    }

    /// <summary>The file, or 422 with the reasons, in JSON.</summary>
    private static async Task<IResult> Send(Guid plan, string kind, string format, Guid? area, HttpContext http, Papers papers, Viewing view)
    {
        if (Wanted(plan, kind, format, area) is not { } wanted) return Results.NotFound();
        try
        {
            var id = Guid.TryParse(http.Request.Headers[Routes.WriteIdHeader], out var given) ? new WriteId(given) : WriteId.New();
            return await papers.Send(http, wanted, id, view);
        }
        catch (Refused refused)
        {
            return Results.Json(new { refused = refused.Rules }, Desk.Json, statusCode: StatusCodes.Status422UnprocessableEntity);
        }
    }

    /// <summary>posts.docx, people.pdf, order.docx, lists.xlsx; null for anything else.</summary>
    internal static ExportPlan? Wanted(Guid plan, string kind, string format, Guid? area) =>
        Enum.TryParse<PaperKind>(kind, ignoreCase: true, out var what) && Enum.TryParse<PaperFormat>(format, ignoreCase: true, out var how)
            ? new ExportPlan(plan, what, how, area) : null;
}
