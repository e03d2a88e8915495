namespace Muster.Placements;

public enum PlanChangeKind { Move, Reserve, Pin, Unpin }

/// <summary>One change of a plan by hand: who, why, how many people. The latest since the last solve can be taken back.</summary>
public sealed class PlanChange
{
    public Guid Id { get; set; }
    public Guid PlanId { get; set; }
    public PlanChangeKind Kind { get; set; }
    public int People { get; set; }
    public string Reason { get; set; } = "";
    public string Actor { get; set; } = "";
    public DateTimeOffset At { get; set; }
    public long? CostBefore { get; set; }
    public DateTimeOffset? UndoneAt { get; set; }
    public string? UndoneBy { get; set; }
}

/// <summary>How one person stood before a change: placed (an area), or in reserve (a code).</summary>
public sealed class PlanChangePerson
{
    public Guid ChangeId { get; set; }
    public Guid PersonId { get; set; }
    public Guid? AreaId { get; set; }
    public Guid? PostId { get; set; }
    public Guid? SeatId { get; set; }
    public string? Role { get; set; }
    public bool Pinned { get; set; }
    public long Cost { get; set; }
    public string? Code { get; set; }
    public string Reason { get; set; } = "";
}
