using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.People.Agencies;
using Muster.People.Contract;
using Muster.People.Destroying;
using Muster.People.Exporting;
using Muster.People.Inviting;
using Muster.People.Merging;
using Muster.People.Pages;
using Muster.People.Unmasking;
using Muster.Platform.Finding;
using Muster.Platform.Importing;
using Muster.Platform.Privacy.Destroying;
using Muster.Platform.Reading;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Showing;

namespace Muster.People;

/// <summary>Who may be sent, and who sends them.</summary>
public sealed class PeopleModule : IModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddReadRules(PeopleReading.Rules);
        services.AddSingleton<IdentityKeys>();
        services.AddSingleton<Identities>();
        services.AddSingleton<Platform.Identity.Outside.IFindPersonByClaim, PersonOfClaim>();
        services.AddSingleton<ContactPhones>();
        services.AddSingleton<PeopleQueries>();
        services.AddSingleton<PersonQuery>();
        services.AddSingleton<ReviewQueries>();
        services.AddSingleton<AgencyQueries>();
        services.AddSingleton<Invitations>();
        services.AddSingleton<ChangePreviewQuery>();
        services.AddSingleton<PeopleForPlacing>();
        services.AddSingleton<ImportQueries>();
        services.AddSingleton<PeopleImports>();
        services.AddSingleton<PeopleExport>();
        services.AddSingleton<ExportQueries>();
        services.AddSingleton(new NavItem("people", "nav.people", "/people", "people", 30));
        services.AddSingleton(new NavItem("agencies", "nav.agencies", "/agencies", "agency", 40));
        services.AddSingleton(new JobEnd(PeopleImports.JobKind, typeof(ImportEnd)));
        services.AddSingleton<PeopleNamed>();
        services.AddSingleton<IFind, FindPeople>();
        services.AddSingleton<IFind, FindAgencies>();
        services.AddTableImport<ImportAgencies>();
        services.AddSingleton<IHoldRefusedRows, RefusedRowsOfPeople>();
        services.AddSingleton<IDestroyData, DestroysPeople>();
        services.AddPersonReferences(PeopleReferences.All);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        PeopleEndpoints.Map(routes);
        ImportEndpoints.Map(routes);
        PeoplePages.Map(routes);
        UnmaskingPages.Map(routes);
        ExportPages.Map(routes.ForEverything());
        AgencyPages.Map(routes);
        InvitationPages.Map(routes);
        routes.MapTableImport(new TableImportPlace("/agencies/import", "/api/agencies/import", "agencies", "agencies.import", "agencies.import.about", "agencies.import.hint"),
            (_, name, hash, dryRun) => new ImportAgencies(name, hash, dryRun));
        ImportPages.Map(routes.ForEverything());
    }
}
