using System.Globalization;
using System.IO.Compression;
using System.Text;
using Muster.Platform.Files.Xlsx;

namespace Muster.Platform.Files;

/// <summary>A column to be written. <paramref name="WidthInLetters"/> counts Latin letters; a Chinese character takes two.</summary>
public sealed record SheetColumn(string Header, double WidthInLetters = 14);

/// <summary>A value to be written. Text stays text whatever it looks like: ID numbers and phones keep every digit, and
/// =1+1 is shown, never computed.</summary>
public readonly record struct SheetValue
{
    private SheetValue(CellKind kind, string text, double number, bool flagged) =>
        (Kind, Text, Number, Flagged) = (kind, text, number, flagged);

    public CellKind Kind { get; }

    public string Text { get; }

    public double Number { get; }

    /// <summary>Shown on a coloured ground, to find a cell that was refused.</summary>
    public bool Flagged { get; }

    public static SheetValue Empty { get; } = new(CellKind.Empty, "", 0, flagged: false);

    public static SheetValue Of(string? text, bool flagged = false) =>
        string.IsNullOrEmpty(text) && !flagged ? Empty : new(CellKind.Text, text ?? "", 0, flagged);

    /// <summary>A number to count with. Never for an ID number or a phone.</summary>
    public static SheetValue Of(double number) => new(CellKind.Number, "", number, flagged: false);

    public static SheetValue Of(DateOnly day) =>
        new(CellKind.Date, "", day.ToDateTime(TimeOnly.MinValue).ToOADate(), flagged: false);

    public static implicit operator SheetValue(string? text) => Of(text);

    public static implicit operator SheetValue(double number) => Of(number);

    public static implicit operator SheetValue(DateOnly day) => Of(day);
}

/// <summary>Writes an xlsx row by row in constant memory: one sheet after the other, a bold frozen header with a filter, texts
/// inline. A sheet that is full continues on a next one with the same header. The stream is written synchronously and need not
/// seek. The file is complete only after <see cref="Dispose"/>; leave it out when cancelling.</summary>
public sealed class SheetWriter : IDisposable
{
    private const int RowsMax = 1_048_576, TextMax = 32_767;

    /// <summary>At the foot of each printed page.</summary>
    public string? Footer { get; init; }

    private readonly ZipArchive zip;
    private readonly int rowsMax;
    private readonly List<string> names = [];
    private MarkupStream? xml;
    private IReadOnlyList<SheetColumn> columns = [];
    private string title = "";
    private int row;

