using Microsoft.EntityFrameworkCore;
using Muster.Emergencies.Contract;
using Muster.Platform.Acts;
using Muster.Rosters.Filling;

namespace Muster.Rosters.Changing;

/// <summary>
/// Gives a turn to somebody else, or to nobody. In a published roster it needs a reason, and both are told. Rest, runs of days and nights, and hours are
/// broken only with the reason of the person who does it.
/// </summary>
/// <param name="PersonId">Null opens the turn.</param>
/// <param name="Version">Of the turn, as it was seen; 0 does not ask.</param>
/// <param name="Exception">Why a cap is broken; empty: none is.</param>
public sealed record AssignShift(Guid ShiftId, Guid? PersonId, int Version = 0, string Reason = "", string Exception = "") : Act<Guid>
{
    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var shift = await work.Store.FindAsync<Shift>([ShiftId], stop) ?? throw new Refused("shift-unknown", "没有这个班次。", "There is no such turn.", "ShiftId");
        if (Version != 0 && shift.Version != Version) throw new Refused("shift-stale", "您打开以后，有人改了这个班次。", "Somebody changed this turn since you opened it.");
        await new ShiftBook(work, stop).Give(shift, PersonId, Reason, Exception);
        return shift.Id;
    }
}

/// <summary>Gives somebody a turn in a band on a day: an open one where there is one, else one more than the band needs.</summary>
public sealed record GiveTurn(Guid RosterId, Guid PostTimeId, DateOnly Day, Guid PersonId, string Reason = "", string Exception = "") : Act<Guid>
{
    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        var open = await work.Store.Set<Shift>().Where(s => s.RosterId == RosterId && s.PostTimeId == PostTimeId && s.Day == Day && s.PersonId == null && s.State != ShiftState.Ended).OrderBy(s => s.Id).FirstOrDefaultAsync(stop);
        var book = new ShiftBook(work, stop);
        open ??= await book.OneMore(RosterId, PostTimeId, Day);
        await book.Give(open, PersonId, Reason, Exception);
        return open.Id;
    }
}

/// <summary>What every change of a turn does the same way.</summary>
internal sealed class ShiftBook(Work work, CancellationToken stop)
{
    /// <exception cref="Refused">The rules are against it; nothing was changed.</exception>
    public async Task Give(Shift shift, Guid? to, string reason, string exception)
    {
        var roster = (await work.Store.FindAsync<Roster>([shift.RosterId], stop))!;
        await work.Open(roster.EmergencyId, stop);
        var ground = await RosterGround.Read(work.Store, roster, stop);
        var band = ground.Bands.Single(b => b.Id == shift.PostTimeId);
        Refused.Where(ChangeRules.Of(shift, to, reason, work.Now));
        var (from, broke) = (shift.PersonId, false);
        if (to is { } person)
        {
            var turns = ground.Shifts.Where(s => s.PersonId == person && s.Id != shift.Id).Select(Turn.Of);
            var (refused, broken) = ChangeRules.For(ground.People.FirstOrDefault(p => p.Id == person), band, shift.Day, turns, roster, exception);
            Refused.Where(refused);
            broke = broken;
        }
        shift.PersonId = to;
        shift.Leads = shift.Leads && to is not null;
        shift.Reason = broke ? $"{RosterReasons.Exception}{exception.Trim()}（{work.Actor.Name}）" : to is null && reason.Length == 0 ? Why(ground, band, shift) : reason.Trim();
        shift.Version++;
        (roster.Cost, roster.Bound, roster.Gap, roster.Version) = (null, null, null, roster.Version + 1);
        if (shift.State == ShiftState.Published) Tell(shift, roster, ground, band, from, to, reason);
        work.About("shift", shift.Id);
        work.Note("roster", roster.Id);
        work.Note("from", from);
        work.Note("to", to);
        if (broke) work.Note("exception", true);
        work.Raise(new ShiftReassigned(shift.Id, roster.Id, from, to));
    }

    public async Task<Shift> OneMore(Guid rosterId, Guid timeId, DateOnly day)
    {
        var roster = await work.Store.FindAsync<Roster>([rosterId], stop) ?? throw new Refused("roster-unknown", "没有这个排班。", "There is no such roster.", "RosterId");
        var ground = await RosterGround.Read(work.Store, roster, stop);
        if (ground.Bands.FirstOrDefault(b => b.Id == timeId) is not { } band || day < roster.StartsOn || day >= roster.EndsOn || !ground.IsOn(band, day))
            throw new Refused("band-not-on", "这一天没有这个时段。", "There is no such band on that day.", "PostTimeId");
        var shift = ground.Turn(band, day, null, "");
        if (roster.State == RosterState.Published) shift.State = ShiftState.Published;
        work.Store.Add(shift);
        return shift;
    }

    private static string Why(RosterGround ground, PostBand band, Shift shift)
    {
        var turns = ground.Shifts.Where(s => s.PersonId is not null && s.Id != shift.Id).ToLookup(s => s.PersonId!.Value, Turn.Of);
        var elsewhere = ground.People.ToDictionary(p => p.Id, p => p.Elsewhere);
        return HoleReason.Of(ground, band, shift.Day, p => [.. elsewhere[p], .. turns[p]]);
    }

    private void Tell(Shift shift, Roster roster, RosterGround ground, PostBand band, Guid? from, Guid? to, string reason)
    {
        work.Store.Add(new ShiftChange { Id = Guid.CreateVersion7(), RosterId = roster.Id, ShiftId = shift.Id, FromPersonId = from, ToPersonId = to, Reason = reason.Trim(), Actor = work.Actor.Name, At = work.Now });
        var (zh, en) = ($"{shift.Day:M月d日} {band.Band.Hours} {ground.AreaName} {band.Post}", $"{shift.Day:d MMM} {band.Band.Hours} {ground.AreaName} {band.Post}");
        if (from is { } had && had != to) work.Tell(Platform.Notify.Addressee.Person(had), RosterNotices.Changed, $"这个班不再是您的：{zh}。原因：{reason.Trim()}", $"This turn is no longer yours: {en}. Reason: {reason.Trim()}", $"/rosters/{roster.Id}");
        if (to is { } has && has != from) work.Tell(Platform.Notify.Addressee.Person(has), RosterNotices.Changed, $"给您排了一个班：{zh}。原因：{reason.Trim()}", $"You were given a turn: {en}. Reason: {reason.Trim()}", $"/rosters/{roster.Id}");
    }
}
