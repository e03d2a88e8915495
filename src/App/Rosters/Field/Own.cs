using Muster.Platform.Acts;

namespace Muster.Rosters.Field;

/// <summary>Whom the account that acts is of: acts of somebody in the field are about oneself and need no role.</summary>
internal static class Own
{
    /// <exception cref="Refused">The account is of nobody.</exception>
    public static async Task<(Guid Id, string Name)> Person(Work work, CancellationToken stop) =>
        await work.Sql.First("select p.id, p.name from account a join person p on p.id = a.person_id where a.id = @a and p.ended_at is null", row => (row.Guid(0), (string?)row.Text(1)), stop, ("@a", work.Actor.Id ?? Guid.Empty)) is (var id, { } name)
            ? (id, name) : throw new Refused("account-of-nobody", "这个账号没有对应的人员。请找管理员。", "This account is of no person. Ask an administrator.");
}
