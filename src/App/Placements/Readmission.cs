namespace Muster.Placements;

/// <summary>Somebody who was called back, relieved or lost is put back among those a plan may place; taking it back is a record too.</summary>
public sealed class Readmission
{
    /// <summary>Of the act: people put back together share it.</summary>
    public Guid Id { get; set; }
    public Guid EmergencyId { get; set; }
    public Guid PersonId { get; set; }
    /// <summary>Why the person stood in reserve before.</summary>
    public string Code { get; set; } = "";
    public string Why { get; set; } = "";
    public string Reason { get; set; } = "";
    public string Actor { get; set; } = "";
    public DateTimeOffset At { get; set; }
    public DateTimeOffset? UndoneAt { get; set; }
    public string? UndoneBy { get; set; }
}
