namespace Muster.Mobilisation;

/// <summary>What an agency owes an emergency. <see cref="Headcount"/> is what it was computed from.</summary>
public sealed class Quota
{
    public Guid EmergencyId { get; set; }
    public Guid AgencyId { get; set; }
    public int Headcount { get; set; }
    public int MinimumSent { get; set; }
    public int MinimumStay { get; set; }
    public string? Reason { get; set; }
    public int Version { get; set; }
}
