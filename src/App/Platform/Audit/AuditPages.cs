using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Audit.Pages;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Jobs;
using Muster.Platform.Storage;
using Muster.Platform.Ui.Language;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.Platform.Audit;

internal static class AuditPages
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<Trail>();
        services.AddTransient<VerifyTrail>();
        services.AddSingleton<AuditQueries>();
        services.AddSingleton(made => SealAudit.Daily(made.GetRequiredService<Stores>(), made.GetRequiredService<Desk>(), made.GetRequiredService<TimeProvider>()));
        services.AddSingleton(new NavItem("audit", "nav.audit", "/audit", "audit", 95) { Policy = Policies.Audit });
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/audit", async (HttpRequest request, AuditQueries audit, CancellationToken stop) =>
        {
            var ask = TableAsk.Of(request);
            return Html.Of<AuditPage>(new { Ask = ask, List = await audit.Page(ask, stop), Seal = await audit.LastSeal(stop) });
        }, Policies.Audit);
        routes.MapPage("/audit/{id:guid}", async (Guid id, AuditQueries audit, CancellationToken stop) =>
            await audit.Find(id, stop) is { } entry ? Html.Of<AuditEntryPage>(new { Entry = entry }) : Results.NotFound(), Policies.Audit);
        routes.MapPage("/audit/export", Export, Policies.Audit);
        routes.MapForm("/audit/verify", async (VerifyTrail verify, CancellationToken stop) => Html.Of<AuditVerdictPage>(new { Verdict = await verify.Verify(stop) }), Policies.Audit);
        routes.MapGet("/api/audit/verify", async (VerifyTrail verify, CancellationToken stop) => Results.Json(await verify.Verify(stop), Desk.Json))
            .RequireAuthorization(Policies.Audit);
        routes.MapAct<SealAudit, long>();
    }

    private static async Task Export(HttpContext http, AuditQueries audit, Desk desk, Viewing view)
    {
        await desk.Do(new ExportAudit(http.Request.QueryString.Value ?? ""), WriteId.New(), Acting.Of(http), http.RequestAborted);
        var t = view.Tongue;
        await Spreadsheet.Send(http, t["audit.title"], async sheet =>
        {
            sheet.BeginSheet(t["audit.title"], [new(t["audit.at"], 26), new(t["audit.actor"], 18), new(t["audit.origin"], 10), new(t["audit.address"], 16), new(t["audit.act"], 26), new(t["audit.result"], 10),
                new(t["audit.subject"], 20), new(t["audit.subject.id"], 38), new(t["audit.details"], 60), new(t["audit.node"], 38), new(t["audit.link"], 10)]);
            await foreach (var e in audit.Everything(TableAsk.Of(http.Request), http.RequestAborted))
                sheet.Row(e.At.ToString("yyyy-MM-dd HH:mm:ss.ffffff", System.Globalization.CultureInfo.InvariantCulture) + "Z", e.Actor, e.Origin, e.Address, ActWords.Name(t, e.Act), t.Of(e.Result),
                    e.SubjectKind, e.SubjectId?.ToString(), e.Details.Length > 30_000 ? e.Details[..30_000] : e.Details, e.Node.ToString(), e.Link);
        });
    }
}

/// <summary>What acts are called on pages.</summary>
internal static class ActWords
{
    /// <summary>The act's own words (<c>act.{Name}</c>), else its name taken apart.</summary>
    public static string Name(Tongue tongue, string act) =>
        tongue["act." + act] is var words && words != "act." + act ? words : Naming.Kebab(act).Replace('-', ' ');
}
