using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Finding;
using Muster.Platform.Privacy.Destroying;
using Muster.Platform.Reading;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Showing;

namespace Muster.Emergencies;

/// <summary>Emergencies: everything operational belongs to one.</summary>
public sealed class EmergenciesModule : IModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddReadRules(EmergenciesReading.Rules);
        services.AddSingleton(new NavItem("emergencies", "nav.emergencies", "/emergencies", "emergency", 10));
        services.AddSingleton(new EmergencyTab("emergencies.tab", "", 0));
        services.AddSingleton<ILookAtStep, LookAtAreas>();
        services.AddSingleton<IFind, FindEmergencies>();
        services.AddSingleton<IDestroyData, DestroysEmergencies>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        EmergencyPages.Map(routes);
        routes.MapAct<OpenEmergency, Guid>();
        routes.MapAct<EditEmergency, Guid>();
        routes.MapAct<CloseEmergency, Guid>();
        routes.MapGet("/api/emergencies", async (bool? open, string? search, Stores stores, CancellationToken stop) =>
        {
            await using var store = await stores.Open(stop);
            return Results.Json(new { emergencies = await EmergencyQueries.List(store.Sql, open, search, 1000, stop) }, Desk.Json);
        }).RequireAuthorization(Policies.Field);
        routes.MapGet("/api/emergencies/{id:guid}", async (Guid id, Stores stores, CancellationToken stop) =>
        {
            await using var store = await stores.Open(stop);
            return await EmergencyQueries.Find(store.Sql, id, stop) is { } found ? Results.Json(found, Desk.Json) : Results.NotFound();
        }).RequireAuthorization(Policies.Field);
    }
}
