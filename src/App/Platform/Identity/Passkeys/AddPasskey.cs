using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Identity.SigningIn;

namespace Muster.Platform.Identity.Passkeys;

/// <summary>Adds a passkey to one's own account; its device has shown that it holds the key. Answers its id.</summary>
/// <param name="Here">The <see cref="SignedIn"/> at which it was added: a second factor was shown there now.</param>
public sealed record AddPasskey(string Name, byte[] CredentialId, byte[] PublicKey, long SignCount, string Transports, bool BackupEligible, bool BackedUp, Guid Here) : Act<Guid>
{
    public const int PerAccount = 20;

    protected internal override Permission Needs => Permission.None;

    protected internal override bool IsSensitive => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        if (work.Actor.Id is not { } id) throw new Refused("not-allowed", "请先登录。", "Sign in first.");
        if (Name.Trim().Length is 0 or > 64) throw new Refused("passkey-name", "请给通行密钥起个名字，64 字以内，例如“我的手机”。", "Give the passkey a name of at most 64 characters, such as “my phone”.", nameof(Name));
        if (await work.Store.Set<Passkey>().CountAsync(p => p.AccountId == id, stop) >= PerAccount)
            throw new Refused("passkeys-many", $"一个账号最多 {PerAccount} 个通行密钥，请先删去不用的。", $"An account has at most {PerAccount} passkeys: remove one you no longer use.");
        if (await work.Store.Set<Passkey>().AnyAsync(p => p.CredentialId == CredentialId, stop)) throw new Refused("passkey-known", "这个通行密钥已经登记过。", "This passkey is registered already.");
        var passkey = new Passkey
        {
            Id = Guid.CreateVersion7(), AccountId = id, CredentialId = CredentialId, PublicKey = PublicKey, Name = Name.Trim(), SignCount = SignCount,
            Transports = Transports, BackupEligible = BackupEligible, BackedUp = BackedUp, CreatedAt = work.Now,
        };
        work.Store.Add(passkey);
        await EnterAccount.ShowTwoFactors(work, Here, stop);
        work.About("account", id);
        work.Note("passkey", passkey.Id);
        return passkey.Id;
    }
}

/// <summary>Removes a passkey of one's own account: it signs in no more.</summary>
public sealed record RemovePasskey(Guid PasskeyId) : Act<string>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override bool IsSensitive => true;

    protected internal override async Task<string> Do(Work work, CancellationToken stop)
    {
        var passkey = await work.Store.Set<Passkey>().FirstOrDefaultAsync(p => p.Id == PasskeyId && p.AccountId == work.Actor.Id, stop)
            ?? throw new Refused("passkey-unknown", "没有这个通行密钥。", "There is no such passkey.");
        work.Store.Remove(passkey);
        work.About("account", passkey.AccountId);
        work.Note("passkey", passkey.Id);
        return "";
    }
}
