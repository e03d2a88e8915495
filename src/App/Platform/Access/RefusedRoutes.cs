using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Muster.Platform.Acts;
using Muster.Platform.Audit;
using Muster.Platform.Identity;

namespace Muster.Platform.Access;

/// <summary>Puts on the audit trail that somebody signed in asked for a page or a route that is not theirs.</summary>
internal sealed class RefusedRoutes(Desk desk, TimeProvider clock) : IAuthorizationMiddlewareResultHandler
{
    public const string Act = "OpenRoute";

    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Forbidden && Acting.StandingOf(context) is { } standing && Owing.Path(standing) is { } first && !context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            await Ui.Showing.Html.To(context, first).ExecuteAsync(context);
            return;
        }
        if (authorizeResult.Forbidden)
        {
            // The pattern, not the address: an address may carry what somebody typed.
            var route = context.Request.Method + " " + ((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "");
            await desk.Record(AuditEntry.Refusal(Act, Acting.Of(context), Desk.Truncate(clock.GetUtcNow()), [new Broken(route, "", "")]), context.RequestAborted);
        }
        await _usual.HandleAsync(next, context, policy, authorizeResult);
    }
}

/// <summary>Where somebody is led who must do something before any role opens anything.</summary>
internal static class Owing
{
    public static string? Path(Standing standing) => standing.Owes switch { Owed.SecondFactor => "/me/second-factor", Owed.NewPassword => "/me", Owed.ShownSecondFactor => "/me/prove", _ => null };
}
