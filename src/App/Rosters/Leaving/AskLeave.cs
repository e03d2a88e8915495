using Microsoft.EntityFrameworkCore;
using Muster.People;
using Muster.Platform.Acts;
using Muster.Rosters.Patterns;

namespace Muster.Rosters.Leaving;

/// <summary>Leave that somebody asked for, entered by who makes the rosters there.</summary>
public sealed record AskLeave(Guid PersonId, DateOnly StartsOn, int Days, LeaveKind Kind, string Reason = "") : Act<Guid>
{
    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var person = await work.Store.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == PersonId && p.EndedAt == null, stop)
            ?? throw new Refused("person-unknown", "没有这个人。", "There is no such person.", "PersonId");
        var ends = StartsOn.AddDays(Days);
        var same = await work.Store.Set<Leave>().AsNoTracking().Where(l => l.PersonId == PersonId && (l.State == LeaveState.Asked || l.State == LeaveState.Granted) && l.StartsOn < ends && l.EndsOn > StartsOn).ToListAsync(stop);
        Refused.Where(LeaveRules.ForAsked(person.Name, StartsOn, Days, Reason, WorkDays.Of(work.Now), same));
        var leave = new Leave
        {
            Id = Guid.CreateVersion7(), PersonId = PersonId, StartsOn = StartsOn, EndsOn = ends, Kind = Kind, State = LeaveState.Asked, Reason = Reason.Trim(), AskedAt = work.Now, AskedBy = work.Actor.Name, Version = 1,
        };
        work.Store.Add(leave);
        work.About("leave", leave.Id);
        return leave.Id;
    }
}

/// <summary>What leave must be; pure.</summary>
public static class LeaveRules
{
    public const int DaysMax = 90;

    public static IEnumerable<Broken> ForAsked(string name, DateOnly startsOn, int days, string reason, DateOnly today, IReadOnlyList<Leave> same)
    {
        if (days is < 1 or > DaysMax) yield return new Broken("leave-days", $"一次请假 1–{DaysMax} 天。", $"Leave is for 1–{DaysMax} days.", "Days");
        if (startsOn < today) yield return new Broken("leave-past", "请假不能从过去开始。", "Leave cannot begin in the past.", "StartsOn");
        if (reason is { Length: > 200 }) yield return new Broken("reason-long", "原因不超过 200 个字。", "A reason has at most 200 characters.", "Reason");
        foreach (var other in same)
            yield return new Broken("leave-twice", $"{name}在 {other.StartsOn:yyyy-MM-dd} 到 {other.EndsOn.AddDays(-1):yyyy-MM-dd} 已有请假。", $"{name} has leave from {other.StartsOn:yyyy-MM-dd} to {other.EndsOn.AddDays(-1):yyyy-MM-dd} already.", "StartsOn");
    }

    public static IEnumerable<Broken> ForAnswer(Leave? leave, bool grant, string answer)
    {
        if (leave is null) yield return new Broken("leave-unknown", "没有这个请假。", "There is no such leave.", "LeaveId");
        else if (leave.State != LeaveState.Asked) yield return new Broken("leave-answered", "这个请假已经答复。", "This leave was answered already.", "LeaveId");
        if (!grant && string.IsNullOrWhiteSpace(answer)) yield return new Broken("answer-missing", "不同意要写明理由。", "Give a reason for refusing.", "Answer");
        if (answer is { Length: > 200 }) yield return new Broken("reason-long", "理由不超过 200 个字。", "A reason has at most 200 characters.", "Answer");
    }
}
