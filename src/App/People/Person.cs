namespace Muster.People;

/// <summary>A person who may be sent. Number and telephone stand apart in <see cref="PersonIdentity"/>.</summary>
public sealed class Person
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";
    /// <summary>The name without its first character, so that the given name alone finds the person.</summary>
    public string NameTail { get; set; } = "";
    public string Pinyin { get; set; } = "";
    public string Initials { get; set; } = "";
    public Sex? Sex { get; set; }
    public int? BirthYear { get; set; }
    /// <summary>Code of GB/T 4762, two digits; <see cref="PartyMember"/> is derived from it.</summary>
    public string? PoliticalStatus { get; set; }
    public bool PartyMember { get; set; }
    public Guid? AgencyId { get; set; }
    public Origin Origin { get; set; }
    public string? JobTitle { get; set; }
    /// <summary>Rank, higher is more senior: see <see cref="People.Grades"/>; <see cref="GradeName"/> is as it was written.</summary>
    public int? Grade { get; set; }
    public string? GradeName { get; set; }
    public Guid? HomeAreaId { get; set; }
    /// <summary>The home as it was written; the area may be left open.</summary>
    public string? HomeText { get; set; }
    public string? Team { get; set; }
    public string? Note { get; set; }
    public string Source { get; set; } = "";
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public int Version { get; set; }
    /// <summary>
    /// Keyed hash of the spreadsheet row this record was last written from, mixed with its agency and <see cref="Version"/>, so that the
    /// same row met again is known at once to say nothing new. Any change of the record makes it void, since that changes the version.
    /// </summary>
    public long? RowHash { get; set; }
}
