namespace Muster.Placements;

/// <summary>A mustered person whom the plan leaves in reserve, and why.</summary>
public sealed class PlanReserve
{
    public Guid PlanId { get; set; }
    public Guid PersonId { get; set; }
    public string Code { get; set; } = "";
    public string Reason { get; set; } = "";
}
