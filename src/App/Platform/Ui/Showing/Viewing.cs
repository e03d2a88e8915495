using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Ui.Language;

namespace Muster.Platform.Ui.Showing;

/// <summary>How the person of this request sees a page: language, scheme of colours, who they are. One per request.</summary>
public sealed class Viewing(IHttpContextAccessor accessor, Texts texts, IAntiforgery antiforgery)
{
    public const string LanguageCookie = "language";
    public const string ThemeCookie = "theme";

    private Tongue? _tongue;
    private string? _token;

    public HttpContext Http => accessor.HttpContext ?? throw new InvalidOperationException("A page is shown outside a request.");

    public Tongue Tongue => _tongue ??= texts.In(ChosenLanguage(Http.Request));

    /// <summary><c>light</c>, <c>dark</c>, or null: as the device says.</summary>
    public string? Theme => Http.Request.Cookies[ThemeCookie] is "light" or "dark" ? Http.Request.Cookies[ThemeCookie] : null;

    public Actor Actor => Acting.Of(Http);

    /// <summary>Someone is signed in (or it is the owner's own socket).</summary>
    public bool IsKnown => Actor.Name.Length > 0;

    /// <summary>Path and query, to come back to.</summary>
    public string Here => Http.Request.PathBase + Http.Request.Path + Http.Request.QueryString;

    /// <summary>The page of ours that a form was sent from, to come back to.</summary>
    public string Before => Uri.TryCreate(Http.Request.Headers.Referer.ToString(), UriKind.Absolute, out var from) && from.Authority == Http.Request.Host.Value ? from.PathAndQuery : "/";

    public string AntiforgeryToken => _token ??= antiforgery.GetAndStoreTokens(Http).RequestToken!;

    public Flash? TakeFlash() => Flash.Take(Http);

    /// <summary>
    /// The address's choice (?lang=en), else the cookie's; else Chinese, unless the browser asks for English and not at all for Chinese
    /// (a Chinese reader's system is often English, but then lists Chinese somewhere). Traditional where that is the Chinese asked for first.
    /// </summary>
    public static string ChosenLanguage(HttpRequest request)
    {
        if (request.Query["lang"].ToString() is { Length: > 0 } wanted) return Texts.Meant(wanted);
        if (request.Cookies[LanguageCookie] is { } chosen) return Texts.Meant(chosen);
        var asked = request.GetTypedHeaders().AcceptLanguage.Where(l => l.Quality is null or > 0).Select(l => l.Value.Value ?? "").ToList();
        return asked.Find(l => l.StartsWith("zh", StringComparison.OrdinalIgnoreCase)) is { } chinese ? Texts.Meant(chinese)
            : asked.Any(l => l.StartsWith("en", StringComparison.OrdinalIgnoreCase)) ? Texts.English : Texts.Chinese;
    }
}
