namespace Muster.Mobilisation;

/// <summary></summary>
public sealed class Pairing
{
    public Guid EmergencyId { get; set; }
    public Guid AgencyId { get; set; }
    public Guid AreaId { get; set; }
    public bool Hard { get; set; }
}
