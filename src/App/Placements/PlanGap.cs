namespace Muster.Placements;

/// <summary>A place below its minimum (or an area with nobody) in a plan, why, and who owns the gap.</summary>
public sealed class PlanGap
{
    public Guid PlanId { get; set; }
    public Guid PlaceId { get; set; }
    public Guid AreaId { get; set; }
    public Guid? PostId { get; set; }
    public int Missing { get; set; }
    public string Reason { get; set; } = "";
    public string Owner { get; set; } = "";
}
