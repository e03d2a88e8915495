namespace Muster.Mobilisation;

/// <summary></summary>
public sealed class Mustered
{
    public Guid EmergencyId { get; set; }
    public Guid PersonId { get; set; }
    public Guid? AgencyId { get; set; }
    public string Source { get; set; } = "";
    public DateTimeOffset At { get; set; }
}
