using Muster.Territory.Names;

namespace Muster.People;

/// <summary>What is entered about a person, apart from the identity; the rest of <see cref="Person"/> is derived from it.</summary>
public sealed record PersonFields
{
    public string Name { get; init; } = "";
    public Guid? AgencyId { get; init; }
    public Origin Origin { get; init; }
    public Sex? Sex { get; init; }
    public int? BirthYear { get; init; }
    /// <summary>Two digits of GB/T 4762.</summary>
    public string? PoliticalStatus { get; init; }
    public string? JobTitle { get; init; }
    public string? GradeName { get; init; }
    public Guid? HomeAreaId { get; init; }
    public string? HomeText { get; init; }
    public string? Team { get; init; }
    public string? Note { get; init; }

    public static PersonFields Of(Person person) => new()
    {
        Name = person.Name, AgencyId = person.AgencyId, Origin = person.Origin, Sex = person.Sex, BirthYear = person.BirthYear,
        PoliticalStatus = person.PoliticalStatus, JobTitle = person.JobTitle, GradeName = person.GradeName, HomeAreaId = person.HomeAreaId,
        HomeText = person.HomeText, Team = person.Team, Note = person.Note,
    };

    /// <summary>Writes the fields and what follows from them: pinyin, initials, rank, party membership.</summary>
    public void Onto(Person person)
    {
        if (person.Name != Name || person.Pinyin.Length == 0) Named(person, Name);
        (person.AgencyId, person.Origin, person.Sex, person.BirthYear) = (AgencyId, Origin, Sex, BirthYear);
        (person.PoliticalStatus, person.PartyMember) = (PoliticalStatus, People.PoliticalStatus.IsPartyMember(PoliticalStatus));
        (person.JobTitle, person.GradeName, person.Grade) = (Clean(JobTitle), Clean(GradeName), Grades.Rank(GradeName));
        (person.HomeAreaId, person.HomeText) = (HomeAreaId, Clean(HomeText));
        (person.Team, person.Note) = (Clean(Team), Clean(Note));
    }

    public static void Named(Person person, string name)
    {
        person.Name = name.Trim();
        person.NameTail = Tail(person.Name);
        (person.Pinyin, person.Initials) = Pinyin.Of(person.Name, NameKind.Person);
    }

    private static string Tail(string name) => name.Length switch
    {
        0 or 1 => "",
        _ => name[(char.IsHighSurrogate(name[0]) ? 2 : 1)..],
    };

    private static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
