namespace Muster.People;

/// <summary>What an import compares a row with and may change: a stored person, read for one batch.</summary>
internal sealed class PersonContent
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public Guid? AgencyId { get; set; }
    public Origin Origin { get; set; }
    public Sex? Sex { get; set; }
    public int? BirthYear { get; set; }
    public string? PoliticalStatus { get; set; }
    public string? JobTitle { get; set; }
    public int? Grade { get; set; }
    public string? GradeName { get; set; }
    public Guid? HomeAreaId { get; set; }
    public string? HomeText { get; set; }
    public string? Team { get; set; }
    public string? Note { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public string? IdNumber { get; set; }
    public byte[]? IdHash { get; set; }
    public string? Phone { get; set; }
    public byte[]? PhoneHash { get; set; }
    public byte[]? DataKey { get; set; }
    public int Version { get; init; } = 1;
    public ulong RowHash { get; set; }
    public HashSet<string> Skills { get; } = new(StringComparer.Ordinal);
    public HashSet<LimitKind> Limits { get; } = [];

    public bool PersonChanged { get; private set; }
    public bool IdentityChanged { get; private set; }
    public bool AgencyChanged { get; private set; }
    public List<string> NewSkills { get; } = [];
    public List<LimitInFile> NewLimits { get; } = [];
    public bool HomeChanged { get; private set; }

    public bool Changed => PersonChanged || IdentityChanged || NewSkills.Count > 0 || NewLimits.Count > 0;

    /// <summary>Takes over what the row tells; true when that changed anything.</summary>
    public bool Take(PersonInFile row, Guid? agency, Func<string, Guid?> home)
    {
        var before = (PersonChanged, IdentityChanged, NewSkills.Count, NewLimits.Count);
        (PersonChanged, IdentityChanged) = (false, false);
        if (agency is not null && agency != AgencyId) (AgencyId, PersonChanged, AgencyChanged) = (agency, true, true);
        if (row.Origin is { } origin && origin != Origin) (Origin, PersonChanged) = (origin, true);
        if (row.Sex is { } sex && sex != Sex) (Sex, PersonChanged) = (sex, true);
        if (row.BirthYear is { } year && year != BirthYear) (BirthYear, PersonChanged) = (year, true);
        if (row.PoliticalStatus is { } status && status != PoliticalStatus) (PoliticalStatus, PersonChanged) = (status, true);
        if (row.JobTitle is { } title && title != JobTitle) (JobTitle, PersonChanged) = (title, true);
        if (row.GradeName is { } grade && grade != GradeName) (GradeName, PersonChanged) = (grade, true);
        if (row.Grade is { } rank && rank != Grade) (Grade, PersonChanged) = (rank, true);
        if (row.Team is { } team && team != Team) (Team, PersonChanged) = (team, true);
        if (row.Note is { } note && note != Note) (Note, PersonChanged) = (note, true);
        if (row.Home is { } text && text != HomeText)
            (HomeText, HomeAreaId, PersonChanged, HomeChanged) = (text, home(text), true, true);
        // Whoever is in the list is there again.
        if (EndedAt is not null) (EndedAt, PersonChanged, AgencyChanged) = (null, true, true);
        if (row.IdNumber is not null && IdNumber is null) (IdNumber, IdHash, IdentityChanged) = (row.IdNumber, row.IdHash, true);
        if (row.Phone is not null && row.Phone != Phone) (Phone, PhoneHash, IdentityChanged) = (row.Phone, row.PhoneHash, true);
        foreach (var skill in row.Skills)
            if (Skills.Add(skill)) NewSkills.Add(skill);
        foreach (var limit in row.Limits)
            if (Limits.Add(limit.Kind)) NewLimits.Add(limit);
        var changed = PersonChanged || IdentityChanged || NewSkills.Count > before.Item3 || NewLimits.Count > before.Item4;
        (PersonChanged, IdentityChanged) = (PersonChanged || before.PersonChanged, IdentityChanged || before.IdentityChanged);
        return changed;
    }

    /// <summary>The row tells something else than is known, so that the two may be two people of one name.</summary>
    public bool Contradicts(PersonInFile row) => Differs(row.Sex, Sex) || Differs(row.BirthYear, BirthYear) || Differs(row.PoliticalStatus, PoliticalStatus)
        || Differs(row.JobTitle, JobTitle) || Differs(row.GradeName, GradeName) || Differs(row.Home, HomeText) || Differs(row.Team, Team)
        || Differs(row.Phone, Phone);

    /// <summary>Nothing in the row is other or more than is known.</summary>
    public bool Tells(PersonInFile row) => !Contradicts(row)
        && (row.JobTitle ?? JobTitle) == JobTitle && (row.Sex ?? Sex) == Sex && (row.BirthYear ?? BirthYear) == BirthYear && (row.Home ?? HomeText) == HomeText
        && (row.Phone ?? Phone) == Phone;

    private static bool Differs<T>(T? told, T? known) where T : struct => told is not null && known is not null && !told.Value.Equals(known.Value);

    private static bool Differs(string? told, string? known) => told is not null && known is not null && told != known;
}
