using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Platform.Files;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.Placements.Pages;

/// <summary>The organiser's pages: make a plan, place everyone, review, publish.</summary>
internal static class PlanPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/plans", async (HttpRequest request, PlanQueries plans, CancellationToken stop) =>
            Html.Of<PlansPage>(new { Ask = TableAsk.Of(request), List = TablePage<PlanLine>.Whole(await plans.Plans(TableAsk.Of(request).Guid("emergency"), stop)) }));
        MapNew(routes);
        MapReview(routes);
        MapLists(routes);
        MapActs(routes);
        MovePages.Map(routes);
    }

    private static void MapNew(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/plans/new", async (Guid? emergency, Guid? basedOn, PlanQueries plans, TimeProvider clock, CancellationToken stop) =>
        {
            var open = await plans.OpenEmergencies(stop);
            var chosen = emergency ?? (open is [var only] ? only.Id : null);
            return Html.Of<NewPlanPage>(new
            {
                Input = FormInput.Blank(("EmergencyId", chosen), ("BasedOnId", basedOn), ("StartsAt", NextMorning(clock.GetUtcNow())), ("Seed", 1)), Emergencies = open,
            });
        });
        routes.MapForm("/plans/new", async (HttpContext http, Posting posting, PlanQueries plans) =>
            await posting.Do<MakePlan, Guid>(await FormInput.Read(http), id => posting.To($"/plans/{id}"),
                async input => Html.Of<NewPlanPage>(new { Input = input, Emergencies = await plans.OpenEmergencies(http.RequestAborted) }, 422)));
    }

    private static void MapReview(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/plans/{plan:guid}", async (Guid plan, PlanQueries plans, PlanChangeQueries changes, CancellationToken stop) => await Show(plan, plans, changes, FormInput.Blank(), 200, stop));
        routes.MapPage("/plans/{plan:guid}/below/{area:guid}", async (Guid plan, Guid area, PlanQueries plans, CancellationToken stop) =>
            Html.Of<PlanBranch>(new { Plan = plan, Areas = await plans.Areas(plan, area, stop), Posts = await plans.Posts(plan, area, stop) }));
        routes.MapPage("/plans/{plan:guid}/gaps", async (Guid plan, PlanQueries plans, CancellationToken stop) => await plans.Plan(plan, stop) is { } line
            ? (IResult)Html.Of<PlanGapsPage>(new { Plan = line, Gaps = await plans.Gaps(plan, stop) }) : Results.NotFound());
    }

    private static void MapLists(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/plans/{plan:guid}/people", async (Guid plan, HttpRequest request, PlanQueries plans, PlanChangeQueries changes, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            var (area, post, agency) = await changes.FilterNames(ask.Guid("area"), ask.Guid("post"), ask.Guid("agency"), stop);
            return await plans.Plan(plan, stop) is { } line
                ? (IResult)Html.Of<PlanPeoplePage>(new
                {
                    Plan = line, Ask = ask, List = await plans.People(plan, ask, stop), Changes = await changes.Changes(plan, 20, stop), AreaName = area, PostName = post, AgencyName = agency,
                }) : Results.NotFound();
        });
        routes.MapPage("/plans/{plan:guid}/people/export", (Guid plan, HttpContext http, PlanQueries plans, Viewing view) => ExportPeople.Send(http, plan, plans, view.Tongue));
    }

    private static void MapActs(IEndpointRouteBuilder routes)
    {
        routes.ForEverything().MapForm("/plans/{plan:guid}/solve", async (Guid plan, HttpContext http, SolvePlan solve, Viewing view, PlanQueries plans, PlanChangeQueries changes) =>
        {
            var input = await FormInput.Read(http);
            try
            {
                var job = await solve.Start(plan, new SolveOptions(), view.Actor, input.WriteId, http.RequestAborted);
                return Html.To(http, $"/jobs/{job}");
            }
            catch (Platform.Acts.Refused refused)
            {
                return await Show(plan, plans, changes, input.With(refused.Rules), 422, http.RequestAborted);
            }
        });
        routes.MapForm("/plans/{plan:guid}/review", async (Guid plan, HttpContext http, Posting posting, PlanQueries plans, PlanChangeQueries changes, Viewing view) =>
            await posting.Do<ReviewPlan, Guid>(await FormInput.Read(http), _ => posting.To($"/plans/{plan}/publish", view.Tongue["plans.reviewed"]),
                input => Show(plan, plans, changes, input, 422, http.RequestAborted), ("PlanId", plan)));
        routes.MapForm("/plans/{plan:guid}/note", async (Guid plan, HttpContext http, Posting posting, PlanQueries plans, PlanChangeQueries changes) =>
            await posting.Do<NotePlan, Guid>(await FormInput.Read(http), _ => posting.To($"/plans/{plan}#notes"), input => Show(plan, plans, changes, input, 422, http.RequestAborted), ("PlanId", plan)));
        routes.MapForm("/plans/{plan:guid}/discard", async (Guid plan, HttpContext http, Posting posting, PlanQueries plans, PlanChangeQueries changes, Viewing view) =>
            await posting.Do<DiscardPlan, Guid>(await FormInput.Read(http), _ => posting.To("/plans", view.Tongue["plans.discarded"]), input => Show(plan, plans, changes, input, 422, http.RequestAborted), ("PlanId", plan)));
        routes.MapPage("/plans/{plan:guid}/publish", async (Guid plan, PlanQueries plans, ComparePlans compare, CancellationToken stop) =>
            await PublishView(plan, FormInput.Blank(), plans, compare, 200, stop));
        routes.MapForm("/plans/{plan:guid}/publish", async (Guid plan, HttpContext http, Posting posting, PlanQueries plans, ComparePlans compare, Viewing view) =>
            await posting.Do<PublishPlan, Published>(await FormInput.Read(http),
                done => posting.To($"/plans/{plan}", view.Tongue["plans.published", view.Tongue.Number(done.Placed), view.Tongue.Number(done.Covered), view.Tongue.Number(done.Communities)]),
                input => PublishView(plan, input, plans, compare, 422, http.RequestAborted), ("PlanId", plan)));
    }

    private static async Task<IResult> PublishView(Guid plan, FormInput input, PlanQueries plans, ComparePlans compare, int status, CancellationToken stop) =>
        await plans.Summary(plan, stop) is { } summary
            ? Html.Of<PublishPage>(new { Summary = summary, Comparison = await compare.Compare(null, plan, stop, most: 10), Input = input }, status) : Results.NotFound();

    private static async Task<IResult> Show(Guid plan, PlanQueries plans, PlanChangeQueries changes, FormInput input, int status, CancellationToken stop) =>
        await plans.Summary(plan, stop) is { } summary
            ? Html.Of<PlanPage>(new
            {
                Summary = summary, Areas = await plans.Areas(plan, null, stop), Gaps = await plans.Gaps(plan, stop, 8), Changes = await changes.Changes(plan, 10, stop), Input = input,
            }, status)
            : Results.NotFound();

    /// <summary>People are to be at their posts by eight in the morning.</summary>
    private static DateTimeOffset NextMorning(DateTimeOffset now)
    {
        var china = now.ToOffset(TimeSpan.FromHours(8));
        return new DateTimeOffset(china.Date.AddDays(1).AddHours(8), TimeSpan.FromHours(8)).ToUniversalTime();
    }
}
