namespace Muster.Mobilisation;

/// <summary>Somebody called up for an emergency, with the agency and the origin they had then.</summary>
public sealed class Mustered
{
    public Guid EmergencyId { get; set; }
    public Guid PersonId { get; set; }
    public Guid? AgencyId { get; set; }
    public People.Origin Origin { get; set; }
    public string Source { get; set; } = "";
    public DateTimeOffset At { get; set; }
}
