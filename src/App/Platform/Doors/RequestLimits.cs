using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Identity;
using Muster.Platform.Ui.Pages;
using Muster.Platform.Ui.Showing;

namespace Muster.Platform.Doors;

/// <summary>
/// How much one account may ask in a time, on each node. Never counted by network address: a whole district stands behind one. Strangers are not counted
/// here but where they cost something: checking a password, of which a few are done at a time and the others wait in line.
/// </summary>
public static class RequestLimits
{
    /// <summary>So many at once, as when somebody opens page after page …</summary>
    public const int Burst = 600;

    /// <summary>… and so many a second for ever after: ten times what a busy person asks.</summary>
    public const int PerSecond = 30;

    /// <summary>Passwords that wait to be checked; at some 30 a second and core the last of them waits a few minutes, later ones are told to come again.</summary>
    public const int PasswordsWaiting = 20_000;

    internal static void Add(IServiceCollection services) => services.AddSingleton(_ => ByAccount());

    /// <summary>For an instance that is made to be asked everything by a program; the limits have tests of their own.</summary>
    internal static void Unlimited(IServiceCollection services) => services.AddSingleton(_ => PartitionedRateLimiter.Create<HttpContext, Guid>(_ => RateLimitPartition.GetNoLimiter(Guid.Empty)));

    /// <summary>After authentication.</summary>
    internal static void UseRequestLimits(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        using var lease = http.RequestServices.GetRequiredService<PartitionedRateLimiter<HttpContext>>().AttemptAcquire(http);
        if (lease.IsAcquired) await next(http);
        else await Refuse(http).ExecuteAsync(http);
    });

    /// <summary>One count for each account, whatever its devices and addresses; everybody else passes.</summary>
    public static PartitionedRateLimiter<HttpContext> ByAccount() => PartitionedRateLimiter.Create<HttpContext, Guid>(http =>
        Acting.StandingOf(http) is { } standing && http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null
            ? RateLimitPartition.GetTokenBucketLimiter(standing.AccountId, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Burst, TokensPerPeriod = PerSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0,
            })
            : RateLimitPartition.GetNoLimiter(Guid.Empty));

    internal static IResult Refuse(HttpContext http)
    {
        http.Response.Headers.RetryAfter = 5.ToString(CultureInfo.InvariantCulture);
        return http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            ? Results.Json(new { refused = (Broken[])[new("too-many", "请求太多，请 5 秒后再试。", "Too many requests: try again in 5 seconds.")] }, Desk.Json, statusCode: StatusCodes.Status429TooManyRequests)
            : Html.Of<WrongPage>(new { Status = StatusCodes.Status429TooManyRequests, Trace = http.TraceIdentifier }, StatusCodes.Status429TooManyRequests);
    }
}
