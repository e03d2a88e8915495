using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using A = DocumentFormat.OpenXml.Drawing;
using P = DocumentFormat.OpenXml.Drawing.Pictures;
using W = DocumentFormat.OpenXml.Drawing.Wordprocessing;

namespace Muster.Platform.Files;

/// <summary>
/// Writes a Word document element by element, so that memory holds one card or one row at a time. Body text is 宋体, headings are 黑体:
/// both stand on every Chinese Windows, other systems put their own Song and Hei faces in their place.
/// The stream must seek; the document is complete only after <see cref="Dispose"/>.
/// </summary>
public sealed class Docx : IDisposable
{
    public const string Song = "宋体", Hei = "黑体";

    /// <summary>Twips of a millimetre.</summary>
    public const double Mm = 56.6929;

    private const long EmuPerMm = 36_000;

    private readonly WordprocessingDocument _document;
    private readonly MainDocumentPart _main;
    private readonly OpenXmlWriter _xml;
    private readonly SectionProperties _section;
    private uint _pictures;

    public Docx(Stream output, string title, int marginMm = 12)
    {
        _document = WordprocessingDocument.Create(output, WordprocessingDocumentType.Document);
        _document.PackageProperties.Title = Clean(title);
        _main = _document.AddMainDocumentPart();
        AddStyles();
        var margin = Twips(marginMm);
        _section = new SectionProperties(
            new PageSize { Width = (uint)Twips(210), Height = (uint)Twips(297) },
            new PageMargin { Top = margin, Bottom = margin, Left = (uint)margin, Right = (uint)margin, Header = 300, Footer = 300, Gutter = 0 });
        _xml = OpenXmlWriter.Create(_main);
        _xml.WriteStartDocument(standalone: true);
        _xml.WriteStartElement(new Document());
        _xml.WriteStartElement(new Body());
    }

    public static int Twips(double mm) => (int)Math.Round(mm * Mm);

    public void Add(OpenXmlElement element) => _xml.WriteElement(element);

    /// <summary>A table whose rows come one by one; close it with <see cref="EndTable"/>.</summary>
    public void BeginTable(IReadOnlyList<int> columnsTwips, bool borders)
    {
        _xml.WriteStartElement(new Table());
        _xml.WriteElement(Shape(columnsTwips, borders));
        _xml.WriteElement(new TableGrid(columnsTwips.Select(w => new GridColumn { Width = Text(w) })));
    }

    public void EndTable() => _xml.WriteEndElement();

    /// <summary>A whole table in one piece, for inside a cell.</summary>
    public static Table Table(IReadOnlyList<int> columnsTwips, params IEnumerable<TableRow> rows) =>
        new([Shape(columnsTwips, borders: false), new TableGrid(columnsTwips.Select(w => new GridColumn { Width = Text(w) })), .. rows]);

    public static TableRow Row(params IEnumerable<TableCell> cells) => new(cells);

    /// <summary>A row that stays on one page, at least so high.</summary>
    public static TableRow Row(double heightMm, params IEnumerable<TableCell> cells) =>
        new([new TableRowProperties(new CantSplit(), new TableRowHeight { Val = (uint)Twips(heightMm), HeightType = HeightRuleValues.AtLeast }), .. cells]);

    /// <param name="sides">Which borders: any of T, L, B, R.</param>
    public static TableCell Cell(int widthTwips, IEnumerable<OpenXmlElement> content, string sides = "", int span = 1, string? fill = null, MergedCellValues? merge = null, bool middle = false)
    {
        var properties = new TableCellProperties(new TableCellWidth { Width = Text(widthTwips), Type = TableWidthUnitValues.Dxa });
        if (span > 1) properties.Append(new GridSpan { Val = span });
        if (merge is { } value) properties.Append(new VerticalMerge { Val = value });
        if (sides.Length > 0) properties.Append(Borders(sides));
        if (fill is not null) properties.Append(new Shading { Val = ShadingPatternValues.Clear, Color = "auto", Fill = fill });
        if (middle) properties.Append(new TableCellVerticalAlignment { Val = TableVerticalAlignmentValues.Center });
        var cell = new TableCell(properties);
        cell.Append(content);
        // Word wants a paragraph at the end of every cell.
        if (cell.LastChild is not Paragraph) cell.Append(Tight());
        return cell;
    }

    public static Paragraph Line(string text, double points, bool bold = false, string? color = null, string font = Song, JustificationValues? align = null, double before = 0, double after = 0,
        bool keepNext = false) => Line([Run(text, points, bold, color, font)], align, before, after, keepNext);

    public static Paragraph Line(IEnumerable<Run> runs, JustificationValues? align = null, double before = 0, double after = 0, bool keepNext = false)
    {
        var properties = new ParagraphProperties();
        if (keepNext) properties.Append(new KeepNext());
        properties.Append(new SpacingBetweenLines { Before = Text((int)(before * 20)), After = Text((int)(after * 20)) });
        if (align is { } value) properties.Append(new Justification { Val = value });
        return new Paragraph([properties, .. runs]);
    }

    /// <summary>One line with something at both ends.</summary>
    public static Paragraph Spread(int widthTwips, Run left, Run right, double before = 0, double after = 0) => new(
        new ParagraphProperties(new Tabs(new TabStop { Val = TabStopValues.Right, Position = widthTwips }), new SpacingBetweenLines { Before = Text((int)(before * 20)), After = Text((int)(after * 20)) }),
        left, new Run(new TabChar()), right);

