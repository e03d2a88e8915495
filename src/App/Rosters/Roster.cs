namespace Muster.Rosters;

public enum RosterState { Draft, Published }

/// <summary>Who stands at the posts of one area, and of all below it, through a run of days: a draft until it is published; after that each change has a reason.</summary>
public sealed class Roster
{
    public Guid Id { get; set; }
    public Guid EmergencyId { get; set; }

    /// <summary>The community whose posts it rosters.</summary>
    public Guid AreaId { get; set; }

    public string Name { get; set; } = "";
    public DateOnly StartsOn { get; set; }

    /// <summary>1–92.</summary>
    public int Days { get; set; }

    public RosterState State { get; set; }

    /// <summary>Of the latest solution, in the optimiser's units; null before the first and after changes by hand.</summary>
    public long? Cost { get; set; }
    public long? Bound { get; set; }
    public double? Gap { get; set; }
    public DateTimeOffset? SolvedAt { get; set; }
    public DateTimeOffset? PublishedAt { get; set; }
    public string? PublishedBy { get; set; }
    public DateTimeOffset MadeAt { get; set; }
    public string MadeBy { get; set; } = "";
    public int Version { get; set; }

    /// <summary>The first day after it.</summary>
    public DateOnly EndsOn => StartsOn.AddDays(Days);
}
