namespace Muster.Territory;

/// <summary></summary>
public sealed class AreaKey
{
    public string Key { get; set; } = "";
    public Guid AreaId { get; set; }
}
