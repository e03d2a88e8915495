using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;

namespace Muster.Rosters.Changing;

/// <summary>Locks turns of a draft so that filling again leaves them as they are, or frees them. Answers how many it changed.</summary>
/// <param name="ShiftIds">Null: all that somebody has.</param>
public sealed record LockShifts(Guid RosterId, bool Locked, IReadOnlyList<Guid>? ShiftIds = null) : Act<int>
{
    protected internal override Permission Needs => Permission.MakeRosters;

    protected internal override bool InPart => true;

    protected internal override async Task<int> Do(Work work, CancellationToken stop)
    {
        Refused.Where(RosterRules.ForDraft(await work.Store.FindAsync<Roster>([RosterId], stop)));
        var shifts = await work.Store.Set<Shift>().Where(s => s.RosterId == RosterId && s.PersonId != null && s.Locked != Locked && (ShiftIds == null || ShiftIds.Contains(s.Id))).ToListAsync(stop);
        foreach (var shift in shifts) (shift.Locked, shift.Version) = (Locked, shift.Version + 1);
        work.About("roster", RosterId);
        work.Note("turns", shifts.Count);
        return shifts.Count;
    }
}
