namespace Muster.Territory;

/// <summary></summary>
public sealed class AreaSuccession
{
    public Guid ChangeId { get; set; }
    public Guid FromId { get; set; }
    public Guid ToId { get; set; }
}
