using System.Globalization;
using System.Security.Cryptography;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Muster.Platform.Access;
using Muster.Platform.Acts;
using Muster.Platform.Doors;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Storage;

namespace Muster.Platform.Identity;

/// <summary>What a try to sign in came to: an account to enter, a code to be asked for, or what was wrong.</summary>
internal sealed record SignInTry(Account? Account, string LockKey, IReadOnlyList<Broken> Broken, string? Pending = null, SecondShown? Shown = null);

/// <summary>The steps of signing in: a password, the second factor where there is one, and the count of tries.</summary>
internal sealed class SignIns(Stores stores, Accounts accounts, Desk desk, KnownDevices devices, IDataProtectionProvider protection, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan CodeWithin = TimeSpan.FromMinutes(5);
    private static readonly Broken Wrong = new("sign-in-wrong", "账号或密码不对，没有登录。请检查大小写和输入法后再试。",
        "Name or password is wrong; you are not signed in. Check capitals and the input method, then try again.");
    private static readonly Broken Locked = new("sign-in-locked", "试错次数太多，这台设备请等 15 分钟再试。以前登录过的设备不受影响。",
        "Too many wrong tries: this device must wait 15 minutes. Devices that have signed in before are not affected.");
    private static readonly Broken Busy = new("sign-in-busy", "现在登录的人太多，请等一分钟再试。", "Too many people are signing in just now. Try again in a minute.");
    private static readonly Broken Late = new("sign-in-late", "超过 5 分钟了，请重新输入密码。", "More than 5 minutes have passed. Enter your password again.");
    private static readonly Broken WrongCode = new("code-wrong", "验证码不对，或已经用过。", "The code is wrong or was used already.", "Code");

    private readonly ConcurrencyLimiter _passwords = new(new ConcurrencyLimiterOptions { PermitLimit = Environment.ProcessorCount, QueueLimit = RequestLimits.PasswordsWaiting });
    private readonly ITimeLimitedDataProtector _pending = protection.CreateProtector("muster.sign-in").ToTimeLimitedDataProtector();
    private readonly IDataProtector _keys = protection.CreateProtector("muster.totp");

    public DateTimeOffset Now => clock.GetUtcNow();

    public async Task<SignInTry> Try(HttpContext http, string name, string password, CancellationToken stop)
    {
        var key = LockRules.Key(name, devices.Of(http, name));
        if (await IsLocked(key, stop)) return new SignInTry(null, key, [Locked]);
        using var turn = await _passwords.AcquireAsync(1, stop);
        if (!turn.IsAcquired) return new SignInTry(null, key, [Busy]);
        if (await accounts.SignIn(name, password, stop) is not { } account) return await Failed(http, key, null, Wrong, stop);
        return account.TotpKey is null ? new SignInTry(account, key, []) : new SignInTry(null, key, [], _pending.Protect($"{account.Id}\n{key}", CodeWithin));
    }

    /// <summary>A code is asked for, nothing else.</summary>
    public SignInTry AskCode(HttpContext http, Account account)
    {
        var key = LockRules.Key(account.Name, devices.Of(http, account.Name));
        return new SignInTry(null, key, [], _pending.Protect($"{account.Id}\n{key}", CodeWithin));
    }

    public async Task<SignInTry> TryCode(HttpContext http, string pending, string code, CancellationToken stop)
    {
        string[] kept;
        try
        {
            kept = _pending.Unprotect(pending).Split('\n');
        }
        catch (CryptographicException)
        {
            return new SignInTry(null, "", [Late]);
        }
        var key = kept[1];
        if (await IsLocked(key, stop)) return new SignInTry(null, key, [Locked]);
        if (await Find(Guid.Parse(kept[0], CultureInfo.InvariantCulture), stop) is not { TotpKey: { } totp } account) return new SignInTry(null, key, [Late]);
        if (Totp.Accept(_keys.Unprotect(System.Convert.FromBase64String(totp)), code, Now, account.TotpStep) is { } step) return new SignInTry(account, key, [], Shown: new SecondShown(TotpStep: step));
        var recovery = Recovery.Hash(code);
        await using var store = await stores.Open(stop);
        var hash = System.Convert.FromHexString(recovery);
        return await store.Set<RecoveryCode>().AnyAsync(c => c.AccountId == account.Id && c.CodeHash == hash && c.UsedAt == null, stop)
            ? new SignInTry(account, key, [], Shown: new SecondShown(RecoveryHash: recovery))
            : await Failed(http, key, account.Id, WrongCode, stop);
    }

    /// <summary>Signs in; roles that manage stay for a short time.</summary>
    public async Task<(Guid Id, StayKind Kind)> Enter(HttpContext http, Account account, string? lockKey, SecondShown shown, WriteId writeId, CancellationToken stop)
    {
        StayKind kind;
        await using (var store = await stores.Open(stop))
        {
            var held = await Grants.Held(store.Sql, account.Id, Now, stop);
            kind = held.Count > 0 && !held.Exists(h => RoleRules.Manages(h.Role)) ? StayKind.Field : StayKind.Managing;
        }
        var address = http.Connection.RemoteIpAddress?.ToString();
        var id = await desk.Do(new EnterAccount(account.Id, kind, http.Request.Headers.UserAgent.ToString(), address, lockKey, shown, Guid.CreateVersion7()), writeId,
            new Actor(account.Id, account.DisplayName, "page", p => p == Permission.None) { Address = address }, stop);
        devices.Remember(http, account.Name);
        return (id, kind);
    }

    public async Task<Account?> Find(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Set<Account>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == id && a.EndedAt == null, stop);
    }

    public async Task<bool> IsFresh(CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return !await store.Set<Account>().AnyAsync(stop);
    }

    public async Task<bool> IsGoodSetup(string secret, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var (hash, now) = (Secret.Hash(secret), Now);
        return await store.Set<SetupLink>().AnyAsync(l => l.TokenHash == hash && l.UsedAt == null && l.ExpiresAt > now, stop);
    }

    /// <summary>The name of the account that a code activates; null where the code is no longer good.</summary>
    public async Task<ActivatingAccount?> Activating(string secret, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.First("""
            select a.name, (select count(*) from passkey k where k.account_id = a.id), (select count(*) from api_token t where t.account_id = a.id and t.ended_at is null and t.expires_at > @now)
            from activation c join account a on a.id = c.account_id where c.code_hash = @h and c.used_at is null and c.expires_at > @now and a.ended_at is null
            """, row => new ActivatingAccount(row.Text(0), row.Int(1), row.Int(2)), stop, ("@h", Secret.Hash(secret)), ("@now", Now));
    }

    public void Dispose() => _passwords.Dispose();

    public string Seal(byte[] totpKey) => System.Convert.ToBase64String(_keys.Protect(totpKey));

    public byte[] Open(string sealedKey) => _keys.Unprotect(System.Convert.FromBase64String(sealedKey));

    private async Task<bool> IsLocked(string key, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return LockRules.IsLocked(await store.Set<SignInLock>().AsNoTracking().FirstOrDefaultAsync(l => l.Key == key, stop), Now);
    }

    private async Task<SignInTry> Failed(HttpContext http, string key, Guid? account, Broken why, CancellationToken stop)
    {
        var locked = await desk.Do(new CountFailedSignIn(key, account), WriteId.New(), Acting.Of(http), stop);
        return new SignInTry(null, key, locked ? [Locked] : [why]);
    }
}

/// <summary>Recovery codes: ten letters and digits without those that look alike, written in two halves.</summary>
internal static class Recovery
{
    private const string Letters = "ABCDEFGHJKMNPQRSTVWXYZ23456789";

    public static string New()
    {
        var code = RandomNumberGenerator.GetString(Letters, 10);
        return code[..5] + "-" + code[5..];
    }

    public static string Hash(string code) => Secret.HexHash(code.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant());
}

/// <summary>Whose activation code it is, and what besides the old password will open the account no more once it is used.</summary>
public sealed record ActivatingAccount(string Name, int Passkeys, int Tokens);
