namespace Muster.People;

/// <summary></summary>
public sealed class Person
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";
    public string NameTail { get; set; } = "";
    public string Pinyin { get; set; } = "";
    public string Initials { get; set; } = "";
    public Sex? Sex { get; set; }
    public int? BirthYear { get; set; }
    public string? PoliticalStatus { get; set; }
    public bool PartyMember { get; set; }
    public Guid? AgencyId { get; set; }
    public Origin Origin { get; set; }
    public string? JobTitle { get; set; }
    public int? Grade { get; set; }
    public string? GradeName { get; set; }
    public Guid? HomeAreaId { get; set; }
    public string? HomeText { get; set; }
    public string? Team { get; set; }
    public string? Note { get; set; }
    public string Source { get; set; } = "";
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public int Version { get; set; }
}
