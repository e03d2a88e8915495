using System.Globalization;
using Muster.People.Import.Reading;
using Muster.Platform.Files;

namespace Muster.People.Import;

/// <summary>Turns the rows of one sheet into people.</summary>
internal sealed class RowReading
{
    /// <summary>Texts whose look-up is kept: agencies and communities repeat, addresses do not.</summary>
    private const int KeptAnswers = 20_000;

    private readonly ReadingOptions options;
    private readonly Dictionary<PersonField, int[]> columns;
    private readonly Dictionary<string, Match> agencies, homes;
    private readonly int[] mapped;

    public RowReading(Mapping mapping, ReadingOptions options, Dictionary<string, Match> agencies, Dictionary<string, Match> homes)
    {
        (this.options, this.agencies, this.homes) = (options, agencies, homes);
        columns = mapping.Columns.Where(c => c.Field is not (PersonField.None or PersonField.Reason))
            .GroupBy(c => c.Field).ToDictionary(g => g.Key, g => g.Select(c => c.Column).ToArray());
        mapped = [.. columns.Values.SelectMany(c => c)];
    }

    /// <summary>Nothing in any mapped column, values repeated from a merged cell above not counted.</summary>
    public bool IsBlank(SheetRow row)
    {
        foreach (int column in mapped)
        {
            var cell = row[column];
            if (cell.Traits.HasFlag(CellTraits.Filled)) continue;
            if (!cell.IsBlank || cell.Traits.HasFlag(CellTraits.NotComputed)) return false;
        }
        return true;
    }

    public bool IsHeaderAgain(SheetRow row, SheetRow header)
    {
        int same = 0;
        foreach (int column in mapped)
        {
            var cell = row[column];
            if (cell.IsBlank || cell.Kind != CellKind.Text) continue;
            if (HeaderWords.Key(cell.Text) != HeaderWords.Key(header[column].Text)) return false;
            same++;
        }
        return same >= 2;
    }

    public ParsedPerson? Read(SheetRow row, Remarks remarks)
    {
        foreach (int column in mapped)
        {
            var cell = row[column];
            if (cell.Kind == CellKind.Error || cell.Traits.HasFlag(CellTraits.NotComputed) || cell.Text.Contains('\uFFFD', StringComparison.Ordinal)) remarks.Unreadable(cell);
        }
        string name = ReadName(row, remarks);
        var id = ReadId(row, remarks);
        int? birthYear = ReadBirth(row, id, remarks);
        var (agency, agencyId, post) = ReadAgency(row, remarks);
        var (homeText, home) = ReadHome(row, remarks);
        var phones = ReadPhones(row, remarks);
        string? grade = Text(row, PersonField.Grade), note = Joined(row, PersonField.Note);
        if (remarks.Refused) return null;
        return new ParsedPerson
        {
            Name = name,
            IdNumber = id?.Text,
            IdChecked = id?.State == IdState.Right,
            Phones = phones,
            Agency = agency,
            AgencyId = agencyId,
            Post = post,
            Grade = ReadGrade(row, grade, post, remarks),
            GradeName = grade,
            Sex = ReadSex(row, id, remarks),
            PoliticalStatus = ReadStatus(row, remarks),
            BirthYear = birthYear,
            HomeText = homeText,
            HomeAreaId = home.Id,
            HomeCandidates = home.Id is null ? home.Candidates : [],
            Skills = Joined(row, PersonField.Skills) is { } skills ? [.. Letters.Split(skills).Where(s => Letters.Key(s) is not ("无" or "none" or ""))] : [],
            Limits = ReadLimits(row, note),
            Origin = ReadOrigin(row, remarks),
            Team = Text(row, PersonField.Team) is { } team && Letters.Key(team) is not ("无" or "none" or "") ? team : null,
            Note = note,
        };
    }

    private string ReadName(SheetRow row, Remarks remarks)
    {
        var cell = First(row, PersonField.Name);
        string name = PersonName.Read(cell.Text);
        if (cell.Kind == CellKind.Error) return name;
        if (PersonName.IsTotal(name)) remarks.Total(cell);
        else if (!PersonName.IsName(name)) remarks.NameMissing(cell);
        return name;
    }

