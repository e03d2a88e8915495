using Muster.Platform.Storage;
using Muster.Platform.Acts;
using Muster.Territory.Contract;

namespace Muster.Placements.Counts;

/// <summary>Counts at or below an area follow its path: where areas moved, whatever counts people at them is counted anew, once for all moves of an act.</summary>
internal sealed class FollowTree : IListen<AreaMoved>
{
    public async Task When(AreaMoved happened, Work work, CancellationToken stop)
    {
        var moves = work.Events.OfType<AreaMoved>().ToList();
        if (!ReferenceEquals(moves[^1], happened)) return;
        await work.Store.SaveChangesAsync(stop);
        (string, object?)[] moved = [("@areas", IdSet.Of(work.Sql, moves.Select(m => m.AreaId)))];
        var among = IdSet.In(work.Sql, "place_id", "@areas");
        foreach (var id in await work.Sql.List($"select p.id from plan p where exists (select 1 from plan_count n where n.plan_id = p.id and {among})", row => row.Guid(0), stop, moved))
            if (await work.Store.FindAsync<Plan>([id], stop) is { } plan) await PlanCounts.All(work.Sql, plan, stop);
        foreach (var emergency in await work.Sql.List($"select e.id from emergency e where exists (select 1 from standing_count n where n.emergency_id = e.id and {among})", row => row.Guid(0), stop, moved))
            await StandingCounts.All(work.Sql, emergency, stop);
    }
}
