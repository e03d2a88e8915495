using Muster.Platform.Acts;
using Muster.Territory.Contract;

namespace Muster.Placements;

/// <summary>
/// Placements follow the territory, in the transaction of the change. Whoever has one at a place that ends gets a successor where the place
/// has one (<see cref="SuccessionRules"/> where it has several), else it ends with the reason and the person stands in reserve. The published
/// plan and the cards issued stay as they were; plans not yet published that name the place must be solved again.
/// </summary>
internal sealed class FollowTerritory : IListen<AreaSucceeded>, IListen<AreaClosed>, IListen<PostClosed>, IListen<PostMoved>
{
    public async Task When(AreaSucceeded happened, Work work, CancellationToken stop)
    {
        await Begin(work, stop);
        await new Following(work, new Place(happened.AreaId, null), happened.Reason, stop).Succeed(happened.To);
    }

    public async Task When(AreaClosed happened, Work work, CancellationToken stop)
    {
        await Begin(work, stop);
        await new Following(work, new Place(happened.AreaId, null), happened.Reason, stop).End();
    }

    public async Task When(PostClosed happened, Work work, CancellationToken stop)
    {
        await Begin(work, stop);
        var following = new Following(work, new Place(happened.AreaId, happened.PostId), happened.Reason, stop);
        if (happened.SuccessorId is { } successor) await following.Move(await following.AreaOf(successor), successor);
        else await following.End();
    }

    public async Task When(PostMoved happened, Work work, CancellationToken stop)
    {
        await Begin(work, stop);
        await new Following(work, new Place(happened.FromAreaId, happened.PostId), happened.Reason, stop).Move(happened.ToAreaId, happened.PostId);
    }

    private static async Task Begin(Work work, CancellationToken stop)
    {
        await work.Store.SaveChangesAsync(stop);
        await PlacementLock.TakeAll(work.Sql, stop);
    }
}

/// <summary>An area, or a post in it.</summary>
internal readonly record struct Place(Guid AreaId, Guid? PostId);
