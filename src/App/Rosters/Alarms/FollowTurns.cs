using Muster.Organisation.Contract;
using Muster.Platform.Acts;
using Muster.Platform.Storage;
using Muster.Rosters.Changing;

namespace Muster.Rosters.Alarms;

/// <summary>Alarms follow at once what an act changed: a turn that got somebody, an owner who was lost. The rest the clock finds within half a minute.</summary>
internal sealed class FollowTurns : IListen<ShiftReassigned>, IListen<PeopleLost>
{
    public async Task When(ShiftReassigned happened, Work work, CancellationToken stop)
    {
        await work.Store.SaveChangesAsync(stop);
        var ended = await new AlarmWatch(work.Sql, work.Now).Answered(happened.ShiftId, stop);
        if (ended.Count == 0) return;
        var book = new AlarmBook(work);
        await book.End(ended, stop);
        await book.Tell(stop);
    }

    public async Task When(PeopleLost happened, Work work, CancellationToken stop)
    {
        await work.Store.SaveChangesAsync(stop);
        var owned = await work.Sql.List($"select x.id from alarm x where x.closed_at is null and {IdSet.In(work.Sql, "x.owner_id", "@lost")}", row => row.Guid(0), stop, ("@lost", IdSet.Of(work.Sql, happened.People)));
        if (owned.Count == 0) return;
        var book = new AlarmBook(work);
        await book.PassOn(owned, happened.People.ToHashSet(), stop);
        await book.Tell(stop);
    }
}
