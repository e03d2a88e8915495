using System.Buffers;

namespace Muster.Platform.Files;

/// <summary>Writes RFC 4180 text as UTF-8 with the mark Excel needs to see it. A csv has no types, so a text that a spreadsheet
/// program would compute, or whose digits it would cut (16 and more), gets an apostrophe in front; the import takes it off.</summary>
public sealed class CsvWriter : IDisposable
{
    /// <summary>What starts a formula in Excel, LibreOffice or WPS, full-width forms included (OWASP, CSV injection).</summary>
    private const string FormulaStarts = "=+-@\t\r\n＝＋－＠|%";

    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n;\t");

    private readonly StreamWriter text;

    public CsvWriter(Stream output, bool leaveOpen = false) =>
        text = new StreamWriter(output, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 16, leaveOpen);

    /// <summary>Writes one row. Numbers given as numbers stay as they are, negative ones too.</summary>
    public void Row(params ReadOnlySpan<SheetValue> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0) text.Write(',');
            Write(values[i]);
        }
        text.Write("\r\n");
    }

    public void Dispose() => text.Dispose();

    /// <summary>The text with an apostrophe if it could be computed or cut.</summary>
    public static string Disarm(string text) =>
        text.Length > 0 && (IsLongNumber(text) || FormulaStarts.Contains(text[0], StringComparison.Ordinal)
            || (char.IsWhiteSpace(text[0]) && text.TrimStart() is { Length: > 0 } rest && FormulaStarts.Contains(rest[0], StringComparison.Ordinal)))
            ? "'" + text : text;

    private static bool IsLongNumber(string text) => text.Length >= 16 && !text.AsSpan().ContainsAnyExceptInRange('0', '9');

    private void Write(SheetValue value)
    {
        switch (value.Kind)
        {
            case CellKind.Number:
                text.Write(value.Number.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
                break;
            case CellKind.Date:
                text.Write(DateTime.FromOADate(value.Number).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
                break;
            case CellKind.Text:
                string safe = Disarm(value.Text);
                if (!safe.AsSpan().ContainsAny(Quoted) && safe == safe.Trim()) text.Write(safe);
                else text.Write("\"" + safe.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"");
                break;
        }
    }
}
