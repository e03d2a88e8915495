using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Muster.Platform.Files.Xlsx;

/// <summary>The rows of one worksheet part, one after the other.</summary>
internal sealed class XlsxRows(XlsxWorkbook workbook, PartStream part, string sheet, Merges merges, HashSet<int> concealed) : IDisposable
{
    private enum Value : byte { Number, Shared, Text, Formula, Bool, Error, Date }

    private readonly SheetLimits limits = workbook.Limits;
    private readonly TagScanner tags = new(part);
    private Cell[] cells = new Cell[64];
    private int count, number;
    private long total;
    private bool sorted;

    public double Progress => tags.Progress;

    /// <summary>The next row that has cells; null at the end of the sheet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public SheetRow? Next()
    {
        while (tags.Read())
        {
            if (tags.Kind == Tag.Open)
            {
                if (tags.Name.SequenceEqual("row"u8))
                {
                    ReadRow();
                    total += count;
                    if (total > limits.CellsMax) throw Beyond(number, $"> {limits.CellsMax} cells");
                    if (count > 0) return new SheetRow(number, cells.AsSpan(0, count).ToArray());
                }
                else if (tags.Name.SequenceEqual("col"u8)) ReadColumn();
            }
            else if (tags.Kind == Tag.Close && tags.Name.SequenceEqual("sheetData"u8)) return null;
        }
        return null;
    }

    public void Dispose() => tags.Dispose();

