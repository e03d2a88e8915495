using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Audit;
using Muster.Platform.Doors;
using Muster.Platform.Finding;
using Muster.Platform.Identity;
using Muster.Platform.Importing;
using Muster.Platform.Jobs;
using Muster.Platform.Notify;
using Muster.Platform.Privacy;
using Muster.Platform.Privacy.Destroying;
using Muster.Platform.Reading;
using Muster.Platform.Sealing;
using Muster.Platform.Storage;
using Muster.Platform.Ui;
using Muster.Platform.Ui.Showing;

namespace Muster.Platform;

/// <summary>The technical ground that every module stands on.</summary>
public sealed class PlatformModule : IModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddReadRules(PlatformReading.Rules);
        services.AddSingleton<Stores>();
        services.AddSingleton<Desk>();
        services.AddSingleton<JobBoard>();
        services.AddSingleton<JobQueries>();
        services.AddHostedService<ChoreClock>();
        services.AddSingleton<TableImports>();
        services.AddSingleton<Uploads>();
        services.AddSingleton<IHoldRefusedRows, RefusedRowsOfTables>();
        services.AddSingleton(made => new Chore(nameof(EraseRefusedRows), TimeSpan.FromHours(1), stop => EraseRefusedRows.WhenDue(made, stop)));
        services.AddSingleton(made => new Chore(nameof(EraseSignIns), TimeSpan.FromHours(1), stop => EraseSignIns.WhenDue(made, stop)));
        services.AddHttpContextAccessor();
        IdentityPages.Add(services);
        AccessPages.Add(services);
        Policies.Add(services);
        ProtectionKeys.Add(services);
        RequestLimits.Add(services);
        PolicyReports.Add(services);
        CostlyAnswers.Add(services);
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.HeaderName = "Muster-Antiforgery";
            antiforgery.Cookie.Name = "antiforgery";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddRazorComponents();
        UiPages.Add(services);
        FindingPages.Add(services);
        AuditPages.Add(services);
        NotifyPages.Add(services);
        PrivacyPages.Add(services);
        DestructionPages.Add(services);
        services.AddSingleton<ICipher, AesGcmCipher>();
        services.AddSingleton<Sealer>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter());
            json.SerializerOptions.Encoder = Desk.Json.Encoder;
            json.SerializerOptions.MaxDepth = Desk.Json.MaxDepth;
            // What an act does not name is not taken silently: whoever sends it means something that does not happen.
            json.SerializerOptions.UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow;
        });
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        UiPages.Map(routes);
        FindingPages.Map(routes);
        IdentityPages.Map(routes);
        JobPages.Map(routes);
        AuditPages.Map(routes);
        NotifyPages.Map(routes);
        PrivacyPages.Map(routes);
        DestructionPages.Map(routes);
        AccessPages.Map(routes);
        OwnAccountPages.Map(routes);
        Access.Tokens.TokenPages.Map(routes);
        TableImportRoutes.Map(routes.ForEverything());
        routes.MapAct<MakeSetupLink, Guid>();
        routes.MapAct<EraseRefusedRows, int>();
        routes.MapAct<EraseSignIns, int>();
        routes.MapGet("/api/jobs/{id:guid}", async (Guid id, JobBoard jobs, HttpContext http) =>
            await jobs.Find(id, http.RequestAborted) is { } job ? Results.Json(job, Desk.Json) : Results.NotFound())
            .RequireAuthorization(Policies.Field);
        routes.MapPost("/api/jobs/{id:guid}/cancel", (Guid id, JobBoard jobs) => { jobs.Cancel(id); return Results.NoContent(); })
            .RequireAuthorization(Policies.Field);
        routes.MapGet("/api/health", () => Results.Json(new { ok = true }, Desk.Json)).RequireAuthorization(Policies.Open);
    }
}
