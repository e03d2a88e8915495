using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Muster.Optimiser.Rostering;
using Muster.Platform.Acts;
using Muster.Platform.Jobs;
using Muster.Platform.Storage;

namespace Muster.Rosters.Filling;

/// <param name="Steps">Most neighbourhoods that the optimiser tries for each roster; null: as many as its size asks for.</param>
/// <param name="Seconds">Most seconds for each roster: they are then filled one after another, each with a bound that says how near the best it is.</param>
public sealed record FillOptions(long? Steps = null, double? Seconds = null, long Seed = 1);

/// <summary>What filling reached; <c>Turns = Filled + Open</c>.</summary>
/// <param name="Roster">The roster, where it was one.</param>
/// <param name="Cost">In the optimiser's units, of all together.</param>
/// <param name="Bound">No rosters of these problems cost less; null where one has no bound.</param>
/// <param name="Gap">(cost − bound) / bound, 1 where the bound is not above 0; null without a bound.</param>
public sealed record RostersFilled(int Rosters, int Turns, int Filled, int Open, double Seconds, Guid? Roster, long Cost, long? Bound, double? Gap);

/// <summary>
/// Fills draft rosters: reads the ground of each, asks the optimiser, keeps what it found. Locked turns stay as they are. Several are solved together, as many at a time
/// as there are processors; one, or several with seconds for each, with prices and a bound. A cancel keeps the best found for the roster that is being solved and
/// leaves the others as they were.
/// </summary>
public sealed class FillRosters(Stores stores, Desk desk, JobBoard jobs, TimeProvider clock)
{
    /// <summary>For each person and day, where nobody says how long: about a second for a community's fortnight.</summary>
    private const long StepsPerCell = 1;

    /// <summary>Rosters of which the ground is in memory at once.</summary>
    private const int Together = 64;

    public async Task<Guid> Start(IReadOnlyList<Guid> rosters, FillOptions options, Actor actor, WriteId write, CancellationToken stop = default)
    {
        await using var store = await stores.Open(stop);
        var found = await store.Set<Roster>().AsNoTracking().Where(r => rosters.Contains(r.Id)).ToListAsync(stop);
        Refused.Where(rosters.SelectMany(id => RosterRules.ForDraft(found.Find(r => r.Id == id))));
        if (found.Count == 0) throw new Refused("rosters-none", "没有草稿排班可以计算。", "There is no draft roster to fill.");
        // What a job reads is not narrowed: the act it ends with asks again who may.
        return await jobs.Start(nameof(FillRosters), found is [var one] ? one.Name : found.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), actor,
            async (progress, cancelled) => await Run([.. found.Select(r => r.Id)], options, actor, write, progress, cancelled));
    }

    public async Task<RostersFilled> Run(IReadOnlyList<Guid> rosters, FillOptions options, Actor actor, WriteId write, IProgress<JobProgress>? progress = null, CancellationToken cancelled = default)
    {
        var begun = clock.GetTimestamp();
        var (filled, open, cost, bound) = (0, 0, 0L, (long?)0);
        var at = 0;
        foreach (var some in rosters.Count > 1 && options.Seconds is null ? rosters.Chunk(Together) : rosters.Select(id => new[] { id }))
        {
            cancelled.ThrowIfCancellationRequested();
            progress?.Report(new JobProgress("solve", at, rosters.Count));
            foreach (var keep in await Solve(some, options, new Forward(progress, at, rosters.Count), cancelled))
            {
                // Stopped while several were solved: those that were not begun stay as they were.
                if (keep is null) throw new OperationCanceledException(cancelled);
                var kept = await desk.Do(keep, Part(write, keep.RosterId), actor, CancellationToken.None);
                (filled, open, cost, bound) = (filled + kept.Filled, open + kept.Open, cost + kept.Cost, bound + kept.Bound);
                progress?.Report(new JobProgress("keep", ++at, rosters.Count));
            }
        }
        return new RostersFilled(rosters.Count, filled + open, filled, open, clock.GetElapsedTime(begun).TotalSeconds, rosters is [var one] ? one : null, cost, bound,
            bound is not { } low ? null : cost == low ? 0 : low > 0 ? (double)(cost - low) / low : 1);
    }

    /// <summary>What is to be kept for each of them; null where a stop came before.</summary>
    private async Task<IReadOnlyList<KeepFilled?>> Solve(Guid[] ids, FillOptions options, Forward progress, CancellationToken stop)
    {
        var grounds = new List<RosterGround>();
        foreach (var id in ids) grounds.Add(await Ground(id, stop));
        // Where nobody is placed every turn stays open and says so.
        var peopled = grounds.Where(g => g.People.Count > 0).ToList();
        RosterPlan?[] plans = peopled is [var one]
            ? [Rosterer.Solve(new GroundProblem(one).Problem, new RosterOptions(options.Seed, options.Steps ?? (options.Seconds is null ? StepsPerCell * one.People.Count * one.Roster.Days : null), options.Seconds), progress, stop)]
            : ManyRosters.Solve(peopled.Count, i => new GroundProblem(peopled[i]).Problem, options.Seed, options.Steps, progress, stop);
        var planOf = peopled.Zip(plans).ToDictionary(p => p.First, p => p.Second);
        return grounds.ConvertAll(ground => !planOf.TryGetValue(ground, out var plan) ? KeepFilled.From(ground, Empty) : plan is null ? null : KeepFilled.From(ground, plan));
    }

    private async Task<RosterGround> Ground(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var roster = await store.Set<Roster>().AsNoTracking().SingleAsync(r => r.Id == id, stop);
        var ground = await RosterGround.Read(store, roster, stop, clock.GetUtcNow());
        return ground.Bands.Count > 0 ? ground : throw new Refused("times-none", $"“{ground.AreaName}”的岗位没有时段。", $"No post of “{ground.AreaName}” has times.");
    }

    private static RosterPlan Empty => new() { Kinds = [], Cost = 0, Bound = 0, Broken = 0, End = RosterEnd.Proved, Steps = 0 };

    /// <summary>Always the same for a roster, so that a repeat keeps each once.</summary>
    private static WriteId Part(WriteId write, Guid roster) => new(new Guid(SHA256.HashData([.. write.Value.ToByteArray(), .. roster.ToByteArray()]).AsSpan(0, 16)));

    /// <summary>What the optimiser says as a job's progress: cost and bound of the roster that is being solved.</summary>
    private sealed class Forward(IProgress<JobProgress>? progress, int done, int total) : IProgress<RosterProgress>, IProgress<ManyRostersProgress>
    {
        public void Report(RosterProgress value)
        {
            var figures = new Dictionary<string, long> { ["cost"] = value.Cost, ["broken"] = value.Broken };
            if (value.Bound > long.MinValue) figures["bound"] = value.Bound;
            progress?.Report(new JobProgress(value.Stage, done, total, null, figures));
        }

        public void Report(ManyRostersProgress value) => progress?.Report(new JobProgress("solve", done + value.Done, total));
    }
}

