using Microsoft.EntityFrameworkCore;
using Muster.Organisation.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Rosters.Alarms;

/// <summary>Writes alarms and their history within an act, and rings for all of it at once at the end.</summary>
internal sealed class AlarmBook(Work work)
{
    private const int ReadTogether = 1000;
    private readonly AlarmBell _bell = new(work);
    private readonly List<AlarmStep> _steps = [];

    /// <summary>New alarms, each the nearest commander's.</summary>
    public async Task Raise(AlarmKind kind, IReadOnlyList<AlarmWatch.Wrong> wrong, CancellationToken stop)
    {
        if (wrong.Count == 0) return;
        var alarms = new List<Alarm>(wrong.Count);
        foreach (var emergency in wrong.GroupBy(w => w.EmergencyId))
        {
            var chains = await ChainOfCommand.Of(work.Sql, emergency.Key, [.. emergency.Select(w => w.AreaId).Distinct()], work.Now, stop);
            foreach (var turn in emergency)
            {
                var owner = chains[turn.AreaId].FirstOrDefault();
                var ahead = kind == AlarmKind.Gap ? AlarmRules.Due(turn.StartsAt, work.Now) ?? AlarmRules.Stages[0] : 0;
                var alarm = new Alarm
                {
                    Id = Guid.CreateVersion7(), Kind = kind, EmergencyId = turn.EmergencyId, AreaId = turn.AreaId, PostId = turn.PostId, ShiftId = turn.ShiftId, PersonId = turn.PersonId, StartsAt = turn.StartsAt, EndsAt = turn.EndsAt,
                    Ahead = ahead, RaisedAt = work.Now, OwnerId = owner?.PersonId, Step = owner?.Step ?? 0, ClimbsAt = owner is null ? null : work.Now + AlarmRules.TakeWithin(ahead), Version = 1,
                };
                alarms.Add(alarm);
                Note(alarm, AlarmMove.Raised, turn.Note);
                _bell.Ring(alarm);
                if (kind == AlarmKind.NoShow) _bell.Miss(alarm);
            }
        }
        await work.Store.Insert(alarms, stop);
    }

    /// <summary>The turn came nearer: whoever has it is told again, and has to take it again.</summary>
    public async Task RingAgain(IReadOnlyCollection<Guid> ids, CancellationToken stop)
    {
        foreach (var alarm in await Open(ids, stop))
        {
            alarm.Ahead = AlarmRules.Due(alarm.StartsAt, work.Now) ?? alarm.Ahead;
            (alarm.TakenAt, alarm.TakenBy, alarm.ClimbsAt, alarm.Version) = (null, null, alarm.OwnerId is null ? null : work.Now + AlarmRules.TakeWithin(alarm.Ahead), alarm.Version + 1);
            Note(alarm, AlarmMove.RangAgain);
            _bell.Ring(alarm);
        }
    }

    /// <summary>To the next superior; past the last one, to the organisers.</summary>
    public async Task Climb(IReadOnlyCollection<Guid> ids, CancellationToken stop)
    {
        foreach (var emergency in (await Open(ids, stop)).GroupBy(a => a.EmergencyId))
        {
            var chains = await ChainOfCommand.Of(work.Sql, emergency.Key, [.. emergency.Select(a => a.AreaId).Distinct()], work.Now, stop);
            foreach (var alarm in emergency) Give(alarm, chains[alarm.AreaId].FirstOrDefault(l => l.Step > alarm.Step && l.PersonId != alarm.OwnerId));
        }
    }

    /// <summary>Whose owners are lost: each goes to who commands now.</summary>
    public async Task PassOn(IReadOnlyCollection<Guid> ids, IReadOnlyCollection<Guid> lost, CancellationToken stop)
    {
        foreach (var emergency in (await Open(ids, stop)).GroupBy(a => a.EmergencyId))
        {
            var chains = await ChainOfCommand.Of(work.Sql, emergency.Key, [.. emergency.Select(a => a.AreaId).Distinct()], work.Now, stop);
            foreach (var alarm in emergency) Give(alarm, chains[alarm.AreaId].FirstOrDefault(l => l.Step >= alarm.Step && !lost.Contains(l.PersonId)));
        }
    }

    private void Give(Alarm alarm, ChainLink? to)
    {
        (alarm.OwnerId, alarm.Step, alarm.TakenAt, alarm.TakenBy) = (to?.PersonId, to?.Step ?? alarm.Step, null, null);
        (alarm.ClimbsAt, alarm.Version) = (to is null ? null : work.Now + AlarmRules.TakeWithin(alarm.Ahead), alarm.Version + 1);
        Note(alarm, AlarmMove.Climbed);
        _bell.Ring(alarm);
    }

    /// <summary>Put right, or over: nobody is told, it is gone from the list.</summary>
    public async Task End(IReadOnlyList<(Guid Id, AlarmOutcome Outcome)> ended, CancellationToken stop)
    {
        foreach (var same in ended.GroupBy(e => e.Outcome))
        {
            var (among, values) = work.Sql.Among("@ids", same.Select(e => e.Id));
            await work.Sql.Run($"update alarm set closed_at = @now, outcome = @outcome, climbs_at = null, version = version + 1 where id in ({among})", stop, [.. values, ("@now", work.Now), ("@outcome", same.Key)]);
            _steps.AddRange(same.Select(e => new AlarmStep { Id = Guid.CreateVersion7(), AlarmId = e.Id, At = work.Now, Move = AlarmMove.Ended, Actor = work.Actor.Name, Note = same.Key.ToString() }));
        }
    }

    public void Note(Alarm alarm, AlarmMove move, string note = "") =>
        _steps.Add(new AlarmStep { Id = Guid.CreateVersion7(), AlarmId = alarm.Id, At = work.Now, Move = move, PersonId = alarm.OwnerId, Actor = work.Actor.Name, Note = note });

    /// <summary>Saves the history and tells everybody concerned, each once.</summary>
    public async Task Tell(CancellationToken stop)
    {
        await work.Store.SaveChangesAsync(stop);
        await work.Store.Insert(_steps, stop);
        await _bell.Tell(stop);
    }

    private async Task<List<Alarm>> Open(IReadOnlyCollection<Guid> ids, CancellationToken stop)
    {
        var alarms = new List<Alarm>(ids.Count);
        foreach (var some in ids.Chunk(ReadTogether)) alarms.AddRange(await work.Store.Set<Alarm>().Where(a => some.Contains(a.Id) && a.ClosedAt == null).ToListAsync(stop));
        return alarms;
    }
}
