using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Muster.Platform.Acts;
using Npgsql;

namespace Muster.Rosters.Attending;

/// <summary>
/// Where check-ins of everybody meet: what is waiting when one commit ends goes into the next, so that a shift change of ten thousand needs a few
/// hundred writes to the disk. An answer is given after the commit. What is waiting is bounded; beyond it nobody is kept waiting in vain.
/// </summary>
public class CheckInQueue(Desk desk, JudgeCheckIns judge) : IAsyncDisposable
{
    /// <summary>So many in one transaction …</summary>
    public const int TogetherMax = 1024;

    /// <summary>… and so many waiting, at a slow disk's thousand a second not longer than a browser waits.</summary>
    public const int WaitingMax = 16_384;

    private const int SqliteConstraint = 19;
    private readonly Channel<Waiting> _channel = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _starting = new();
    private Task? _running;
    private int _waiting;

    /// <summary>What one request brings.</summary>
    private sealed record Waiting(IReadOnlyList<Asked<CheckIn>> Asked)
    {
        public TaskCompletionSource<IReadOnlyList<Answered<CheckedIn>>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Answers once they are on disk, in their order; null where too many are waiting, and nothing of these was taken.</summary>
    public async Task<IReadOnlyList<Answered<CheckedIn>>?> Add(IReadOnlyList<Asked<CheckIn>> asked)
    {
        if (Interlocked.Add(ref _waiting, asked.Count) > WaitingMax)
        {
            Interlocked.Add(ref _waiting, -asked.Count);
            return null;
        }
        if (_running is null) Start();
        var waiting = new Waiting(asked);
        return _channel.Writer.TryWrite(waiting) ? await waiting.Answer.Task : null;
    }

    /// <summary>On disk when it returns.</summary>
    protected virtual Task<IReadOnlyList<Answered<CheckedIn>>> Commit(IReadOnlyList<Asked<CheckIn>> asked) => desk.DoTogether<CheckIn, CheckedIn>(Permission.CheckIn, "attendance", asked, judge.Judge, default);

    private void Start()
    {
        lock (_starting)
        {
            // Not in the flow of whoever came first: what that one may read is nothing to the others.
            using var alone = ExecutionContext.SuppressFlow();
            _running ??= Task.Run(Run);
        }
    }

    private async Task Run()
    {
        var together = new List<Waiting>();
        while (await _channel.Reader.WaitToReadAsync())
        {
            together.Clear();
            for (var count = 0; count < TogetherMax && _channel.Reader.TryRead(out var next); count += next.Asked.Count) together.Add(next);
            await Settle(together);
        }
    }

    private async Task Settle(IReadOnlyList<Waiting> together)
    {
        try
        {
            var answers = await Commit([.. together.SelectMany(w => w.Asked)]);
            var at = 0;
            foreach (var waiting in together)
            {
                waiting.Answer.TrySetResult([.. answers.Skip(at).Take(waiting.Asked.Count)]);
                at += waiting.Asked.Count;
            }
        }
        catch (Exception failure) when (IsConstraint(failure))
        {
            await Apart(together);
        }
        catch (Exception failure)
        {
            foreach (var waiting in together) waiting.Answer.TrySetException(failure);
        }
        Interlocked.Add(ref _waiting, -together.Sum(w => w.Asked.Count));
    }

    /// <summary>One that the database does not take must not fail its neighbours: each by itself.</summary>
    private async Task Apart(IReadOnlyList<Waiting> together)
    {
        foreach (var waiting in together)
        {
            var answers = new List<Answered<CheckedIn>>(waiting.Asked.Count);
            try
            {
                foreach (var one in waiting.Asked) answers.Add(await Alone(one));
                waiting.Answer.TrySetResult(answers);
            }
            catch (Exception failure)
            {
                waiting.Answer.TrySetException(failure);
            }
        }
    }

    private async Task<Answered<CheckedIn>> Alone(Asked<CheckIn> asked)
    {
        try
        {
            return (await Commit([asked]))[0];
        }
        catch (Exception failure) when (IsConstraint(failure))
        {
            return Answered<CheckedIn>.No(new Broken("check-in-conflict", "这条签到与库里的记录冲突，没有保存。请找属地书记登记。", "This check-in contradicts what is stored and was not saved. Ask the host to enter it."));
        }
    }

    /// <summary>The rows are at fault, not the disk or the connection: trying the same again is of no use.</summary>
    private static bool IsConstraint(Exception failure) => (failure as DbException ?? failure.InnerException) switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode == SqliteConstraint,
        PostgresException postgres => postgres.SqlState.StartsWith("23", StringComparison.Ordinal),
        _ => false,
    };

    public async ValueTask DisposeAsync()
    {
        _channel.Writer.TryComplete();
        if (_running is { } running) await running;
        GC.SuppressFinalize(this);
    }
}
