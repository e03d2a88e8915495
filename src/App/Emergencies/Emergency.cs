using Muster.Territory;

namespace Muster.Emergencies;

/// <summary></summary>
public sealed class Emergency
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";
    public EmergencyKind Kind { get; set; }
    public string? DocumentNumber { get; set; }
    public Guid AreaId { get; set; }
    public AreaLevel CoveredLevel { get; set; }
    public DateTimeOffset OpenedAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public string? CloseReason { get; set; }
    public int Version { get; set; }
}
