using System.Text;
using Muster.Platform.Files;

namespace Muster.App.Tests.Platform.Files;

public class CsvTests
{
    private const string Text = "姓名,单位\r\n张三,\"区教育局, \"\"一\"\"科\r\n二楼\"\r\n\r\n李·四,𠮷祥街道\r\n";

    public static TheoryData<string> Encodings => ["utf-8", "utf-8-bom", "utf-16", "utf-16-no-mark", "utf-16be", "gb18030"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Letters_are_read_in_whatever_encoding_they_come(string encoding)
    {
        var rows = Read(Encode(Text, encoding));

        Assert.Equal([1, 2, 4], rows.Select(r => r.Number));
        Assert.Equal("区教育局, \"一\"科\r\n二楼", rows[1][1].Text);
        Assert.Equal(("李·四", "𠮷祥街道"), (rows[2][0].Text, rows[2][1].Text));
    }

    [Theory]
    [InlineData("甲;乙;丙\n1,5;2;3\n", 3)]
    [InlineData("甲\t乙\n1\t2\n", 2)]
    [InlineData("甲|乙|丙|丁\n1|2|3|4", 4)]
    [InlineData("sep=;\n甲;乙\n", 2)]
    [InlineData("名单\n甲\n", 1)]
    [InlineData("关于下沉的名单；共2人\n姓名,电话\n张三,1\n李四,2\n", 2)]
    public void The_separator_is_found_by_looking(string text, int columns) =>
        Assert.Equal(columns, Read(Encoding.UTF8.GetBytes(text)).Max(r => r.Cells[^1].Column) + 1);

    [Fact]
    public void A_quotation_mark_that_never_closes_is_named_by_its_row()
    {
        var refusal = Assert.Throws<SheetException>(() => Read(Encoding.UTF8.GetBytes("a,b\nc,\"d\ne,f\n")));

        Assert.Equal("sheet.open_quote", refusal.Fault.Code);
        Assert.Contains("第 2 行", refusal.Fault.Chinese, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    public void Lists_put_together_from_two_encodings_are_read_line_by_line(int run)
    {
        var lines = Enumerable.Range(0, 400).Select(i => $"张三{i},和平区教育局,联通\r\n").ToList();
        byte[] bytes = [.. lines.SelectMany((line, i) => Encode(line, i / run % 2 == 0 ? "utf-8" : "gb18030"))];
        var rows = Read(bytes);
        Assert.Equal(400, rows.Count);
        Assert.All(rows, row => Assert.Equal($"张三{row.Number - 1}|和平区教育局|联通", string.Join('|', row.Cells.Select(c => c.Text))));
    }

    [Fact]
    public void One_broken_byte_does_not_turn_a_file_into_other_letters()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("张三,区教育局\n", 100)));
        bytes[^3] = 0xFF;

        Assert.Equal("张三", Read(bytes)[0][0].Text);
    }

    [Fact]
    public void Exported_digits_that_were_guarded_as_a_formula_are_read_as_text() =>
        Assert.Equal("0138", Read(Encoding.UTF8.GetBytes("=\"0138\",x\n"))[0][0].Text);

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+8613800138000")]
    [InlineData("-2")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("  =1")]
    [InlineData("＝1＋1")]
    [InlineData("110101199003070017")]
    public void ASVS_1_2_10_A_text_that_could_be_computed_is_disarmed(string text)
    {
        var file = new MemoryStream();
        using (var csv = new CsvWriter(file, leaveOpen: true)) csv.Row(text, -2.5, "a\"b,c");

        Assert.Equal(["'" + text, "-2.5", "a\"b,c"], Read(file.ToArray())[0].Cells.Select(c => c.Text));
    }

    internal static byte[] Encode(string text, string encoding) => encoding switch
    {
        "utf-8" => Encoding.UTF8.GetBytes(text),
        "utf-8-bom" => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)],
        "utf-16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)],
        "utf-16-no-mark" => Encoding.Unicode.GetBytes(text),
        "utf-16be" => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)],
        _ => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(text),
    };

    private static List<SheetRow> Read(byte[] bytes)
    {
        using var book = Sheets.Open(new MemoryStream(bytes), "名单.csv");
        return [.. book.Sheets[0].Rows()];
    }
}
