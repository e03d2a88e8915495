using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Storage;

namespace Muster.Platform.Access.Tokens;

/// <summary>Lets programs in by their token: <c>Authorization: Bearer mst_…</c>, on the API alone. A request that shows one is not looked at for cookies.</summary>
public sealed class Tokens(Stores stores, TimeProvider clock)
{
    public const string Prefix = "mst_";
    private const string Scheme = "Bearer ";
    private const int KeptMax = 2_000;

    /// <summary>Not with a token, whatever its owner may: what opens doors for people.</summary>
    private static readonly HashSet<Permission> NeverByToken =
        [Permission.GiveRoles, Permission.GiveFieldRoles, Permission.ManageAccounts, Permission.SetSignInTerms, Permission.RunInstallation, Permission.InvitePeople];

    private readonly ConcurrentDictionary<string, (long At, (Standing Standing, string Name)? Found)> _kept = new(StringComparer.Ordinal);

    public static string NewSecret() => Prefix + Secret.New();

    /// <summary>Who shows this secret now; null where it is none, has expired or ended, or its account has. Believed for as long as a role is.</summary>
    public async Task<(Standing Standing, string Name)?> Of(string secret, CancellationToken stop)
    {
        if (secret.Length > 100 || !secret.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var hash = Secret.HexHash(secret);
        if (_kept.TryGetValue(hash, out var kept) && clock.GetElapsedTime(kept.At) < Grants.Believed) return kept.Found;
        var at = clock.GetTimestamp();
        var found = await Read(hash, stop);
        if (_kept.Count > KeptMax) _kept.Clear();
        _kept[hash] = (at, found);
        return found;
    }

    private async Task<(Standing, string)?> Read(string hash, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var now = clock.GetUtcNow();
        var found = await store.Sql.List("""
            select t.id, t.account_id, a.display_name, t.name, t.scope, t.area_id, p.path from api_token t join account a on a.id = t.account_id left join area p on p.id = t.area_id
            where t.secret_hash = @h and t.ended_at is null and t.expires_at > @now and a.ended_at is null
            """, row => (Id: row.Guid(0), Account: row.Guid(1), Person: row.Text(2), Name: row.Text(3), Scope: row.Enum<TokenScope>(4), Area: row.GuidOrNull(5), Path: row.TextOrNull(6)),
            stop, ("@h", System.Convert.FromHexString(hash)), ("@now", now));
        if (found is not [var one]) return null;
        var held = await Grants.Held(store.Sql, one.Account, now, stop);
        // An area that is no more leaves the token nothing.
        var roles = one.Area is null ? held : one.Path is null ? [] : held.Select(h => Within(h, one.Path)).OfType<HeldRole>().ToList();
        var may = held.SelectMany(h => RoleRules.Permissions(h.Role)).Where(p => !NeverByToken.Contains(p)).ToHashSet();
        return (new Standing(one.Id, one.Account, StayKind.Managing, roles) { Only = may, ReadsOnly = one.Scope == TokenScope.Read, ProvedAt = DateTimeOffset.MinValue }, $"{one.Person} / {one.Name}");
    }

    /// <summary>A role narrowed to an area; null where it does not reach there.</summary>
    private static HeldRole? Within(HeldRole held, string path) =>
        held.Covers(path) ? new HeldRole(held.Role, path, null) : held.Path is not null && held.Path.StartsWith(path, StringComparison.Ordinal) ? held : null;

    internal static string? SecretOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { } shown && shown.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? shown[Scheme.Length..].Trim() : null;

    /// <summary>A token was shown and is good.</summary>
    public static bool IsProgram(HttpContext http) => http.Items.ContainsKey(typeof(Tokens));

    /// <summary>Whether the actor's own words stand for a program.</summary>
    internal static async Task LetIn(HttpContext http, RequestDelegate next)
    {
        if (SecretOf(http.Request) is not { } secret || !http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            await next(http);
            return;
        }
        http.Items.Remove(typeof(Standing));
        http.User = new ClaimsPrincipal(new ClaimsIdentity());
        if (await http.RequestServices.GetRequiredService<Tokens>().Of(secret, http.RequestAborted) is not var (standing, name))
        {
            http.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            await Refuse(http, StatusCodes.Status401Unauthorized, "token-unknown", "访问令牌不对、已过期或已停用。", "The token is wrong, has expired or was ended.");
            return;
        }
        if (standing.ReadsOnly && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
        {
            await Refuse(http, StatusCodes.Status403Forbidden, "token-reads-only", "这个令牌只能读取。", "This token reads only.");
            return;
        }
        http.Items[typeof(Standing)] = standing;
        http.Items[typeof(Tokens)] = true;
        http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "token"));
        await next(http);
    }

    private static Task Refuse(HttpContext http, int status, string code, string zh, string en) =>
        Results.Json(new { refused = (Broken[])[new(code, zh, en)] }, Desk.Json, statusCode: status).ExecuteAsync(http);
}

internal static class TokensInPipeline
{
    /// <summary>After authentication, before anything that asks who it is.</summary>
    public static void UseTokens(this IApplicationBuilder app) => app.Use((http, next) => Tokens.LetIn(http, next));
}
