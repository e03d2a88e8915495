using System.Globalization;
using System.Xml;

namespace Muster.Platform.Files.Xlsx;

/// <summary>An xlsx (ECMA-376), transitional or strict, as written by Excel, WPS, LibreOffice and the many exporters that
/// follow them loosely.</summary>
internal sealed class XlsxWorkbook : Workbook
{
    private const int SheetsMax = 4_096, StylesMax = 1 << 17;

    private readonly Stream file;
    private readonly bool leaveOpen;
    private readonly ZipDirectory zip;
    private readonly SheetLimits limits;
    private readonly List<Sheet> sheets = [];
    private readonly string workbookPath;
    private SharedStrings? strings;
    private bool[]? dateStyles;

    public XlsxWorkbook(Stream file, string fileName, SheetLimits limits, bool leaveOpen)
    {
        (this.file, this.limits, this.leaveOpen) = (file, limits, leaveOpen);
        zip = new ZipDirectory(file, limits);
        var roots = Relations("_rels/.rels", "");
        workbookPath = roots.Values.FirstOrDefault(r => r.Type.EndsWith("/officeDocument", StringComparison.Ordinal)).Target ?? "xl/workbook.xml";
        var part = zip.Find(workbookPath);
        if (part is null || !workbookPath.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || zip.Find("word/document.xml") is not null)
            throw SheetException.NotASpreadsheet(fileName, OtherKind());
        ReadWorkbook(part);
        if (sheets.Count == 0) throw SheetException.NotASpreadsheet(fileName, "没有工作表", "no sheets");
    }

    public override SheetFormat Format => SheetFormat.Xlsx;

    public override IReadOnlyList<Sheet> Sheets => sheets;

    internal bool From1904 { get; private set; }

    internal SheetLimits Limits => limits;

    internal SharedStrings Strings => strings ??= SharedStrings.Read(OpenRelated("sharedStrings", "sharedStrings.xml"), limits);

    internal bool IsDateStyle(int style)
    {
        dateStyles ??= ReadStyles();
        return (uint)style < (uint)dateStyles.Length && dateStyles[style];
    }

    internal PartStream OpenPart(string path) =>
        zip.Open(zip.Find(path) ?? throw SheetException.Damaged(path, "missing"));

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        strings?.Dispose();
        if (!leaveOpen) file.Dispose();
    }

    private string OtherKind()
    {
        if (zip.Find("word/document.xml") is not null) return "Word docx";
        if (zip.Find("ppt/presentation.xml") is not null) return "PowerPoint pptx";
        if (zip.Find("xl/workbook.bin") is not null) return "xlsb";
        if (zip.Find("content.xml") is not null) return "OpenDocument ods/odt";
        return "压缩包 zip archive";
    }

    private void ReadWorkbook(ZipPart part)
    {
        var relations = Relations(RelationsOf(workbookPath), FolderOf(workbookPath));
        using var reader = new PartReader(zip.Open(part));
        var xml = reader.Xml;
        while (reader.Read())
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "workbookPr") From1904 = Attribute(xml, "date1904") is "1" or "true";
            if (xml.LocalName != "sheet") continue;
            if (sheets.Count == SheetsMax) throw SheetException.Bomb("workbook", $"> {SheetsMax} sheets");
            string name = Attribute(xml, "name") ?? "", id = Attribute(xml, "id") ?? "";
            bool hidden = Attribute(xml, "state") is "hidden" or "veryHidden";
            // Chart sheets have rows of nothing: only worksheets are listed.
            if (relations.TryGetValue(id, out var target) && target.Type.EndsWith("/worksheet", StringComparison.Ordinal))
                sheets.Add(new XlsxSheet(this, XlsxText.Unescape(name), hidden, target.Target));
        }
    }

    private PartStream? OpenRelated(string type, string usualName)
    {
        foreach (var (kind, target) in Relations(RelationsOf(workbookPath), FolderOf(workbookPath)).Values)
            if (kind.EndsWith("/" + type, StringComparison.Ordinal) && zip.Find(target) is { } part) return zip.Open(part);
        return zip.Find(FolderOf(workbookPath) + usualName) is { } usual ? zip.Open(usual) : null;
    }

    /// <summary>For each cell style whether its number format shows a date.</summary>
    private bool[] ReadStyles()
    {
        if (OpenRelated("styles", "styles.xml") is not { } part) return [];
        var dates = new Dictionary<int, bool>();
        var styles = new List<bool>();
        using var reader = new PartReader(part);
        var xml = reader.Xml;
        bool inCells = false;
        while (reader.Read())
        {
            if (xml.LocalName == "cellXfs") inCells = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "numFmt" && TryInt(Attribute(xml, "numFmtId"), out int id))
                dates[id] = NumberFormats.IsDate(Attribute(xml, "formatCode") ?? "");
            if (!inCells || xml.LocalName != "xf") continue;
            TryInt(Attribute(xml, "numFmtId"), out int format);
            styles.Add(dates.TryGetValue(format, out bool date) ? date : NumberFormats.IsDate(format));
            if (styles.Count > StylesMax || dates.Count > StylesMax) throw SheetException.Bomb("styles", $"> {StylesMax}");
        }
        return [.. styles];
    }

    private Dictionary<string, (string Type, string Target)> Relations(string path, string folder)
    {
        var relations = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        if (zip.Find(path) is not { } part) return relations;
        using var reader = new PartReader(zip.Open(part));
        while (reader.Read())
        {
            var xml = reader.Xml;
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "Relationship" || Attribute(xml, "TargetMode") == "External") continue;
            if (relations.Count > limits.EntriesMax) throw SheetException.Bomb(path, $"> {limits.EntriesMax} relations");
            relations[Attribute(xml, "Id") ?? ""] = (Attribute(xml, "Type") ?? "", Resolve(folder, Attribute(xml, "Target") ?? ""));
        }
        return relations;
    }

    /// <summary>Targets are relative to the part's folder, or absolute with a leading slash. They only ever name parts of this zip.</summary>
    private static string Resolve(string folder, string target)
    {
        target = target.Replace('\\', '/');
        if (target.StartsWith('/')) return target[1..];
        var steps = new List<string>();
        foreach (string step in (folder + target).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (step == ".." && steps.Count > 0) steps.RemoveAt(steps.Count - 1);
            else if (step is not ("." or "..")) steps.Add(step);
        }
        return string.Join('/', steps);
    }

    private static string FolderOf(string path) => path[..(path.LastIndexOf('/') + 1)];

    private static string RelationsOf(string path) => FolderOf(path) + "_rels/" + path[(path.LastIndexOf('/') + 1)..] + ".rels";

    /// <summary>By local name: strict files use other namespaces, and some exporters none.</summary>
    private static string? Attribute(XmlReader xml, string name)
    {
        string? value = null;
        while (xml.MoveToNextAttribute())
            if (xml.LocalName == name) value = xml.Value;
        xml.MoveToElement();
        return value;
    }

    private static bool TryInt(string? text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
