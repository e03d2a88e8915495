using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Emergencies.Contract;
using Muster.Mobilisation.Contract;
using Muster.Organisation.Contract;
using Muster.People.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Finding;
using Muster.Platform.Identity;
using Muster.Platform.Reading;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using Muster.Placements.Pages;
using Muster.Placements.Standing;
using Muster.Placements.Standing.Pages;
using Muster.Territory.Contract;

namespace Muster.Placements;

/// <summary>Who serves where: plans, publication, what changes afterwards.</summary>
public sealed class PlacementsModule : IModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddReadRules(PlacementsReading.Rules);
        services.AddSingleton<SolvedProblems>();
        services.AddSingleton<SolvePlan>();
        services.AddSingleton<TakeProblem>();
        services.AddSingleton<PlanQueries>();
        services.AddSingleton<PlanChangeQueries>();
        services.AddSingleton<StandingQueries>();
        services.AddSingleton<StandingPreviews>();
        services.AddSingleton<RepairQueries>();
        services.AddSingleton<MapQueries>();
        services.AddSingleton<ComparePlans>();
        services.AddSingleton<ExplainPlacement>();
        services.AddSingleton(new NavItem("plans", "nav.plans", "/plans", "plan", 70));
        services.AddSingleton<IFind, FindPlans>();
        services.AddSingleton(new JobEnd(nameof(SolvePlan), typeof(SolveEnd)));
        services.AddSingleton(new JobLive(nameof(SolvePlan), typeof(SolveLive), "solve.cancel", "solve.cancel.about"));
        services.AddSingleton(new RecordCard(RecordKind.Person, typeof(PersonPlacements), 10));
        services.AddSingleton(new RecordCard(RecordKind.Area, typeof(AreaPlacements), 10));
        services.AddSingleton(new RecordCard(RecordKind.Post, typeof(PostPlacements), 10));
        services.AddSingleton(new OverviewCard(typeof(InForceCard), 10));
        services.AddSingleton(new EmergencyTab("plans.tab", "plan", 60));
        services.AddSingleton<ILookAtStep, LookAtPlan>();
        services.AddSingleton<IListen<AreaSucceeded>, FollowTerritory>();
        services.AddSingleton<IListen<AreaClosed>, FollowTerritory>();
        services.AddSingleton<IListen<PostClosed>, FollowTerritory>();
        services.AddSingleton<IListen<PostMoved>, FollowTerritory>();
        services.AddSingleton<IListen<AreaMoved>, Counts.FollowTree>();
        services.AddSingleton<IListen<PeopleUnmustered>, FollowMustered>();
        services.AddSingleton<IListen<EmergencyClosed>, FollowMustered>();
        services.AddSingleton<IHangOnAreas, PlacementsOnAreas>();
        services.AddSingleton<IListen<PeopleLost>, FollowLosses>();
        services.AddSingleton<IListen<PeopleEnded>, FollowEnded>();
        services.AddSingleton<IListen<PeopleMerged>, FollowMerges>();
        services.AddSingleton<IListen<PeopleUnmerged>, FollowMerges>();
        services.AddPersonReferences(PlacementReferences.All);
        services.AddSingleton<IListen<EmergencyDestroyed>, Cards.DestroyCards>();
        services.AddSingleton<IListen<PersonDestroyed>, Cards.DestroyCards>();
        services.AddSingleton<IListen<PeopleReturned>, FollowLosses>();
        services.AddSingleton<IServeInAreas, ServingInAreas>();
        services.AddSingleton<IAddToDossier, ServingInDossier>();
        Cards.CardEndpoints.Add(services);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapAct<MakePlan, Guid>();
        routes.MapAct<ReviewPlan, Guid>();
        routes.MapAct<NotePlan, Guid>();
        routes.MapAct<DiscardPlan, Guid>();
        routes.MapAct<PublishPlan, Published>();
        routes.MapAct<MovePeople, Moved>();
        routes.MapAct<PinPeople, PinsChanged>();
        routes.MapAct<UndoChange, Moved>();
        routes.MapAct<RepairPlan, Repaired>();
        routes.MapAct<PlacePerson, Guid>();
        routes.MapAct<EndPlacements, PlacementsChanged>();
        routes.MapAct<ReadmitPeople, Readmitted>();
        routes.MapAct<UndoReadmission, Readmitted>();
        routes.MapAct<PlacePeople, PlacementsChanged>();
        routes.MapAct<ExtendPlacements, PlacementsChanged>();
        routes.MapAct<ReplaceWave, PlacementsChanged>();
        PlanPages.Map(routes);
        EmergencyPlanPages.Map(routes);
        StandingPages.Map(routes);
        Cards.CardEndpoints.Map(routes);
        PlanEndpoints.Map(routes.MapGroup("/api/plans").RequireAuthorization(Policies.SignedInOrLocal));
    }
}

internal static class PlanEndpoints
{
    public static void Map(RouteGroupBuilder routes)
    {
        routes.MapGet("/", async (Guid? emergency, PlanQueries plans, CancellationToken stop) => Results.Json(await plans.Plans(emergency, stop), Desk.Json));
        routes.MapGet("/{plan:guid}", async (Guid plan, PlanQueries plans, CancellationToken stop) =>
            await plans.Plan(plan, stop) is { } line ? Results.Json(line, Desk.Json) : Results.NotFound());
        routes.MapGet("/{plan:guid}/areas", async (Guid plan, Guid? below, PlanQueries plans, CancellationToken stop) =>
            Results.Json(await plans.Areas(plan, below, stop), Desk.Json));
        routes.MapGet("/{plan:guid}/people", async (Guid plan, HttpRequest request, PlanQueries plans, CancellationToken stop) =>
            Results.Json(await plans.People(plan, TableAsk.Of(request), stop), Desk.Json));
        routes.MapGet("/{plan:guid}/people/{person:guid}/why", async (Guid plan, Guid person, ExplainPlacement explain, CancellationToken stop) =>
            await explain.Explain(plan, person, stop) is { } why ? Results.Json(why, Desk.Json) : Results.NotFound());
        routes.MapPost("/{plan:guid}/move-preview", async (Guid plan, MovePeople move, ExplainPlacement explain, CancellationToken stop) =>
            Results.Json(await explain.Preview(move with { PlanId = plan }, stop), Desk.Json));
        routes.MapGet("/{plan:guid}/problem", (Guid plan, HttpContext http, TakeProblem take) => take.Answer(http, plan));
        routes.MapGet("/{plan:guid}/changes", async (Guid plan, PlanChangeQueries changes, CancellationToken stop) =>
            Results.Json(await changes.Changes(plan, 100, stop), Desk.Json));
        routes.MapGet("/{plan:guid}/gaps", async (Guid plan, PlanQueries plans, CancellationToken stop) =>
            Results.Json(await plans.Gaps(plan, stop), Desk.Json));
        routes.MapGet("/{plan:guid}/difference", async (Guid plan, Guid? from, string? afterName, Guid? afterId, ComparePlans compare, CancellationToken stop) =>
            Results.Json(await compare.Compare(from, plan, stop, afterName, afterId), Desk.Json));
        routes.MapPost("/{plan:guid}/solve", (Guid plan, SolveOptions options, HttpContext http, SolvePlan solve, CancellationToken stop) =>
            Routes.Answer(async () => new { job = await solve.Start(plan, options, Acting.Of(http),
                Guid.TryParse(http.Request.Headers[Routes.WriteIdHeader], out var id) ? new WriteId(id) : WriteId.New(), stop) }));
    }
}
