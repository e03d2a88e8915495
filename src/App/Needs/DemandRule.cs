using Muster.Territory;

namespace Muster.Needs;

/// <summary></summary>
public sealed class DemandRule
{
    public Guid Id { get; set; }
    public Guid EmergencyId { get; set; }
    public AreaLevel Level { get; set; }
    public int MinimumBase { get; set; }
    public double MinimumPerThousandResidents { get; set; }
    public int TargetBase { get; set; }
    public double TargetPerThousandResidents { get; set; }
    public int AbsorptionBase { get; set; }
    public double AbsorptionPerLocalStaff { get; set; }
    public int Version { get; set; }
}
