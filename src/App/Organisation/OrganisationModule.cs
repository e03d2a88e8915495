using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Emergencies.Contract;
using Muster.People.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Reading;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Showing;
using Muster.Territory.Contract;

namespace Muster.Organisation;

/// <summary>Organisation: the temporary organisation mirrored on the territory, and the chain of seats.</summary>
public sealed class OrganisationModule : IModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddReadRules(OrganisationReading.Rules);
        services.AddSingleton<IListen<PersonDestroyed>, Continuity.DestroyExposure>();
        services.AddSingleton<IMindMerging, Continuity.OneAway>();
        services.AddPersonReferences(OrganisationReferences.All);
        services.AddSingleton(new EmergencyTab("organisation.tab-formation", "formation", 40));
        services.AddSingleton(new EmergencyTab("organisation.tab-seats", "seats", 50));
        services.AddSingleton<ILookAtStep, LookAtOrganisation>();
        services.AddSingleton(new NavItem("commands", "nav.commands", "/commands", "command", 44));
        services.AddSingleton(new NavItem("owners", "nav.owners", "/owners", "organisation", 45));
        Continuity.ContinuityPages.Add(services);
        services.AddSingleton<IListen<EmergencyClosed>, EndWithEmergency>();
        services.AddSingleton<IListen<AreaSucceeded>, FollowTerritory>();
        services.AddSingleton<IListen<AreaClosed>, FollowTerritory>();
        services.AddSingleton<IListen<PostMoved>, FollowTerritory>();
        services.AddSingleton<IListen<PostClosed>, FollowTerritory>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        OrganisationPages.Map(routes);
        routes.MapAct<GrowFormation, GrowOutcome>();
        routes.MapAct<AddFormation, Guid>();
        routes.MapAct<ChangeFormation, Guid>();
        routes.MapAct<DissolveFormation, DissolveOutcome>();
        routes.MapAct<JoinFormation, int>();
        routes.MapAct<LeaveFormation, int>();
        routes.MapAct<AddSeat, Guid>();
        routes.MapAct<EndSeat, Guid>();
        routes.MapAct<TakeSeat, Guid>();
        routes.MapAct<LeaveSeat, Guid>();
        routes.MapAct<SwapSeat, Guid>();
        Commanding.CommandPages.Map(routes);
        Continuity.ContinuityPages.Map(routes);
        Continuity.LossPages.Map(routes);
        routes.MapAct<OwnArea, Guid>();
        routes.MapAct<DisownArea, Guid>();
        routes.MapPost("/api/emergencies/{id:guid}/formation/preview", async (Guid id, GrowFormation act, Stores stores, TimeProvider clock, CancellationToken stop) => await Routes.Answer(async () =>
        {
            await using var store = await stores.Open(stop);
            return await (act with { EmergencyId = id }).Preview(store.Sql, clock.GetUtcNow(), stop);
        })).RequireAuthorization(Policies.Field);
        routes.MapGet("/api/emergencies/{id:guid}/formation", async (Guid id, int? max, Stores stores, CancellationToken stop) =>
        {
            await using var store = await stores.Open(stop);
            if (await store.Sql.GroundOf(id, stop) is not { } ground) return Results.NotFound();
            return Results.Json(new
            {
                counts = await FormationQueries.Counts(store.Sql, id, stop), seats = await SeatQueries.Counts(store.Sql, ground, stop),
                formations = await FormationQueries.Tree(store.Sql, id, Math.Clamp(max ?? 1000, 1, 100_000), stop),
            }, Desk.Json);
        }).RequireAuthorization(Policies.Field);
        routes.MapGet("/api/emergencies/{id:guid}/seats", async (Guid id, SeatKind? kind, bool? filled, string? search, Guid? below, string? after, int? max, Stores stores, CancellationToken stop) =>
        {
            await using var store = await stores.Open(stop);
            if (await store.Sql.GroundOf(id, stop) is not { } ground) return Results.NotFound();
            var lines = await SeatQueries.List(store.Sql, ground, new(kind, filled, search, below), after, Math.Clamp(max ?? 100, 1, 1000), stop);
            return Results.Json(new { counts = await SeatQueries.Counts(store.Sql, ground, stop), lines, next = lines.LastOrDefault()?.Cursor }, Desk.Json);
        }).RequireAuthorization(Policies.Field);
    }
}
