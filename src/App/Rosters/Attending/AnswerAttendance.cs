using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;

namespace Muster.Rosters.Attending;

/// <summary>The host says whether a held check-in counts, with a word to the person. Answers nothing.</summary>
public sealed record AnswerAttendance(Guid AttendanceId, bool Counts, string Answer = "") : Act<string>
{
    protected internal override Permission Needs => Permission.CallRoll;

    protected internal override bool InPart => true;

    protected internal override async Task<string> Do(Work work, CancellationToken stop)
    {
        var held = await work.Store.Set<Attendance>().FirstOrDefaultAsync(a => a.Id == AttendanceId, stop) ?? throw new Refused("attendance-unknown", "没有这条签到。", "There is no such check-in.");
        if (held.State != AttendanceState.Held) throw new Refused("attendance-answered", "这条签到已经答复过。", "This check-in was answered already.");
        if (!Counts && Answer.Trim().Length == 0) throw new Refused("answer-missing", "不算的话请写明原因，本人会看到。", "Say why it does not count; the person sees it.", nameof(Answer));
        (held.State, held.Answer, held.AnsweredAt, held.AnsweredBy) = (Counts ? AttendanceState.Accepted : AttendanceState.Dismissed, Answer.Trim(), work.Now, work.Actor.Name);
        work.About("attendance", held.Id);
        work.Note("counts", Counts);
        return "";
    }
}
