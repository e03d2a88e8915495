namespace Muster.Placements;

/// <summary>A set of placements for one emergency: drafted, solved, changed by hand, reviewed by a named person, published once and then never changed.</summary>
public sealed class Plan
{
    public Guid Id { get; set; }
    public Guid EmergencyId { get; set; }
    public string Name { get; set; } = "";
    public PlanState State { get; set; }
    public Guid? BasedOnId { get; set; }
    public long Seed { get; set; }
    public DateTimeOffset StartsAt { get; set; }
    public DateTimeOffset? EndsAt { get; set; }
    public long? Cost { get; set; }
    public long? Bound { get; set; }
    public double? Gap { get; set; }
    public string? Report { get; set; }
    public string? Note { get; set; }

    /// <summary>Which place changed under it, and why; it must be solved again before it can be reviewed or published. Null when none did.</summary>
    public string? Stale { get; set; }

    /// <summary>Kept equal to the plan's rows by <see cref="Counts.PlanCounts"/>: people placed, in reserve, pinned to a place; gaps.</summary>
    public long Placed { get; set; }
    public long Reserve { get; set; }
    public long Pinned { get; set; }
    public long Gaps { get; set; }

    /// <summary>Gaps that are areas of the covered level with nobody, and gaps at posts.</summary>
    public long Uncovered { get; set; }
    public long Unstaffed { get; set; }

    public string MadeBy { get; set; } = "";
    public DateTimeOffset MadeAt { get; set; }
    public DateTimeOffset? SolvedAt { get; set; }
    public string? ReviewedBy { get; set; }
    public DateTimeOffset? ReviewedAt { get; set; }
    public int Version { get; set; }
}
