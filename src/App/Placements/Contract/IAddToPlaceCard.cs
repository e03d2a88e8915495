using Muster.Platform.Storage;

namespace Muster.Placements.Contract;

/// <summary>What a later module knows for the card of a post.</summary>
/// <param name="Times">When people are needed there, in a line; null: nothing is said.</param>
/// <param name="Kit">What must be there, in place of what is written of the post; null: that stands.</param>
public sealed record PlaceCardLines(string? Times, string? Kit);

/// <summary>A later module adds to the cards of posts (明白卡): a card whose lines change is issued and printed again.</summary>
public interface IAddToPlaceCard
{
    /// <summary>Of those posts that it knows something of.</summary>
    Task<IReadOnlyDictionary<Guid, PlaceCardLines>> Of(Sql sql, IReadOnlyCollection<Guid> posts, CancellationToken stop);
}
