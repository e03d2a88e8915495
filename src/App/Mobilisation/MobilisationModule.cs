using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Emergencies.Contract;
using Muster.People;
using Muster.People.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Importing;
using Muster.Platform.Reading;
using Muster.Platform.Storage;

namespace Muster.Mobilisation;

/// <summary>Mobilisation: who is called up for an emergency, how many each agency sends, and for which streets.</summary>
public sealed class MobilisationModule : IModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddReadRules(MobilisationReading.Rules);
        services.AddSingleton(new EmergencyTab("mobilisation.tab-people", "people", 20));
        services.AddSingleton(new EmergencyTab("mobilisation.tab-quotas", "quotas", 30));
        services.AddSingleton<ILookAtStep, LookAtPeople>();
        services.AddTableImport<ImportQuotas>();
        services.AddPersonReferences(MobilisedReferences.All);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        MobilisationPages.Map(routes);
        routes.MapTableImport(new TableImportPlace("/emergencies/{id:guid}/quotas/import", "/api/emergencies/{id:guid}/quotas/import", "emergencies", "mobilisation.import", "mobilisation.import.about", "mobilisation.import.hint"),
            (request, name, hash, dryRun) => new ImportQuotas(Guid.Parse((string)request.RouteValues["id"]!), name, hash, dryRun));
        routes.MapAct<MusterPeople, MusterOutcome>();
        routes.MapAct<UnmusterPeople, UnmusterOutcome>();
        routes.MapAct<DeriveQuotas, QuotaOutcome>();
        routes.MapAct<SetQuotas, int>();
        routes.MapAct<PairAgency, int>();
        routes.MapAct<PairRemaining, int>();
        routes.MapGet("/api/emergencies/{id:guid}/quotas", async (Guid id, string? search, Stores stores, CancellationToken stop) =>
        {
            await using var store = await stores.Open(stop);
            return Results.Json(new { agencies = await QuotaQueries.List(store.Sql, id, search, stop) }, Desk.Json);
        }).RequireAuthorization(Policies.Field);
        routes.MapGet("/api/emergencies/{id:guid}/mustered", async (Guid id, Origin? origin, Guid? agency, string? search, string? after, int? max, Stores stores, CancellationToken stop) =>
        {
            await using var store = await stores.Open(stop);
            var filter = new MusterFilter(origin is { } o ? [o] : null, agency is { } a ? [a] : null);
            var lines = await MusterQueries.List(store.Sql, id, filter, search, after, Math.Clamp(max ?? 100, 1, 1000), stop);
            return Results.Json(new { total = await MusterQueries.Count(store.Sql, id, stop), byOrigin = await MusterQueries.ByOrigin(store.Sql, id, stop), lines, next = lines.LastOrDefault()?.Cursor }, Desk.Json);
        }).RequireAuthorization(Policies.Field);
    }
}
