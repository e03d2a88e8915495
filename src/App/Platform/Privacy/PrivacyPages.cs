using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Privacy.Pages;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;

namespace Muster.Platform.Privacy;

/// <summary>The catalogue of personal data, to be looked at and taken along; it holds no personal data itself.</summary>
internal static class PrivacyPages
{
    public static void Add(IServiceCollection services) =>
        services.AddSingleton(new NavItem("privacy", "nav.privacy", "/privacy", "audit", 96) { Policy = Policies.Privacy });

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/privacy", (HttpRequest request) =>
        {
            var ask = TableAsk.Of(request);
            return Html.Of<CataloguePage>(new { Ask = ask, List = TablePage<PersonalField>.Whole(Wanted(ask)) });
        }, Policies.Privacy);
        routes.MapPage("/privacy/export", (HttpContext http, Viewing view) =>
        {
            var t = view.Tongue;
            return Spreadsheet.Send(http, t["privacy.title"], sheet =>
            {
                sheet.BeginSheet(t["privacy.title"], [new(t["privacy.column"], 34), new(t["privacy.field"], 30), new(t["privacy.class"], 12), new(t["privacy.purpose"], 24), new(t["privacy.basis"], 34),
                    new(t["privacy.retention"], 30), new(t["privacy.shown"], 40), new(t["privacy.kept"], 12)]);
                foreach (var f in Wanted(TableAsk.Of(http.Request)))
                    sheet.Row(f.Name, t.Pick(f.Zh, f.En), t.Of(f.Class), t.Of(f.Purpose), t.Of(f.Basis), t.Of(f.Retention), t.Of(f.Shown), t.Of(f.Kept));
                return Task.CompletedTask;
            });
        }, Policies.Privacy);
        routes.MapGet("/api/privacy/catalogue", () => Results.Json(new { Catalogue.Fields, Plain = Catalogue.Plain.Order(StringComparer.Ordinal) }, Desk.Json)).RequireAuthorization(Policies.Privacy);
    }

    private static List<PersonalField> Wanted(TableAsk ask) => [.. Catalogue.Fields.Where(f =>
        (ask.Enum<FieldClass>("class") is not { } only || f.Class == only) && (ask.Enum<FieldShowing>("shown") is not { } shown || f.Shown == shown)
        && (ask.Words.Length == 0 || (f.Name + f.Zh + f.En).Contains(ask.Words, StringComparison.OrdinalIgnoreCase)))];
}
