namespace Muster.Territory;

/// <summary>
/// One area of the territory, from province to building. It stands for a period; a split, merge or close ends it and what follows is
/// named in <see cref="AreaSuccession"/>, while a rename or move keeps it and what stood before is an <see cref="AreaPast"/>.
/// Facts are null where unknown and carry where they come from and since when; <c>Approximate</c> coordinates are laid out, not measured.
/// </summary>
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
    public string? FactsSource { get; set; }
    public DateTimeOffset? FactsAt { get; set; }
    public int Version { get; set; }
}
