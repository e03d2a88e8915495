using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Identity;

namespace Muster.Platform.Access;

/// <summary>Gives an account a role: for an area and all below it, for an agency, or everywhere; from now on or for a period. Answers the grant's id.</summary>
public sealed record GiveRole(Guid AccountId, Role Role, Guid? AreaId, Guid? AgencyId, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, string Reason) : Act<Guid>
{
    internal const string Excluded = "administrators_apart";

    /// <summary>Whether the actor may give this role here is checked in <see cref="Do"/>, because it depends on the place.</summary>
    protected internal override Permission Needs => Permission.None;

    protected internal override bool IsSensitive => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var from = StartsAt is { } start && start > work.Now ? start.ToUniversalTime() : work.Now;
        Refused.Where(RoleRules.Of(work.Actor.Id, AccountId, Role, AreaId is not null || AgencyId is not null, from, EndsAt, Reason.Trim()));
        await Giving.Check(work, Role, AreaId, AgencyId, stop);
        if (!await work.Store.Set<Account>().AnyAsync(a => a.Id == AccountId && a.EndedAt == null, stop))
            throw new Refused("account-unknown", "没有这个账号。", "There is no such account.");
        var grant = new RoleGrant
        {
            Id = Guid.CreateVersion7(), AccountId = AccountId, Role = Role, Kind = RoleRules.Kind(Role), AreaId = AreaId, AgencyId = AgencyId,
            StartsAt = from, EndsAt = EndsAt?.ToUniversalTime(), GivenBy = work.Actor.Name, Reason = Reason.Trim(),
        };
        work.Store.Add(grant);
        work.About("account", AccountId);
        work.Note("role", Role);
        work.Note("area", AreaId);
        work.Note("agency", AgencyId);
        work.Note("until", EndsAt);
        work.Note("grant", grant.Id);
        try
        {
            await work.Store.SaveChangesAsync(stop);
        }
        catch (DbUpdateException apart) when (apart.InnerException is DbException broken && broken.Message.Contains(Excluded, StringComparison.Ordinal))
        {
            throw new Refused("administrators-apart", "系统、安全、审计三个管理员角色互相排斥，也不能与业务角色兼任。请用另一个人的账号。",
                "System, security and audit administrator exclude one another and every role in the field. Use another person's account.", nameof(Role));
        }
        return grant.Id;
    }
}

/// <summary>Ends a role at once.</summary>
public sealed record TakeRole(Guid GrantId) : Act<string>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override bool IsSensitive => true;

    protected internal override async Task<string> Do(Work work, CancellationToken stop)
    {
        var grant = await work.Store.Set<RoleGrant>().FirstOrDefaultAsync(g => g.Id == GrantId && (g.EndsAt == null || g.EndsAt > work.Now), stop)
            ?? throw new Refused("grant-unknown", "这个角色已经结束。", "This role has ended already.");
        await Giving.Check(work, grant.Role, grant.AreaId, grant.AgencyId, stop);
        grant.EndsAt = grant.StartsAt > work.Now ? grant.StartsAt : work.Now;
        grant.EndedBy = work.Actor.Name;
        work.About("account", grant.AccountId);
        work.Note("role", grant.Role);
        work.Note("area", grant.AreaId);
        return "";
    }
}
