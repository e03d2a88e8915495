using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Muster.Platform.Acts;
using Muster.Platform.Doors;
using Muster.Platform.Storage;

namespace Muster.Platform.Identity.Outside;

/// <summary>What a browser carries to the provider and back, sealed in a cookie for ten minutes.</summary>
/// <param name="Issuer">Where it began: an answer for another provider is none, also when the setting has changed meanwhile.</param>
internal sealed record OnTheWay(string Issuer, string State, string Nonce, string Verifier, string Next);

/// <summary>What the browser brings back from the provider.</summary>
/// <param name="Issuer">Whose answer it says it is (RFC 9207); null where the provider does not say.</param>
internal sealed record OutsideAnswer(string? State, string? Code, string? Issuer);

/// <summary>Whom the provider vouches for.</summary>
/// <param name="TwoFactors">It says that two were shown there.</param>
internal sealed record Vouched(string SubjectHash, ClaimMeaning Means, string? Value, bool TwoFactors);

/// <summary>Sign-on by OpenID Connect: the code flow with PKCE. What the provider answers is treated as hostile until its signature, issuer, audience, time and nonce hold.</summary>
internal sealed class SignOn(Stores stores, IDataProtectionProvider protection, TimeProvider clock)
{
    public static readonly TimeSpan Within = TimeSpan.FromMinutes(10);
    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256];

    /// <summary>Words of RFC 8176 for more than one factor.</summary>
    private static readonly string[] More = ["mfa", "otp", "hwk", "fpt", "face"];

    private readonly ConcurrentDictionary<IdentityProvider, (HttpClient Http, ConfigurationManager<OpenIdConnectConfiguration> Settings)> _known = new();
    private readonly ITimeLimitedDataProtector _way = protection.CreateProtector("muster.outside").ToTimeLimitedDataProtector();
    private readonly IDataProtector _secrets = protection.CreateProtector("muster.outside.secret");

    public string SealSecret(string secret) => _secrets.Protect(secret);

    public async Task<IdentityProvider?> Provider(CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await IdentityProvider.Read(store.Sql, stop);
    }

    /// <summary>Where to send the browser, and what it must bring back.</summary>
    public async Task<(string Address, string Cookie)> Begin(IdentityProvider provider, string back, string next, CancellationToken stop)
    {
        var settings = await Settings(provider, stop);
        var way = new OnTheWay(provider.Issuer, Secret.New(), Secret.New(), Secret.New(), next);
        var challenge = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(way.Verifier)));
        var query = new Dictionary<string, string>
        {
            ["response_type"] = "code", ["client_id"] = provider.ClientId, ["redirect_uri"] = back, ["scope"] = provider.Means == ClaimMeaning.Phone ? "openid profile phone" : "openid profile",
            ["state"] = way.State, ["nonce"] = way.Nonce, ["code_challenge"] = challenge, ["code_challenge_method"] = "S256",
        };
        var address = new UriBuilder(settings.AuthorizationEndpoint);
        if (address.Scheme != "https") throw Failed();
        address.Query = string.Join('&', query.Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value)}").Prepend(address.Query.TrimStart('?')).Where(p => p.Length > 0));
        return (address.Uri.AbsoluteUri, _way.Protect(JsonSerializer.Serialize(way), Within));
    }

    /// <exception cref="Refused">Too late, another browser's, refused there, or what came back does not hold.</exception>
    public async Task<(Vouched Who, string Next)> End(IdentityProvider provider, string? cookie, OutsideAnswer answer, string back, CancellationToken stop)
    {
        var way = Opened(cookie);
        var (state, code) = (answer.State, answer.Code);
        if (way is null || way.Issuer != provider.Issuer || answer.Issuer is { Length: > 0 } issuer && issuer != provider.Issuer || state is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(way.State)))
            throw new Refused("outside-late", "这次统一身份登录已超时，或不是从这台设备开始的。请再点一次。", "This sign-on is over, or was begun elsewhere. Begin again.");
        if (string.IsNullOrEmpty(code)) throw new Refused("outside-refused", "统一身份平台没有让您登录。", "The identity provider did not let you in.");
        try
        {
            var settings = await Settings(provider, stop);
            var (idToken, accessToken) = await Exchange(provider, settings, code, way.Verifier, back, stop);
            var claims = await Check(idToken, provider, settings, way.Nonce, clock.GetUtcNow());
            var subject = claims.FindFirst("sub")!.Value;
            var value = Claimed(claims, provider.Claim);
            if (value is null && settings.UserInfoEndpoint is { Length: > 0 } more) value = await Asked(provider, more, accessToken, subject, stop);
            return (new Vouched(LinkOutside.HashOf(provider.Issuer, subject), provider.Means, value, claims.FindAll("amr").Any(a => More.Contains(a.Value))), way.Next);
        }
        catch (SecurityTokenSignatureKeyNotFoundException)
        {
            // The provider may have new keys: they are read anew at the next try, at most every five minutes.
            Known(provider).Settings.RequestRefresh();
            throw Failed();
        }
        catch (Exception failure) when (failure is HttpRequestException or SecurityTokenException or JsonException or InvalidOperationException or ArgumentException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            throw Failed();
        }
    }

    /// <summary>What the token says; a number of which it says itself that nobody has proved it says nothing.</summary>
    internal static string? Claimed(ClaimsIdentity claims, string claim) =>
        claim == "phone_number" && claims.FindFirst("phone_number_verified") is { } verified && !string.Equals(verified.Value, "true", StringComparison.OrdinalIgnoreCase) ? null : claims.FindFirst(claim)?.Value;

    /// <summary>Signature, issuer, audience, time, nonce; only algorithms with a public key, never what the token itself names as its key.</summary>
    /// <exception cref="SecurityTokenException">Something of it does not hold.</exception>
    internal static async Task<ClaimsIdentity> Check(string idToken, IdentityProvider provider, OpenIdConnectConfiguration settings, string nonce, DateTimeOffset now)
    {
        var result = await new JsonWebTokenHandler { MapInboundClaims = false, MaximumTokenSizeInBytes = 64 << 10 }.ValidateTokenAsync(idToken, new TokenValidationParameters
        {
            ValidIssuer = provider.Issuer, ValidAudience = provider.ClientId, IssuerSigningKeys = settings.SigningKeys, ValidAlgorithms = Algorithms,
            RequireSignedTokens = true, RequireExpirationTime = true, TryAllIssuerSigningKeys = false,
            LifetimeValidator = (before, until, _, _) => until is { } end && now <= new DateTimeOffset(end, TimeSpan.Zero).AddMinutes(1) && (before is not { } begin || now >= new DateTimeOffset(begin, TimeSpan.Zero).AddMinutes(-1)),
        });
        if (!result.IsValid) throw result.Exception as SecurityTokenException ?? new SecurityTokenException("The token does not hold.");
        var claims = result.ClaimsIdentity;
        if (claims.FindFirst("nonce")?.Value != nonce) throw new SecurityTokenException("The token is of another sign-on.");
        if (string.IsNullOrEmpty(claims.FindFirst("sub")?.Value)) throw new SecurityTokenException("The token says of nobody.");
        if (claims.FindFirst("azp") is { } party && party.Value != provider.ClientId || claims.FindAll("aud").Count() > 1 && claims.FindFirst("azp") is null) throw new SecurityTokenException("The token is for another program.");
        return claims;
    }

    private async Task<(string IdToken, string AccessToken)> Exchange(IdentityProvider provider, OpenIdConnectConfiguration settings, string code, string verifier, string back, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.TokenEndpoint)
        {
            Content = new FormUrlEncodedContent([new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", back), new("code_verifier", verifier)]),
        };
        var who = $"{Uri.EscapeDataString(provider.ClientId)}:{Uri.EscapeDataString(_secrets.Unprotect(provider.SealedSecret))}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", System.Convert.ToBase64String(Encoding.UTF8.GetBytes(who)));
        using var response = await Known(provider).Http.SendAsync(request, stop);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(stop);
        return (answer.GetProperty("id_token").GetString()!, answer.GetProperty("access_token").GetString()!);
    }

    /// <summary>The claim from the provider's own record of the person, where the token is short.</summary>
    private async Task<string?> Asked(IdentityProvider provider, string endpoint, string accessToken, string subject, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, endpoint) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", accessToken) } };
        using var response = await Known(provider).Http.SendAsync(request, stop);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(stop);
        if (answer.GetProperty("sub").GetString() != subject) throw new SecurityTokenException("The record is another person's.");
        // A number that nobody has proved to be the person's proves nothing here either.
        if (provider.Claim == "phone_number" && answer.TryGetProperty("phone_number_verified", out var verified) && verified.ValueKind != JsonValueKind.True) return null;
        return answer.TryGetProperty(provider.Claim, out var value) ? value.ToString() : null;
    }

    private async Task<OpenIdConnectConfiguration> Settings(IdentityProvider provider, CancellationToken stop)
    {
        try
        {
            var settings = await Known(provider).Settings.GetConfigurationAsync(stop);
            return settings.Issuer == provider.Issuer ? settings : throw Failed();
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or HttpRequestException)
        {
            throw Failed();
        }
    }

    private (HttpClient Http, ConfigurationManager<OpenIdConnectConfiguration> Settings) Known(IdentityProvider provider) => _known.GetOrAdd(provider, static p =>
    {
        var http = Outgoing.Client(new Uri(p.Issuer), p.PrivateNetwork, p.Authority);
        return (http, new ConfigurationManager<OpenIdConnectConfiguration>(p.Issuer.TrimEnd('/') + "/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever(http) { RequireHttps = true }));
    });

    private OnTheWay? Opened(string? cookie)
    {
        try
        {
            return cookie is null ? null : JsonSerializer.Deserialize<OnTheWay>(_way.Unprotect(cookie));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static Refused Failed() => new("outside-failed", "统一身份平台没有应答，或应答不可信，没有登录。请稍后再试，或用密码登录。", "The identity provider did not answer, or its answer does not hold; you are not signed in. Try later, or use your password.");
}
