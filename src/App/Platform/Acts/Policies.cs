using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Access;
using Muster.Platform.Identity;

namespace Muster.Platform.Acts;

/// <summary>Names of the authorisation policies; every route has one, a test sees to it. What an act needs besides is asked at the <see cref="Desk"/>.</summary>
public static class Policies
{
    /// <summary>Open to anyone: sign-in, personal links (which check their own secret), assets.</summary>
    public const string Open = "open";

    /// <summary>Anyone signed in, whatever the role: one's own account; acts, which ask at the Desk.</summary>
    public const string SignedIn = "signed-in";

    /// <summary>
    /// Who may see something of the field, be it one area with all below it or one agency: what such a route reads is narrowed to that
    /// (<see cref="Reach"/>), and what it changes goes through acts, which ask at the Desk.
    /// </summary>
    public const string Field = "field";

    /// <summary>
    /// Who may see everything of the field (organisers, readers), or the operating system's user on the installation's own socket: for routes
    /// whose work cannot be cut into parts, such as imports and solving.
    /// </summary>
    public const string SignedInOrLocal = "signed-in-or-local";

    public const string Audit = "audit";
    public const string Accounts = "accounts";
    public const string ManageAccounts = "accounts.manage";
    public const string Roles = "roles";
    public const string SignInTerms = "sign-in-rules";

    /// <summary>The catalogue of personal data: who works with the data, and the administrators of security and audit.</summary>
    public const string Privacy = "privacy";

    /// <summary>Requests to destroy personal data, by id and reason: who asks, and the security administrator who confirms.</summary>
    public const string Destruction = "destruction";

    /// <summary>Each policy with the rule for whoever is signed in; the installation's own socket passes everywhere.</summary>
    public static readonly IReadOnlyDictionary<string, Func<Standing, bool>> All = new Dictionary<string, Func<Standing, bool>>(StringComparer.Ordinal)
    {
        [SignedIn] = _ => true,
        [Field] = standing => standing.MaySomewhere(Permission.See),
        [SignedInOrLocal] = standing => standing.May(Permission.See),
        [Audit] = standing => standing.May(Permission.ReadAudit),
        [Accounts] = standing => standing.May(Permission.ManageAccounts) || standing.May(Permission.ReadAccounts) || standing.May(Permission.GiveFieldRoles),
        [Privacy] = standing => standing.May(Permission.See) || standing.May(Permission.GiveRoles) || standing.May(Permission.ReadAudit),
        [Destruction] = standing => standing.May(Permission.AskDestruction) || standing.May(Permission.ConfirmDestruction),
        [ManageAccounts] = standing => standing.May(Permission.ManageAccounts),
        [SignInTerms] = standing => standing.May(Permission.SetSignInTerms),
        [Roles] = standing => standing.May(Permission.GiveRoles) || standing.May(Permission.GiveFieldRoles),
    };

    /// <summary>Where nobody said what may be read (<see cref="Reaching"/>), nobody is let in whose role is for a part.</summary>
    public static bool Allows(string policy, HttpContext http) => policy == Open || Acting.IsLocalSocket(http)
        || Acting.StandingOf(http) is { } standing && All[policy](standing) && (policy != Field || standing.May(Permission.See) || Reaching.IsKnown(http));

    internal static void Add(IServiceCollection services)
    {
        var builder = services.AddAuthorizationBuilder();
        builder.AddPolicy(Open, policy => policy.RequireAssertion(_ => true));
        foreach (var name in All.Keys)
            builder.AddPolicy(name, policy => policy.RequireAssertion(context => context.Resource is HttpContext http && Allows(name, http)));
        // A route without a policy of its own is closed to everybody; the test that finds it comes first.
        services.Configure<AuthorizationOptions>(options => options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is null).Build());
    }
}
