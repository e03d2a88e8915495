namespace Muster.Placements;

/// <summary>Who primarily serves in which area or post, in which role, from when to when (half-open). One at a time per person, across all emergencies: the database refuses a second.</summary>
public sealed class Placement
{
    public Guid Id { get; set; }
    public Guid EmergencyId { get; set; }
    public Guid PersonId { get; set; }
    public Guid AreaId { get; set; }
    public Guid? PostId { get; set; }
    public Guid? SeatId { get; set; }
    public string Role { get; set; } = "";
    public DateTimeOffset StartsAt { get; set; }
    public DateTimeOffset? EndsAt { get; set; }
    public Guid? PublicationId { get; set; }
    public Guid? PreviousId { get; set; }
    public string Reason { get; set; } = "";

    /// <summary>Why it ended before its time or its place; null while nobody ended it.</summary>
    public string? EndReason { get; set; }

    public DateTimeOffset MadeAt { get; set; }
}
