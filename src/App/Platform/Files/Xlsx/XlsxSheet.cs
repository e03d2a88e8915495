namespace Muster.Platform.Files.Xlsx;

internal sealed class XlsxSheet(XlsxWorkbook workbook, string name, bool hidden, string path) : Sheet(name, hidden)
{
    private XlsxRows? reading;

    public override double Progress => reading?.Progress ?? 0;

    public override IEnumerable<SheetRow> Rows(CancellationToken stop = default)
    {
        var merges = Merges.Find(workbook.OpenPart(path), workbook.Limits);
        using var rows = new XlsxRows(workbook, workbook.OpenPart(path), Name, merges, Concealed);
        reading = rows;
        while (rows.Next() is { } row)
        {
            if ((row.Number & 0xFF) == 0) stop.ThrowIfCancellationRequested();
            yield return row;
        }
    }
}
