namespace Muster.Territory;

/// <summary>One change of the territory, with who, when and why. What stood before is in <see cref="AreaPast"/>, what follows in <see cref="AreaSuccession"/>.</summary>
public sealed class AreaChange
{
    public Guid Id { get; set; }
    public Guid AreaId { get; set; }
    public AreaChangeKind Kind { get; set; }
    public DateTimeOffset At { get; set; }
    public string Reason { get; set; } = "";
    public string Actor { get; set; } = "";
}
