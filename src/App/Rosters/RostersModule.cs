using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Reading;

namespace Muster.Rosters;

/// <summary>Who stands at which post when: times of posts, shift patterns, rosters, leave and cover, attendance.</summary>
public sealed class RostersModule : IModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddReadRules(RostersReading.Rules);
        Attending.AttendingParts.Add(services);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        Attending.AttendingParts.Map(routes);
    }
}
