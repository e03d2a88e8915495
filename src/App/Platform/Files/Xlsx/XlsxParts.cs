using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Muster.Platform.Files.Xlsx;

/// <summary>The fixed parts of a written xlsx.</summary>
internal static class XlsxParts
{
    public const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private const string Relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    /// <summary>Styles by number: 0 number, 1 text, 2 header, 3 date, 4 flagged text. 49 is the text format, so that a person who
    /// edits a cell later keeps its digits.</summary>
    private const string Styles = $"""
        <styleSheet xmlns="{Main}">
        <numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts>
        <fonts count="2"><font><sz val="11"/><name val="等线"/></font><font><b/><sz val="11"/><name val="等线"/></font></fonts>
        <fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>
        <fill><patternFill patternType="solid"><fgColor rgb="FFE8EDF3"/></patternFill></fill>
        <fill><patternFill patternType="solid"><fgColor rgb="FFFFD9D6"/></patternFill></fill></fills>
        <borders count="1"><border/></borders>
        <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
        <cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
        <xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1"/>
        <xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
        <xf numFmtId="49" fontId="0" fillId="3" borderId="0" xfId="0" applyNumberFormat="1" applyFill="1"/></cellXfs>
        <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
        </styleSheet>
        """;

    /// <summary>Everything of a sheet up to its columns: the header row stays in view.</summary>
    public static ReadOnlySpan<byte> SheetHead => """
        <?xml version="1.0" encoding="utf-8" standalone="yes"?>
        <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">
        <pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>
        """u8;

    public static void Write(ZipArchive zip, IReadOnlyList<string> sheets)
    {
        using (var styles = new StreamWriter(zip.CreateEntry("xl/styles.xml", CompressionLevel.Fastest).Open())) styles.Write(Styles);
        Part(zip, "xl/workbook.xml", xml => Workbook(xml, sheets));
        Part(zip, "xl/_rels/workbook.xml.rels", xml =>
        {
            xml.WriteStartElement("Relationships", Package);
            for (int i = 1; i <= sheets.Count; i++) Relate(xml, Id(i), "worksheet", $"worksheets/sheet{Number(i)}.xml");
            Relate(xml, "rStyles", "styles", "styles.xml");
        });
        Part(zip, "_rels/.rels", xml =>
        {
            xml.WriteStartElement("Relationships", Package);
            Relate(xml, "rId1", "officeDocument", "xl/workbook.xml");
        });
        Part(zip, "[Content_Types].xml", xml =>
        {
            xml.WriteStartElement("Types", "http://schemas.openxmlformats.org/package/2006/content-types");
            Default(xml, "rels", "application/vnd.openxmlformats-package.relationships+xml");
            Default(xml, "xml", "application/xml");
            Override(xml, "/xl/workbook.xml", Kind + "sheet.main+xml");
            Override(xml, "/xl/styles.xml", Kind + "styles+xml");
            for (int i = 1; i <= sheets.Count; i++) Override(xml, $"/xl/worksheets/sheet{Number(i)}.xml", Kind + "worksheet+xml");
        });
    }

    private static void Workbook(XmlWriter xml, IReadOnlyList<string> sheets)
    {
        xml.WriteStartElement("workbook", Main);
        xml.WriteStartElement("sheets");
        for (int i = 1; i <= sheets.Count; i++)
        {
            xml.WriteStartElement("sheet");
            xml.WriteAttributeString("name", XlsxText.Escape(sheets[i - 1]));
            xml.WriteAttributeString("sheetId", Number(i));
            xml.WriteAttributeString("r", "id", Relation, Id(i));
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void Part(ZipArchive zip, string path, Action<XmlWriter> write)
    {
        using var xml = Begin(zip.CreateEntry(path, CompressionLevel.Fastest).Open());
        write(xml);
        xml.WriteEndDocument();
    }

    private static XmlWriter Begin(Stream part)
    {
        var writer = XmlWriter.Create(part, new XmlWriterSettings { Encoding = new UTF8Encoding(false), CloseOutput = true });
        writer.WriteStartDocument(standalone: true);
        return writer;
    }

    private static void Relate(XmlWriter xml, string id, string type, string target)
    {
        xml.WriteStartElement("Relationship");
        xml.WriteAttributeString("Id", id);
        xml.WriteAttributeString("Type", $"{Relation}/{type}");
        xml.WriteAttributeString("Target", target);
        xml.WriteEndElement();
    }

    private static void Default(XmlWriter xml, string extension, string type)
    {
        xml.WriteStartElement("Default");
        xml.WriteAttributeString("Extension", extension);
        xml.WriteAttributeString("ContentType", type);
        xml.WriteEndElement();
    }

    private static void Override(XmlWriter xml, string part, string type)
    {
        xml.WriteStartElement("Override");
        xml.WriteAttributeString("PartName", part);
        xml.WriteAttributeString("ContentType", type);
        xml.WriteEndElement();
    }

    private static string Id(int sheet) => "rId" + Number(sheet);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
