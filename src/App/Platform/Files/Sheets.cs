using System.Buffers.Binary;
using System.Text;
using Muster.Platform.Files.Xlsx;

namespace Muster.Platform.Files;

/// <summary>Opens what people send as a spreadsheet. What a file is, its first bytes say; its name serves messages only.</summary>
public static class Sheets
{
    /// <summary>Opens a file on disk.</summary>
    /// <exception cref="SheetException">Not a spreadsheet, protected, damaged, hostile or beyond its limits.</exception>
    public static Workbook Open(string path, SheetLimits? limits = null) =>
        Open(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1), Path.GetFileName(path), limits);

    /// <summary>Opens a stream, read from its start if it can seek, else from where it is (then it is copied to a scratch
    /// file first). The workbook owns the stream unless <paramref name="leaveOpen"/>.</summary>
    /// <param name="fileName">For messages and as the sheet name of a csv.</param>
    /// <exception cref="SheetException">Not a spreadsheet, protected, damaged, hostile or beyond its limits.</exception>
    public static Workbook Open(Stream stream, string fileName, SheetLimits? limits = null, bool leaveOpen = false)
    {
        limits ??= SheetLimits.Default;
        Stream source = stream;
        try
        {
            if (!stream.CanSeek)
            {
                source = ScratchFile.Copy(stream, limits.PackedBytesMax);
                if (!leaveOpen) stream.Dispose();
                leaveOpen = false;
            }
            if (source.Length > limits.PackedBytesMax) throw SheetException.TooBig(source.Length, limits.PackedBytesMax);
            return Recognise(source, fileName, limits, leaveOpen);
        }
        catch
        {
            if (!leaveOpen) source.Dispose();
            throw;
        }
    }

    private static Workbook Recognise(Stream source, string fileName, SheetLimits limits, bool leaveOpen)
    {
        source.Position = 0;
        Span<byte> head = stackalloc byte[512];
        head = head[..source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        source.Position = 0;
        if (head.Length == 0) throw SheetException.NotASpreadsheet(fileName, "空文件", "an empty file");
        if (head.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(head) is 0x04034b50 or 0x06054b50)
            return new XlsxWorkbook(source, fileName, limits, leaveOpen);
        if (head.Length >= 8 && BinaryPrimitives.ReadUInt64BigEndian(head) == 0xD0CF11E0A1B11AE1)
            return new XlsWorkbook(source, limits, leaveOpen);
        RefuseOther(head, fileName);
        return new CsvWorkbook(source, fileName, limits, leaveOpen);
    }

    /// <summary>Files that are often sent under the name of a spreadsheet and would be read as rubbish text.</summary>
    private static void RefuseOther(ReadOnlySpan<byte> head, string fileName)
    {
        if (head.StartsWith("%PDF"u8)) throw SheetException.NotASpreadsheet(fileName, "PDF");
        if (head.StartsWith("{\\rtf"u8)) throw SheetException.NotASpreadsheet(fileName, "RTF");
        if (head is [0xFF, 0xD8, 0xFF, ..] or [0x89, 0x50, 0x4E, 0x47, ..]) throw SheetException.NotASpreadsheet(fileName, "图片", "a picture");
        string text = Encoding.Latin1.GetString(head).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\t', '\r', '\n');
        foreach (string start in (ReadOnlySpan<string>)["<html", "<!doctype", "<table", "<meta", "<head", "<style"])
            if (text.StartsWith(start, StringComparison.OrdinalIgnoreCase)) throw SheetException.NotASpreadsheet(fileName, "网页 HTML", "a web page, HTML");
        if (text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase)) throw SheetException.NotASpreadsheet(fileName, "XML");
    }
}