    private IdNumber? ReadId(SheetRow row, Remarks remarks)
    {
        var cell = First(row, PersonField.IdNumber);
        string text = Letters.Narrow(cell.Text);
        if (cell.IsBlank || cell.Kind == CellKind.Error || text is "无" or "-" or "/" or "—") return null;
        var id = IdNumber.Read(text, cell.HasLostDigits);
        remarks.Id(cell, id);
        return id;
    }

    /// <summary>The year of birth: what the ID number says, else the column of birth, else the age. Impossible ages refuse the row
    /// wherever they stand.</summary>
    private int? ReadBirth(SheetRow row, IdNumber? id, Remarks remarks)
    {
        var (birth, age) = (First(row, PersonField.Birth), First(row, PersonField.Age));
        int? stated = birth.IsBlank ? null : PersonWords.ReadBirthYear(birth.Text, options.Today);
        int? years = age.IsBlank ? null : PersonWords.ReadAge(age.Text);
        if (!birth.IsBlank && stated is null && birth.Kind != CellKind.Error) remarks.Unknown("birth", birth, "出生年月", "birth date");
        if (!age.IsBlank && years is null && age.Kind != CellKind.Error) remarks.Unknown("age", age, "年龄", "age");
        if (id is { State: IdState.Right, Birthday: { } day })
        {
            Require(First(row, PersonField.IdNumber), AgeOn(day), remarks);
            if (stated is { } other && other != day.Year) remarks.Differs("birth", birth, "出生年月", "birth date", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            if (years is { } a && Math.Abs(a - AgeOn(day)) > 2) remarks.Differs("age", age, "年龄", "age", AgeOn(day).ToString(CultureInfo.InvariantCulture));
            return day.Year;
        }
        if (stated is { } year) Require(birth, options.Today.Year - year, remarks);
        if (years is { } now) Require(age, now, remarks);
        return stated ?? options.Today.Year - years;
    }

    private void Require(Cell cell, int age, Remarks remarks)
    {
        if (age < options.AgeMin || age > options.AgeMax) remarks.Age(cell, age, options.AgeMin, options.AgeMax);
    }

    private int AgeOn(DateOnly birthday)
    {
        var today = options.Today;
        return today.Year - birthday.Year - ((today.Month, today.Day).CompareTo((birthday.Month, birthday.Day)) < 0 ? 1 : 0);
    }

    private (string? Agency, Guid? Id, string? Post) ReadAgency(SheetRow row, Remarks remarks)
    {
        var cell = First(row, PersonField.Agency);
        string? agency = Text(row, PersonField.Agency), post = Text(row, PersonField.Post);
        if (agency is null && Text(row, PersonField.AgencyAndPost) is { } both)
        {
            cell = First(row, PersonField.AgencyAndPost);
            (agency, string? rest) = PersonWords.SplitAgencyAndPost(both);
            post ??= rest;
        }
        agency ??= options.DefaultAgency;
        if (agency is null || options.FindAgency is null) return (agency, null, post);
        var match = Kept(agencies, agency, options.FindAgency, out bool seen);
        if (match.Candidates.Count > 1) remarks.AgencyAmbiguous(cell, agency, match.Candidates);
        else if (match.Id is null && !seen) remarks.AgencyUnknown(cell, agency);
        return (agency, match.Id, post);
    }

    private (string? Text, Match Match) ReadHome(SheetRow row, Remarks remarks)
    {
        string? text = Text(row, PersonField.Home);
        if (text is null || options.FindHome is null) return (text, Match.Nothing);
        var cell = First(row, PersonField.Home);
        var match = Kept(homes, text, options.FindHome, out _);
        if (match.Candidates.Count == 0) remarks.HomeUnknown(cell);
        else if (match.Id is null) remarks.HomeAmbiguous(cell, match.Candidates);
        return (text, match);
    }

    private List<PhoneNumber> ReadPhones(SheetRow row, Remarks remarks)
    {
        var phones = new List<PhoneNumber>();
        foreach (int column in columns.GetValueOrDefault(PersonField.Phone, []))
        {
            var cell = row[column];
            if (cell.IsBlank || cell.Kind == CellKind.Error || Letters.Narrow(cell.Text) is "无" or "-" or "/") continue;
            foreach (var phone in PhoneNumber.ReadAll(cell.Text))
            {
                if (!phone.WellFormed) remarks.Phone(cell, phone.Text);
                if (!phones.Contains(phone)) phones.Add(phone);
            }
        }
        if (phones.Count > 1) phones = [.. phones.OrderByDescending(p => p.WellFormed).ThenByDescending(p => p.IsMobile)];
        return phones;
    }

    private int? ReadGrade(SheetRow row, string? grade, string? post, Remarks remarks)
    {
        if (grade is null) return post is null ? null : GradeScale.Rank(post);
        int? rank = GradeScale.Rank(grade);
        if (rank is null && Letters.Key(grade) is not ("无" or "none" or "")) remarks.Unknown("grade", First(row, PersonField.Grade), "职级", "grade");
        return rank;
    }

    private Sex? ReadSex(SheetRow row, IdNumber? id, Remarks remarks)
    {
        var cell = First(row, PersonField.Sex);
        var stated = cell.IsBlank ? null : PersonWords.ReadSex(cell.Text);
        if (!cell.IsBlank && stated is null) remarks.Unknown("sex", cell, "性别", "sex");
        if (id?.Sex is not { } sex) return stated;
        if (stated is { } other && other != sex) remarks.Differs("sex", cell, "性别", "sex", sex == Sex.Male ? "男 male" : "女 female");
        return sex;
    }

    private PoliticalAffiliation? ReadStatus(SheetRow row, Remarks remarks)
    {
        var cell = First(row, PersonField.PoliticalStatus);
        if (cell.IsBlank) return null;
        var status = PoliticalAffiliation.Read(cell.Text);
        if (status is null) remarks.Unknown("political_status", cell, "政治面貌", "political status");
        return status;
    }

    private List<ParsedLimit> ReadLimits(SheetRow row, string? note)
    {
        var limits = new List<ParsedLimit>();
        foreach (string? text in (ReadOnlySpan<string?>)[Joined(row, PersonField.Limits), note])
            if (text is not null)
                foreach (var limit in PersonWords.ReadLimits(text))
                    if (limits.TrueForAll(l => l.Kind != limit.Kind)) limits.Add(limit);
        return limits;
    }

    private Origin? ReadOrigin(SheetRow row, Remarks remarks)
    {
        var cell = First(row, PersonField.Origin);
        if (cell.IsBlank) return options.DefaultOrigin;
        var origin = PersonWords.ReadOrigin(cell.Text);
        if (origin is null) remarks.Unknown("origin", cell, "人员来源", "origin");
        return origin ?? options.DefaultOrigin;
    }

    public Cell First(SheetRow row, PersonField field) =>
        columns.TryGetValue(field, out int[]? at) ? row[at[0]] : new Cell(0, CellKind.Empty, "");

    private string? Text(SheetRow row, PersonField field)
    {
        string text = Letters.Tidy(First(row, field).Text);
        return text.Length == 0 ? null : text;
    }

    private string? Joined(SheetRow row, PersonField field)
    {
        if (!columns.TryGetValue(field, out int[]? at)) return null;
        if (at.Length == 1) return Text(row, field);
        string text = string.Join('；', at.Select(c => Letters.Tidy(row[c].Text)).Where(t => t.Length > 0));
        return text.Length == 0 ? null : text;
    }

    private static Match Kept(Dictionary<string, Match> kept, string text, Func<string, Match> find, out bool seen)
    {
        seen = kept.TryGetValue(text, out var match);
        if (seen) return match!;
        match = find(text);
        if (kept.Count < KeptAnswers) kept[text] = match;
        return match;
    }
}
