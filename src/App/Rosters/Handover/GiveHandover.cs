using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Notify;

namespace Muster.Rosters.Handover;

/// <summary>
/// The outgoing relief says what the next one must know. Until the next one confirmed, it can be said again; whoever said it last answers for it. The people of
/// the next relief are told. Answers the note.
/// </summary>
/// <param name="ShiftId">One's own turn, which ends.</param>
/// <param name="At">When it was written, by the device's clock, where it waited for a network; null: now.</param>
public sealed record GiveHandover(Guid ShiftId, string Duties = "", string People = "", string Kit = "", string Notes = "", DateTimeOffset? At = null) : Act<Guid>
{
    public static readonly NoticeKind Given = new("handover-given", "handover.notice");

    protected internal override Permission Needs => Permission.CheckIn;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var (turn, person) = (await HandoverQueries.Turn(work.Sql, ShiftId, stop), await HandoverQueries.Person(work.Sql, work.Actor.Id, stop));
        var note = turn is null ? null : await work.Store.Set<HandoverNote>().FirstOrDefaultAsync(h => h.PostId == turn.PostId && h.RelievesAt == turn.EndsAt, stop);
        var at = At?.ToUniversalTime() ?? work.Now;
        Refused.Where(HandoverRules.ForGiving(turn, person, note, [Duties, People, Kit, Notes], at, work.Now));
        await work.Open(turn!.EmergencyId, stop);
        var first = note is null;
        if (note is null) work.Store.Add(note = new HandoverNote { Id = Guid.CreateVersion7(), EmergencyId = turn.EmergencyId, AreaId = turn.AreaId, PostId = turn.PostId, RelievesAt = turn.EndsAt });
        (note.Duties, note.People, note.Kit, note.Notes) = (Lines(Duties), Lines(People), Lines(Kit), Notes.Trim());
        (note.GivenBy, note.GivenAt, note.Version) = (person!.Value, at, note.Version + 1);
        var post = await work.Sql.First("select name from post where id = @o", row => row.Text(0), stop, ("@o", turn.PostId));
        foreach (var next in (first ? await HandoverQueries.Next(work.Sql, turn.PostId, turn.EndsAt, stop) : []).Where(n => n.PersonId is { } id && id != person))
            work.Tell(Addressee.Person(next.PersonId!.Value), Given, $"{post}：上一班已写好交接，请到岗后核对、确认接班。", $"{post}: the relief before you has handed over. Check it when you come, and confirm.", $"/field/handover/{next.ShiftId}");
        work.About("handover-note", note.Id);
        work.Note("post", turn.PostId);
        if (At is not null) work.Note("writtenAt", at);
        return note.Id;
    }

    /// <summary>One to a line, without empty ones.</summary>
    private static string Lines(string text) => string.Join('\n', text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}

/// <summary>The incoming relief confirms what was handed over to it, with what was found otherwise. The outgoing is told. Answers the note.</summary>
/// <param name="ShiftId">One's own turn, which begins.</param>
public sealed record TakeHandover(Guid ShiftId, string Remark = "") : Act<Guid>
{
    public static readonly NoticeKind Taken = new("handover-taken", "handover.notice.taken");

    protected internal override Permission Needs => Permission.CheckIn;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var (turn, person) = (await HandoverQueries.Turn(work.Sql, ShiftId, stop), await HandoverQueries.Person(work.Sql, work.Actor.Id, stop));
        var note = turn is null ? null : (await work.Store.Set<HandoverNote>().Where(h => h.PostId == turn.PostId && h.RelievesAt >= turn.StartsAt - HandoverRules.Overlap && h.RelievesAt <= turn.StartsAt + HandoverRules.Overlap).ToListAsync(stop))
            .Where(h => HandoverRules.Relieves(turn, h.PostId, h.RelievesAt)).OrderBy(h => h.TakenAt is null ? 0 : 1).ThenByDescending(h => h.RelievesAt).FirstOrDefault();
        Refused.Where(HandoverRules.ForTaking(note, turn, person, Remark));
        (note!.TakenBy, note.TakenAt, note.Remark, note.Version) = (person, work.Now, Remark.Trim(), note.Version + 1);
        var post = await work.Sql.First("select name from post where id = @o", row => row.Text(0), stop, ("@o", note.PostId));
        work.Tell(Addressee.Person(note.GivenBy), Taken, $"{post}：接班的人已确认交接。", $"{post}: your handover was confirmed.", "/field");
        work.About("handover-note", note.Id);
        work.Note("remarked", note.Remark.Length > 0);
        return note.Id;
    }
}
