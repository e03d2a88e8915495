using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Muster.Territory;

/// <summary>Where things are: areas from province to building, and posts.</summary>
public sealed class TerritoryModule : IModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<AreaQueries>();
    }

    public static void Map(IEndpointRouteBuilder routes) => TerritoryEndpoints.Map(routes);
}
