using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Muster.Platform.Acts;
using Muster.Platform.Identity;

namespace Muster.Platform.Access;

/// <summary>Enters the <see cref="Reach"/> of who asks, for the whole of a request. Stands after signing in and before any policy.</summary>
public static class Reaching
{
    /// <summary>Routes of the installation and of administrators: whoever passes their policy holds a role everywhere, and no personal field is read there.</summary>
    private static readonly HashSet<string> NotNarrowed = [Policies.Open, Policies.Audit, Policies.Accounts, Policies.ManageAccounts, Policies.Roles];

    public static void UseReach(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        using var reach = Reach.Enter(Of(http));
        http.Items[typeof(Reach)] = true;
        await next(http);
    });

    public static bool IsKnown(HttpContext http) => http.Items.ContainsKey(typeof(Reach));

    private static Reach? Of(HttpContext http)
    {
        if (Acting.IsLocalSocket(http)) return null;
        var policy = http.GetEndpoint() is { } endpoint ? AccessMatrix.PolicyOf(endpoint) : null;
        if (policy is not null && NotNarrowed.Contains(policy)) return null;
        if (Acting.StandingOf(http) is not { } standing) return Reach.Nothing;
        return policy == Policies.SignedIn && !standing.MaySomewhere(Permission.See) ? Reach.OfAnyRole(standing) : Reach.Of(standing, Permission.See);
    }
}
