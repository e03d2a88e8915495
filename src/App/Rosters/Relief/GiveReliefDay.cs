using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Mobilisation;
using Muster.People;
using Muster.Platform.Acts;
using Muster.Platform.Notify;
using Muster.Rosters.Changing;
using Muster.Rosters.Load;
using Muster.Rosters.Patterns;

namespace Muster.Rosters.Relief;

/// <summary>
/// Gives somebody of the local staff a day off: the person's turn of that day becomes the stand-in's, by the same rules as any change by hand; where the
/// person has none, an open one or one more in a band that is given. Both are told.
/// </summary>
/// <param name="RosterId">With <paramref name="PostTimeId"/>: where a turn is made, if the person has none that day.</param>
public sealed record GiveReliefDay(Guid EmergencyId, Guid PersonId, DateOnly Day, Guid StandInId, Guid? RosterId = null, Guid? PostTimeId = null) : Act<Guid>
{
    public const string Reason = "今天我上岗、你休息";

    public static readonly NoticeKind Given = new("relief-given", "relief.notice");

    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        await work.Open(EmergencyId, stop);
        var today = WorkDays.Of(work.Now);
        var person = await work.Store.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == PersonId && p.EndedAt == null, stop) ?? throw new Refused("person-unknown", "没有这个人。", "There is no such person.", "PersonId");
        var standIn = await work.Store.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == StandInId && p.EndedAt == null, stop) ?? throw new Refused("person-unknown", "没有这个人。", "There is no such person.", "StandInId");
        Refused.Where(ReliefRules.Of(person.Origin == Origin.LocalStaff, await work.Store.Set<Mustered>().AnyAsync(m => m.EmergencyId == EmergencyId && m.PersonId == StandInId, stop),
            await work.Store.Set<ReliefDay>().AnyAsync(r => r.PersonId == PersonId && r.Day == Day, stop), Day, today));
        var turns = await work.Store.Set<Shift>().Where(s => s.EmergencyId == EmergencyId && s.PersonId == PersonId && s.Day == Day && s.State == ShiftState.Published).ToListAsync(stop);
        if (turns.Count > 1) throw new Refused("relief-two-turns", $"{person.Name}这天有 {turns.Count} 个班：先在看板上一个一个给人。", $"{person.Name} has {turns.Count} turns that day: give them away one by one on the board first.", "Day");
        var book = new ShiftBook(work, stop);
        var shift = turns is [var one] ? one : RosterId is { } roster && PostTimeId is { } time ? await Open(work, roster, time, stop) ?? await book.OneMore(roster, time, Day)
            : throw new Refused("relief-no-turn", $"{person.Name}这天没有班：请选顶班的人上哪个时段。", $"{person.Name} has no turn that day: choose a band for the stand-in.", "PostTimeId");
        if (shift.State != ShiftState.Published) throw new Refused("roster-draft", "排班还没有发布。", "The roster is not published yet.", "RosterId");
        await book.Give(shift, StandInId, Reason, "");
        var worked = (await work.Sql.List($"select distinct l.day from {LedgerSql.Turns(work.Sql, "s.person_id = @p")} l where l.minutes > 0", row => row.Day(0), stop, [("@p", PersonId), .. LedgerSql.Values(LoadAsk.DaysMost, work.Now)])).ToHashSet();
        var relief = new ReliefDay
        {
            Id = Guid.CreateVersion7(), EmergencyId = EmergencyId, AreaId = shift.AreaId, PersonId = PersonId, StandInId = StandInId, Day = Day, ShiftId = shift.Id, RunDays = ReliefRules.Run(worked, today), GivenAt = work.Now,
            GivenBy = work.Actor.Name,
        };
        work.Store.Add(relief);
        work.Tell(Addressee.Person(PersonId), Given, $"{Day:M月d日}您休息，{standIn.Name}替您上岗。", $"On {Day:d MMM} you have the day off; {standIn.Name} stands in.", "/inbox");
        work.About("relief_day", relief.Id);
        work.Note("turn", shift.Id);
        return relief.Id;
    }

    private async Task<Shift?> Open(Work work, Guid roster, Guid time, CancellationToken stop) =>
        await work.Store.Set<Shift>().Where(s => s.RosterId == roster && s.PostTimeId == time && s.Day == Day && s.PersonId == null && s.State == ShiftState.Published).OrderBy(s => s.Id).FirstOrDefaultAsync(stop);
}
