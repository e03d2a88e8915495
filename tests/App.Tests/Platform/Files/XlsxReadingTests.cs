using Muster.Platform.Files;

namespace Muster.App.Tests.Platform.Files;

public class XlsxReadingTests
{
    private const string DateStyles = """
        <styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="171" formatCode="[Red]0.0;&quot;days&quot;"/></numFmts>
        <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>
        """;

    [Fact]
    public void Text_numbers_dates_truth_and_errors_keep_what_they_are()
    {
        var row = Read(XlsxFile.Rows("""
            <row r="3"><c r="B3" t="s"><v>1</v></c><c r="C3"><v>13800138000</v></c><c r="D3" s="1"><v>28554</v></c><c r="E3" s="2"><v>28554.5</v></c>
            <c r="F3" t="b"><v>1</v></c><c r="G3" t="e"><v>#REF!</v></c><c r="H3" s="3"><v>28554</v></c><c r="I3" t="inlineStr"><is><r><t>张</t></r><rPh><t>zhang</t></rPh><r><t xml:space="preserve"> 三</t></r></is></c></row>
            """, strings: "<sst><si><t>x</t></si><si><r><t>李&amp;</t></r><rPh><t>no</t></rPh><r><t>四_x0041_</t></r></si></sst>", styles: DateStyles)).Single();

        Assert.Equal(3, row.Number);
        Assert.Equal(
            [(1, CellKind.Text, "李&四A"), (2, CellKind.Number, "13800138000"), (3, CellKind.Date, "1978-03-05"), (4, CellKind.Date, "1978-03-05 12:00:00"),
             (5, CellKind.Bool, "TRUE"), (6, CellKind.Error, "#REF!"), (7, CellKind.Number, "28554"), (8, CellKind.Text, "张 三")],
            row.Cells.Select(c => (c.Column, c.Kind, c.Text)));
        Assert.Equal("C3", row.AddressOf(2));
        Assert.True(row[0].IsBlank);
    }

    [Fact]
    public void An_ID_number_typed_as_a_number_has_lost_its_end()
    {
        var cells = Read(XlsxFile.Rows("""<row r="1"><c r="A1"><v>1.10101199003071E+17</v></c><c r="B1"><v>110101900307123</v></c><c r="C1"><v>1.38E+10</v></c></row>""")).Single().Cells;

        Assert.Equal("110101199003071000", cells[0].Text);
        Assert.Equal([true, false, false], cells.Select(c => c.HasLostDigits));
        Assert.Equal("13800000000", cells[2].Text);
    }

    [Fact]
    public void A_formula_gives_the_value_it_was_last_given_and_says_when_there_is_none()
    {
        var cells = Read(XlsxFile.Rows("""<row><c t="str"><f>A1&amp;"x"</f><v>王五</v></c><c><f>1+1</f><v>2</v></c><c><f>NOW()</f></c></row>""")).Single().Cells;

        Assert.Equal(["王五", "2", ""], cells.Select(c => c.Text));
        Assert.Equal([CellTraits.Formula, CellTraits.Formula, CellTraits.Formula | CellTraits.NotComputed], cells.Select(c => c.Traits));
        Assert.Equal([0, 1, 2], cells.Select(c => c.Column));
    }

    [Fact]
    public void A_merged_cell_is_filled_downwards_and_not_sideways()
    {
        var rows = Read(XlsxFile.Rows("""
            <row r="1"><c r="A1" t="inlineStr"><is><t>题目</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>教育局</t></is></c><c r="B2"><v>1</v></c></row>
            <row r="3"><c r="A3" s="1"/><c r="B3"><v>2</v></c></row><row r="4"><c r="B4"><v>3</v></c></row><row r="5"><c r="B5"><v>4</v></c></row>
            """, after: """<mergeCells count="2"><mergeCell ref="A1:F1"/><mergeCell ref="A2:A4"/></mergeCells>"""));

        Assert.Equal(["题目", "教育局", "教育局", "教育局", ""], rows.Select(r => r[0].Text));
        Assert.Equal([false, false, true, true, false], rows.Select(r => r[0].Traits.HasFlag(CellTraits.Filled)));
        Assert.True(rows[0][1].IsBlank);
    }

    [Fact]
    public void Hidden_sheets_are_named_and_hidden_columns_are_read()
    {
        using var book = Sheets.Open(XlsxFile.Zip([.. XlsxFile.Frame("", ("甲", "visible"), ("乙", "hidden"), ("丙", "veryHidden")),
            ("xl/worksheets/sheet1.xml", """<worksheet><cols><col min="2" max="3" hidden="1"/></cols><sheetData><row><c><v>1</v></c><c><v>2</v></c></row></sheetData></worksheet>"""),
            ("xl/worksheets/sheet2.xml", "<worksheet><sheetData/></worksheet>"), ("xl/worksheets/sheet3.xml", "<worksheet/>")]), "a.xlsx");

        Assert.Equal(["甲", "乙", "丙"], book.Sheets.Select(s => s.Name));
        var sheet = Assert.Single(book.VisibleSheets);
        Assert.Equal("2", sheet.Rows().Single()[1].Text);
        Assert.Equal([1, 2], sheet.HiddenColumns.Order());
    }

    [Fact]
    public void Prefixes_comments_sections_and_attributes_with_brackets_are_understood()
    {
        var cells = Read(XlsxFile.Make("""
            <?xml version="1.0" encoding="UTF-8"?><!-- <row> --><x:worksheet xmlns:x="n"><x:sheetData><x:row r="1" note="a>b"><x:c r='A1' t="inlineStr"><x:is><x:t><![CDATA[<甲>]]>&#x4E59;<!-- no --></x:t></x:is></x:c>
            <x:c r="B1" t="str"><x:v>一&#13;&lt;二</x:v></x:c></x:row></x:sheetData></x:worksheet>
            """.Trim())).Single().Cells;

        Assert.Equal(["<甲>乙", "一\r<二"], cells.Select(c => c.Text));
    }

    [Fact]
    public void Many_distinct_texts_go_to_disk_and_come_back()
    {
        var limits = SheetLimits.Default with { SharedStringBytesInMemory = 1 << 16 };
        string strings = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"<si><t>文字{i:D6}号</t></si>"));
        string rows = string.Concat(Enumerable.Range(0, 60_000).Select(i => $"<row><c t=\"s\"><v>{(i * 7919L) % 60_000}</v></c></row>"));
        using var book = Sheets.Open(XlsxFile.Rows(rows, strings: $"<sst>{strings}</sst>"), "a.xlsx", limits);

        Assert.All(book.Sheets[0].Rows().Select((row, i) => (row, i)), x => Assert.Equal($"文字{(x.i * 7919L) % 60_000:D6}号", x.row[0].Text));
    }

    [Theory]
    [InlineData(1, "1900-01-01")]
    [InlineData(59, "1900-02-28")]
    [InlineData(61, "1900-03-01")]
    [InlineData(0.5, "12:00:00")]
    [InlineData(45292.604166666664, "2024-01-01 14:30:00")]
    public void Serial_days_follow_the_calendar_of_Excel(double serial, string text) =>
        Assert.Equal(text, Muster.Platform.Files.Xlsx.NumberFormats.DateText(serial, from1904: false));

    private static List<SheetRow> Read(Stream file)
    {
        using var book = Sheets.Open(file, "名单.xlsx");
        return [.. book.Sheets[0].Rows()];
    }
}
