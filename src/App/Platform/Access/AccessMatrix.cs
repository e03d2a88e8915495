using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Platform.Acts;
using Muster.Platform.Identity.SigningIn;

namespace Muster.Platform.Access;

/// <summary>A route and who may open it when the role is held everywhere.</summary>
/// <param name="Route">Method and pattern.</param>
/// <param name="Policy">The policy's name; empty where there is none, which is a leak.</param>
public sealed record RouteAccess(string Route, string Policy, IReadOnlyList<string> Roles);

/// <param name="Cells">Routes times roles, a stranger and somebody without any role included.</param>
/// <param name="Leaks">Routes without a policy of ours.</param>
public sealed record AccessMatrix(int Cells, int Leaks, IReadOnlyList<RouteAccess> Matrix)
{
    public const string Stranger = "Stranger", NoRole = "NoRole";

    /// <summary>From the table of endpoints, so that no route can be forgotten.</summary>
    public static AccessMatrix Of(EndpointDataSource endpoints)
    {
        var columns = new List<(string Name, Standing? Standing)> { (Stranger, null), (NoRole, Holding()) };
        columns.AddRange(Enum.GetValues<Role>().Select(role => (role.ToString(), (Standing?)Holding(new HeldRole(role, null, null)))));
        var routes = new List<RouteAccess>();
        foreach (var endpoint in endpoints.Endpoints.OfType<RouteEndpoint>().OrderBy(e => e.RoutePattern.RawText, StringComparer.Ordinal))
        {
            // Files of the build, each under its own fingerprint: one line would stand there for each.
            if (endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null) continue;
            var policy = PolicyOf(endpoint);
            var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"];
            routes.Add(new RouteAccess($"{string.Join('|', methods)} {endpoint.RoutePattern.RawText}", policy ?? "", policy is null ? [] : [.. columns.Where(c => Opens(policy, c.Standing)).Select(c => c.Name)]));
        }
        return new AccessMatrix(routes.Count * columns.Count, routes.Count(r => r.Policy.Length == 0), routes);
    }

    /// <summary>The policy of a route: named once, and one of ours; else null.</summary>
    public static string? PolicyOf(Endpoint endpoint) =>
        endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).Distinct(StringComparer.Ordinal).ToList() is [{ } policy] && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
            && (policy == Policies.Open || Policies.All.ContainsKey(policy)) ? policy : null;

    private static bool Opens(string policy, Standing? standing) => policy == Policies.Open || standing is not null && Policies.All[policy](standing);

    private static Standing Holding(params HeldRole[] roles) => new(Guid.Empty, Guid.Empty, StayKind.Managing, roles);
}
