using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Muster.Platform.Jobs;

/// <summary>Something the installation does by itself by the clock, such as erasing what may not stay. It must do no harm when done twice.</summary>
/// <param name="Every">From the end of one run to the next.</param>
public sealed record Chore(string Name, TimeSpan Every, Func<CancellationToken, Task> Do);

/// <summary>Does each chore soon after the start and then again and again. One that fails is logged and tried again at its next time.</summary>
public sealed class ChoreClock(IEnumerable<Chore> chores, TimeProvider clock, ILogger<ChoreClock> log) : BackgroundService
{
    /// <summary>A verb's short-lived process is gone before.</summary>
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(chores.Select(chore => Repeat(chore, stoppingToken)));

    private async Task Repeat(Chore chore, CancellationToken stop)
    {
        try
        {
            for (var wait = AfterStart; ; wait = chore.Every)
            {
                await Task.Delay(wait, clock, stop);
                try
                {
                    await chore.Do(stop);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    log.LogError(failure, "{Chore} failed; it is tried again in {Every}", chore.Name, chore.Every);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The program ends.
        }
    }
}
