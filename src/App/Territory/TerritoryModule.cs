using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Jobs;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Showing;
using Muster.Territory.Importing;
using Muster.Territory.Loading;
using Muster.Territory.Pages;

namespace Muster.Territory;

/// <summary>Where things are: areas from province to building, and posts.</summary>
public sealed class TerritoryModule : IModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<AreaQueries>();
        services.AddSingleton<AreaStory>();
        services.AddSingleton<PostQueries>();
        services.AddSingleton<TerritoryImports>();
        services.AddSingleton(new NavItem("areas", "nav.areas", "/areas", "territory", 20));
        services.AddSingleton(new NavItem("posts", "nav.posts", "/posts", "place", 21));
        services.AddSingleton(new JobEnd(nameof(LoadAreas), typeof(LoadEnd)));
        services.AddSingleton(new JobEnd(nameof(ImportTerritory), typeof(ImportEnd)));
        services.AddSingleton<IFind, FindAreas>();
        services.AddSingleton(made => new Chore(nameof(TerritoryImports), TimeSpan.FromHours(1), _ => made.GetRequiredService<TerritoryImports>().DropOld(made.GetRequiredService<TimeProvider>())));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        TerritoryEndpoints.Map(routes);
        AreaPages.Map(routes);
        AreaChangePages.Map(routes);
        PostPages.Map(routes);
    }
}
