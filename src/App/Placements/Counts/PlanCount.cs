namespace Muster.Placements.Counts;

/// <summary>
/// How many people of a plan serve at a place, and how many are missing there. Kept with the plan's rows, in their transaction, so that
/// no page counts a province. An area's numbers at or below it follow its path.
/// </summary>
public sealed class PlanCount
{
    public Guid PlanId { get; set; }

    /// <summary>An area or a post.</summary>
    public Guid PlaceId { get; set; }

    /// <summary>At exactly this area, its posts included; or at the post.</summary>
    public long Own { get; set; }

    /// <summary>At or below it.</summary>
    public long Served { get; set; }

    /// <summary>Missing in the gaps of exactly this area and its posts.</summary>
    public long OwnMissing { get; set; }

    /// <summary>Missing in all gaps at or below it.</summary>
    public long Missing { get; set; }
}
