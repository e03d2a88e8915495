using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Muster.Platform.Ui.Showing;

/// <summary>What a browser may do with any answer of ours; set on every response, whatever its status.</summary>
public static class SecurityHeaders
{
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; report-uri " + Doors.PolicyReports.Path + "; report-to policy";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(static state =>
        {
            var response = (HttpResponse)state;
            var headers = response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers["Reporting-Endpoints"] = $"policy=\"{Doors.PolicyReports.Path}\"";
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers.Remove("blazor-enhanced-nav");
            // Two years, as lists of such hosts ask; a browser heeds it only over HTTPS and not for bare addresses.
            if (response.HttpContext.Request.IsHttps) headers.StrictTransportSecurity = "max-age=63072000; includeSubDomains";
            headers["Referrer-Policy"] = "same-origin";
            // A page that needs the place of the phone says so itself.
            if (string.IsNullOrEmpty(headers["Permissions-Policy"])) headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            // A page may carry personal data: no copy of it stays anywhere. Assets say themselves how long they keep.
            if (string.IsNullOrEmpty(headers.CacheControl)) headers.CacheControl = "no-store";
            return Task.CompletedTask;
        }, http.Response);
        return next(http);
    });
}
