using Muster.Platform.Acts;

namespace Muster.Platform.Access;

/// <summary>
/// "My area and below", or "my agency and below": the part of the installation that somebody reads, made of the roles held now. While one is
/// entered, every store that is opened answers as if nothing else existed (<see cref="Reading.NarrowSql"/>); null means everything.
/// </summary>
/// <param name="Account">Whose it is; jobs are read by who started them.</param>
/// <param name="Paths">Paths of areas, none below another, in byte order.</param>
/// <param name="Agencies">Agencies, each with all below it.</param>
/// <param name="Hosts">Also people who serve in these areas though they come from elsewhere: to be read, and to be ordered, but not edited.</param>
public sealed record Reach(Guid? Account, IReadOnlyList<string> Paths, IReadOnlyList<Guid> Agencies, bool Hosts)
{
    private static readonly AsyncLocal<Reach?> Entered = new();

    public static readonly Reach Nothing = new(null, [], [], Hosts: false);

    /// <summary>What the work at hand may read; it goes along into jobs that the work starts.</summary>
    public static Reach? Current => Entered.Value;

    /// <summary>Reads within it until disposed.</summary>
    public static IDisposable Enter(Reach? reach)
    {
        var before = Entered.Value;
        Entered.Value = reach;
        return new Back(before);
    }

    /// <summary>Where somebody may do something; null where one may everywhere.</summary>
    public static Reach? Of(Standing standing, Permission permission) => standing.May(permission) ? null
        : Over(standing, standing.Roles.Where(held => RoleRules.Permissions(held.Role).Contains(permission)), permission != Permission.EditPeople);

    /// <summary>Wherever a role is held, whatever it allows: for one's own pages.</summary>
    public static Reach? OfAnyRole(Standing standing) => standing.Roles.Any(held => held.IsEverywhere) ? null : Over(standing, standing.Roles, hosts: false);

    private static Reach Over(Standing standing, IEnumerable<HeldRole> roles, bool hosts)
    {
        var held = roles.ToList();
        var paths = held.Select(r => r.Path).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        paths.RemoveAll(path => paths.Exists(above => above.Length < path.Length && path.StartsWith(above, StringComparison.Ordinal)));
        return new Reach(standing.AccountId, paths, [.. held.Select(r => r.AgencyId).OfType<Guid>().Distinct()], hosts);
    }

    private sealed class Back(Reach? before) : IDisposable
    {
        public void Dispose() => Entered.Value = before;
    }
}
