using System.Globalization;
using Muster.People.Import.Reading;
using Muster.Platform.Files;

namespace Muster.People.Import;

/// <summary>Turns the rows of one sheet into people.</summary>
internal sealed class RowReading
{
    /// <summary>Texts whose meaning is kept: agencies, grades and communities repeat, addresses do not.</summary>
    private const int KeptAnswers = 20_000;

    private readonly ReadingOptions options;
    private readonly Dictionary<PersonField, int[]> columns;
    private readonly Dictionary<string, Match> agencies, homes;
    private readonly Dictionary<string, int?> grades = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PoliticalAffiliation?> statuses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Origin?> origins = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<ParsedLimit>> limits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> skills = new(StringComparer.Ordinal);
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
            if (IsUnreadable(cell)) remarks.Unreadable(cell);
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
            Skills = Joined(row, PersonField.Skills) is { } listed ? Kept(skills, listed, SkillsIn, out _) : [],
            Limits = ReadLimits(row, note),
            Origin = ReadOrigin(row, remarks),
            Team = Text(row, PersonField.Team) is { } team && !IsNothing(team) ? team : null,
            Note = note,
        };
    }

    private static bool IsUnreadable(Cell cell) =>
        cell.Kind == CellKind.Error || cell.Traits.HasFlag(CellTraits.NotComputed) || cell.Text.Contains('\uFFFD', StringComparison.Ordinal);

    private string ReadName(SheetRow row, Remarks remarks)
    {
        var cell = First(row, PersonField.Name);
        string name = PersonName.Read(cell.Text);
        if (cell.Kind == CellKind.Error) return name;
        if (PersonName.IsTotal(name)) remarks.Total(cell);
        else if (TotalBeside(row, cell.Column) is { } total) remarks.Total(total);
        else if (!PersonName.IsName(name)) remarks.NameMissing(cell);
        return name;
    }

    /// <summary>合计 under the serial numbers makes the row a total, whatever stands under the names. Who has an ID number is a person.</summary>
    private Cell? TotalBeside(SheetRow row, int name)
    {
        if (!First(row, PersonField.IdNumber).IsBlank) return null;
        foreach (var cell in row.Cells)
        {
            if (cell.Column >= name) return null;
            if (cell.Kind == CellKind.Text && cell.Text.Length is >= 2 and <= 8 && !char.IsAsciiDigit(cell.Text[0]) && PersonName.IsTotal(cell.Text)) return cell;
        }
        return null;
    }

    private IdNumber? ReadId(SheetRow row, Remarks remarks)
    {
        var cell = First(row, PersonField.IdNumber);
        string text = Letters.Narrow(cell.Text);
        if (cell.IsBlank || cell.Kind == CellKind.Error || IsNothing(text)) return null;
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
            int truly = AgeOn(day);
            Require(First(row, PersonField.IdNumber), truly, remarks);
            if (stated is { } other && other != day.Year) remarks.Differs("birth", birth, "出生年月", "birth date", $"{day:yyyy-MM-dd}");
            if (years is { } told && Math.Abs(told - truly) > 2) remarks.Differs("age", age, "年龄", "age", $"{truly}");
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

    private IReadOnlyList<PhoneNumber> ReadPhones(SheetRow row, Remarks remarks)
    {
        if (!columns.TryGetValue(PersonField.Phone, out int[]? from)) return [];
        var phones = new List<PhoneNumber>(1);
        foreach (int column in from)
        {
            var cell = row[column];
            if (cell.IsBlank || cell.Kind == CellKind.Error || IsNothing(cell.Text)) continue;
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
        if (grade is null) return post is null ? null : Kept(grades, post, GradeScale.Rank, out _);
        int? rank = Kept(grades, grade, GradeScale.Rank, out _);
        if (rank is null && !IsNothing(grade)) remarks.Unknown("grade", First(row, PersonField.Grade), "职级", "grade");
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
        var status = Kept(statuses, cell.Text, PoliticalAffiliation.Read, out _);
        if (status is null) remarks.Unknown("political_status", cell, "政治面貌", "political status");
        return status;
    }

    private IReadOnlyList<ParsedLimit> ReadLimits(SheetRow row, string? note)
    {
        string? stated = Joined(row, PersonField.Limits);
        var own = stated is null ? [] : Kept(limits, stated, PersonWords.ReadLimits, out _);
        var noted = note is null ? [] : Kept(limits, note, PersonWords.ReadLimits, out _);
        return noted.Count == 0 ? own : own.Count == 0 ? noted : [.. own.Concat(noted).DistinctBy(l => l.Kind)];
    }

    private static IReadOnlyList<string> SkillsIn(string text) =>
        [.. Letters.Split(text).Where(s => !IsNothing(s))];

    /// <summary>How people fill a cell that they may not leave empty.</summary>
    private static bool IsNothing(string text) => Letters.Key(text) is "" or "无" or "没有" or "暂无" or "none" or "na" or "no";

    private Origin? ReadOrigin(SheetRow row, Remarks remarks)
    {
        var cell = First(row, PersonField.Origin);
        if (cell.IsBlank) return options.DefaultOrigin;
        var origin = Kept(origins, cell.Text, PersonWords.ReadOrigin, out _);
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

    private static T Kept<T>(Dictionary<string, T> kept, string text, Func<string, T> find, out bool seen)
    {
        seen = kept.TryGetValue(text, out var answer);
        if (seen) return answer!;
        answer = find(text);
        if (kept.Count < KeptAnswers) kept[text] = answer;
        return answer;
    }
}
