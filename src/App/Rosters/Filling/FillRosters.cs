using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Muster.Optimiser.Rostering;
using Muster.Platform.Acts;
using Muster.Platform.Jobs;
using Muster.Platform.Storage;

namespace Muster.Rosters.Filling;

/// <param name="Steps">Most neighbourhoods that the optimiser tries for each roster; null: as many as its size asks for.</param>
/// <param name="Seconds">Most seconds for each roster.</param>
public sealed record FillOptions(long? Steps = null, double? Seconds = null, long Seed = 1);

/// <summary>What filling reached; <c>Turns = Filled + Open</c>.</summary>
public sealed record RostersFilled(int Rosters, int Turns, int Filled, int Open, double Seconds);

/// <summary>
/// Fills draft rosters: reads the ground of each, asks the optimiser, keeps what it found. Locked turns stay as they are. A cancel keeps the rosters that
/// are done and leaves the others as they were.
/// </summary>
public sealed class FillRosters(Stores stores, Desk desk, JobBoard jobs, TimeProvider clock)
{
    /// <summary>For each person and day, where nobody says how long: about a second for a community's fortnight.</summary>
    private const long StepsPerCell = 1;

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
        var (filled, open) = (0, 0);
        foreach (var (id, at) in rosters.Select((id, i) => (id, i)))
        {
            cancelled.ThrowIfCancellationRequested();
            progress?.Report(new JobProgress("solve", at, rosters.Count));
            var keep = await Solve(id, options, cancelled);
            cancelled.ThrowIfCancellationRequested();
            var kept = await desk.Do(keep, Part(write, id), actor, CancellationToken.None);
            (filled, open) = (filled + kept.Filled, open + kept.Open);
        }
        progress?.Report(new JobProgress("keep", rosters.Count, rosters.Count));
        return new RostersFilled(rosters.Count, filled + open, filled, open, clock.GetElapsedTime(begun).TotalSeconds);
    }

    private async Task<KeepFilled> Solve(Guid id, FillOptions options, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var roster = await store.Set<Roster>().AsNoTracking().SingleAsync(r => r.Id == id, stop);
        var ground = await RosterGround.Read(store, roster, stop, clock.GetUtcNow());
        if (ground.Bands.Count == 0) throw new Refused("times-none", $"“{ground.AreaName}”的岗位没有时段。", $"No post of “{ground.AreaName}” has times.");
        // Where nobody is placed every turn stays open and says so.
        var plan = ground.People.Count == 0 ? new RosterPlan { Kinds = [], Cost = 0, Bound = 0, Broken = 0, End = RosterEnd.Proved, Steps = 0 }
            : Rosterer.Solve(new GroundProblem(ground).Problem, new RosterOptions(options.Seed, options.Steps ?? (options.Seconds is null ? StepsPerCell * ground.People.Count * roster.Days : null), options.Seconds), null, stop);
        return KeepFilled.From(roster, new FilledRoster(ground, plan), plan);
    }

    /// <summary>Always the same for a roster, so that a repeat keeps each once.</summary>
    private static WriteId Part(WriteId write, Guid roster) => new(new Guid(SHA256.HashData([.. write.Value.ToByteArray(), .. roster.ToByteArray()]).AsSpan(0, 16)));
}

/// <param name="Filled">Turns that somebody has, locked ones too.</param>
public sealed record Kept(int Filled, int Open);

/// <summary>Makes what the optimiser found the content of a draft roster. The content itself is named by its hash.</summary>
public sealed record KeepFilled(Guid RosterId, int Version, string Content) : Act<Kept>
{
    private IReadOnlyList<Shift> _shifts = [];
    private RosterPlan? _plan;

    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    internal static KeepFilled From(Roster roster, FilledRoster filled, RosterPlan plan)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var row in plan.Kinds) hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<int>(row));
        return new KeepFilled(roster.Id, roster.Version, System.Convert.ToHexStringLower(hash.GetHashAndReset())) { _shifts = filled.Shifts, _plan = plan };
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
        var kept = new Kept(_shifts.Count(s => s.PersonId is not null) + (int)locked, _shifts.Count(s => s.PersonId is null));
        (roster!.Cost, roster.Bound, roster.Gap, roster.SolvedAt, roster.Version) = (_plan!.Cost, _plan.Bound == long.MinValue ? null : _plan.Bound, _plan.Bound == long.MinValue ? null : _plan.Gap, work.Now, roster.Version + 1);
        work.About("roster", RosterId);
        work.Note("filled", kept.Filled);
        work.Note("open", kept.Open);
        work.Note("cost", roster.Cost);
        work.Note("bound", roster.Bound);
        return kept;
    }
}
