using Microsoft.EntityFrameworkCore;
using Muster.Emergencies;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Notify;

namespace Muster.Rosters.Observing;

/// <summary>An observer ticks whether the person of a turn under way is at the post. The person is told where it was not so, and can answer. Answers the observation.</summary>
public sealed record Observe(Guid ShiftId, Seen Seen, string Note = "") : Act<Guid>
{
    public static readonly NoticeKind NotSeen = new("observed-away", "observing.notice", Loud: true);

    protected internal override Permission Needs => Permission.Observe;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var turn = await work.Store.Set<Shift>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == ShiftId && s.State == ShiftState.Published, stop);
        var own = await work.Sql.First("select person_id from account where id = @a", row => row.GuidOrNull(0), stop, ("@a", work.Actor.Id));
        var lately = await work.Store.Set<Observation>().AnyAsync(o => o.ShiftId == ShiftId && o.AccountId == work.Actor.Id && o.At > work.Now - ObservingRules.Between, stop);
        Refused.Where(ObservingRules.ForObserving(turn, own, lately, Note, work.Now));
        if ((await work.Open(turn!.EmergencyId, stop)).Kind != EmergencyKind.Urgent) throw new Refused("not-urgent", "平时不设观察哨。", "There are no observers outside an urgent emergency.", "ShiftId");
        var observation = new Observation
        {
            Id = Guid.CreateVersion7(), EmergencyId = turn.EmergencyId, AreaId = turn.AreaId, PostId = turn.PostId, ShiftId = turn.Id, PersonId = turn.PersonId!.Value, Seen = Seen, Note = Note.Trim(), At = work.Now,
            Observer = work.Actor.Name, AccountId = work.Actor.Id,
        };
        work.Store.Add(observation);
        if (Seen == Seen.Away)
        {
            var post = await work.Sql.First("select name from post where id = @o", row => row.Text(0), stop, ("@o", turn.PostId));
            work.Tell(Addressee.Person(observation.PersonId), NotSeen, $"观察哨没有在{post}看到您。您可以说明情况。", $"An observer did not see you at {post}. You can say how it was.", "/field");
        }
        work.About("observation", observation.Id);
        work.Note("seen", Seen);
        return observation.Id;
    }
}

/// <summary>The person says how it was; once. The observer is told. Answers the observation.</summary>
public sealed record AnswerObservation(Guid ObservationId, string Answer) : Act<Guid>
{
    public static readonly NoticeKind Answered = new("observation-answered", "observing.notice.answered");

    protected internal override Permission Needs => Permission.CheckIn;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var observation = await work.Store.FindAsync<Observation>([ObservationId], stop);
        var own = await work.Sql.First("select person_id from account where id = @a", row => row.GuidOrNull(0), stop, ("@a", work.Actor.Id));
        Refused.Where(ObservingRules.ForAnswering(observation, own, Answer));
        (observation!.Answer, observation.AnsweredAt) = (Answer.Trim(), work.Now);
        if (observation.AccountId is { } observer) work.Tell(Addressee.Account(observer), Answered, $"您的一条观察有了说明：{observation.Answer}", $"Somebody answered what you observed: {observation.Answer}", "/field/observe");
        work.About("observation", observation.Id);
        return observation.Id;
    }
}

/// <summary>What may be observed, and answered; pure.</summary>
public static class ObservingRules
{
    public const int WordsMax = 200;

    /// <summary>One observer ticks a turn once in so long.</summary>
    public static readonly TimeSpan Between = TimeSpan.FromMinutes(10);

    public static IEnumerable<Broken> ForObserving(Shift? turn, Guid? own, bool lately, string note, DateTimeOffset now)
    {
        if (turn?.PersonId is null) yield return new("shift-unknown", "没有这个班，或这个班没有人。", "There is no such turn, or nobody has it.", "ShiftId");
        else if (now < turn.StartsAt || now >= turn.EndsAt) yield return new("shift-not-on", "这个班现在不在班上。", "This turn is not under way.", "ShiftId");
        else if (turn.PersonId == own) yield return new("observe-own", "不能观察自己。", "One does not observe oneself.", "ShiftId");
        if (lately) yield return new("observed-lately", $"{Between.TotalMinutes:0} 分钟内您已记过这个班。", $"You ticked this turn within the last {Between.TotalMinutes:0} minutes.", "ShiftId");
        if (note.Length > WordsMax) yield return new("note-long", $"备注最多 {WordsMax} 字。", $"A note has at most {WordsMax} characters.", "Note");
    }

    public static IEnumerable<Broken> ForAnswering(Observation? observation, Guid? own, string answer)
    {
        if (observation is null || own is null || observation.PersonId != own) yield return new("observation-unknown", "没有这条关于您的观察。", "There is no such observation of you.", "ObservationId");
        else if (observation.AnsweredAt is not null) yield return new("observation-answered", "您已经说明过。", "You answered this already.", "ObservationId");
        if (string.IsNullOrWhiteSpace(answer) || answer.Length > WordsMax) yield return new("answer-missing", $"请写明情况（最多 {WordsMax} 字）。", $"Say how it was (at most {WordsMax} characters).", "Answer");
    }
}
