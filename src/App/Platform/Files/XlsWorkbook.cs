using System.Globalization;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Muster.Platform.Files.Xlsx;

namespace Muster.Platform.Files;

/// <summary>The binary format of Excel 97–2003, still what older office systems export. Read by ExcelDataReader.</summary>
internal sealed class XlsWorkbook : Workbook
{
    /// <summary>What the format itself can hold.</summary>
    private const int ColumnsMax = 256, RowsMax = 65_536, SheetsMax = 1_024;

    private readonly Stream file;
    private readonly SheetLimits limits;
    private readonly bool leaveOpen;
    private readonly IExcelDataReader reader;
    private readonly List<Sheet> sheets = [];

    static XlsWorkbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public XlsWorkbook(Stream file, SheetLimits limits, bool leaveOpen)
    {
        (this.file, this.limits, this.leaveOpen) = (file, limits, leaveOpen);
        if (file.Length > limits.XlsBytesMax) throw SheetException.TooBig(file.Length, limits.XlsBytesMax);
        CompoundFile.Check(file);
        reader = Guard("xls", () => ExcelReaderFactory.CreateReader(file,
            new ExcelReaderConfiguration { FallbackEncoding = CsvEncoding.Gb18030, LeaveOpen = true }));
        Guard("xls", () =>
        {
            do
            {
                // The library makes rows as wide and as many as the file says, in memory, before it looks at any cell.
                if (reader.FieldCount > ColumnsMax) throw SheetException.OutOfBounds(reader.Name, $"column > {ColumnsMax}");
                if (reader.RowCount > RowsMax) throw SheetException.OutOfBounds(reader.Name, $"row > {RowsMax}");
                if (sheets.Count == SheetsMax) throw SheetException.OutOfBounds("xls", $"sheet > {SheetsMax}");
                sheets.Add(new XlsSheet(this, sheets.Count, reader.Name, reader.VisibleState != "visible"));
            }
            while (reader.NextResult());
            return true;
        });
    }

    public override SheetFormat Format => SheetFormat.Xls;

    public override IReadOnlyList<Sheet> Sheets => sheets;

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        reader.Dispose();
        if (!leaveOpen) file.Dispose();
    }

    /// <summary>The library throws whatever a broken record leads it to; the sender needs one sentence.</summary>
    private static T Guard<T>(string where, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidPasswordException)
        {
            throw SheetException.Encrypted();
        }
        catch (Exception e) when (e is not (SheetException or OutOfMemoryException))
        {
            throw SheetException.Damaged(where, e.GetType().Name, e);
        }
    }

    private sealed class XlsSheet(XlsWorkbook workbook, int index, string name, bool hidden) : Sheet(name, hidden)
    {
        private double progress;

        public override double Progress => progress;

        public override IEnumerable<SheetRow> Rows(CancellationToken stop = default)
        {
            var reader = workbook.reader;
            var merges = Guard(Name, () => Start(reader));
            int number = 0;
            while (Guard(Name, reader.Read))
            {
                stop.ThrowIfCancellationRequested();
                if (++number > workbook.limits.RowsMax) throw SheetException.OutOfBounds(Name, $"row > {workbook.limits.RowsMax}");
                progress = Math.Min(1, number / (double)Math.Max(1, reader.RowCount));
                var cells = Guard(Name, () => Row(reader));
                int count = merges.Fill(number, ref cells, cells.Length);
                if (count > 0) yield return new SheetRow(number, count == cells.Length ? cells : cells[..count]);
            }
        }

        private Merges Start(IExcelDataReader reader)
        {
            reader.Reset();
            for (int i = 0; i < index; i++) reader.NextResult();
            for (int i = 0; i < reader.FieldCount && i < workbook.limits.ColumnsMax; i++)
                if (reader.GetColumnWidth(i) == 0) Concealed.Add(i);
            return new Merges((reader.MergeCells ?? []).Take(workbook.limits.MergesMax).Select(m => (m.FromRow + 1, m.ToRow + 1, m.FromColumn)));
        }

        private static Cell[] Row(IExcelDataReader reader)
        {
            var cells = new List<Cell>(reader.FieldCount);
            for (int i = 0; i < reader.FieldCount; i++)
                if (Make(reader, i) is { Kind: not CellKind.Empty } cell) cells.Add(cell);
            return [.. cells];
        }

        private static Cell Make(IExcelDataReader reader, int i)
        {
            // Version 3.6 of the library gives nothing for a cell that shows an error, so #N/A in an xls reads as empty.
            switch (reader.GetValue(i))
            {
                case string { Length: > 0 } text:
                    return new Cell(i, CellKind.Text, text);
                case bool truth:
                    return new Cell(i, CellKind.Bool, truth ? "TRUE" : "FALSE", truth ? 1 : 0);
                case DateTime at:
                    string shown = at.ToString(at.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
                    return new Cell(i, CellKind.Date, shown, at.ToOADate());
                case TimeSpan time:
                    return new Cell(i, CellKind.Date, time.ToString("c", CultureInfo.InvariantCulture), time.TotalDays);
                case double or int or long or float or decimal:
                    double number = Convert.ToDouble(reader.GetValue(i), CultureInfo.InvariantCulture);
                    if (!double.IsFinite(number)) return new Cell(i, CellKind.Error, "#NUM!");
                    return new Cell(i, CellKind.Number, NumberFormats.NumberText(number), number);
                default:
                    return new Cell(i, CellKind.Empty, "");
            }
        }
    }
}
