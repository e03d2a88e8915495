namespace Muster.Organisation;

/// <summary></summary>
public sealed class FormationArea
{
    public Guid FormationId { get; set; }
    public Guid AreaId { get; set; }
}
