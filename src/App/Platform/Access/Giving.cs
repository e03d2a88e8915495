using Muster.Platform.Acts;

namespace Muster.Platform.Access;

/// <summary>Whether the actor may give or take a role at a place: by a role of one's own that covers the place and ranks above.</summary>
internal static class Giving
{
    public static async Task Check(Work work, Role role, Guid? area, Guid? agency, CancellationToken stop)
    {
        var path = area is null ? null : await work.Sql.First("select path from area where id = @id", row => row.Text(0), stop, ("@id", area));
        if (area is not null && path is null) throw new Refused("area-unknown", "没有这个属地。", "There is no such area.", "AreaId");
        // The machine's owner begins it all; everybody else gives by a role of one's own.
        if (work.Actor.Standing is not { } standing)
        {
            if (work.Actor.May(Permission.GiveRoles)) return;
        }
        else if (standing.Roles.Any(own => RoleRules.MayGive(own.Role, role) && (own.IsEverywhere || agency is null && path is not null && own.Covers(path))))
        {
            return;
        }
        // Whoever's roles are for other areas does not learn that this one is there.
        if (path is not null && work.Actor.Standing is { } giver && !giver.Roles.Any(own => own.Covers(path))) throw new Refused("area-unknown", "没有这个属地。", "There is no such area.", "AreaId");
        throw new Refused("role-not-yours", "这个角色不归您在这里授予或收回。", "This role is not yours to give or take here.", "Role");
    }
}
