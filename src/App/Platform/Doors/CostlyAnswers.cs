using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Muster.Platform.Doors;

/// <summary>
/// Files made for whoever asks (spreadsheets, documents) cost processor time and a reader of the database each. A few are made at once, the others wait in
/// line, and beyond that somebody is told to come again: check-ins and pages go on beside them.
/// </summary>
public static class CostlyAnswers
{
    /// <summary>Half of the processors, one at least.</summary>
    public static readonly int AtOnce = Math.Max(1, Environment.ProcessorCount / 2);

    public const int WaitingMost = 200;

    internal static void Add(IServiceCollection services) =>
        services.AddKeyedSingleton<RateLimiter>(typeof(CostlyAnswers), (_, _) => new ConcurrencyLimiter(new() { PermitLimit = AtOnce, QueueLimit = WaitingMost, QueueProcessingOrder = QueueProcessingOrder.OldestFirst }));

    /// <summary>A turn to make a file; kept while it is being made, not while it is sent: a slow line keeps nobody waiting.</summary>
    internal static ValueTask<RateLimitLease> Turn(HttpContext http) => http.RequestServices.GetRequiredKeyedService<RateLimiter>(typeof(CostlyAnswers)).AcquireAsync(1, http.RequestAborted);
}
