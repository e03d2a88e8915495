using Muster.Platform.Acts;

namespace Muster.Platform.Access;

/// <summary>What somebody is, for an area and all below it, for an agency, or everywhere; for a period.</summary>
public enum Role
{
    Organiser, Host, Delegate, BranchLeader, Member, Observer, Inspector, Reader,
    SystemAdministrator, SecurityAdministrator, AuditAdministrator,
}

/// <summary>
/// The three administrators keep out of each other's way and out of the field: whoever holds a role of one kind holds none of another at the same
/// time. The database keeps this (PostgreSQL: an exclusion; SQLite: triggers).
/// </summary>
public enum RoleKind { Field, System, Security, Audit }

/// <summary>Which role may do what; pure.</summary>
public static class RoleRules
{
    private static readonly Permission[] OfTheField =
    [
        Permission.See, Permission.EditTerritory, Permission.EditPeople, Permission.ReadPeople, Permission.UnmaskPeople, Permission.RunEmergencies, Permission.EditOrganisation,
        Permission.MakePlans, Permission.PublishPlans, Permission.MakeRosters, Permission.IssueCards, Permission.GiveFieldRoles, Permission.InvitePeople, Permission.CheckIn, Permission.CallRoll, Permission.Observe,
        Permission.AskDestruction,
    ];

    public static RoleKind Kind(Role role) => role switch
    {
        Role.SystemAdministrator => RoleKind.System,
        Role.SecurityAdministrator => RoleKind.Security,
        Role.AuditAdministrator => RoleKind.Audit,
        _ => RoleKind.Field,
    };

    public static IReadOnlyList<Permission> Permissions(Role role) => role switch
    {
        Role.Organiser => OfTheField,
        Role.Host or Role.Delegate => [Permission.See, Permission.EditPeople, Permission.UnmaskPeople, Permission.EditOrganisation, Permission.MakeRosters, Permission.GiveFieldRoles, Permission.CheckIn, Permission.CallRoll, Permission.Observe],
        Role.BranchLeader => [Permission.See, Permission.CheckIn, Permission.CallRoll],
        Role.Member => [Permission.CheckIn],
        Role.Observer => [Permission.CheckIn, Permission.Observe],
        Role.Inspector or Role.Reader => [Permission.See],
        Role.SystemAdministrator => [Permission.RunInstallation, Permission.ManageAccounts],
        Role.SecurityAdministrator => [Permission.GiveRoles, Permission.GiveFieldRoles, Permission.ReadAccounts, Permission.SetSignInTerms, Permission.ConfirmDestruction],
        Role.AuditAdministrator => [Permission.ReadAudit],
        _ => [],
    };

    /// <summary>A role that manages: signed in for a short time only.</summary>
    public static bool Manages(Role role) => role is not (Role.Member or Role.Observer);

    /// <summary>Whether who holds <paramref name="own"/> may give <paramref name="role"/>: the security administrator any, others one below their own.</summary>
    public static bool MayGive(Role own, Role role) => own switch
    {
        Role.SecurityAdministrator => true,
        Role.Organiser => Kind(role) == RoleKind.Field && role != Role.Organiser,
        Role.Host => role is Role.Delegate or Role.BranchLeader or Role.Member,
        Role.Delegate => role is Role.BranchLeader or Role.Member,
        _ => false,
    };

    /// <summary>Roles of a place need a place; an administrator's and the organiser's may be everywhere.</summary>
    public static bool NeedsPlace(Role role) => Kind(role) == RoleKind.Field && role is not (Role.Organiser or Role.Reader or Role.Inspector);

    public static IEnumerable<Broken> Of(Guid? giver, Guid account, Role role, bool hasPlace, DateTimeOffset from, DateTimeOffset? until, string reason)
    {
        if (giver == account) yield return new Broken("role-own", "不能给自己授予角色。", "You cannot give yourself a role.", "Role");
        if (Kind(role) != RoleKind.Field && hasPlace) yield return new Broken("role-nowhere", "管理员角色不分属地。", "An administrator's role has no area.", "AreaId");
        if (NeedsPlace(role) && !hasPlace) yield return new Broken("role-where", "请选择属地：这个角色只在一个属地内有效。", "Choose an area: this role stands for one.", "AreaId");
        if (until <= from) yield return new Broken("role-period", "结束时间要晚于开始时间。", "It must end after it begins.", "EndsAt");
        if (reason.Length == 0) yield return new Broken("role-reason", "请写明理由。", "Give a reason.", "Reason");
    }
}
