using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Access;
using Muster.Platform.Identity.SigningIn;

namespace Muster.Platform.Identity;

/// <summary>The cookie of who is signed in: it names a record, which every request looks up.</summary>
internal static class SignInCookies
{
    public static void Add(IServiceCollection services) => services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
    {
        cookie.Cookie.Name = "muster";
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.LoginPath = "/sign-in";
        cookie.ReturnUrlParameter = "next";
        cookie.ExpireTimeSpan = EnterAccount.Idle;
        cookie.SlidingExpiration = true;
        cookie.Events.OnRedirectToLogin = context =>
        {
            if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)) context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            else if (context.Request.Headers.ContainsKey("HX-Request")) context.Response.Headers["HX-Redirect"] = context.RedirectUri;
            else context.Response.Redirect(context.RedirectUri);
            return Task.CompletedTask;
        };
        cookie.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        cookie.Events.OnValidatePrincipal = LookUp;
    });

    private static async Task LookUp(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var standing = Acting.SignedInOf(context.Principal) is { } id ? await http.RequestServices.GetRequiredService<Grants>().Of(id, http.RequestAborted) : null;
        if (standing is not null)
        {
            http.Items[typeof(Standing)] = standing;
            return;
        }
        context.RejectPrincipal();
        await http.SignOutAsync();
    }
}

/// <summary>Whether this browser has signed in to an account before, so that a stranger's tries do not lock it. Says nothing about who uses it.</summary>
internal sealed class KnownDevices(IDataProtectionProvider protection)
{
    private const string Cookie = "muster-device";
    private static readonly TimeSpan Keep = TimeSpan.FromDays(400);
    private readonly IDataProtector _protector = protection.CreateProtector("muster.device");

    public Guid? Of(HttpContext http, string name)
    {
        if (http.Request.Cookies[Cookie] is not { } cookie) return null;
        try
        {
            var kept = _protector.Unprotect(cookie).Split('\n');
            return kept is [var device, .. var names] && names.Contains(LockRules.Key(name, null), StringComparer.Ordinal) && Guid.TryParse(device, out var id) ? id : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Remembers that the account was signed in to here; the last three are kept.</summary>
    public void Remember(HttpContext http, string name)
    {
        string device = Guid.CreateVersion7().ToString();
        List<string> names = [];
        try
        {
            if (http.Request.Cookies[Cookie] is { } cookie && _protector.Unprotect(cookie).Split('\n') is [var known, .. var before]) (device, names) = (known, [.. before]);
        }
        catch (CryptographicException)
        {
            // A damaged cookie is replaced.
        }
        var key = LockRules.Key(name, null);
        names.Remove(key);
        http.Response.Cookies.Append(Cookie, _protector.Protect(string.Join('\n', [device, key, .. names.Take(2)])),
            new CookieOptions { HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/", MaxAge = Keep });
    }
}