    public SheetWriter(Stream output, bool leaveOpen = false, int rowsPerSheet = RowsMax)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rowsPerSheet, RowsMax);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsPerSheet, 2);
        zip = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen);
        rowsMax = rowsPerSheet;
    }

    /// <summary>Rows written so far, headers not counted.</summary>
    public long Rows { get; private set; }

    /// <summary>Ends the sheet before and begins another. Forbidden letters leave the name, a taken name gets a number.</summary>
    public void BeginSheet(string name, IReadOnlyList<SheetColumn> sheetColumns)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sheetColumns.Count);
        EndSheet();
        (title, columns, row) = (name, sheetColumns, 0);
        names.Add(FreeName(name));
        var part = zip.CreateEntry($"xl/worksheets/sheet{names.Count}.xml", CompressionLevel.Fastest);
        xml = new MarkupStream(part.Open());
        xml.Raw(XlsxParts.SheetHead);
        for (int i = 1; i <= columns.Count; i++)
        {
            xml.Raw("<col min=\""u8);
            xml.Number(i);
            xml.Raw("\" max=\""u8);
            xml.Number(i);
            xml.Raw("\" style=\"1\" customWidth=\"1\" width=\""u8);
            xml.Number(columns[i - 1].WidthInLetters);
            xml.Raw("\"/>"u8);
        }
        xml.Raw("</cols><sheetData>"u8);
        BeginRow();
        foreach (var column in columns) WriteText(column.Header, "<c s=\"2\" t=\"inlineStr\"><is><t>"u8);
        xml.Raw("</row>"u8);
    }

    /// <summary>Writes one row; it may be shorter than the header.</summary>
    /// <exception cref="SheetException">A text is longer than a cell may hold (32,767 characters).</exception>
    public void Row(params ReadOnlySpan<SheetValue> values)
    {
        if (xml is null) throw new InvalidOperationException("BeginSheet comes first");
        if (row == rowsMax) BeginSheet(title, columns);
        BeginRow();
        foreach (var value in values) Write(value);
        xml.Raw("</row>"u8);
        Rows++;
    }

    public void Dispose()
    {
        if (names.Count == 0) BeginSheet("Sheet1", [new SheetColumn("")]);
        EndSheet();
        XlsxParts.Write(zip, names);
        zip.Dispose();
    }

    /// <summary>A name Excel accepts: at most 31 characters, none of []:*?/\, no quote at an end.</summary>
    internal static string SafeName(string name)
    {
        var safe = new StringBuilder(31);
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune.Value < ' ' || "[]:*?/\\".Contains((char)Math.Min(rune.Value, char.MaxValue), StringComparison.Ordinal)) continue;
            if (safe.Length + rune.Utf16SequenceLength > 31) break;
            safe.Append(rune.ToString());
        }
        string trimmed = safe.ToString().Trim('\'', ' ');
        return trimmed.Length == 0 ? "Sheet" : trimmed;
    }

    private string FreeName(string name)
    {
        string safe = SafeName(name);
        for (int i = 2; names.Contains(safe, StringComparer.OrdinalIgnoreCase); i++)
        {
            string end = $" ({Whole(i)})", begin = SafeName(name);
            safe = begin[..Math.Min(begin.Length, 31 - end.Length)] + end;
        }
        return safe;
    }

    private void Write(SheetValue value)
    {
        switch (value.Kind)
        {
            case CellKind.Text:
                WriteText(value.Text, value.Flagged ? "<c s=\"4\" t=\"inlineStr\"><is><t>"u8 : "<c s=\"1\" t=\"inlineStr\"><is><t>"u8);
                break;
            case CellKind.Number or CellKind.Date:
                xml!.Raw(value.Kind == CellKind.Date ? "<c s=\"3\"><v>"u8 : "<c><v>"u8);
                xml.Number(value.Number);
                xml.Raw("</v></c>"u8);
                break;
            default:
                xml!.Raw("<c/>"u8);
                break;
        }
    }

    /// <summary>An inline string is data by type: no program evaluates it, whatever letter it begins with.</summary>
    private void WriteText(string text, ReadOnlySpan<byte> cell)
    {
        if (text.Length > TextMax) throw SheetException.TextTooLong($"{title}!{row}", TextMax);
        bool keepSpace = text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]));
        xml!.Raw(keepSpace ? cell[..^1] : cell);
        if (keepSpace) xml.Raw(" xml:space=\"preserve\">"u8);
        xml.Text(text);
        xml.Raw("</t></is></c>"u8);
    }

    private void BeginRow()
    {
        row++;
        xml!.Raw("<row r=\""u8);
        xml.Number(row);
        xml.Raw("\">"u8);
    }

    private void EndSheet()
    {
        if (xml is null) return;
        xml.Raw("</sheetData><autoFilter ref=\"A1:"u8);
        xml.Text(CellAddress.Of(columns.Count - 1, row));
        xml.Raw("\"/>"u8);
        if (Footer is not null)
        {
            xml.Raw("<headerFooter><oddFooter>&amp;L"u8);
            // An ampersand begins a code there; a digit after &L would be taken for a size, so a blank stands between.
            xml.Text(" " + Footer.Replace("&", "&&", StringComparison.Ordinal));
            xml.Raw("&amp;R&amp;P / &amp;N</oddFooter></headerFooter>"u8);
        }
        xml.Raw("</worksheet>"u8);
        xml.Dispose();
        xml = null;
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
