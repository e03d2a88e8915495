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

    /// <summary>Only what ended with the person: an account that an administrator ended stays so. Devices stay signed out.</summary>
    public static Task<int> Reopen(Work work, Guid person, DateTimeOffset endedAt, CancellationToken stop) =>
        work.Sql.Run("update account set ended_at = null where person_id = @p and ended_at = @at", stop, ("@p", person), ("@at", endedAt));
}
