using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Identity.Passkeys;

namespace Muster.Platform.Identity.SigningIn;

/// <summary>What was shown besides a password; nothing of it, or one.</summary>
/// <param name="TotpStep">The step of the code.</param>
/// <param name="RecoveryHash">The recovery code's hash.</param>
/// <param name="Outside">An identity provider vouched, and whether it saw two factors.</param>
public sealed record SecondShown(long? TotpStep = null, string? RecoveryHash = null, ShownPasskey? Passkey = null, bool? Outside = null)
{
    public static readonly SecondShown Nothing = new();

    internal string By => Outside is not null ? "outside" : Passkey is not null ? "passkey" : TotpStep is not null ? "code" : RecoveryHash is not null ? "recovery-code" : "password";

    /// <summary>Uses it up; an account without a second factor needs none. Answers whether two factors were shown.</summary>
    /// <exception cref="Refused">It was used already, or is missing.</exception>
    internal async Task<bool> Use(Work work, Account account, CancellationToken stop)
    {
        if (Passkey is { } shown)
        {
            var kept = await work.Store.Set<Passkey>().FirstOrDefaultAsync(p => p.AccountId == account.Id && p.CredentialId == shown.CredentialId, stop)
                ?? throw new Refused("passkey-unknown", "没有这个通行密钥。", "There is no such passkey.");
            (kept.SignCount, kept.BackedUp, kept.LastAt) = (shown.SignCount, shown.BackedUp, work.Now);
            return true;
        }
        // The provider vouched; a second factor of one's own is asked for afterwards, where a role needs one and the provider saw none.
        if (Outside is { } two) return two;
        if (account.TotpKey is null) return false;
        if (TotpStep is { } step && step > account.TotpStep)
        {
            account.TotpStep = step;
            return true;
        }
        var hash = RecoveryHash is null ? null : System.Convert.FromHexString(RecoveryHash);
        if (hash is not null && await work.Store.Set<RecoveryCode>().FirstOrDefaultAsync(c => c.AccountId == account.Id && c.CodeHash == hash && c.UsedAt == null, stop) is { } code)
        {
            code.UsedAt = work.Now;
            return true;
        }
        throw new Refused("code-wrong", "验证码不对，或已经用过。请用应用里的下一个验证码。", "The code is wrong or was used already. Use the app's next one.", "Code");
    }
}

/// <summary>Somebody who is signed in has shown once more who it is: something sensitive is open for a while. Answers nothing.</summary>
/// <param name="Attempt">Made anew for each try, so that the same answer of a device sent twice is another write under its id.</param>
public sealed record ProveSelf(Guid Here, SecondShown Shown, Guid Attempt) : Act<string>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<string> Do(Work work, CancellationToken stop)
    {
        if (work.Actor.Id is not { } id) throw new Refused("not-allowed", "请先登录。", "Sign in first.");
        var account = await work.Store.Set<Account>().SingleAsync(a => a.Id == id, stop);
        var here = await work.Store.Set<SignedIn>().SingleAsync(s => s.Id == Here && s.AccountId == id, stop);
        here.TwoFactors |= await Shown.Use(work, account, stop);
        here.ProvedAt = work.Now;
        work.About("account", id);
        work.Note("by", Shown.By);
        return "";
    }
}
