using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Platform.Identity.SigningIn;

/// <summary>
/// Somebody who has shown a password (and the code, where there is a second factor) is signed in on a device. The code's step or the recovery
/// code is used up in the same transaction. Answers the id of the <see cref="SignedIn"/>.
/// </summary>
/// <param name="LockKey">Where tries with a password were counted; null for a way in without one.</param>
/// <param name="Attempt">Made anew for each try, so that the same answer of a device sent twice is another write under its id and refused.</param>
public sealed record EnterAccount(Guid AccountId, StayKind Kind, string Device, string? Address, string? LockKey, SecondShown Shown, Guid Attempt) : Act<Guid>
{
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30), LongestManaging = TimeSpan.FromHours(12), LongestField = TimeSpan.FromDays(7);

    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var account = await work.Store.Set<Account>().SingleAsync(a => a.Id == AccountId && a.EndedAt == null, stop);
        var two = await Shown.Use(work, account, stop);
        if (LockKey is not null && await work.Store.FindAsync<SignInLock>([LockKey], stop) is { } counted) work.Store.Remove(counted);
        var entered = new SignedIn
        {
            Id = Guid.CreateVersion7(), AccountId = AccountId, Kind = Kind, Device = Device.Length > 120 ? Device[..120] : Device, Address = Address,
            CreatedAt = work.Now, EndsAt = work.Now + (Kind == StayKind.Managing ? LongestManaging : LongestField), TwoFactors = two, ProvedAt = work.Now,
        };
        work.Store.Add(entered);
        work.About("account", AccountId);
        work.Note("stays", Kind);
        work.Note("by", Shown.By);
        return entered.Id;
    }

    /// <summary>A second factor was shown where somebody is signed in already. Who has one shows that before adding another: a password or a provider alone adds none beside it.</summary>
    internal static async Task ShowTwoFactors(Work work, Guid here, CancellationToken stop)
    {
        if (await work.Store.Set<SignedIn>().FirstOrDefaultAsync(s => s.Id == here && s.AccountId == work.Actor.Id, stop) is not { } signedIn) return;
        if (!signedIn.TwoFactors && (await work.Store.Set<Account>().AnyAsync(a => a.Id == signedIn.AccountId && a.TotpKey != null, stop) || await work.Store.Set<Passkeys.Passkey>().AnyAsync(p => p.AccountId == signedIn.AccountId, stop)))
            throw new Refused("second-factor-first", "这个账号已有两步验证或通行密钥，请先用它确认本人，再添加。", "This account has a second factor already: show that first.");
        signedIn.TwoFactors = true;
    }
}

/// <summary>A try to sign in that failed: counted, so that guessing is slow. Answers whether the device must wait now.</summary>
public sealed record CountFailedSignIn(string LockKey, Guid? AccountId) : Act<bool>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<bool> Do(Work work, CancellationToken stop)
    {
        var counted = await work.Store.FindAsync<SignInLock>([LockKey], stop);
        if (counted is null) work.Store.Add(counted = new SignInLock { Key = LockKey, LastAt = work.Now });
        LockRules.Count(counted, work.Now);
        if (AccountId is { } account) work.About("account", account);
        work.Note("locked", LockRules.IsLocked(counted, work.Now));
        return LockRules.IsLocked(counted, work.Now);
    }
}

/// <summary>Ends being signed in: one device of one's own, or all of an account.</summary>
public sealed record EndSignedIn(Guid AccountId, Guid? Id = null) : Act<int>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        if (work.Actor.Id != AccountId && !work.Actor.May(Permission.ManageAccounts))
            throw new Refused("not-allowed", "只能结束自己的登录。", "You can end only your own.");
        work.About("account", AccountId);
        return await End(work, AccountId, s => Id == null || s == Id, stop);
    }

    internal static async Task<int> End(Work work, Guid account, Func<Guid, bool> which, CancellationToken stop)
    {
        var open = await work.Store.Set<SignedIn>().Where(s => s.AccountId == account && s.EndedAt == null).ToListAsync(stop);
        var ended = open.Where(s => which(s.Id)).ToList();
        foreach (var one in ended) one.EndedAt = work.Now;
        work.Note("ended", ended.Count);
        return ended.Count;
    }
}

/// <summary>Begins the second factor: its key and ten recovery codes, which replace any before. The code shows that the app has the key.</summary>
/// <param name="TotpKey">Encrypted.</param>
/// <param name="TotpStep">The step of the code that was shown; it is used up.</param>
/// <param name="Here">The <see cref="SignedIn"/> at which it was shown.</param>
public sealed record AddSecondFactor(string TotpKey, long TotpStep, IReadOnlyList<string> RecoveryHashes, Guid Here) : Act<string>
{
    public const int RecoveryCodes = 10;

    protected internal override Permission Needs => Permission.None;

    protected internal override bool IsSensitive => true;

    protected internal override async Task<string> Do(Work work, CancellationToken stop)
    {
        if (work.Actor.Id is not { } id) throw new Refused("not-allowed", "请先登录。", "Sign in first.");
        var account = await work.Store.Set<Account>().SingleAsync(a => a.Id == id, stop);
        await EnterAccount.ShowTwoFactors(work, Here, stop);
        (account.TotpKey, account.TotpStep) = (TotpKey, TotpStep);
        work.Store.RemoveRange(await work.Store.Set<RecoveryCode>().Where(c => c.AccountId == id).ToListAsync(stop));
        foreach (var hash in RecoveryHashes)
            work.Store.Add(new RecoveryCode { Id = Guid.CreateVersion7(), AccountId = id, CodeHash = System.Convert.FromHexString(hash) });
        work.About("account", id);
        return "";
    }
}
