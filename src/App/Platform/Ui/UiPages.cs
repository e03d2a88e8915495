using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Ui.Forms;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Language;
using Muster.Platform.Ui.Pages;
using Muster.Platform.Ui.Pages.Kit;
using Muster.Platform.Ui.Showing;
using Muster.Platform.Ui.Tables;
using static Muster.Platform.Ui.Showing.Html;

namespace Muster.Platform.Ui;

/// <summary>The pages' ground: what it adds to the container, the pipeline and the routes.</summary>
internal static class UiPages
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<Texts>();
        services.AddScoped<Viewing>();
        services.AddScoped<Posting>();
        services.AddSingleton(new NavItem("overview", "nav.overview", "/", "overview", 0) { Policy = Policies.SignedIn });
        services.AddSingleton(new NavItem("jobs", "nav.jobs", "/jobs", "job", 90));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPage("/", (HttpContext http) => Identity.Acting.StandingOf(http) is { } standing && Access.Owing.Path(standing) is { } first ? To(http, first) : Of<OverviewPage>(new { }), Policies.SignedIn);
        routes.MapPage("/kit", (HttpRequest request) => Of<KitPage>(new { Ask = TableAsk.Of(request) }));
        routes.MapPage("/kit/tree", () => Of<TreeNodes>(new { Nodes = KitRows.Tree }));
        routes.MapPage("/kit/pick", () => Of<PickOptions>(new { Options = KitRows.Agencies }));
        routes.MapForm("/preferences", Prefer, Policies.Open);
        foreach (var path in (string[])["/wrong/{status:int}", "/failed"])
            routes.Map(path, Wrong).RequireAuthorization(Policies.Open).DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<IResult> Prefer(HttpContext http)
    {
        var input = await FormInput.Read(http);
        var keep = new CookieOptions { HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromDays(365) };
        if (input["language"] is Texts.Chinese or Texts.Hant or Texts.English) http.Response.Cookies.Append(Viewing.LanguageCookie, input["language"]!, keep);
        if (input["theme"] is "light" or "dark") http.Response.Cookies.Append(Viewing.ThemeCookie, input["theme"]!, keep);
        else if (input["theme"] is "auto") http.Response.Cookies.Delete(Viewing.ThemeCookie);
        return To(http, input["next"] ?? "/");
    }

    /// <summary>Shown in place of an answer without a body: programs get JSON, people a page.</summary>
    private static IResult Wrong(HttpContext http, int? status)
    {
        var shown = status ?? StatusCodes.Status500InternalServerError;
        var trace = System.Diagnostics.Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        var path = http.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath ?? http.Features.Get<IExceptionHandlerPathFeature>()?.Path;
        if (path is null && status is null) return Results.NotFound();
        return path?.StartsWith("/api/", StringComparison.Ordinal) == true
            ? Results.Json(new { status = shown, trace }, Desk.Json, statusCode: shown)
            : Of<WrongPage>(new { Status = shown, Trace = trace }, shown);
    }
}
