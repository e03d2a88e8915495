namespace Muster.Territory;

/// <summary></summary>
public sealed class Area
{
    public Guid Id { get; set; }
    public Guid? ParentId { get; set; }
    public AreaLevel Level { get; set; }
    public string Name { get; set; } = "";
    public string ShortName { get; set; } = "";
    public string Pinyin { get; set; } = "";
    public string Initials { get; set; } = "";
    public string? Code { get; set; }
    public string Path { get; set; } = "";
    public int ChildrenMade { get; set; }
    public bool Assumed { get; set; }
    public DateTimeOffset ValidFrom { get; set; }
    public DateTimeOffset? ValidTo { get; set; }
    public Guid? EmergencyId { get; set; }
    public double? Latitude { get; set; }
    public double? Longitude { get; set; }
    public Datum? Datum { get; set; }
    public bool Approximate { get; set; }
    public int? Residents { get; set; }
    public int? Households { get; set; }
    public int? Buildings { get; set; }
    public int? LocalStaff { get; set; }
    public int Version { get; set; }
}
