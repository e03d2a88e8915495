namespace Muster.Placements;

/// <summary>A place below its minimum in force, why, and who owns it.</summary>
public sealed class Gap
{
    public Guid EmergencyId { get; set; }
    public Guid PlaceId { get; set; }
    public Guid AreaId { get; set; }
    public Guid? PostId { get; set; }
    public int Missing { get; set; }
    public string Reason { get; set; } = "";
    public string Owner { get; set; } = "";
    public DateTimeOffset Since { get; set; }
    public Guid? PublicationId { get; set; }
}