/// <param name="Filled">Turns that somebody has, locked ones too.</param>
public sealed record Kept(int Filled, int Open, long Cost, long? Bound);

/// <summary>Makes what the optimiser found the content of a draft roster. The content itself is named by its hash.</summary>
public sealed record KeepFilled(Guid RosterId, int Version, string Content) : Act<Kept>
{
    private IReadOnlyList<Shift> _shifts = [];
    private RosterPlan? _plan;

    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    internal static KeepFilled From(RosterGround ground, RosterPlan plan)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in plan.Kinds) hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<int>(row));
        return new KeepFilled(ground.Roster.Id, ground.Roster.Version, System.Convert.ToHexStringLower(hash.GetHashAndReset())) { _shifts = new FilledRoster(ground, plan).Shifts, _plan = plan };
    }

    protected internal override async Task<Kept> Do(Work work, CancellationToken stop)
    {
        var roster = await work.Store.FindAsync<Roster>([RosterId], stop);
        Refused.Where(RosterRules.ForDraft(roster));
        Refused.Where(RosterRules.ForVersion(roster!, Version));
        const string replaced = "roster_id = @r and (not locked or person_id is null)";
        await work.Sql.Run($"delete from lost_shift where shift_id in (select id from shift where {replaced})", stop, ("@r", RosterId));
        await work.Sql.Run($"delete from shift where {replaced}", stop, ("@r", RosterId));
        await work.Store.Insert(_shifts, stop);
        var locked = await work.Sql.Number("select count(*) from shift where roster_id = @r and locked", stop, ("@r", RosterId));
        var kept = new Kept(_shifts.Count(s => s.PersonId is not null) + (int)locked, _shifts.Count(s => s.PersonId is null), _plan!.Cost, _plan.Bound == long.MinValue ? null : _plan.Bound);
        (roster!.Cost, roster.Bound, roster.Gap, roster.SolvedAt, roster.Version) = (kept.Cost, kept.Bound, kept.Bound is null ? null : _plan.Gap, work.Now, roster.Version + 1);
        work.About("roster", RosterId);
        work.Note("filled", kept.Filled);
        work.Note("open", kept.Open);
        work.Note("cost", roster.Cost);
        work.Note("bound", roster.Bound);
        return kept;
    }
}