    private void ReadColumn()
    {
        int from = 0, to = 0;
        bool hides = false;
        while (tags.NextAttribute(out var name, out var value))
        {
            if (name.SequenceEqual("min"u8)) from = Integer(value) ?? 0;
            else if (name.SequenceEqual("max"u8)) to = Integer(value) ?? 0;
            else if (name.SequenceEqual("hidden"u8)) hides = value.SequenceEqual("1"u8) || value.SequenceEqual("true"u8);
        }
        for (int i = Math.Max(1, from); hides && i <= Math.Min(to, limits.ColumnsMax); i++) concealed.Add(i - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadRow()
    {
        int said = number + 1;
        while (tags.NextAttribute(out var name, out var value))
            if (name.Length == 1 && name[0] == 'r') said = Integer(value) ?? throw Beyond(number + 1, "r=" + Short(value));
        if (said > limits.RowsMax) throw Beyond(said, $"row > {limits.RowsMax}");
        if (said <= number) throw SheetException.Damaged(sheet, $"row {said} after row {number}");
        (number, count, sorted) = (said, 0, true);
        int depth = tags.Depth;
        while (tags.Read() && tags.Depth >= depth)
            if (tags.Kind == Tag.Open && tags.Name.Length == 1 && tags.Name[0] == 'c') ReadCell();
        if (!sorted) Sort();
        count = merges.Fill(number, ref cells, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadCell()
    {
        int column = count == 0 ? 0 : cells[count - 1].Column + 1, style = -1;
        var type = Value.Number;
        while (tags.NextAttribute(out var name, out var value))
        {
            if (name.Length != 1) continue;
            if (name[0] == 'r') column = ReadAddress(value);
            else if (name[0] == 't') type = TypeOf(value);
            else if (name[0] == 's') style = Integer(value) ?? -1;
        }
        if (column >= limits.ColumnsMax || count >= limits.ColumnsMax) throw Beyond(number, $"column > {limits.ColumnsMax}");
        if (count > 0 && column <= cells[count - 1].Column) sorted = false;
        if (count == cells.Length) Array.Resize(ref cells, Math.Min(limits.ColumnsMax, count * 2));
        cells[count] = ReadContent(column, type, style);
        count++;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Cell ReadContent(int column, Value type, int style)
    {
        var cell = new Cell(column, CellKind.Empty, "");
        bool formula = false, phonetic = false;
        int depth = tags.Depth, phoneticDepth = 0;
        while (tags.Read() && tags.Depth >= depth)
        {
            if (tags.Kind == Tag.Close && phonetic && tags.Depth < phoneticDepth) phonetic = false;
            if (tags.Kind != Tag.Open) continue;
            var name = tags.Name;
            if (name.Length == 1 && name[0] == 'v') cell = Make(column, type, style, tags.Inner());
            else if (name.Length == 1 && name[0] == 't' && !phonetic) cell = Join(cell, tags.Inner());
            else if (name.Length == 1 && name[0] == 'f') formula = true;
            else if (name.SequenceEqual("rPh"u8)) (phonetic, phoneticDepth) = (true, tags.Depth);
        }
        if (!formula) return cell;
        bool waits = cell.Kind == CellKind.Empty && type != Value.Formula;
        return cell with { Traits = waits ? CellTraits.Formula | CellTraits.NotComputed : CellTraits.Formula };
    }

    /// <summary>Inline text may come in several runs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Cell Join(Cell cell, ReadOnlySpan<byte> more)
    {
        if (more.IsEmpty) return cell;
        string text = cell.Text + PlainText(more, cell.Column);
        if (text.Length > limits.TextMax) throw SheetException.TextTooLong(CellAddress.Of(cell.Column, number), limits.TextMax);
        return cell with { Kind = CellKind.Text, Text = text };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private Cell Make(int column, Value type, int style, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return new Cell(column, CellKind.Empty, "");
        switch (type)
        {
            case Value.Shared:
                string? shared = Integer(value.Trim(" \t\r\n"u8)) is { } index ? workbook.Strings[index] : null;
                if (shared is null) throw SheetException.Damaged(Where(number), $"shared string {Short(value)}");
                return new Cell(column, shared.Length == 0 ? CellKind.Empty : CellKind.Text, shared);
            case Value.Text or Value.Formula:
                return new Cell(column, CellKind.Text, PlainText(value, column));
            case Value.Bool:
                bool truth = value[0] is (byte)'1' or (byte)'t';
                return new Cell(column, CellKind.Bool, truth ? "TRUE" : "FALSE", truth ? 1 : 0);
            case Value.Error:
                return new Cell(column, CellKind.Error, Short(value));
            case Value.Date:
                string date = PlainText(value, column).Replace('T', ' ').Replace(" 00:00:00", "", StringComparison.Ordinal);
                return new Cell(column, CellKind.Date, date);
            default:
                return MakeNumber(column, style, value);
        }
    }

    private Cell MakeNumber(int column, int style, ReadOnlySpan<byte> value)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double figure) || !double.IsFinite(figure))
            return new Cell(column, CellKind.Error, Short(value));
        if (style > 0 && workbook.IsDateStyle(style) && NumberFormats.DateText(figure, workbook.From1904) is { } date)
            return new Cell(column, CellKind.Date, date, figure);
        bool plain = value.Length <= 15 && (value[0] != '0' || value.Length == 1) && !value.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        return new Cell(column, CellKind.Number, plain ? Encoding.ASCII.GetString(value) : NumberFormats.NumberText(figure), figure);
    }

    private string PlainText(ReadOnlySpan<byte> utf8, int column)
    {
        string text = Encoding.UTF8.GetString(utf8);
        if (utf8.IndexOf("_x"u8) >= 0) text = XlsxText.Unescape(text);
        return text.Length <= limits.TextMax ? text : throw SheetException.TextTooLong(CellAddress.Of(column, number), limits.TextMax);
    }

    private int ReadAddress(ReadOnlySpan<byte> value)
    {
        Span<char> address = stackalloc char[16];
        if (value.Length > address.Length) throw Beyond(number, "r=" + Short(value));
        for (int i = 0; i < value.Length; i++) address[i] = (char)value[i];
        if (!CellAddress.TryParse(address[..value.Length], limits.ColumnsMax, limits.RowsMax, out int column, out int row) || row != number)
            throw Beyond(number, "r=" + Short(value));
        return column;
    }

    private static Value TypeOf(ReadOnlySpan<byte> type) => type switch
    {
        [(byte)'s'] => Value.Shared,
        [(byte)'b'] => Value.Bool,
        [(byte)'e'] => Value.Error,
        [(byte)'d'] => Value.Date,
        [(byte)'i', ..] => Value.Text,
        [(byte)'s', ..] => Value.Formula,
        _ => Value.Number,
    };

    /// <summary>Cells in disorder are legal to no writer known, but harmless; of two at one place the later stands.</summary>
    private void Sort()
    {
        var byColumn = new SortedDictionary<int, Cell>();
        foreach (var cell in cells.AsSpan(0, count)) byColumn[cell.Column] = cell;
        count = 0;
        foreach (var cell in byColumn.Values) cells[count++] = cell;
    }

    private static int? Integer(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out int value, out int used) && used == text.Length && value >= 0 ? value : null;

    private string Where(int row) => $"{sheet}!{row}";

    private SheetException Beyond(int row, string what) => SheetException.OutOfBounds(Where(row), what);

    private static string Short(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(24, text.Length)]);
}
