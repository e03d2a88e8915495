using Muster.Platform.Importing;

namespace Muster.People.Import;

/// <summary>The refused rows as a spreadsheet like the one that was sent: the same sheets, columns and order, the refused cells on a
/// coloured ground, and one column more with the reason. Mended and sent again, that column is passed over.</summary>
public sealed class RefusedWorkbook(Stream output, bool leaveOpen = false) : IDisposable
{
    private readonly RefusedSheets writer = new(output, leaveOpen);
    private PeopleSheet? sheet;
    private List<int> columns = [];

    public long Count => writer.Rows;

    /// <summary>Adds a refused row; rows of one sheet come together, as the reader gives them.</summary>
    /// <param name="more">Reasons found after reading, for example by the store.</param>
    public void Add(ImportRow row, IReadOnlyList<Remark>? more = null)
    {
        if (!ReferenceEquals(sheet, row.Sheet)) Begin(row.Sheet);
        var reasons = row.Remarks.Concat(more ?? []).Where(r => r.Refuses).ToList();
        writer.Row(columns.Select(c => ((string?)row.Source[c].Text, reasons.Exists(r => r.Cell == row.Source.AddressOf(c)))), string.Join('\n', reasons.Select(r => $"{r.Cell} {r.Zh} {r.En}")),
            // A row wider than any before it keeps its last cells, beyond the reason.
            row.Source.Cells.Where(cell => cell.Column > columns[^1] && !cell.IsBlank && !IsReason(cell.Column)).Select(cell => cell.Text));
    }

    public void Dispose() => writer.Dispose();

    private void Begin(PeopleSheet next)
    {
        sheet = next;
        columns = [.. Enumerable.Range(0, Math.Max(1, next.Mapping.Width)).Where(c => !IsReason(c))];
        writer.Begin(next.Name, columns.Select(c => HeaderOf(next, c)));
    }

    private bool IsReason(int column) => sheet!.Mapping.Columns.Any(c => c.Column == column && c.Field == PersonField.Reason);

    /// <summary>A sheet that came without headers gets ours, so that it is understood when it comes back.</summary>
    private static string HeaderOf(PeopleSheet sheet, int column)
    {
        if (sheet.Header is { } header) return header[column].Text;
        var field = sheet.Mapping.Columns.FirstOrDefault(c => c.Column == column)?.Field ?? PersonField.None;
        return field == PersonField.None ? "" : PeopleTemplate.HeaderOf(field, "zh-CN");
    }
}
