using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Notify;
using Muster.Rosters.Changing;

namespace Muster.Rosters.Swapping;

/// <summary>A turn that went to somebody else by another way is not to be swapped any more: who asked for it, and who said yes, are told.</summary>
internal sealed class FollowShifts : IListen<ShiftReassigned>
{
    public async Task When(ShiftReassigned happened, Work work, CancellationToken stop)
    {
        var open = await work.Store.Set<Swap>().Where(s => (s.ShiftId == happened.ShiftId || s.BackShiftId == happened.ShiftId) && (s.State == SwapState.Asked || s.State == SwapState.Accepted)).ToListAsync(stop);
        foreach (var swap in open)
        {
            (swap.State, swap.SettledAt, swap.SettledBy, swap.Version) = (SwapState.Lapsed, work.Now, work.Actor.Name, swap.Version + 1);
            foreach (var person in new[] { swap.FromPersonId, swap.TakenById }.OfType<Guid>())
                work.Tell(Addressee.Person(person), SwapBook.Settled, "这个班另有安排，换班作废。", "The turn was arranged otherwise; the swap is void.", "/field/swaps");
        }
    }
}
