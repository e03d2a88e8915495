using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.People.Agencies;
using Muster.People.Contract;

namespace Muster.People;

/// <summary>Who may be sent, and who sends them.</summary>
public sealed class PeopleModule : IModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<IdentityKeys>();
        services.AddSingleton<PeopleQueries>();
        services.AddSingleton<PersonQuery>();
        services.AddSingleton<ReviewQueries>();
        services.AddSingleton<AgencyQueries>();
        services.AddSingleton<ChangePreviewQuery>();
        services.AddSingleton<PeopleForPlacing>();
        services.AddSingleton<ImportQueries>();
        services.AddSingleton<Uploads>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        PeopleEndpoints.Map(routes);
    }
}
