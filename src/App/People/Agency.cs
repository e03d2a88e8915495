namespace Muster.People;

/// <summary></summary>
public sealed class Agency
{
    public Guid Id { get; set; }
    public Guid? ParentId { get; set; }
    public string Name { get; set; } = "";
    public string ShortName { get; set; } = "";
    public string Pinyin { get; set; } = "";
    public string Initials { get; set; } = "";
    public AgencyLevel Level { get; set; }
    public Guid? AreaId { get; set; }
    public int? Headcount { get; set; }
    public int MinimumStay { get; set; }
    public int QuotaPercent { get; set; }
    public Guid? LiaisonId { get; set; }
    public string Source { get; set; } = "";
    public DateTimeOffset? ValidTo { get; set; }
    public int Version { get; set; }
}
