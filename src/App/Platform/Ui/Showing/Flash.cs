using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Muster.Platform.Acts;

namespace Muster.Platform.Ui.Showing;

public enum FlashKind { Done, Warning }

/// <summary>One sentence shown once on the next page: what was just done. Travels in a cookie that ends with the page that shows it.</summary>
public sealed record Flash(string Sentence, FlashKind Kind = FlashKind.Done)
{
    private const string Cookie = "flash";

    public void Leave(HttpContext http) => http.Response.Cookies.Append(Cookie,
        System.Buffers.Text.Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, Desk.Json)),
        new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromMinutes(1) });

    public static Flash? Take(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is not { } cookie) return null;
        http.Response.Cookies.Delete(Cookie);
        try
        {
            return JsonSerializer.Deserialize<Flash>(System.Buffers.Text.Base64Url.DecodeFromChars(cookie), Desk.Json);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }
}
