namespace Muster.Rosters.Swapping;

/// <summary>Asked; a colleague has said yes and the host is to answer; done; and the ways it came to nothing or was taken back.</summary>
public enum SwapState { Asked, Accepted, Done, Declined, Refused, Withdrawn, Lapsed, Undone }

/// <summary>When the host has to agree: always, only when somebody of another post takes the turn, or never.</summary>
public enum SwapApproval { Always, OtherPost, Never }

/// <summary>
/// Somebody asks to give a turn away, or to exchange it, with one colleague or with whoever fits. A turn has at most one that is open: the database
/// refuses the second.
/// </summary>
public sealed class Swap
{
    public Guid Id { get; set; }
    public Guid EmergencyId { get; set; }

    /// <summary>Of the turn's post.</summary>
    public Guid AreaId { get; set; }

    /// <summary>The turn that is asked about.</summary>
    public Guid ShiftId { get; set; }
    public Guid FromPersonId { get; set; }

    /// <summary>The colleague who is asked; null: anybody who fits.</summary>
    public Guid? ToPersonId { get; set; }

    /// <summary>A turn is wanted in return.</summary>
    public bool Exchange { get; set; }

    /// <summary>That turn: named when it was asked, or by whoever accepts.</summary>
    public Guid? BackShiftId { get; set; }

    /// <summary>Who said yes.</summary>
    public Guid? TakenById { get; set; }
    public SwapState State { get; set; }
    public string Reason { get; set; } = "";
    public DateTimeOffset AskedAt { get; set; }
    public DateTimeOffset? TakenAt { get; set; }
    public DateTimeOffset? SettledAt { get; set; }
    public string? SettledBy { get; set; }
    public string? Answer { get; set; }
    public int Version { get; set; }

    public bool IsOpen => State is SwapState.Asked or SwapState.Accepted;
}

/// <summary>What an emergency asks of swaps. Without a word of its own: <see cref="Usual"/>.</summary>
public sealed class SwapTerms
{
    public Guid EmergencyId { get; set; }

    /// <summary>So long before the turn it is too late, 0–10080.</summary>
    public int LeadMinutes { get; set; }
    public SwapApproval Approval { get; set; }
    public DateTimeOffset SetAt { get; set; }
    public string SetBy { get; set; } = "";
    public int Version { get; set; }

    /// <summary>Half a day ahead, and the host agrees to each: whose people they are decides.</summary>
    public static SwapTerms Usual(Guid emergency) => new() { EmergencyId = emergency, LeadMinutes = 12 * 60, Approval = SwapApproval.Always };
}
