namespace Muster.People;

/// <summary>A 派出单位 that sends people: its own headcount, how many must stay, and what share it has to give.</summary>
public sealed class Agency
{
    public Guid Id { get; set; }
    /// <summary>The agency it belongs to, if any (a bureau and its institutes).</summary>
    public Guid? ParentId { get; set; }
    public string Name { get; set; } = "";
    public string ShortName { get; set; } = "";
    public string Pinyin { get; set; } = "";
    public string Initials { get; set; } = "";
    public AgencyLevel Level { get; set; }
    public Guid? AreaId { get; set; }
    public int? Headcount { get; set; }
    /// <summary>People who must stay for its own work to go on.</summary>
    public int MinimumStay { get; set; }
    /// <summary>Share of its people to be sent at least, 0 to 100.</summary>
    public int QuotaPercent { get; set; }
    public Guid? LiaisonId { get; set; }
    /// <summary>Who entered it: an account, or <c>import:</c> and the id of the import that saw it first.</summary>
    public string Source { get; set; } = "";
    public DateTimeOffset? ValidTo { get; set; }
    public int Version { get; set; }
}
