namespace Muster.Needs;

/// <summary></summary>
public sealed class Demand
{
    public Guid EmergencyId { get; set; }
    public Guid PlaceId { get; set; }
    public PlaceKind PlaceKind { get; set; }
    public Guid AreaId { get; set; }
    public Guid? PostId { get; set; }
    public int Minimum { get; set; }
    public int Target { get; set; }
    public int Absorption { get; set; }
    public DemandSource Source { get; set; }
    public string? Reason { get; set; }
    public int Version { get; set; }
}
