namespace Muster.Placements;

/// <summary>Where a plan puts one person. <see cref="Id"/> becomes the placement's id at publication.</summary>
public sealed class PlanPlacement
{
    public Guid PlanId { get; set; }
    public Guid PersonId { get; set; }
    public Guid Id { get; set; }
    public Guid AreaId { get; set; }
    public Guid? PostId { get; set; }
    public Guid? SeatId { get; set; }
    public string Role { get; set; } = "";
    public bool Pinned { get; set; }
    public long Cost { get; set; }
    public string Reason { get; set; } = "";
}
