using Muster.Optimiser.Placing;

namespace Muster.Placements;

/// <summary>
/// An emergency's mustered people and places as the optimiser sees them, with the way back: index to record.
/// Made by <see cref="ReadProblem"/>; people are in order of id, places in order of area path with posts after their area.
/// </summary>
internal sealed record PlanProblem
{
    public required PlacingProblem Problem { get; init; }

    public required Guid[] People { get; init; }

    public required PlanPlace[] Places { get; init; }

    /// <summary>Organisation's seats behind each optimiser seat: one optimiser seat of count n stands for n seat records.</summary>
    public required Guid[][] Seats { get; init; }

    public required Guid[] Agencies { get; init; }

    /// <summary>Who stays in reserve because of what happened before (<see cref="LeftOut"/>), with the code and reason that stay with them.</summary>
    public IReadOnlyDictionary<Guid, (string Code, string Reason)> Out { get; init; } = new Dictionary<Guid, (string, string)>();

    public int PersonIndex(Guid id) => Array.BinarySearch(People, id);

    public int PlaceIndex(Guid areaId, Guid? postId) => _index.Value.GetValueOrDefault(postId ?? areaId, -1);

    private readonly Lazy<Dictionary<Guid, int>> _index;

    public PlanProblem() => _index = new(() =>
    {
        var index = new Dictionary<Guid, int>(Places!.Length);
        for (var i = 0; i < Places.Length; i++) index[Places[i].PostId ?? Places[i].AreaId] = i;
        return index;
    });
}

/// <summary>One place: an area, or a post in it.</summary>
internal sealed record PlanPlace(Guid AreaId, Guid? PostId, string Name, string AreaName, string Path);
