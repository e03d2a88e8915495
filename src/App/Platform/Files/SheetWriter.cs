using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
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

    private readonly ZipArchive zip;
    private readonly int rowsMax;
    private readonly List<string> names = [];
    private XmlWriter? xml;
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
        xml = Begin(part.Open());
        xml.WriteStartElement("worksheet", XlsxParts.Main);
        WriteView(xml);
        xml.WriteStartElement("cols");
        for (int i = 0; i < columns.Count; i++)
        {
            xml.WriteStartElement("col");
            xml.WriteAttributeString("min", Whole(i + 1));
            xml.WriteAttributeString("max", Whole(i + 1));
            xml.WriteAttributeString("width", columns[i].WidthInLetters.ToString(CultureInfo.InvariantCulture));
            xml.WriteAttributeString("style", Whole(XlsxParts.TextStyle));
            xml.WriteAttributeString("customWidth", "1");
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteStartElement("sheetData");
        BeginRow();
        foreach (var column in columns) WriteText(column.Header, XlsxParts.HeaderStyle);
        xml.WriteEndElement();
    }

    /// <summary>Writes one row; it may be shorter than the header.</summary>
    /// <exception cref="SheetException">A text is longer than a cell may hold (32,767 characters).</exception>
    public void Row(params ReadOnlySpan<SheetValue> values)
    {
        if (xml is null) throw new InvalidOperationException("BeginSheet comes first");
        if (row == rowsMax) BeginSheet(title, columns);
        BeginRow();
        foreach (var value in values) Write(value);
        xml.WriteEndElement();
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
                WriteText(value.Text, value.Flagged ? XlsxParts.FlaggedStyle : XlsxParts.TextStyle);
                break;
            case CellKind.Number or CellKind.Date:
                xml!.WriteStartElement("c");
                if (value.Kind == CellKind.Date) xml.WriteAttributeString("s", Whole(XlsxParts.DateStyle));
                else xml.WriteAttributeString("s", Whole(XlsxParts.NumberStyle));
                xml.WriteElementString("v", value.Number.ToString("R", CultureInfo.InvariantCulture));
                xml.WriteEndElement();
                break;
            default:
                xml!.WriteStartElement("c");
                xml.WriteEndElement();
                break;
        }
    }

    /// <summary>An inline string is data by type: no program evaluates it, whatever letter it begins with.</summary>
    private void WriteText(string text, int style)
    {
        if (text.Length > TextMax) throw SheetException.TextTooLong($"{title}!{row}", TextMax);
        xml!.WriteStartElement("c");
        xml.WriteAttributeString("s", Whole(style));
        xml.WriteAttributeString("t", "inlineStr");
        xml.WriteStartElement("is");
        xml.WriteStartElement("t");
        if (text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))) xml.WriteAttributeString("xml", "space", null, "preserve");
        xml.WriteString(XlsxText.Escape(text));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private void BeginRow()
    {
        row++;
        xml!.WriteStartElement("row");
        xml.WriteAttributeString("r", Whole(row));
    }

    private void EndSheet()
    {
        if (xml is null) return;
        xml.WriteEndElement();
        xml.WriteStartElement("autoFilter");
        xml.WriteAttributeString("ref", $"A1:{CellAddress.Of(columns.Count - 1, row)}");
        xml.WriteEndElement();
        xml.WriteEndDocument();
        xml.Dispose();
        xml = null;
    }

    private static void WriteView(XmlWriter xml)
    {
        xml.WriteStartElement("sheetViews");
        xml.WriteStartElement("sheetView");
        xml.WriteAttributeString("workbookViewId", "0");
        xml.WriteStartElement("pane");
        xml.WriteAttributeString("ySplit", "1");
        xml.WriteAttributeString("topLeftCell", "A2");
        xml.WriteAttributeString("activePane", "bottomLeft");
        xml.WriteAttributeString("state", "frozen");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    internal static XmlWriter Begin(Stream part)
    {
        var writer = XmlWriter.Create(part, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CloseOutput = true });
        writer.WriteStartDocument(standalone: true);
        return writer;
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
