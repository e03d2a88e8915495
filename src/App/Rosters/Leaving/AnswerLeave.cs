using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Notify;
using Muster.Rosters.Changing;

namespace Muster.Rosters.Leaving;

/// <summary>Grants leave or refuses it. Granted, the person's turns of those days are open at once, each with the reason. Answers how many.</summary>
public sealed record AnswerLeave(Guid LeaveId, bool Grant, string Answer = "") : Act<int>
{
    public static readonly NoticeKind Answered = new("leave-answered", "leave.notice");

    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        var leave = await work.Store.FindAsync<Leave>([LeaveId], stop);
        Refused.Where(LeaveRules.ForAnswer(leave, Grant, Answer));
        (leave!.State, leave.AnsweredAt, leave.AnsweredBy, leave.Answer, leave.Version) = (Grant ? LeaveState.Granted : LeaveState.Refused, work.Now, work.Actor.Name, Answer.Trim(), leave.Version + 1);
        var opened = Grant ? await Open(work, leave, stop) : 0;
        var (from, to) = (leave.StartsOn, leave.EndsOn.AddDays(-1));
        work.Tell(Addressee.Person(leave.PersonId), Answered, Grant ? $"您 {from:M月d日} 至 {to:M月d日} 的请假已同意。" : $"您 {from:M月d日} 至 {to:M月d日} 的请假没有同意：{Answer.Trim()}",
            Grant ? $"Your leave from {from:d MMM} to {to:d MMM} is granted." : $"Your leave from {from:d MMM} to {to:d MMM} is refused: {Answer.Trim()}", "/field/leave");
        work.About("leave", leave.Id);
        work.Note("granted", Grant);
        work.Note("turns", opened);
        return opened;
    }

    private static async Task<int> Open(Work work, Leave leave, CancellationToken stop)
    {
        var turns = await work.Store.Set<Shift>().Where(s => s.PersonId == leave.PersonId && s.Day >= leave.StartsOn && s.Day < leave.EndsOn && s.State != ShiftState.Ended && s.EndsAt > work.Now).ToListAsync(stop);
        foreach (var shift in turns)
        {
            if (shift.State == ShiftState.Published)
                work.Store.Add(new ShiftChange { Id = Guid.CreateVersion7(), RosterId = shift.RosterId, ShiftId = shift.Id, FromPersonId = leave.PersonId, Reason = "请假", Actor = work.Actor.Name, At = work.Now });
            (shift.PersonId, shift.Leads, shift.Locked, shift.Reason, shift.Version) = (null, false, false, "请假", shift.Version + 1);
            work.Raise(new ShiftReassigned(shift.Id, shift.RosterId, leave.PersonId, null));
        }
        return turns.Count;
    }
}
