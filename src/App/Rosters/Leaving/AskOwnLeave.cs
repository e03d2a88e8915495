using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Notify;
using Muster.Rosters.Field;
using Muster.Rosters.Patterns;

namespace Muster.Rosters.Leaving;

/// <summary>Leave that somebody asks for on the phone. Who answers for the places of those days is told at once.</summary>
public sealed record AskOwnLeave(DateOnly StartsOn, int Days = 1, LeaveKind Kind = LeaveKind.Personal, string Reason = "") : Act<Guid>
{
    public static readonly NoticeKind Asked = new("leave-asked", "leave.notice.asked", Loud: true);

    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var (own, ends) = (await Own.Person(work, stop), StartsOn.AddDays(Math.Clamp(Days, 1, LeaveRules.DaysMax)));
        var same = await work.Store.Set<Leave>().AsNoTracking().Where(l => l.PersonId == own.Id && (l.State == LeaveState.Asked || l.State == LeaveState.Granted) && l.StartsOn < ends && l.EndsOn > StartsOn).ToListAsync(stop);
        Refused.Where(LeaveRules.ForAsked(own.Name, StartsOn, Days, Reason, WorkDays.Of(work.Now), same));
        var leave = new Leave
        {
            Id = Guid.CreateVersion7(), PersonId = own.Id, StartsOn = StartsOn, EndsOn = ends, Kind = Kind, State = LeaveState.Asked, Reason = Reason.Trim(), AskedAt = work.Now, AskedBy = own.Name, Version = 1,
        };
        work.Store.Add(leave);
        var turns = await work.Store.Set<Shift>().CountAsync(s => s.PersonId == own.Id && s.State == ShiftState.Published && s.Day >= StartsOn && s.Day < ends, stop);
        var last = ends.AddDays(-1);
        foreach (var area in await Areas(work, own.Id, stop))
            foreach (var host in (await Hosts.Of(work, area, stop)).Where(h => h != own.Id))
                work.Tell(Addressee.Person(host), Asked, $"{own.Name}请假：{StartsOn:M月d日} 至 {last:M月d日}，有 {turns} 个班，请答复。", $"{own.Name} asks for leave from {StartsOn:d MMM} to {last:d MMM}, with {InEnglish.Of(turns, "turn", "turns")}. Please answer.", $"/leave/{leave.Id}");
        work.About("leave", leave.Id);
        return leave.Id;
    }

    /// <summary>Where the person serves or stands on those days.</summary>
    private Task<List<Guid>> Areas(Work work, Guid person, CancellationToken stop) => work.Sql.List("""
        select p.area_id from placement p where p.person_id = @p and p.starts_at < @to and (p.ends_at is null or p.ends_at > @from)
        union select s.area_id from shift s where s.person_id = @p and s.state = 'Published' and s.starts_at >= @from and s.starts_at < @to
        """, row => row.Guid(0), stop, ("@p", person), ("@from", WorkDays.At(StartsOn, 0)), ("@to", WorkDays.At(StartsOn.AddDays(Days), 0)));
}

/// <summary>Takes back leave that one asked for, while nobody has answered.</summary>
public sealed record WithdrawLeave(Guid LeaveId) : Act<Guid>
{
    protected internal override Permission Needs => Permission.None;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var (own, leave) = (await Own.Person(work, stop), await work.Store.FindAsync<Leave>([LeaveId], stop));
        if (leave?.PersonId != own.Id) leave = null;
        Refused.Where(LeaveRules.ForAnswer(leave, true, ""));
        (leave!.State, leave.AnsweredAt, leave.AnsweredBy, leave.Version) = (LeaveState.Withdrawn, work.Now, own.Name, leave.Version + 1);
        work.About("leave", leave.Id);
        return leave.Id;
    }
}
