using Muster.Platform.Acts;
using Muster.Territory.Contract;

namespace Muster.Needs;

/// <summary>
/// When an area or post ends, the demand of every open emergency that counted it is computed anew in the same transaction: the successors
/// get what the rule says, and an override of what ended goes with it (it was made for other ground).
/// </summary>
internal sealed class FollowTerritory : IListen<AreaSucceeded>, IListen<AreaClosed>, IListen<PostClosed>, IListen<PostMoved>
{
    public Task When(AreaSucceeded happened, Work work, CancellationToken stop) => Compute(work, happened.AreaId, stop);

    public Task When(AreaClosed happened, Work work, CancellationToken stop) => Compute(work, happened.AreaId, stop);

    public Task When(PostClosed happened, Work work, CancellationToken stop) => Compute(work, happened.PostId, stop);

    public Task When(PostMoved happened, Work work, CancellationToken stop) => Compute(work, happened.PostId, stop);

    private static async Task Compute(Work work, Guid place, CancellationToken stop)
    {
        await work.Store.SaveChangesAsync(stop);
        var emergencies = await work.Sql.List("""
            select distinct d.emergency_id from demand d join emergency e on e.id = d.emergency_id where e.closed_at is null and (d.place_id = @p or d.area_id = @p)
            """, row => row.Guid(0), stop, ("p", place));
        foreach (var emergency in emergencies) await ComputeDemand.Store(work, emergency, stop);
    }
}
