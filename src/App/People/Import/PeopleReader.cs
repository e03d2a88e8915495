using Muster.People.Import.Reading;
using Muster.Platform.Files;

namespace Muster.People.Import;

/// <summary>What is shown before an import: a sheet's guessed mapping and its first rows.</summary>
public sealed record SheetPreview(PeopleSheet Sheet, IReadOnlyList<SheetRow> FirstRows);

/// <summary>Reads the people in a workbook, row by row, each with its verdict. It stores nothing and asks nobody but the look-ups of
/// its options, so a dry run and an import see the same.</summary>
public sealed class PeopleReader(Workbook workbook, ReadingOptions options)
{
    private readonly List<PeopleSheet> sheets = [];
    private int current;

    /// <summary>The sheets met so far; complete when the rows are.</summary>
    public IReadOnlyList<PeopleSheet> Sheets => sheets;

    /// <summary>Rows that stand for a person in all sheets so far.</summary>
    public long RowCount => sheets.Sum(s => s.Rows);

    /// <summary>Share of the workbook read, 0 to 1.</summary>
    public double Progress
    {
        get
        {
            var wanted = Wanted.ToList();
            return wanted.Count == 0 ? 1 : Math.Min(1, (current + (current < wanted.Count ? wanted[current].Progress : 0)) / wanted.Count);
        }
    }

    private IEnumerable<Sheet> Wanted => options.WithHiddenSheets ? workbook.Sheets : workbook.VisibleSheets;

    /// <summary>Guesses the mapping of every sheet without reading further than the guess needs.</summary>
    public static IReadOnlyList<SheetPreview> Preview(Workbook workbook, ReadingOptions options, int rows = 10)
    {
        var previews = new List<SheetPreview>();
        foreach (var sheet in new PeopleReader(workbook, options).Wanted)
        {
            var top = sheet.Rows().Take(MappingGuess.HeadRows + MappingGuess.SampleRows).ToList();
            if (top.TrueForAll(r => r.IsBlank)) continue;
            var met = Meet(sheet, top, options);
            previews.Add(new SheetPreview(met, [.. top.Where(r => r.Number > met.Mapping.HeaderRow && !r.IsBlank).Take(rows)]));
        }
        return previews;
    }

    /// <summary>Every row that stands for a person, in the file's order. Sheets without a column of names are passed over; look at
    /// <see cref="Sheets"/> and tell.</summary>
    /// <exception cref="SheetException">The file cannot be read to its end.</exception>
    public IEnumerable<ImportRow> Rows(CancellationToken stop = default)
    {
        sheets.Clear();
        current = 0;
        var seen = new SeenPeople();
        var agencies = new Dictionary<string, Match>(StringComparer.Ordinal);
        var homes = new Dictionary<string, Match>(StringComparer.Ordinal);
        foreach (var sheet in Wanted)
        {
            using var rows = sheet.Rows(stop).GetEnumerator();
            var top = new List<SheetRow>();
            while (top.Count < MappingGuess.HeadRows + MappingGuess.SampleRows && rows.MoveNext()) top.Add(rows.Current);
            if (!top.TrueForAll(r => r.IsBlank))
            {
                var met = Meet(sheet, top, options);
                sheets.Add(met);
                if (!met.Skipped)
                {
                    var reading = new RowReading(met.Mapping, options, agencies, homes);
                    foreach (var row in top)
                        if (Read(met, row, reading, seen) is { } verdict) yield return verdict;
                    top.Clear();
                    while (rows.MoveNext())
                        if (Read(met, rows.Current, reading, seen) is { } verdict) yield return verdict;
                }
            }
            current++;
        }
    }

    private static PeopleSheet Meet(Sheet sheet, List<SheetRow> top, ReadingOptions options)
    {
        var mapping = options.Chosen(sheet.Name);
        if (mapping is null)
        {
            var guess = MappingGuess.Of(top, sheet.HiddenColumns);
            mapping = options.Remembered(guess.Signature) is { } remembered ? guess.Recall(remembered) : guess;
        }
        return new PeopleSheet(sheet.Name, mapping, top.Find(r => r.Number == mapping.HeaderRow));
    }

    private ImportRow? Read(PeopleSheet sheet, SheetRow row, RowReading reading, SeenPeople seen)
    {
        if (row.Number <= sheet.Mapping.HeaderRow || reading.IsBlank(row)) return null;
        // Rows the file does not mention are as blank as those it mentions without content.
        sheet.Blank += row.Number - sheet.LastRow - 1;
        sheet.LastRow = row.Number;
        if (sheet.Header is not null && reading.IsHeaderAgain(row, sheet.Header))
        {
            sheet.RepeatedHeaders++;
            return null;
        }
        sheet.Rows++;
        var remarks = new Remarks(row);
        var person = reading.Read(row, remarks);
        if (person is null) return new ImportRow(sheet, row, null, remarks.List);
        var (standing, firstSheet, firstRow) = seen.Add(person, sheets.Count, row.Number);
        string name = sheets[firstSheet - 1].Name;
        if (standing == SeenPeople.Standing.OtherName)
        {
            remarks.IdOfAnother(reading.First(row, PersonField.IdNumber), name, firstRow);
            return new ImportRow(sheet, row, null, remarks.List);
        }
        if (standing == SeenPeople.Standing.PossibleDouble) remarks.PossibleDouble(reading.First(row, PersonField.Name), name, firstRow);
        bool again = standing is SeenPeople.Standing.Unchanged or SeenPeople.Standing.Updated;
        return new ImportRow(sheet, row, person, remarks.List)
        {
            Repeat = standing == SeenPeople.Standing.Unchanged ? Repeat.Unchanged : again ? Repeat.Updated : Repeat.First,
            FirstAt = again ? (name, firstRow) : null,
        };
    }
}
