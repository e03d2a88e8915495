using System.Text;

namespace Muster.Platform.Files;

/// <summary>Separated text (RFC 4180 and its relatives): comma, semicolon, tab or bar, found by looking. One sheet.</summary>
internal sealed class CsvWorkbook : Workbook
{
    private readonly Stream file;
    private readonly bool leaveOpen;
    private readonly CsvSheet sheet;

    public CsvWorkbook(Stream file, string fileName, SheetLimits limits, bool leaveOpen)
    {
        (this.file, this.leaveOpen) = (file, leaveOpen);
        var encoding = CsvEncoding.Detect(file) ?? throw SheetException.NotASpreadsheet(fileName, "二进制", "binary");
        sheet = new CsvSheet(file, encoding, Path.GetFileNameWithoutExtension(fileName), limits);
    }

    public override SheetFormat Format => SheetFormat.Csv;

    public override IReadOnlyList<Sheet> Sheets => [sheet];

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen) file.Dispose();
    }

    private sealed class CsvSheet(Stream file, Encoding encoding, string name, SheetLimits limits) : Sheet(name, hidden: false)
    {
        public override double Progress => file.Length == 0 ? 1 : (double)file.Position / file.Length;

        public override IEnumerable<SheetRow> Rows(CancellationToken stop = default)
        {
            file.Position = 0;
            using var text = new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16, leaveOpen: true);
            var rows = new CsvRows(text, limits);
            for (int number = 1; rows.Next(number) is { } cells; number++)
            {
                if ((number & 0xFF) == 0) stop.ThrowIfCancellationRequested();
                if (number > limits.RowsMax) throw SheetException.OutOfBounds(Name, $"row > {limits.RowsMax}");
                if (cells.Length > 0) yield return new SheetRow(number, cells);
            }
        }
    }
}
