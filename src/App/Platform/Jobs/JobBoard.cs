using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Platform.Jobs;

/// <summary>What a long piece of work reports while it runs. Counts are in the unit that the label names (rows, people, cards).</summary>
/// <param name="Figures">Further numbers by name, where the kind of job has any.</param>
public sealed record JobProgress(string Stage, long Done, long Total, string? Message = null, IReadOnlyDictionary<string, long>? Figures = null);

/// <summary>A running or ended job as pages and verbs see it.</summary>
public sealed record JobView(Guid Id, string Kind, string Label, JobState State, string Stage, long Done, long Total,
    string? Message, JsonElement? Result, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string Actor, IReadOnlyDictionary<string, long>? Figures = null)
{
    public double Fraction => Total > 0 ? Math.Clamp((double)Done / Total, 0, 1) : 0;
}

/// <summary>
/// Long work with progress and cancel. Start and end are records (<see cref="JobRun"/>); progress lives in this process.
/// The work runs its own acts, so a cancel leaves whole what was committed and nothing else.
/// </summary>
public sealed class JobBoard(Stores stores, TimeProvider clock, ILogger<JobBoard> log) : IAsyncDisposable
{
    private sealed class Running(JobRun run)
    {
        public JobRun Run { get; } = run;
        public CancellationTokenSource Cancel { get; } = new();
        public Task Task { get; set; } = Task.CompletedTask;
        public JobProgress Progress { get; set; } = new("", 0, 0);
    }

    private readonly ConcurrentDictionary<Guid, Running> _running = new();

    /// <param name="kind">The act or use case, e.g. <c>ImportPeople</c>.</param>
    /// <param name="label">What the person called it: a file name, a plan's name.</param>
    /// <param name="work">Answers a JSON-serialisable result.</param>
    public async Task<Guid> Start(string kind, string label, Actor actor, Func<IProgress<JobProgress>, CancellationToken, Task<object?>> work)
    {
        var run = new JobRun
        {
            Id = Guid.CreateVersion7(), Kind = kind, Label = label, State = JobState.Running, Actor = actor.Name, AccountId = actor.Id, StartedAt = clock.GetUtcNow(),
        };
        await Save(run, isNew: true);
        var running = new Running(run);
        _running[run.Id] = running;
        running.Task = Task.Run(() => Carry(running, work));
        return run.Id;
    }

    public void Cancel(Guid id)
    {
        if (_running.TryGetValue(id, out var running) && IsReadable(running.Run)) running.Cancel.Cancel();
    }

    public async Task<JobView?> Find(Guid id, CancellationToken stop = default)
    {
        if (_running.TryGetValue(id, out var running))
        {
            if (!IsReadable(running.Run)) return null;
            var (run, p) = (running.Run, running.Progress);
            return new JobView(run.Id, run.Kind, run.Label, JobState.Running, p.Stage, p.Done, p.Total, p.Message, null, run.StartedAt, null, run.Actor, p.Figures);
        }
        await using var store = await stores.Open(stop);
        return await store.FindAsync<JobRun>([id], stop) is { } ended ? View(ended) : null;
    }

    /// <summary>Waits for the end; for verbs and tests.</summary>
    public async Task<JobView> Wait(Guid id, CancellationToken stop = default)
    {
        if (_running.TryGetValue(id, out var running)) await running.Task.WaitAsync(stop);
        return await Find(id, stop) ?? throw new InvalidOperationException($"There is no job {id}.");
    }

    /// <summary>As the rule of the table says for those that ended: who reads a part only sees one's own.</summary>
    private static bool IsReadable(JobRun run) => Access.Reach.Current is not { } reach || run.AccountId == reach.Account;

    private async Task Carry(Running running, Func<IProgress<JobProgress>, CancellationToken, Task<object?>> work)
    {
        var run = running.Run;
        try
        {
            var result = await work(new Latest(running), running.Cancel.Token);
            run.State = JobState.Done;
            run.Result = JsonSerializer.Serialize(result, Desk.Json);
        }
        catch (OperationCanceledException)
        {
            run.State = JobState.Cancelled;
        }
        catch (Refused refused)
        {
            run.State = JobState.Failed;
            run.Message = string.Join("\n", refused.Rules.Select(r => r.Zh + " / " + r.En));
            run.Result = JsonSerializer.Serialize(new { refused = refused.Rules }, Desk.Json);
        }
        catch (Exception failure)
        {
            // A failure of any kind ends as a record that the person sees; the trace goes to the log.
            run.State = JobState.Failed;
            run.Message = failure.Message;
            log.LogError(failure, "Job {Kind} {Id} failed", run.Kind, run.Id);
        }
        run.EndedAt = clock.GetUtcNow();
        (run.Stage, run.Done, run.Total) = (running.Progress.Stage, running.Progress.Done, running.Progress.Total);
        await Save(run, isNew: false);
        _running.TryRemove(run.Id, out _);
        running.Cancel.Dispose();
    }

    private async Task Save(JobRun run, bool isNew)
    {
        await using var store = await stores.Open();
        if (isNew) store.Add(run);
        else store.Update(run);
        await store.SaveChangesAsync();
    }

    private static JobView View(JobRun run) => new(run.Id, run.Kind, run.Label, run.State, run.Stage, run.Done, run.Total, run.Message,
        run.Result is null ? null : JsonSerializer.Deserialize<JsonElement>(run.Result), run.StartedAt, run.EndedAt, run.Actor);

    public async ValueTask DisposeAsync()
    {
        var jobs = _running.Values.ToList();
        foreach (var running in jobs)
        {
            try
            {
                await running.Cancel.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It ended by itself meanwhile.
            }
        }
        await Task.WhenAll(jobs.Select(r => r.Task));
    }

    private sealed class Latest(Running running) : IProgress<JobProgress>
    {
        public void Report(JobProgress value) => running.Progress = value;
    }
}
