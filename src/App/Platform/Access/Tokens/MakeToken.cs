using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Identity;

namespace Muster.Platform.Access.Tokens;

/// <summary>
/// Makes a token for a program, in one's own name; the machine's owner may make one in anybody's. The caller makes the secret and shows it once; here only its
/// hash is kept. Answers the token's id.
/// </summary>
public sealed record MakeToken(Guid AccountId, string Name, TokenScope Scope, Guid? AreaId, int Days, string SecretHash) : Act<Guid>
{
    public const int DaysMax = 366, PerAccount = 20;

    protected internal override Permission Needs => Permission.None;

    protected internal override bool IsSensitive => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        if (work.Actor.Id != AccountId && !(work.Actor.Id is null && work.Actor.May(Permission.ManageAccounts)))
            throw new Refused("not-allowed", "只能为自己的账号生成访问令牌。", "You can make tokens for your own account only.");
        // A token would go past what is still asked of the person.
        if (work.Actor.Standing is { Owes: not Owed.Nothing }) throw new Refused("token-owed", "请先完成两步验证或换密码，再生成令牌。", "Set up the second factor or change the password first.");
        Refused.Where(Broken());
        if (!await work.Store.Set<Account>().AnyAsync(a => a.Id == AccountId && a.EndedAt == null, stop)) throw new Refused("account-unknown", "没有这个账号。", "There is no such account.");
        if (AreaId is not null && await work.Sql.Number("select count(*) from area where id = @id", stop, ("@id", AreaId)) == 0) throw new Refused("area-unknown", "没有这个属地。", "There is no such area.", nameof(AreaId));
        if (await work.Store.Set<ApiToken>().CountAsync(t => t.AccountId == AccountId && t.EndedAt == null && t.ExpiresAt > work.Now, stop) >= PerAccount)
            throw new Refused("tokens-many", $"一个账号最多 {PerAccount} 个有效令牌，请先停用不用的。", $"An account has at most {PerAccount} tokens: end one that is not used.");
        var token = new ApiToken
        {
            Id = Guid.CreateVersion7(), AccountId = AccountId, Name = Name.Trim(), SecretHash = System.Convert.FromHexString(SecretHash), Scope = Scope, AreaId = AreaId,
            CreatedAt = work.Now, ExpiresAt = work.Now.AddDays(Days),
        };
        work.Store.Add(token);
        work.About("account", AccountId);
        work.Note("token", token.Id);
        work.Note("scope", Scope);
        work.Note("area", AreaId);
        work.Note("until", token.ExpiresAt);
        return token.Id;
    }

    private IEnumerable<Broken> Broken()
    {
        if (Name.Trim().Length is 0 or > 64) yield return new Broken("token-name", "请写明给哪个程序用，64 字以内。", "Say which program it is for, in at most 64 characters.", nameof(Name));
        if (Days is < 1 or > DaysMax) yield return new Broken("token-days", $"有效期在 1 到 {DaysMax} 天之间，现在是 {Days}。", $"It is good for 1 to {DaysMax} days; this says {Days}.", nameof(Days));
        if (SecretHash.Length != 64 || !SecretHash.All(char.IsAsciiHexDigit)) yield return new Broken("token-hash", "缺少令牌的摘要。", "The secret's hash is missing.", nameof(SecretHash));
    }
}

/// <summary>Ends a token: the program is refused within seconds. One's own, or anybody's for who manages accounts.</summary>
public sealed record EndToken(Guid TokenId) : Act<string>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<string> Do(Work work, CancellationToken stop)
    {
        var token = await work.Store.Set<ApiToken>().FirstOrDefaultAsync(t => t.Id == TokenId && t.EndedAt == null, stop);
        if (token is null || token.AccountId != work.Actor.Id && !work.Actor.May(Permission.ManageAccounts)) throw new Refused("token-unknown", "没有这个令牌，或已停用。", "There is no such token, or it has ended.");
        token.EndedAt = work.Now;
        work.About("account", token.AccountId);
        work.Note("token", token.Id);
        return "";
    }
}
