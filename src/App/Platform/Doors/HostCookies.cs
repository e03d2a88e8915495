using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Muster.Platform.Doors;

/// <summary>
/// Over HTTPS every cookie of ours is called <c>__Host-</c> and is Secure: a browser then takes it from this host alone, so that a neighbour under the
/// same domain, or somebody on the plain connection, cannot plant one. Done in one place for all cookies; the rest of the program knows their plain names.
/// </summary>
internal static class HostCookies
{
    private const string Prefix = "__Host-";

    /// <summary>First of all, so that it sees what all others set.</summary>
    public static void UseHostCookies(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (!http.Request.IsHttps) return next(http);
        http.Request.Headers.Cookie = Read(http.Request.Headers.Cookie);
        http.Response.OnStarting(static state =>
        {
            var headers = ((HttpResponse)state).Headers;
            headers.SetCookie = headers.SetCookie.OfType<string>().Select(Written).ToArray();
            return Task.CompletedTask;
        }, http.Response);
        return next(http);
    });

    private static string Read(Microsoft.Extensions.Primitives.StringValues sent) =>
        string.Join("; ", CookieHeaderValue.TryParseList([.. sent.OfType<string>()], out var cookies)
            ? cookies.Where(c => c.Name.StartsWith(Prefix, StringComparison.Ordinal)).Select(c => $"{c.Name.Subsegment(Prefix.Length)}={c.Value}") : []);

    private static string Written(string cookie)
    {
        var secure = cookie.Split(';').Skip(1).Any(part => part.Trim().Equals("secure", StringComparison.OrdinalIgnoreCase));
        return Prefix + cookie + (secure ? "" : "; secure");
    }
}
