using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Finding;
using Muster.Platform.Importing;
using Muster.Platform.Reading;
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
        services.AddReadRules(TerritoryReading.Rules);
        services.AddSingleton<AreaQueries>();
        services.AddSingleton<AreaStory>();
        services.AddSingleton<PostQueries>();
        services.AddSingleton(new NavItem("areas", "nav.areas", "/areas", "territory", 20));
        services.AddSingleton(new NavItem("posts", "nav.posts", "/posts", "place", 21));
        services.AddSingleton(new JobEnd(nameof(LoadAreas), typeof(LoadEnd)));
        services.AddTableImport<ImportTerritory>();
        services.AddSingleton<IFind, FindAreas>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        TerritoryEndpoints.Map(routes);
        AreaPages.Map(routes);
        AreaChangePages.Map(routes);
        PostPages.Map(routes);
        // The API of both is one: ?table=Areas|Posts|Recut where the header leaves doubt.
        routes.MapTableImport(new TableImportPlace("/areas/import", "/api/territory/imports", "areas", "areas.import", "areas.import.about", "areas.import.hint"), (request, name, hash, dryRun) =>
            new ImportTerritory(name, hash, Enum.TryParse<TerritoryTable>(request.Query["table"], ignoreCase: true, out var table) ? table : null, dryRun));
        routes.MapTableImport(new TableImportPlace("/posts/import", "/api/posts/import", "posts", "posts.import", "areas.import.about", "posts.import.hint"), (_, name, hash, dryRun) =>
            new ImportTerritory(name, hash, TerritoryTable.Posts, dryRun));
    }
}
