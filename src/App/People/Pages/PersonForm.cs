using Muster.Platform.Ui.Forms;

namespace Muster.People.Pages;

/// <summary>The fields of the form of a person.</summary>
internal sealed record PersonForm(int? Version, string Name, Guid? AgencyId, Origin Origin, Sex? Sex, int? BirthYear, string? PoliticalStatus, string? JobTitle,
    string? GradeName, Guid? HomeAreaId, string? HomeText, string? Team, string? Note, string? IdNumber, string? Phone)
{
    public PersonFields Fields() => new()
    {
        Name = Name, AgencyId = AgencyId, Origin = Origin, Sex = Sex, BirthYear = BirthYear, PoliticalStatus = PoliticalStatus, JobTitle = JobTitle, GradeName = GradeName,
        HomeAreaId = HomeAreaId, HomeText = HomeText, Team = Team, Note = Note,
    };

    public static FormInput Of(PersonView person)
    {
        var f = person.Fields;
        return FormInput.Blank(("Version", person.Version), ("Name", f.Name), ("AgencyId", f.AgencyId), ("Origin", f.Origin), ("Sex", f.Sex), ("BirthYear", f.BirthYear),
            ("PoliticalStatus", f.PoliticalStatus), ("JobTitle", f.JobTitle), ("GradeName", f.GradeName), ("HomeAreaId", f.HomeAreaId), ("HomeText", f.HomeText),
            ("Team", f.Team), ("Note", f.Note));
    }
}

/// <summary>The fields of the form of a bulk edit.</summary>
internal sealed record BulkForm(Guid? AgencyId, Origin? Origin, string? Team, bool NoTeam, string? GiveSkill, string? TakeSkill, LimitKind? AddLimit, LimitKind? RemoveLimit,
    string? EndReason, long? Expected)
{
    public PeopleChange Change() => new()
    {
        AgencyId = AgencyId, Origin = Origin, Team = NoTeam ? "" : Team, GiveSkill = GiveSkill, TakeSkill = TakeSkill, AddLimit = AddLimit, RemoveLimit = RemoveLimit, EndReason = EndReason,
    };
}
