namespace Muster.Territory;

/// <summary>An area that ended and one that stands in its place since the change.</summary>
public sealed class AreaSuccession
{
    public Guid ChangeId { get; set; }
    public Guid FromId { get; set; }
    public Guid ToId { get; set; }
}
