using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Muster.Platform.Identity;

namespace Muster.Platform.Doors;

/// <summary>Where there is HTTPS, a page asked for without it is led there; anything else without it is refused, so that no program sends secrets in the open unnoticed.</summary>
internal static class HttpsOnly
{
    public static void UseHttpsOnly(this IApplicationBuilder app, int port) => app.Use((http, next) =>
    {
        if (http.Request.IsHttps || Acting.IsLocalSocket(http)) return next(http);
        if (HttpMethods.IsGet(http.Request.Method) && !http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            http.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
            http.Response.Headers.Location = $"https://{http.Request.Host.Host}{(port == 443 ? "" : ":" + port)}{http.Request.Path.ToUriComponent()}{http.Request.QueryString.ToUriComponent()}";
            return Task.CompletedTask;
        }
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return http.Response.WriteAsync($"HTTPS is needed: port {port}.");
    });
}
