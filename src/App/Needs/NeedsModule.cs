using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Importing;
using Muster.Platform.Reading;
using Muster.Platform.Storage;
using Muster.Territory;
using Muster.Territory.Contract;

namespace Muster.Needs;

/// <summary>Needs: how many people each place must have, should have and can take in.</summary>
public sealed class NeedsModule : IModule
{
    private const int LinesMax = 1000;

    public static void Add(IServiceCollection services)
    {
        services.AddReadRules(NeedsReading.Rules);
        services.AddSingleton(new EmergencyTab("needs.tab", "demand", 10));
        services.AddSingleton<ILookAtStep, LookAtDemand>();
        services.AddTableImport<ImportDemand>();
        services.AddSingleton<IListen<AreaSucceeded>, FollowTerritory>();
        services.AddSingleton<IListen<AreaClosed>, FollowTerritory>();
        services.AddSingleton<IListen<PostClosed>, FollowTerritory>();
        services.AddSingleton<IListen<PostMoved>, FollowTerritory>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        NeedsPages.Map(routes);
        routes.MapTableImport(new TableImportPlace("/emergencies/{id:guid}/demand/import", "/api/emergencies/{id:guid}/demand/import", "emergencies", "needs.import", "needs.import.about", "needs.import.hint"),
            (request, name, hash, dryRun) => new ImportDemand(Guid.Parse((string)request.RouteValues["id"]!), name, hash, dryRun));
        routes.MapAct<SetDemandRule, DemandOutcome>();
        routes.MapAct<RemoveDemandRule, DemandOutcome>();
        routes.MapAct<ComputeDemand, DemandOutcome>();
        routes.MapAct<OverrideDemand, DemandOutcome>();
        routes.MapAct<ReleaseDemand, DemandOutcome>();
        routes.MapGet("/api/emergencies/{id:guid}/demand", async (Guid id, string? search, AreaLevel? level, PlaceKind? kind, DemandSource? source, Guid? below,
            string? after, int? max, Stores stores, CancellationToken stop) =>
        {
            await using var store = await stores.Open(stop);
            if (await store.Sql.GroundOf(id, stop) is not { } ground) return Results.NotFound();
            var lines = await DemandQueries.List(store.Sql, ground, new(search, level, kind, source, below), after, Math.Clamp(max ?? 100, 1, LinesMax), stop);
            return Results.Json(new
            {
                rules = await DemandQueries.Rules(store, id, stop), sums = await DemandQueries.Sums(store.Sql, id, stop),
                withoutDemand = await DemandQueries.CoveredWithoutDemand(store.Sql, ground, stop), lines, next = lines.LastOrDefault()?.Cursor,
            }, Desk.Json);
        }).RequireAuthorization(Policies.Field);
        routes.MapGet("/api/emergencies/{id:guid}/demand/{place:guid}", async (Guid id, Guid place, Stores stores, CancellationToken stop) =>
        {
            await using var store = await stores.Open(stop);
            return await store.Sql.GroundOf(id, stop) is { } ground && await DemandQueries.Explain(store, ground, place, stop) is { } found
                ? Results.Json(found, Desk.Json) : Results.NotFound();
        }).RequireAuthorization(Policies.Field);
        routes.MapPost("/api/emergencies/{id:guid}/demand/preview", async (Guid id, SetDemandRule rule, Stores stores, CancellationToken stop) => await Routes.Answer(async () =>
        {
            Refused.Where(DemandRules.ForRule(rule));
            await using var store = await stores.Open(stop);
            var ground = await store.Sql.GroundOf(id, stop) ?? throw new Refused("emergency-unknown", "没有这个行动。", "There is no such emergency.");
            return await DemandQueries.Preview(store, ground, rule.AsRule(), stop);
        })).RequireAuthorization(Policies.Field);
    }
}
