using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Rosters.Alarms;

/// <summary>What one look at all turns did.</summary>
public sealed record Sounded(int Raised, int RangAgain, int Climbed, int Ended);

/// <summary>
/// Looks at all turns: raises what is wrong, rings again what came nearer, passes on what nobody took, ends what was put right. Done by the clock. All of it
/// follows from what is stored, so that after an hour without the program nothing is missed, and nobody is told the same twice.
/// </summary>
/// <param name="BegunAfter">For missed turns only those that began later; null: all that may still be missed.</param>
/// <param name="EndedAfter">… and were not over then; null: those that are under way.</param>
public sealed record SoundAlarms(DateTimeOffset? BegunAfter = null, DateTimeOffset? EndedAfter = null) : Act<Sounded>
{
    protected internal override Permission Needs => Permission.RunInstallation;

    protected internal override async Task<Sounded> Do(Work work, CancellationToken stop)
    {
        if (work.Sql.Engine == Engine.Postgres) await work.Sql.Number("select 1 from (select pg_advisory_xact_lock(724013)) l", stop);
        var (watch, book) = (new AlarmWatch(work.Sql, work.Now), new AlarmBook(work));
        var ended = await watch.Answered(null, stop);
        await book.End(ended, stop);
        var (nearer, untaken) = (await watch.Nearer(stop), (await watch.Untaken(stop)).ToHashSet());
        await book.RingAgain(nearer, stop);
        untaken.ExceptWith(nearer);
        await book.Climb(untaken, stop);
        var gaps = await watch.Gaps(stop);
        var missed = await watch.Missed(BegunAfter ?? work.Now - AlarmRules.LongestTurn - AlarmRules.LongestTurn, EndedAfter ?? work.Now, stop);
        await book.Raise(AlarmKind.Gap, gaps, stop);
        await book.Raise(AlarmKind.NoShow, missed, stop);
        var alone = (await watch.Alone(stop)).DistinctBy(w => w.ShiftId).ToList();
        await book.Raise(AlarmKind.LeftAlone, alone, stop);
        var unopened = await watch.Unopened(BegunAfter ?? work.Now - AlarmRules.LongestTurn, EndedAfter ?? work.Now, stop);
        await book.Raise(AlarmKind.Unopened, unopened, stop);
        await book.Tell(stop);
        var done = new Sounded(gaps.Count + missed.Count + alone.Count + unopened.Count, nearer.Count, untaken.Count, ended.Count);
        work.Note("sounded", done);
        return done;
    }
}

/// <summary>
/// The clock of alarms. Most looks are at what began since the last one; now and then, and once after the start of the program, at everything of a day, for
/// what changed behind the clock: a turn published or given away late, a check-in that was dismissed.
/// </summary>
internal sealed class AlarmClock(IServiceProvider services)
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Whole = TimeSpan.FromMinutes(10), Slack = TimeSpan.FromMinutes(1);
    private DateTimeOffset? _last, _whole;

    /// <summary>Looks, and acts where anything is due; without, nothing goes on the audit trail.</summary>
    public async Task Look(CancellationToken stop)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        // After the start: what was over while the program was not there counts as well, for a day.
        var ended = _last is null ? now - AlarmRules.LongestTurn : now;
        var all = _whole is null || now - _whole >= Whole;
        var begun = all ? ended - AlarmRules.LongestTurn : _last!.Value - Attending.CheckInRules.Grace - Slack;
        if (await Due(begun, ended, now, stop) is { } since) await services.GetRequiredService<Desk>().Do(new SoundAlarms(since, ended), WriteId.New(), Actor.System("clock"), stop);
        (_last, _whole) = (now, all ? now : _whole);
    }

    /// <summary>Since when missed turns have to be looked at once more, under the lock; null: nothing at all is due.</summary>
    private async Task<DateTimeOffset?> Due(DateTimeOffset begun, DateTimeOffset ended, DateTimeOffset now, CancellationToken stop)
    {
        await using var store = await services.GetRequiredService<Stores>().Open(stop);
        var watch = new AlarmWatch(store.Sql, now);
        if ((await watch.Missed(begun, ended, stop)).Concat(await watch.Unopened(begun, ended, stop)).MinBy(w => w.StartsAt) is { } first) return first.StartsAt - Slack;
        return (await watch.Untaken(stop)).Count > 0 || (await watch.Nearer(stop)).Count > 0 || (await watch.Gaps(stop)).Count > 0 || (await watch.Alone(stop)).Count > 0 || (await watch.Answered(null, stop)).Count > 0 ? now : null;
    }
}
