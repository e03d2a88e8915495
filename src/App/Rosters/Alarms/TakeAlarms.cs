using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;

namespace Muster.Rosters.Alarms;

/// <summary>Whoever takes alarms has them in hand from now on: their clocks stop until the turn comes nearer. Answers how many.</summary>
public sealed record TakeAlarms(IReadOnlyList<Guid> AlarmIds) : Act<int>
{
    private const int IdsMax = 5000;

    protected internal override Permission Needs => Permission.CallRoll;

    protected internal override bool InPart => true;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        if (AlarmIds.Count is 0 or > IdsMax) throw new Refused("alarms-none", $"请选择 1 到 {IdsMax} 个告警。", $"Choose 1 to {IdsMax} alarms.", nameof(AlarmIds));
        var alarms = await work.Store.Set<Alarm>().Where(a => AlarmIds.Contains(a.Id) && a.ClosedAt == null).ToListAsync(stop);
        if (alarms.Count == 0) throw new Refused("alarm-closed", "这些告警已经了结。", "These alarms are closed already.", nameof(AlarmIds));
        var (own, book) = (await work.Sql.First("select person_id from account where id = @a", row => row.GuidOrNull(0), stop, ("@a", work.Actor.Id)), new AlarmBook(work));
        foreach (var alarm in alarms)
        {
            (alarm.OwnerId, alarm.TakenAt, alarm.TakenBy, alarm.ClimbsAt, alarm.Version) = (own ?? alarm.OwnerId, work.Now, work.Actor.Name, null, alarm.Version + 1);
            book.Note(alarm, AlarmMove.Taken);
        }
        await book.Tell(stop);
        if (alarms is [var one]) work.About("alarm", one.Id);
        work.Note("alarms", alarms.Count);
        return alarms.Count;
    }
}

/// <summary>Says what was done about an alarm, and closes it. A turn that is still open rings again at its next stage. Answers the alarm.</summary>
public sealed record AnswerAlarm(Guid AlarmId, string Done) : Act<Guid>
{
    protected internal override Permission Needs => Permission.CallRoll;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var alarm = await work.Store.FindAsync<Alarm>([AlarmId], stop);
        Refused.Where(AlarmRules.ForAnswering(alarm, Done));
        (alarm!.ClosedAt, alarm.ClosedBy, alarm.Outcome, alarm.Done, alarm.ClimbsAt, alarm.Version) = (work.Now, work.Actor.Name, AlarmOutcome.Answered, Done.Trim(), null, alarm.Version + 1);
        var book = new AlarmBook(work);
        book.Note(alarm, AlarmMove.Answered, alarm.Done);
        await book.Tell(stop);
        work.About("alarm", alarm.Id);
        return alarm.Id;
    }
}
