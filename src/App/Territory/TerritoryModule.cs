using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Territory.Importing;

namespace Muster.Territory;

/// <summary>Where things are: areas from province to building, and posts.</summary>
public sealed class TerritoryModule : IModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<AreaQueries>();
        services.AddSingleton<TerritoryImports>();
    }

    public static void Map(IEndpointRouteBuilder routes) => TerritoryEndpoints.Map(routes);
}
