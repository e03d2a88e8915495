using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Muster.Platform.Acts;

namespace Muster.Platform.Identity.Passkeys;

/// <summary>What a browser is asked, and what must come back with the answer.</summary>
/// <param name="Options">For navigator.credentials.</param>
/// <param name="State">Sealed; good for five minutes.</param>
internal sealed record PasskeyAsk(JsonElement Options, string State);

/// <summary>A passkey that was shown, and what its device says of it now.</summary>
public sealed record ShownPasskey(byte[] CredentialId, long SignCount, bool BackedUp);

/// <summary>
/// The two conversations of WebAuthn, verified by ASP.NET Core Identity: a device makes a passkey, a device shows one. The device must have checked who
/// holds it (finger, face, code), so that a passkey counts as two factors. Attestation is not asked for: which maker's device it is does not matter here.
/// </summary>
internal sealed class PasskeyCeremony : IDisposable
{
    private static readonly TimeSpan Within = TimeSpan.FromMinutes(5);

    private readonly UserManager<Account> _accounts;
    private readonly PasskeyHandler<Account> _handler;
    private readonly ITimeLimitedDataProtector _states;

    public PasskeyCeremony(PasskeyStore store, IDataProtectionProvider protection, IServiceProvider services, ILogger<UserManager<Account>> log)
    {
        _accounts = new UserManager<Account>(store, Options.Create(new IdentityOptions()), new PasswordHasher<Account>(), [], [], new UpperInvariantLookupNormalizer(), new IdentityErrorDescriber(), services, log);
        _handler = new PasskeyHandler<Account>(_accounts, Options.Create(new IdentityPasskeyOptions
        {
            UserVerificationRequirement = "required", ResidentKeyRequirement = "required", AttestationConveyancePreference = "none", AuthenticatorTimeout = Within,
        }));
        _states = protection.CreateProtector("muster.passkey").ToTimeLimitedDataProtector();
    }

    public async Task<PasskeyAsk> AskToMake(HttpContext http, Account account)
    {
        var made = await _handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = account.Id.ToString("D", CultureInfo.InvariantCulture), Name = account.Name, DisplayName = account.DisplayName }, http);
        return new(JsonSerializer.Deserialize<JsonElement>(made.CreationOptionsJson), _states.Protect($"make\n{account.Id}\n{made.AttestationState}", Within));
    }

    /// <summary>For one account, or for whichever the device has a passkey of.</summary>
    public async Task<PasskeyAsk> AskToShow(HttpContext http, Account? account)
    {
        var made = await _handler.MakeRequestOptionsAsync(account, http);
        return new(JsonSerializer.Deserialize<JsonElement>(made.RequestOptionsJson), _states.Protect($"show\n{account?.Id}\n{made.AssertionState}", Within));
    }

    /// <exception cref="Refused">Too late, another account's, or the device's answer does not hold.</exception>
    public async Task<UserPasskeyInfo> Made(HttpContext http, Account account, string state, string credential)
    {
        if (Opened("make", state) is not var (owner, kept) || owner != account.Id.ToString()) throw Late();
        var result = await _handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = http, CredentialJson = credential, AttestationState = kept });
        return result.Succeeded ? result.Passkey : throw NotHeld();
    }

    /// <summary>The account whose passkey it is.</summary>
    /// <exception cref="Refused">Too late, another account's than was asked, or the device's answer does not hold.</exception>
    public async Task<(Account Account, ShownPasskey Shown)> Shown(HttpContext http, string state, string credential, Guid? account)
    {
        if (Opened("show", state) is not var (owner, kept) || owner != (account?.ToString() ?? "")) throw Late();
        var result = await _handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = credential, AssertionState = kept });
        if (!result.Succeeded || result.User.EndedAt is not null || account is not null && result.User.Id != account) throw NotHeld();
        return (result.User, new ShownPasskey(result.Passkey.CredentialId, result.Passkey.SignCount, result.Passkey.IsBackedUp));
    }

    /// <summary>The same answer of a device is the same write: sent twice it is refused the second time.</summary>
    public static WriteId OnceFor(string credential) => new(new Guid(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(credential)).AsSpan(0, 16)));

    public void Dispose() => _accounts.Dispose();

    private (string Owner, string State)? Opened(string kind, string state)
    {
        try
        {
            return _states.Unprotect(state).Split('\n', 3) is [var k, var owner, var kept] && k == kind ? (owner, kept) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static Refused Late() => new("passkey-late", "超过 5 分钟了，请再试一次。", "More than 5 minutes have passed. Try again.");

    private static Refused NotHeld() => new("passkey-wrong", "设备给出的通行密钥没有通过核对，没有登录。请再试一次，或改用密码。", "The passkey that the device showed does not hold. Try again, or use your password.");
}
