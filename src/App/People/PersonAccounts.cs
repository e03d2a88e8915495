using Muster.Platform.Acts;
using Muster.Platform.Identity.SigningIn;
using Muster.Platform.Storage;

namespace Muster.People;

/// <summary>Whoever may not be sent any more signs in no more: accounts end with their people, and open again when the end is taken back.</summary>
internal static class PersonAccounts
{
    /// <exception cref="Refused">The actor is among them.</exception>
    public static async Task End(Work work, IReadOnlyCollection<Guid> people, CancellationToken stop)
    {
        var accounts = await work.Sql.List($"select id from account where ended_at is null and {IdSet.In(work.Sql, "person_id", "@people")}", row => row.Guid(0), stop, ("@people", IdSet.Of(work.Sql, people)));
        if (work.Actor.Id is { } own && accounts.Contains(own)) throw new Refused("person-own", "不能终止自己的档案，请另一位同事办理。", "You cannot end your own record: have a colleague do it.");
        foreach (var account in accounts)
        {
            (string, object?)[] values = [("@a", account), ("@now", work.Now)];
            await EndSignedIn.End(work, account, _ => true, stop);
            await work.Sql.Run("update api_token set ended_at = @now where account_id = @a and ended_at is null", stop, values);
            await work.Sql.Run("update activation set used_at = @now where account_id = @a and used_at is null", stop, values);
            await work.Sql.Run("update account set ended_at = @now where id = @a", stop, values);
        }
        if (accounts.Count > 0) work.Note("accountsEnded", accounts.Count);
    }

    /// <summary>
    /// One person, one account: the other's becomes the kept one's with its roles; where both have one the other's ends, roles, tokens and devices with it,
    /// and its inbox is the kept one's. Nobody does this to oneself: it would be a way to what another may do.
    /// </summary>
    public static async Task Merge(Work work, Guid kept, Guid gone, CancellationToken stop)
    {
        (string, object?)[] both = [("@kept", kept), ("@gone", gone)];
        if (work.Actor.Id is { } own && await work.Sql.Number("select count(*) from account where id = @a and person_id in (@kept, @gone)", stop, [("@a", own), .. both]) > 0)
            throw new Refused("merge-own", "不能合并自己的档案，请另一位同事办理。", "You cannot merge your own record: have a colleague do it.");
        if (await work.Sql.Number("select count(*) from account where person_id = @kept", stop, both) == 0) return;
        work.Note("rolesEnded", await work.Sql.Number("select count(*) from role_grant g join account a on a.id = g.account_id where a.person_id = @gone and a.ended_at is null and g.starts_at <= @now and (g.ends_at is null or g.ends_at > @now)", stop, [.. both, ("@now", work.Now)]));
        await End(work, [gone], stop);
        await work.Sql.Run("update notice set account_id = (select id from account where person_id = @kept) where account_id = (select id from account where person_id = @gone)", stop, both);
    }

    /// <summary>Only what ended with the person: an account that an administrator ended stays so. Devices stay signed out.</summary>
    public static Task<int> Reopen(Work work, Guid person, DateTimeOffset endedAt, CancellationToken stop) =>
        work.Sql.Run("update account set ended_at = null where person_id = @p and ended_at = @at", stop, ("@p", person), ("@at", endedAt));
}
