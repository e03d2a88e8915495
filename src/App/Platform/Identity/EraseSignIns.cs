using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Platform.Identity;

/// <summary>
/// Erases what signing in leaves behind when it has served its time: devices and addresses a day after one is signed out there, links and codes a day after
/// they were used or too late, counted tries a day after the last. Of an account that ended its password, factors, keys and ways in go after
/// <see cref="SecretsKeptFor"/>, its names after <see cref="NamesKeptFor"/>, as long as the trail is kept at least. Done by the clock.
/// </summary>
public sealed record EraseSignIns : Act<int>
{
    /// <summary>Somebody may ask what that device of yesterday was.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    /// <summary>An end that was a mistake can be taken back that long.</summary>
    public static readonly TimeSpan SecretsKeptFor = TimeSpan.FromDays(30);

    public static readonly TimeSpan NamesKeptFor = TimeSpan.FromDays(200);

    public const string ErasedName = "已注销";

    private const string Over = "(used_at is not null or expires_at <= @before) and created_at <= @before";
    private const string Ended = "select id from account where ended_at <= @ended";

    /// <summary>What is due, and what is done about it.</summary>
    private static readonly (string Due, string Erase)[] Parts =
    [
        ("signed_in where ended_at <= @before or ends_at <= @before", "delete from signed_in where ended_at <= @before or ends_at <= @before"),
        ($"setup_link where {Over}", $"delete from setup_link where {Over}"),
        ($"activation where {Over}", $"delete from activation where {Over}"),
        ("sign_in_lock where last_at <= @before and (locked_until is null or locked_until <= @before)", "delete from sign_in_lock where last_at <= @before and (locked_until is null or locked_until <= @before)"),
        ($"passkey where account_id in ({Ended})", $"delete from passkey where account_id in ({Ended})"),
        ($"recovery_code where account_id in ({Ended})", $"delete from recovery_code where account_id in ({Ended})"),
        ($"outside_identity where account_id in ({Ended})", $"delete from outside_identity where account_id in ({Ended})"),
        ("account where ended_at <= @ended and (password_hash is not null or totp_key is not null)", "update account set password_hash = null, totp_key = null where ended_at <= @ended and (password_hash is not null or totp_key is not null)"),
        ("api_token where account_id in (select id from account where ended_at <= @named)", "delete from api_token where account_id in (select id from account where ended_at <= @named)"),
        ("account where ended_at <= @named and display_name <> @erased", "update account set name = 'ended-' || {id}, display_name = @erased where ended_at <= @named and display_name <> @erased"),
    ];

    protected internal override Permission Needs => Permission.RunInstallation;

    private static (string, object?)[] Values(DateTimeOffset now) => [("@before", now - KeptFor), ("@ended", now - SecretsKeptFor), ("@named", now - NamesKeptFor), ("@erased", ErasedName)];

    /// <summary>Does it where anything is due; without, nothing goes on the audit trail.</summary>
    public static async Task WhenDue(IServiceProvider services, CancellationToken stop)
    {
        var values = Values(services.GetRequiredService<TimeProvider>().GetUtcNow());
        await using (var store = await services.GetRequiredService<Stores>().Open(stop))
            if (await store.Sql.Number($"select {string.Join(" + ", Parts.Select(p => $"(select count(*) from (select 1 from {p.Due} limit 1) x)"))}", stop, values) == 0) return;
        await services.GetRequiredService<Desk>().Do(new EraseSignIns(), WriteId.New(), Actor.System("clock"), stop);
    }

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        var erased = 0;
        foreach (var (_, erase) in Parts) erased += await work.Sql.Run(erase.Replace("{id}", work.Sql.Pick("lower(hex(id))", "replace(id::text, '-', '')"), StringComparison.Ordinal), stop, Values(work.Now));
        work.Note("erased", erased);
        return erased;
    }
}
