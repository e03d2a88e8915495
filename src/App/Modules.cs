using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Muster;

/// <summary>A module: what it adds to the container and which routes it answers.</summary>
public interface IModule
{
    static abstract void Add(IServiceCollection services);

    static abstract void Map(IEndpointRouteBuilder routes);
}

/// <summary>
/// Every module in dependency order: a module names only modules above it, and of those only records and what stands in Contract/.
/// What must flow upward flows as events (<see cref="Platform.Acts.IListen{T}"/>). An architecture test keeps the order.
/// </summary>
public static class Modules
{
    public static readonly IReadOnlyList<string> InOrder =
        ["Platform", "Territory", "People", "Emergencies", "Needs", "Mobilisation", "Organisation", "Placements", "Rosters", "Rehearsal"];

    public static void Add(IServiceCollection services)
    {
        Platform.PlatformModule.Add(services);
        Territory.TerritoryModule.Add(services);
        People.PeopleModule.Add(services);
        Emergencies.EmergenciesModule.Add(services);
        Needs.NeedsModule.Add(services);
        Mobilisation.MobilisationModule.Add(services);
        Organisation.OrganisationModule.Add(services);
        Placements.PlacementsModule.Add(services);
        Rosters.RostersModule.Add(services);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        Platform.PlatformModule.Map(routes);
        Territory.TerritoryModule.Map(routes);
        People.PeopleModule.Map(routes);
        Emergencies.EmergenciesModule.Map(routes);
        Needs.NeedsModule.Map(routes);
        Mobilisation.MobilisationModule.Map(routes);
        Organisation.OrganisationModule.Map(routes);
        Placements.PlacementsModule.Map(routes);
        Rosters.RostersModule.Map(routes);
    }
}