    public static Run Run(string text, double points, bool bold = false, string? color = null, string font = Song)
    {
        var properties = new RunProperties(new RunFonts { Ascii = font, HighAnsi = font, EastAsia = font });
        if (bold) properties.Append(new Bold());
        if (color is not null) properties.Append(new Color { Val = color });
        properties.Append(new FontSize { Val = Text((int)Math.Round(points * 2)) });
        return new Run(properties, new Text(Clean(text)) { Space = SpaceProcessingModeValues.Preserve });
    }

    /// <summary>A paragraph that takes hardly any height.</summary>
    public static Paragraph Tight(bool pageBreak = false)
    {
        var properties = new ParagraphProperties(new SpacingBetweenLines { Before = "0", After = "0", Line = "20", LineRule = LineSpacingRuleValues.Exact },
            new ParagraphMarkRunProperties(new FontSize { Val = "2" }));
        return pageBreak ? new Paragraph(properties, new Run(new Break { Type = BreakValues.Page })) : new Paragraph(properties);
    }

    /// <summary>A square picture in a paragraph of its own.</summary>
    public Paragraph Picture(byte[] png, double mm, string alternative)
    {
        var number = ++_pictures;
        var id = "qr" + Text((int)number);
        var part = _main.AddImagePart(ImagePartType.Png, id);
        using (var stream = new MemoryStream(png)) part.FeedData(stream);
        var size = (long)(mm * EmuPerMm);
        var drawing = new Drawing(new W.Inline(
            new W.Extent { Cx = size, Cy = size },
            new W.DocProperties { Id = number, Name = id, Description = alternative },
            new A.Graphic(new A.GraphicData(new P.Picture(
                new P.NonVisualPictureProperties(new P.NonVisualDrawingProperties { Id = number, Name = id + ".png" }, new P.NonVisualPictureDrawingProperties()),
                new P.BlipFill(new A.Blip { Embed = id }, new A.Stretch(new A.FillRectangle())),
                new P.ShapeProperties(new A.Transform2D(new A.Offset { X = 0, Y = 0 }, new A.Extents { Cx = size, Cy = size }),
                    new A.PresetGeometry(new A.AdjustValueList()) { Preset = A.ShapeTypeValues.Rectangle })))
            { Uri = "http://schemas.openxmlformats.org/drawingml/2006/picture" }))
        { DistanceFromTop = 0, DistanceFromBottom = 0, DistanceFromLeft = 0, DistanceFromRight = 0 });
        return new Paragraph(new ParagraphProperties(new SpacingBetweenLines { Before = "0", After = "0" }, new Justification { Val = JustificationValues.Center }), new Run(drawing));
    }

    public void Dispose()
    {
        _xml.WriteElement(_section);
        _xml.WriteEndElement();
        _xml.WriteEndElement();
        _xml.Dispose();
        _document.Dispose();
    }

    private static TableProperties Shape(IReadOnlyList<int> columns, bool borders)
    {
        var properties = new TableProperties(new TableWidth { Width = Text(columns.Sum()), Type = TableWidthUnitValues.Dxa });
        if (borders)
            properties.Append(new TableBorders(Edge<TopBorder>(), Edge<LeftBorder>(), Edge<BottomBorder>(), Edge<RightBorder>(), Edge<InsideHorizontalBorder>(), Edge<InsideVerticalBorder>()));
        properties.Append(new TableLayout { Type = TableLayoutValues.Fixed });
        properties.Append(new TableCellMarginDefault(new TableCellLeftMargin { Width = 80, Type = TableWidthValues.Dxa }, new TableCellRightMargin { Width = 80, Type = TableWidthValues.Dxa }));
        return properties;
    }

    private static TableCellBorders Borders(string sides)
    {
        var borders = new TableCellBorders();
        if (sides.Contains('T', StringComparison.Ordinal)) borders.Append(Edge<TopBorder>());
        if (sides.Contains('L', StringComparison.Ordinal)) borders.Append(Edge<LeftBorder>());
        if (sides.Contains('B', StringComparison.Ordinal)) borders.Append(Edge<BottomBorder>());
        if (sides.Contains('R', StringComparison.Ordinal)) borders.Append(Edge<RightBorder>());
        return borders;
    }

    private static T Edge<T>() where T : BorderType, new() => new() { Val = BorderValues.Single, Size = 4, Color = "808080" };

    private void AddStyles()
    {
        var styles = _main.AddNewPart<StyleDefinitionsPart>();
        styles.Styles = new Styles(new DocDefaults(
            new RunPropertiesDefault(new RunPropertiesBaseStyle(new RunFonts { Ascii = Song, HighAnsi = Song, EastAsia = Song, ComplexScript = Song }, new FontSize { Val = "21" },
                new Languages { Val = "en-US", EastAsia = "zh-CN" })),
            new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { Before = "0", After = "0" }))));
        var fonts = _main.AddNewPart<FontTablePart>();
        // The fallbacks by name: what Chinese Linux and macOS call their Song and Hei.
        fonts.Fonts = new Fonts(
            new Font(new AltName { Val = "SimSun,Songti SC,Noto Serif CJK SC" }, new FontFamily { Val = FontFamilyValues.Roman }) { Name = Song },
            new Font(new AltName { Val = "SimHei,Heiti SC,Noto Sans CJK SC" }, new FontFamily { Val = FontFamilyValues.Swiss }) { Name = Hei });
    }

    /// <summary>Control letters end an XML file; they come out of spreadsheets.</summary>
    private static string Clean(string text) => text.Any(c => c < ' ' || char.IsSurrogate(c)) ? new([.. Whole(text)]) : text;

    private static IEnumerable<char> Whole(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value < ' ')
            {
                yield return ' ';
                continue;
            }
            foreach (var c in rune.ToString()) yield return c;
        }
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
