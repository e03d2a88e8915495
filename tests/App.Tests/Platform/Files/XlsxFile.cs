using System.IO.Compression;
using System.Text;

namespace Muster.App.Tests.Platform.Files;

/// <summary>Makes xlsx files by hand, good ones and hostile ones.</summary>
internal static class XlsxFile
{
    public const string SheetPath = "xl/worksheets/sheet1.xml";

    public static MemoryStream Make(string sheetXml, string? strings = null, string? styles = null, string workbookExtra = "") =>
        Zip([.. Frame(workbookExtra), (SheetPath, sheetXml), .. Optional("xl/sharedStrings.xml", strings), .. Optional("xl/styles.xml", styles)]);

    public static MemoryStream Rows(string rowsXml, string after = "", string before = "", string? strings = null, string? styles = null) =>
        Make($"<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">{before}<sheetData>{rowsXml}</sheetData>{after}</worksheet>",
            strings, styles);

    public static (string, string)[] Frame(string workbookExtra = "", params (string Name, string State)[] sheets)
    {
        if (sheets.Length == 0) sheets = [("名单", "visible")];
        var list = new StringBuilder();
        var relations = new StringBuilder();
        for (int i = 1; i <= sheets.Length; i++)
        {
            list.Append($"<sheet name=\"{sheets[i - 1].Name}\" sheetId=\"{i}\" state=\"{sheets[i - 1].State}\" r:id=\"rId{i}\"/>");
            relations.Append($"<Relationship Id=\"rId{i}\" Type=\"http://x/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>");
        }
        return
        [
            ("_rels/.rels", "<Relationships><Relationship Id=\"rId1\" Type=\"http://x/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"),
            ("xl/workbook.xml", $"<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://r\">{workbookExtra}<sheets>{list}</sheets></workbook>"),
            ("xl/_rels/workbook.xml.rels", $"<Relationships>{relations}<Relationship Id=\"s\" Type=\"http://x/sharedStrings\" Target=\"sharedStrings.xml\"/>"
                + "<Relationship Id=\"t\" Type=\"http://x/styles\" Target=\"/xl/styles.xml\"/></Relationships>"),
        ];
    }

    public static MemoryStream Zip(params (string Name, string Text)[] parts)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        stream.Position = 0;
        return stream;
    }

    /// <summary>The frame of a workbook with a sheet that is written by the caller, for sheets too large to hold as text.</summary>
    public static MemoryStream Streamed(Action<Stream> writeSheet, string path = SheetPath)
    {
        var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in Frame())
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
            using var sheet = zip.CreateEntry(path, CompressionLevel.SmallestSize).Open();
            writeSheet(sheet);
        }
        stream.Position = 0;
        return stream;
    }

    private static (string, string)[] Optional(string name, string? text) => text is null ? [] : [(name, text)];
}
