namespace Muster.Territory;

/// <summary>What an area was called and where it stood until a change of it.</summary>
public sealed class AreaPast
{
    public Guid ChangeId { get; set; }
    public Guid AreaId { get; set; }
    public Guid? ParentId { get; set; }
    public string Name { get; set; } = "";
    public string ShortName { get; set; } = "";
    public string? Code { get; set; }
}
