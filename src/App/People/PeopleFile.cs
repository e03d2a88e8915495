using System.Text.Json;
using Muster.People.Import;
using Muster.Platform.Acts;
using Muster.Platform.Files;

namespace Muster.People;

/// <summary>What a person says about a file before it is imported.</summary>
/// <param name="Origin">For rows that do not say.</param>
/// <param name="Agency">For rows that name none.</param>
/// <param name="Chosen">Corrected mappings by the name of their sheet.</param>
public sealed record FileChoices(Origin? Origin = null, string? Agency = null, IReadOnlyDictionary<string, Mapping>? Chosen = null)
{
    public string ToJson() => JsonSerializer.Serialize((Chosen ?? new Dictionary<string, Mapping>()).OrderBy(c => c.Key, StringComparer.Ordinal)
        .ToDictionary(c => c.Key, c => c.Value.ToJson()), Desk.Json);
}

/// <summary>A sheet of an import. <paramref name="Skipped"/>: it has no column of names, none of its rows was read.</summary>
public sealed record ReadSheet(string Name, long Rows, bool Skipped);

/// <summary>A sheet as it was met, kept with the import so that its refused rows can be given back as they came.</summary>
public sealed record MetSheet(string Name, string Mapping, IReadOnlyList<string> Header, long Rows, bool Skipped);

/// <summary>A spreadsheet of people opened for an import: its rows in the form that is stored.</summary>
public sealed class PeopleFile : IDisposable
{
    private readonly Workbook _workbook;
    private readonly PeopleReader _reader;

    /// <param name="remembered">The mapping kept for a signature.</param>
    /// <exception cref="SheetException">The file is no spreadsheet, or cannot be read.</exception>
    public PeopleFile(string path, string name, FileChoices choices, DateOnly today, Func<string, Mapping?> remembered)
    {
        _workbook = Platform.Files.Sheets.Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1), name);
        _reader = new PeopleReader(_workbook, Options(choices, today, remembered));
    }

    /// <summary>Share of the file read so far, 0 to 1.</summary>
    public double Share => _reader.Progress;

    public static ReadingOptions Options(FileChoices choices, DateOnly today, Func<string, Mapping?> remembered) => new()
    {
        Today = today, Remembered = remembered, DefaultOrigin = choices.Origin, DefaultAgency = choices.Agency,
        Chosen = sheet => choices.Chosen?.GetValueOrDefault(sheet),
    };

    /// <exception cref="SheetException">The file cannot be read to its end, or no sheet of it has a column of names.</exception>
    public IEnumerable<FileRow> Rows(CancellationToken stop)
    {
        foreach (var row in _reader.Rows(stop))
        {
            var mapping = row.Sheet.Mapping;
            var idColumn = mapping.Of(PersonField.IdNumber).Select(c => c.Column).FirstOrDefault();
            yield return new FileRow
            {
                Sheet = row.Sheet.Name, Row = row.Source.Number, Person = row.Person is { } person ? Of(person) : null,
                Refusals = row.Person is null ? [.. row.Refusals.Select(r => new Broken(r.Code, r.Zh, r.En, r.Cell))] : [],
                Remarks = row.Person is null ? [] : row.Remarks,
                Cells = () => Texts(row.Source, mapping.Width), IdCell = row.Source.AddressOf(idColumn),
            };
        }
        if (_reader.Sheets.Count == 0) throw SheetException.Nothing();
        if (_reader.Sheets.All(sheet => sheet.Skipped)) throw SheetException.NoNames(_reader.Sheets.Select(sheet => sheet.Name));
    }

    /// <summary>The sheets met so far and how many rows of people each has.</summary>
    public IReadOnlyList<ReadSheet> Sheets => [.. _reader.Sheets.Select(sheet => new ReadSheet(sheet.Name, sheet.Rows, sheet.Skipped))];

    /// <summary>JSON of the sheets met so far, as <see cref="MetSheet"/>s.</summary>
    public string Met() => JsonSerializer.Serialize(_reader.Sheets.Select(sheet => new MetSheet(sheet.Name, sheet.Mapping.ToJson(),
        sheet.Header is { } header ? Texts(header, sheet.Mapping.Width) : [], sheet.Rows, sheet.Skipped)), Desk.Json);

    public IReadOnlyList<Mapping> Mappings => [.. _reader.Sheets.Where(s => !s.Skipped).Select(s => s.Mapping)];

    public void Dispose() => _workbook.Dispose();

    private static PersonInFile Of(ParsedPerson person) => new()
    {
        Name = person.Name, IdNumber = person.IdNumber,
        Phone = person.Phones.Count == 0 ? null : string.Join(PersonInFile.PhoneStroke, person.Phones.Select(p => p.Text)),
        PhoneUnreadable = person.Phones.Any(p => !p.WellFormed), Agency = person.Agency, Origin = person.Origin, JobTitle = person.Post,
        GradeName = person.GradeName, Grade = person.Grade, Sex = person.Sex, BirthYear = person.BirthYear, PoliticalStatus = person.PoliticalStatus?.Code,
        Home = person.HomeText, Team = person.Team, Note = person.Note, Skills = person.Skills,
        Limits = person.Limits.Count == 0 ? [] : [.. person.Limits.Select(l => new LimitInFile(l.Kind, l.Text))],
    };

    private static string[] Texts(SheetRow row, int width)
    {
        var texts = new string[Math.Max(width, row.Cells.Length == 0 ? 0 : row.Cells[^1].Column + 1)];
        Array.Fill(texts, "");
        foreach (var cell in row.Cells) texts[cell.Column] = cell.Text;
        return texts;
    }
}
