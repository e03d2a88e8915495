namespace Muster.Rosters.Handover;

/// <summary>
/// What one relief leaves to the next at a post, at one hour: the outgoing says it, the incoming confirms it, both by themselves. One for a post and hour.
/// Each of the texts is lines; an empty one says that there is nothing.
/// </summary>
public sealed class HandoverNote
{
    public Guid Id { get; init; }
    public Guid EmergencyId { get; init; }
    public Guid AreaId { get; init; }
    public Guid PostId { get; init; }

    /// <summary>When the outgoing turn ends.</summary>
    public DateTimeOffset RelievesAt { get; init; }

    /// <summary>What is open, a line each.</summary>
    public string Duties { get; set; } = "";

    /// <summary>Of whom the next relief must know, a line each.</summary>
    public string People { get; set; } = "";

    /// <summary>Keys and kit, a line each, with how many.</summary>
    public string Kit { get; set; } = "";
    public string Notes { get; set; } = "";
    public Guid GivenBy { get; set; }
    public DateTimeOffset GivenAt { get; set; }
    public Guid? TakenBy { get; set; }
    public DateTimeOffset? TakenAt { get; set; }

    /// <summary>What the incoming found otherwise.</summary>
    public string Remark { get; set; } = "";
    public int Version { get; set; }
}

/// <summary>Somebody went before the relief came. Its id is the check-out's.</summary>
public sealed class Departure
{
    public Guid Id { get; init; }
    public Guid ShiftId { get; init; }

    /// <summary>By the device's clock.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Why; empty where a phone without network could not ask.</summary>
    public string Reason { get; init; } = "";
}
