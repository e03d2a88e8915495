using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Platform.Identity;

/// <summary>Random secrets that are shown once and kept only as a hash.</summary>
public static class Secret
{
    /// <summary>32 random bytes, base64url: safe in an address.</summary>
    public static string New() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    public static string HexHash(string secret) => System.Convert.ToHexString(Hash(secret));
}

/// <summary>Makes a single-use link with which the first organiser sets up an account; it expires after 30 minutes.</summary>
public sealed record MakeSetupLink(string TokenHash) : Act<Guid>
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    protected internal override Permission Needs => Permission.RunInstallation;

    protected internal override Task<Guid> Do(Work work, CancellationToken stop)
    {
        var link = new SetupLink
        {
            Id = Guid.CreateVersion7(),
            TokenHash = System.Convert.FromHexString(TokenHash),
            CreatedAt = work.Now,
            ExpiresAt = work.Now + Lifetime,
        };
        work.Store.Add(link);
        work.About("setup-link", link.Id);
        return Task.FromResult(link.Id);
    }
}

/// <summary>Opens the first organiser's account with a set-up link. The link is used up in the same transaction.</summary>
public sealed record UseSetupLink(string TokenHash, string Name, string DisplayName, string PasswordHash) : Act<Guid>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var hash = System.Convert.FromHexString(TokenHash);
        var link = await work.Store.Set<SetupLink>().SingleOrDefaultAsync(l => l.TokenHash == hash, stop);
        if (link is null || link.UsedAt is not null || link.ExpiresAt <= work.Now)
            throw new Refused("setup-link-spent", "这个链接已用过或已过期。请让管理员重新生成一个。",
                "This link was used or has expired. Ask the administrator for a new one.");
        if (await work.Store.Set<Account>().AnyAsync(a => a.Name == Name, stop))
            throw new Refused("account-name-taken", $"账号“{Name}”已有人使用。", $"The name “{Name}” is taken.", nameof(Name));
        link.UsedAt = work.Now;
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            Name = Name,
            DisplayName = DisplayName,
            PasswordHash = PasswordHash,
            PasswordAt = work.Now,
            CreatedAt = work.Now,
        };
        work.Store.Add(account);
        work.Store.Add(new Access.RoleGrant
        {
            Id = Guid.CreateVersion7(), AccountId = account.Id, Role = Access.Role.Organiser, Kind = Access.RoleKind.Field, StartsAt = work.Now, GivenBy = DisplayName, Reason = "set-up link",
        });
        work.About("account", account.Id);
        return account.Id;
    }
}

/// <summary>Passwords.</summary>
/// <param name="checking">Checks passwords; the installation's own way where none is given.</param>
public sealed class Accounts(Stores stores, IPasswordHasher<Account>? checking = null)
{
    // PBKDF2 with HMAC-SHA512 and as many rounds as OWASP advises (2023).
    private static readonly PasswordHasher<Account> Hasher = new(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));
    private static readonly string Decoy = Hasher.HashPassword(new Account(), Secret.New());

    public static string HashPassword(string password) => Hasher.HashPassword(new Account(), password);

    /// <summary>What the installation's rules say of a password that somebody with these names wants.</summary>
    public async Task<List<Broken>> Check(string password, IEnumerable<string> names, CancellationToken stop) => [.. PasswordRules.Of((await Rules(stop)).Profile, password, names.Concat(await PlaceWords(stop)))];

    /// <summary>Words that anybody would try here: the provinces, cities and counties of this installation, in characters and pinyin, and its agencies.</summary>
    private async Task<List<string>> PlaceWords(CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await store.Sql.List("""
            select name from area where level <= 30 and valid_to is null union select short_name from area where level <= 30 and valid_to is null
            union select replace(pinyin, ' ', '') from area where level <= 30 and valid_to is null union select name from agency where valid_to is null union select short_name from agency where valid_to is null
            """, row => row.Text(0), stop);
    }

    public async Task<SignInTerms> Rules(CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        return await SignInTerms.Read(store.Sql, stop);
    }

    /// <summary>The account, or null; takes the same time for an unknown name as for a wrong password.</summary>
    public async Task<Account?> SignIn(string name, string password, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var account = await store.Set<Account>().AsNoTracking().FirstOrDefaultAsync(a => a.Name == name && a.EndedAt == null, stop);
        var result = (checking ?? Hasher).VerifyHashedPassword(account ?? new Account(), account?.PasswordHash ?? Decoy, password);
        return result == PasswordVerificationResult.Failed ? null : account;
    }
}
