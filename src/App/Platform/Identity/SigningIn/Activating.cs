using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Platform.Identity.SigningIn;

/// <summary>Opens an account for somebody; it can do nothing until it is activated and given a role. Answers its id.</summary>
public sealed record AddAccount(string Name, string DisplayName) : Act<Guid>
{
    protected internal override Permission Needs => Permission.ManageAccounts;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        Refused.Where(AccountRules.Of(Name, DisplayName));
        if (await work.Store.Set<Account>().AnyAsync(a => a.Name == Name, stop))
            throw new Refused("account-name-taken", $"账号“{Name}”已有人使用。", $"The name “{Name}” is taken.", nameof(Name));
        var account = new Account { Id = Guid.CreateVersion7(), Name = Name, DisplayName = DisplayName, CreatedAt = work.Now };
        work.Store.Add(account);
        work.About("account", account.Id);
        return account.Id;
    }
}

/// <summary>
/// Makes a single-use code with which an account gets its (first or a new) password, for at most 72 hours; a code made before is no longer good.
/// Answers when it expires. The caller makes the code and keeps it to itself; here only its hash is kept.
/// </summary>
public sealed record MakeActivation(Guid AccountId, string CodeHash) : Act<DateTimeOffset>
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(72);

    protected internal override Permission Needs => Permission.ManageAccounts;

    protected internal override bool IsSensitive => true;

    protected internal override async Task<DateTimeOffset> Do(Work work, CancellationToken stop)
    {
        var account = await work.Store.Set<Account>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == AccountId && a.EndedAt == null, stop)
            ?? throw new Refused("account-unknown", "没有这个账号。", "There is no such account.");
        if (work.Actor.Id == AccountId) throw new Refused("activation-own", "不能给自己发激活码。请在“我的账号”里改密码。", "You cannot make a code for yourself. Change your password in your account.");
        // Whoever could make a code for an administrator could become one.
        if (work.Actor.Id is not null && await Access.Grants.HoldsAdministrator(work.Sql, AccountId, work.Now, stop))
            throw new Refused("activation-of-administrator", "管理员账号的激活码只能在服务器上用命令行生成。", "A code for an administrator's account is made on the server's command line only.");
        foreach (var earlier in await work.Store.Set<Activation>().Where(a => a.AccountId == AccountId && a.UsedAt == null && a.ExpiresAt > work.Now).ToListAsync(stop)) earlier.UsedAt = work.Now;
        work.Store.Add(new Activation { Id = Guid.CreateVersion7(), AccountId = AccountId, CodeHash = System.Convert.FromHexString(CodeHash), CreatedAt = work.Now, ExpiresAt = work.Now + Lifetime });
        work.About("account", account.Id);
        work.Note("first", account.PasswordHash is null);
        return work.Now + Lifetime;
    }
}

/// <summary>
/// Gives an account its password with an activation code, which is used up. Whatever else opened the account before opens it no more: who lost a
/// device, or was robbed of a password, gets it back alone. Answers the account.
/// </summary>
public sealed record UseActivation(string CodeHash, string PasswordHash) : Act<Guid>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var hash = System.Convert.FromHexString(CodeHash);
        var code = await work.Store.Set<Activation>().SingleOrDefaultAsync(a => a.CodeHash == hash, stop);
        if (code is null || code.UsedAt is not null || code.ExpiresAt <= work.Now)
            throw new Refused("activation-spent", "这个激活码已用过或已过期。请找发给您的人重新生成一个。", "This code was used or has expired. Ask whoever gave it to you for a new one.");
        code.UsedAt = work.Now;
        var account = await work.Store.Set<Account>().SingleAsync(a => a.Id == code.AccountId, stop);
        (account.PasswordHash, account.PasswordAt) = (PasswordHash, work.Now);
        await EndSignedIn.End(work, account.Id, _ => true, stop);
        work.Note("passkeys", await work.Sql.Run("delete from passkey where account_id = @a", stop, ("@a", account.Id)));
        work.Note("tokens", await work.Sql.Run("update api_token set ended_at = @now where account_id = @a and ended_at is null", stop, ("@a", account.Id), ("@now", work.Now)));
        work.Note("outside", await work.Sql.Run("delete from outside_identity where account_id = @a", stop, ("@a", account.Id)));
        work.About("account", account.Id);
        return account.Id;
    }
}

/// <summary>Ends an account: it signs in no more, and is signed out within seconds. What it did stays under its name.</summary>
public sealed record EndAccount(Guid AccountId) : Act<string>
{
    protected internal override Permission Needs => Permission.ManageAccounts;

    protected internal override bool IsSensitive => true;

    protected internal override async Task<string> Do(Work work, CancellationToken stop)
    {
        if (work.Actor.Id == AccountId) throw new Refused("account-own", "不能停用自己的账号。", "You cannot end your own account.");
        var account = await work.Store.Set<Account>().FirstOrDefaultAsync(a => a.Id == AccountId && a.EndedAt == null, stop)
            ?? throw new Refused("account-unknown", "没有这个账号。", "There is no such account.");
        account.EndedAt = work.Now;
        await EndSignedIn.End(work, AccountId, _ => true, stop);
        work.About("account", AccountId);
        return "";
    }
}

/// <summary>Changes one's own password; every other device is signed out.</summary>
/// <param name="Here">The <see cref="SignedIn"/> that stays.</param>
public sealed record ChangePassword(string PasswordHash, Guid Here) : Act<int>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        if (work.Actor.Id is not { } id) throw new Refused("not-allowed", "请先登录。", "Sign in first.");
        var account = await work.Store.Set<Account>().SingleAsync(a => a.Id == id, stop);
        (account.PasswordHash, account.PasswordAt) = (PasswordHash, work.Now);
        work.About("account", id);
        return await EndSignedIn.End(work, id, s => s != Here, stop);
    }
}
