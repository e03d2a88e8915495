namespace Muster.Placements;

/// <summary>A mustered person without a place, and why.</summary>
public sealed class Reserve
{
    public Guid EmergencyId { get; set; }
    public Guid PersonId { get; set; }
    public string Code { get; set; } = "";
    public string Reason { get; set; } = "";
    public DateTimeOffset Since { get; set; }
    public Guid? PublicationId { get; set; }
}
