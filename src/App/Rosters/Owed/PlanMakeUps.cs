using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Rosters.Changing;

namespace Muster.Rosters.Owed;

/// <summary>
/// Names the turn that makes an owed one up. Who owes has a larger share when a roster is filled, so of a roster that comes into force the last turns
/// are those; and a turn that is given by hand later is one. A turn that goes elsewhere makes nothing up; an exchange is no turn more.
/// </summary>
internal sealed class PlanMakeUps : IListen<RosterPublished>, IListen<ShiftReassigned>
{
    public async Task When(RosterPublished happened, Work work, CancellationToken stop)
    {
        var owed = await work.Store.Set<OwedDuty>().Where(o => o.State == OwedState.Owed && o.ByShiftId == null && work.Store.Set<Shift>().Any(s => s.RosterId == happened.RosterId && s.PersonId == o.PersonId)).OrderBy(o => o.RecordedAt).ThenBy(o => o.Id).ToListAsync(stop);
        foreach (var person in owed.GroupBy(o => o.PersonId))
        {
            var turns = await work.Store.Set<Shift>().AsNoTracking().Where(s => s.RosterId == happened.RosterId && s.PersonId == person.Key && s.State == ShiftState.Published && s.StartsAt > work.Now).OrderByDescending(s => s.StartsAt).Take(person.Count()).Select(s => s.Id).ToListAsync(stop);
            foreach (var (one, turn) in person.Zip(turns)) (one.ByShiftId, one.Version) = (turn, one.Version + 1);
        }
    }

    public async Task When(ShiftReassigned happened, Work work, CancellationToken stop)
    {
        var planned = await work.Store.Set<OwedDuty>().FirstOrDefaultAsync(o => o.ByShiftId == happened.ShiftId && o.State == OwedState.Owed, stop);
        if (planned is not null)
        {
            (planned.ByShiftId, planned.Version) = (null, planned.Version + 1);
            await work.Store.SaveChangesAsync(stop);
        }
        if (happened.ToPersonId is not { } person || await Exchanged(work, happened.ShiftId, stop)) return;
        var next = await work.Store.Set<OwedDuty>().Where(o => o.PersonId == person && o.State == OwedState.Owed && o.ByShiftId == null).OrderBy(o => o.RecordedAt).ThenBy(o => o.Id).FirstOrDefaultAsync(stop);
        if (next is null || next.ShiftId == happened.ShiftId) return;
        if (await work.Sql.Number("select count(*) from shift where id = @s and state = 'Published' and starts_at > @now", stop, ("@s", happened.ShiftId), ("@now", work.Now)) == 0) return;
        (next.ByShiftId, next.Version) = (happened.ShiftId, next.Version + 1);
        await work.Store.SaveChangesAsync(stop);
    }

    private static async Task<bool> Exchanged(Work work, Guid shift, CancellationToken stop) =>
        await work.Sql.Number("select count(*) from swap where exchange and settled_at = @now and (shift_id = @s or back_shift_id = @s)", stop, ("@now", work.Now), ("@s", shift)) > 0;
}
