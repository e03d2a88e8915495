using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Muster.Platform.Access;
using Muster.Platform.Acts;

namespace Muster.Platform.Identity.Outside;

/// <summary>
/// The account of whoever the provider vouches for: the one linked before; else the one that the claim names, which is linked now; a person without an account
/// gets one, without any role. Never an administrator's: who runs the provider would be one. Answers the account.
/// </summary>
public sealed record LinkOutside(string SubjectHash, ClaimMeaning Means, string? Value) : Act<Guid>
{
    public static string HashOf(string issuer, string subject) => System.Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{issuer}\n{subject}")));

    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var hash = System.Convert.FromHexString(SubjectHash);
        var link = await work.Store.Set<OutsideIdentity>().FirstOrDefaultAsync(o => o.SubjectHash == hash, stop);
        var account = link is not null ? await work.Store.Set<Account>().FirstOrDefaultAsync(a => a.Id == link.AccountId, stop) : await Named(work, stop);
        if (account is null || account.EndedAt is not null)
            throw new Refused("outside-unknown", "统一身份认证通过了，但这里没有对应的人。请找单位联络人核对名单。", "The identity provider knows you, but there is nobody here who fits. Ask your agency's liaison to check the list.");
        if (await Grants.HoldsAdministrator(work.Sql, account.Id, work.Now, stop))
            throw new Refused("outside-administrator", "管理员账号不能用统一身份登录，请用密码或通行密钥。", "An administrator does not sign in by the identity provider: use the password or a passkey.");
        // Telephones and names are given to somebody else in time; the provider's own id is not. A second one for an account is another person until shown otherwise.
        if (link is null && await work.Store.Set<OutsideIdentity>().AnyAsync(o => o.AccountId == account.Id, stop))
            throw new Refused("outside-linked", "这个账号已绑定统一身份平台上的另一身份，没有登录。如果是您换了统一身份账号，请找发激活码的人重新发一个激活码，用它重设密码后再登录。",
                "This account is linked to another identity of the provider; you are not signed in. If yours has changed, ask whoever gives out activation codes for a new one, set a password with it, then sign in again.");
        if (link is null) work.Store.Add(new OutsideIdentity { Id = Guid.CreateVersion7(), AccountId = account.Id, SubjectHash = hash, CreatedAt = work.Now });
        work.About("account", account.Id);
        work.Note("linked", link is null);
        return account.Id;
    }

    private async Task<Account?> Named(Work work, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(Value)) return null;
        if (Means == ClaimMeaning.AccountName) return await work.Store.Set<Account>().FirstOrDefaultAsync(a => a.Name == Value, stop);
        if (await work.Of<IFindPersonByClaim>().Find(work.Sql, Means, Value.Trim(), stop) is not [var (person, name)]) return null;
        if (await work.Store.Set<Account>().FirstOrDefaultAsync(a => a.PersonId == person, stop) is { } known) return known;
        var account = new Account { Id = Guid.CreateVersion7(), Name = "o" + RandomNumberGenerator.GetString("0123456789", 10), DisplayName = name, PersonId = person, CreatedAt = work.Now };
        work.Store.Add(account);
        return account;
    }
}
