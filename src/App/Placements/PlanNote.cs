namespace Muster.Placements;

/// <summary>What a person wrote about a plan.</summary>
public sealed class PlanNote
{
    public Guid Id { get; set; }
    public Guid PlanId { get; set; }
    public string Text { get; set; } = "";
    public string Actor { get; set; } = "";
    public DateTimeOffset At { get; set; }
}
