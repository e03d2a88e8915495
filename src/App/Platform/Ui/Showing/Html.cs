using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Muster.Platform.Acts;

namespace Muster.Platform.Ui.Showing;

/// <summary>How pages become routes, and what a page's route answers.</summary>
public static class Html
{
    /// <summary>Routes mapped on it are for who sees everything of the field, unless another policy is named.</summary>
    public static IEndpointRouteBuilder ForEverything(this IEndpointRouteBuilder routes) => new WholeRoutes(routes);

    /// <summary>A page: GET, for who sees something of the field unless another policy is named.</summary>
    public static IEndpointConventionBuilder MapPage(this IEndpointRouteBuilder routes, string path, Delegate handler, string? policy = null) =>
        routes.MapGet(path, handler).RequireAuthorization(policy ?? Usual(routes)).ExcludeFromDescription();

    /// <summary>What a page's form is posted to; <c>Form</c> and htmx send the antiforgery token that <see cref="Doors.ForgeryGuard"/> asks of every change.</summary>
    public static IEndpointConventionBuilder MapForm(this IEndpointRouteBuilder routes, string path, Delegate handler, string? policy = null) =>
        routes.MapPost(path, handler).RequireAuthorization(policy ?? Usual(routes)).DisableAntiforgery().ExcludeFromDescription();

    /// <summary>Renders a component whole, with its parameters by name: <c>Html.Of&lt;PeoplePage&gt;(new { List, Ask })</c>.</summary>
    public static RazorComponentResult<T> Of<T>(object parameters, int status = StatusCodes.Status200OK) where T : IComponent =>
        new(parameters) { PreventStreamingRendering = true, StatusCode = status };

    /// <summary>On to another page, with a sentence to show there. Works for plain and for htmx requests.</summary>
    /// <param name="path">A path of ours; anything else becomes <c>/</c>.</param>
    public static IResult To(HttpContext http, string path, string? sentence = null, FlashKind kind = FlashKind.Done)
    {
        var safe = IsOurs(path) ? path : "/";
        if (sentence is not null) new Flash(sentence, kind).Leave(http);
        if (!http.Request.Headers.ContainsKey("HX-Request")) return new SeeOther(safe);
        http.Response.Headers["HX-Redirect"] = safe;
        return Results.Ok();
    }

    /// <summary>Whether an address leads nowhere but into this installation.</summary>
    public static bool IsOurs(string? path) =>
        path is ['/', ..] && (path.Length == 1 || path[1] is not ('/' or '\\')) && !path.Any(char.IsControl);

    private static string Usual(IEndpointRouteBuilder routes) => routes is WholeRoutes ? Policies.SignedInOrLocal : Policies.Field;

    private sealed class WholeRoutes(IEndpointRouteBuilder routes) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => routes.ServiceProvider;

        public ICollection<EndpointDataSource> DataSources => routes.DataSources;

        public IApplicationBuilder CreateApplicationBuilder() => routes.CreateApplicationBuilder();
    }

    private sealed class SeeOther(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = string.Concat(path.EnumerateRunes()
                .Select(rune => rune.IsAscii && rune.Value != ' ' ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
            return Task.CompletedTask;
        }
    }
}
