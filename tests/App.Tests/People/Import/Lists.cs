using System.Text;
using Muster.People.Import;
using Muster.People.Import.Reading;
using Muster.Platform.Files;

namespace Muster.App.Tests.People.Import;

/// <summary>Lists of invented people. Their numbers begin with 429999, a county that does not exist.</summary>
internal static class Lists
{
    public static ReadingOptions Options { get; } = new() { Today = new DateOnly(2022, 4, 8) };

    public static string Id(int order, int year = 1980, string place = "429999")
    {
        string seventeen = $"{place}{year}{order / 28 % 12 + 1:D2}{order % 28 + 1:D2}{order / 336 % 1000:D3}";
        return seventeen + IdNumber.CheckDigit(seventeen);
    }

    public static MemoryStream Csv(string text) => new(Encoding.UTF8.GetBytes(text));

    public static MemoryStream Xlsx(params string?[][] rows) => Xlsx([("名单", rows)]);

    public static MemoryStream Xlsx(IReadOnlyList<(string Name, string?[][] Rows)> sheets)
    {
        var file = new MemoryStream();
        using (var writer = new SheetWriter(file, leaveOpen: true))
        {
            foreach (var (name, rows) in sheets)
            {
                writer.BeginSheet(name, [.. rows[0].Select(h => new SheetColumn(h ?? ""))]);
                foreach (var row in rows.Skip(1)) writer.Row([.. row.Select(t => SheetValue.Of(t))]);
            }
        }
        file.Position = 0;
        return file;
    }

    public static List<ImportRow> Read(Stream file, ReadingOptions? options = null) => Read(file, out _, options);

    public static List<ImportRow> Read(Stream file, out PeopleReader reader, ReadingOptions? options = null)
    {
        using var book = Sheets.Open(file, "名单.csv");
        reader = new PeopleReader(book, options ?? Options);
        return [.. reader.Rows()];
    }

    public static ImportRow One(string header, string row, ReadingOptions? options = null) => Read(Csv(header + "\n" + row + "\n"), options).Single();
}
