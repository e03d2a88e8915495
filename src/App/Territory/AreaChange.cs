namespace Muster.Territory;

/// <summary></summary>
public sealed class AreaChange
{
    public Guid Id { get; set; }
    public AreaChangeKind Kind { get; set; }
    public DateTimeOffset At { get; set; }
    public string Reason { get; set; } = "";
    public string Actor { get; set; } = "";
}
