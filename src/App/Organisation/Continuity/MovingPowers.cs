using Muster.Platform.Access;
using Muster.Platform.Acts;

namespace Muster.Organisation.Continuity;

/// <summary>
/// Powers move with the seat: whoever takes a seat over gets, until the return, the role that the one who left it held for the seat's place. Nothing is
/// made that was not there: no role of another place or of the whole installation, none for who holds as much anyway, none for an administrator,
/// and none for whoever declares the loss. What the lost held stays theirs; the seat, and with it the command, is not.
/// </summary>
internal sealed class MovingPowers(Work work, Loss loss, CancellationToken stop)
{
    /// <summary>Roles of a place that go with a seat, the greatest first.</summary>
    private static readonly IReadOnlyList<Role> OfSeats = [Role.Host, Role.Delegate, Role.BranchLeader];

    public async Task For(Takeover row)
    {
        if (row is not { Place: Holder.A, SuccessorId: { } successor } || await Held(row) is not { } held || await Account(successor) is not { } account) return;
        if (account == work.Actor.Id || await Grants.HoldsAdministrator(work.Sql, account, work.Now, stop)) return;
        var role = row.Way == TakeoverWay.Delegated && held.Role == Role.Host ? Role.Delegate : held.Role;
        if ((await Grants.Held(work.Sql, account, work.Now, stop)).Exists(own => own.Role == Role.Organiser && own.Covers(held.Path) || OfSeats.Contains(own.Role) && own.Role <= role && own.Covers(held.Path))) return;
        var until = work.Now + Commanding.CommandRules.LossPeriod;
        var grant = new RoleGrant
        {
            Id = Guid.CreateVersion7(), AccountId = account, Role = role, Kind = RoleRules.Kind(role), AreaId = held.Area, StartsAt = work.Now, EndsAt = held.Until < until ? held.Until : until,
            GivenBy = work.Actor.Name, Reason = $"接管：{loss.Reason}",
        };
        work.Store.Add(grant);
        row.GrantId = grant.Id;
        await work.Store.SaveChangesAsync(stop);
    }

    /// <summary>The greatest role of the one who left, for the seat's area or one that its formation covers; not one that came only with another seat of this loss.</summary>
    private Task<HeldAt?> Held(Takeover row) => work.Sql.First("""
        select g.role, g.area_id, a.path, g.ends_at from seat s join account c on c.person_id = @left join role_grant g on g.account_id = c.id join area a on a.id = g.area_id
        where s.id = @seat and (g.area_id = s.area_id or g.area_id in (select f.area_id from formation_area f where f.formation_id = s.formation_id))
          and g.starts_at <= @now and (g.ends_at is null or g.ends_at > @now) and g.role in ('Host', 'Delegate', 'BranchLeader')
          and g.id not in (select t.grant_id from takeover t where t.loss_id = @loss and t.grant_id is not null)
        order by case g.role when 'Host' then 0 when 'Delegate' then 1 else 2 end, a.path limit 1
        """, row => new HeldAt(row.Enum<Role>(0), row.Guid(1), row.Text(2), row.InstantOrNull(3)), stop, ("@left", row.LeftId), ("@seat", row.SeatId), ("@now", work.Now), ("@loss", loss.Id));

    private Task<Guid?> Account(Guid person) =>
        work.Sql.First("select id from account where person_id = @p and ended_at is null order by created_at limit 1", row => (Guid?)row.Guid(0), stop, ("@p", person));

    private sealed record HeldAt(Role Role, Guid Area, string Path, DateTimeOffset? Until);
}
