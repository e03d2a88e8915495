namespace Muster.Rosters.Leaving;

public enum LeaveKind { Personal, Sick, Family, Duty }

public enum LeaveState { Asked, Granted, Refused, Withdrawn }

/// <summary>Somebody asks to be away on some days; granted, the turns of those days are open, and no roster gives another.</summary>
public sealed class Leave
{
    public Guid Id { get; set; }
    public Guid PersonId { get; set; }
    public DateOnly StartsOn { get; set; }

    /// <summary>The first day back.</summary>
    public DateOnly EndsOn { get; set; }

    public LeaveKind Kind { get; set; }
    public LeaveState State { get; set; }
    public string Reason { get; set; } = "";
    public DateTimeOffset AskedAt { get; set; }
    public string AskedBy { get; set; } = "";
    public DateTimeOffset? AnsweredAt { get; set; }
    public string? AnsweredBy { get; set; }
    public string? Answer { get; set; }
    public int Version { get; set; }
}
