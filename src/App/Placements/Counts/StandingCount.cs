namespace Muster.Placements.Counts;

/// <summary>
/// By how many the people in force at a place change at a moment. All changes up to a moment added up are how many serve there then, so
/// that periods that begin or end later need no second look. The emergency's own id stands for all places together.
/// </summary>
public sealed class StandingCount
{
    public Guid EmergencyId { get; set; }

    /// <summary>An area, a post, or the emergency.</summary>
    public Guid PlaceId { get; set; }

    public DateTimeOffset At { get; set; }

    /// <summary>At exactly this area, its posts included; or at the post.</summary>
    public long Own { get; set; }

    /// <summary>At or below it.</summary>
    public long Served { get; set; }
}
