namespace Muster.Placements;

/// <summary>A plan became the placements in force: who, when, why, how many, and a hash over all of them.</summary>
public sealed class Publication
{
    public Guid Id { get; set; }
    public Guid PlanId { get; set; }
    public Guid EmergencyId { get; set; }
    public DateTimeOffset At { get; set; }
    public string Actor { get; set; } = "";
    public string Reason { get; set; } = "";
    public long Placed { get; set; }
    public long Reserve { get; set; }
    public long Covered { get; set; }
    public long Communities { get; set; }
    public byte[] ContentHash { get; set; } = [];

    /// <summary>A placement of the emergency was written since by something else; until then the plan's rows are what is in force.</summary>
    public bool Amended { get; set; }
}
