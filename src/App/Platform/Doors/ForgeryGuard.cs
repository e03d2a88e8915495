using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Access.Tokens;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Identity.Pages;
using Muster.Platform.Ui.Showing;

namespace Muster.Platform.Doors;

/// <summary>
/// Keeps other sites from using somebody's browser. A change, whatever its route and content type, needs the antiforgery token of a page of ours;
/// a stream or a part of a page is not given to a page of another site. The installation's own
/// socket passes, because no browser comes over it, and so does a program that shows a token, because no cookie is looked at then.
/// </summary>
public static class ForgeryGuard
{
    /// <summary>After routing and authentication. It asks nothing of a route, so that no route can be forgotten.</summary>
    public static void UseForgeryGuard(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        if (Acting.IsLocalSocket(http) || Tokens.IsProgram(http) || IsSaidAgain(http)) await next(http);
        else if (IsForeign(http.Request)) await Refuse(http, "origin-foreign", "这个请求来自别的网站，已拒绝，什么都没有改。", "This request comes from another site; it was refused and nothing was changed.");
        else if (Changes(http.Request.Method) && http.GetEndpoint() is not null && !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
            await Refuse(http, "antiforgery-missing", "请求缺少本系统页面的防伪标记，什么都没有改。其他程序请用访问令牌。",
                "The request lacks the antiforgery token of a page of ours; nothing was changed. Programs use an access token.");
        else await next(http);
    });

    /// <summary>Whatever is not plain reading; <c>TRACE</c> too, which nothing here answers.</summary>
    public static bool Changes(string method) => !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method));

    /// <summary>
    /// Sent by a page of another site. A plain link from elsewhere into a page of ours is none; a form, a script's request, a stream, a socket or a frame is.
    /// Browsers say so in Sec-Fetch-Site where they trust the connection, else in Origin; programs say neither.
    /// </summary>
    public static bool IsForeign(HttpRequest request)
    {
        var headers = request.Headers;
        var link = HttpMethods.IsGet(request.Method) && headers["Sec-Fetch-Mode"] == "navigate" && headers["Sec-Fetch-Dest"] == "document";
        if (headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site") return !link;
        return headers.Origin.ToString() is { Length: > 0 } origin && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>An answer without a body is being given one: nothing is asked of anybody.</summary>
    private static bool IsSaidAgain(HttpContext http) => http.Features.Get<IStatusCodeReExecuteFeature>() is not null || http.Features.Get<IExceptionHandlerPathFeature>() is not null;

    private static Task Refuse(HttpContext http, string code, string zh, string en)
    {
        IResult answer = http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            ? Results.Json(new { refused = (Broken[])[new(code, zh, en)] }, Desk.Json, statusCode: StatusCodes.Status400BadRequest)
            : Html.Of<FormExpired>(new { }, StatusCodes.Status400BadRequest);
        return answer.ExecuteAsync(http);
    }
}
