using System.Buffers.Binary;
using System.Text;
using Muster.Platform.Files;

namespace Muster.App.Tests.Platform.Files;

/// <summary>ASVS 5.2.1–5.2.6: each file here would eat memory or time if it were believed.</summary>
public class HostileFileTests
{
    private const string Billion = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>";

    public static TheoryData<string, string> Corpus => new()
    {
        { "flat bomb", "sheet.bomb" }, { "lying size", "sheet.bomb" }, { "overlapping parts", "sheet.bomb" }, { "two parts of one name", "sheet.damaged" },
        { "far column", "sheet.out_of_bounds" }, { "far row", "sheet.out_of_bounds" }, { "rows backwards", "sheet.damaged" },
        { "billion laughs in the sheet", "sheet.damaged" }, { "billion laughs in the workbook", "sheet.damaged" }, { "external entity", "sheet.damaged" },
        { "deep nesting", "sheet.bomb" }, { "deep nesting in styles", "sheet.bomb" }, { "long attribute", "sheet.bomb" }, { "long attribute in styles", "sheet.bomb" },
        { "long section in styles", "sheet.bomb" }, { "many names in styles", "sheet.bomb" }, { "long text", "sheet.text_too_long" },
        { "shared string bomb", "sheet.bomb" }, { "missing shared string", "sheet.damaged" }, { "many entries", "sheet.bomb" }, { "encrypted part", "sheet.encrypted" },
        { "symbolic link", "sheet.damaged" }, { "cut short", "sheet.damaged" }, { "zip of a zip", "sheet.unknown_format" }, { "UTF-16 part", "sheet.damaged" },
        { "many merges", "sheet.bomb" }, { "tags that do not match", "sheet.damaged" },
    };

    [Theory]
    [MemberData(nameof(Corpus))]
    public void ASVS_5_2_3_A_hostile_file_is_refused_within_bounded_memory(string kind, string code)
    {
        using var file = Make(kind);
        long before = GC.GetAllocatedBytesForCurrentThread();

        var refusal = Assert.Throws<SheetException>(() => ReadAll(file));

        Assert.Equal(code, refusal.Fault.Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    [Fact]
    public void ASVS_5_2_1_A_file_beyond_the_packed_size_is_refused_also_when_it_cannot_seek()
    {
        var limits = SheetLimits.Default with { PackedBytesMax = 1000 };
        var long_ = new MemoryStream(Encoding.UTF8.GetBytes(new string('a', 2000)));

        Assert.Equal("sheet.too_big", Assert.Throws<SheetException>(() => Sheets.Open(long_, "a.csv", limits)).Fault.Code);
        using var pipe = new System.IO.Compression.BrotliStream(Packed(new string('a', 2000)), System.IO.Compression.CompressionMode.Decompress);
        Assert.Equal("sheet.too_big", Assert.Throws<SheetException>(() => Sheets.Open(pipe, "a.csv", limits)).Fault.Code);
    }

    [Theory]
    [InlineData("%PDF-1.7", "PDF")]
    [InlineData("<html><table>", "HTML")]
    [InlineData("﻿<?xml version=\"1.0\"?><Workbook/>", "XML")]
    [InlineData("MZ\0\0\u0001\0\0\0\0", "binary")]
    [InlineData("", "empty")]
    public void ASVS_5_2_2_What_a_file_is_its_bytes_say_not_its_name(string text, string found)
    {
        var refusal = Assert.Throws<SheetException>(() => Sheets.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), "名单.xlsx"));

        Assert.Equal("sheet.unknown_format", refusal.Fault.Code);
        Assert.Contains(found, refusal.Fault.English, StringComparison.Ordinal);
        Assert.Contains("xlsx", refusal.Fault.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_flipped_at_random_give_rows_or_a_refusal_and_nothing_else()
    {
        byte[] good = XlsxFile.Rows(string.Concat(Enumerable.Range(1, 50).Select(i => $"<row r=\"{i}\"><c r=\"A{i}\" t=\"s\"><v>{i % 3}</v></c></row>")),
            strings: "<sst><si><t>甲</t></si><si><t>乙</t></si><si><t>丙</t></si></sst>").ToArray();
        byte[] xls = File.ReadAllBytes(Path.Combine(Corpora.Folder, "名单.xls"));
        var random = new Random(7);
        for (int i = 0; i < 400; i++)
        {
            byte[] bad = (byte[])(i % 2 == 0 ? good : xls).Clone();
            for (int n = random.Next(1, 6); n > 0; n--) bad[random.Next(bad.Length)] = (byte)random.Next(256);
            try
            {
                ReadAll(new MemoryStream(bad));
            }
            catch (SheetException e)
            {
                Assert.NotEmpty(e.Fault.Chinese);
            }
        }
    }

    private static void ReadAll(Stream file)
    {
        using var book = Sheets.Open(file, "a.xlsx");
        foreach (var sheet in book.Sheets)
            foreach (var row in sheet.Rows()) _ = row.IsBlank;
    }

    private static MemoryStream Make(string kind) => kind switch
    {
        "flat bomb" => XlsxFile.Streamed(s => Repeat(s, "<row/>", 20 << 20, "<worksheet><sheetData>")),
        "lying size" => Patch(XlsxFile.Streamed(s => Repeat(s, "<row/>", 20 << 20, "<worksheet><sheetData>")), XlsxFile.SheetPath, 24, 1000),
        "overlapping parts" => Overlap(),
        "two parts of one name" => XlsxFile.Zip([.. XlsxFile.Frame(), (XlsxFile.SheetPath, "<worksheet/>"), ("XL/worksheets/Sheet1.xml", "<worksheet/>")]),
        "far column" => XlsxFile.Rows("""<row r="1"><c r="A99999999"><v>1</v></c></row>"""),
        "far row" => XlsxFile.Rows("""<row r="99999999"><c><v>1</v></c></row>"""),
        "rows backwards" => XlsxFile.Rows("""<row r="5"><c><v>1</v></c></row><row r="4"><c><v>1</v></c></row>"""),
        "billion laughs in the sheet" => XlsxFile.Make(Billion + "<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"),
        "billion laughs in the workbook" => XlsxFile.Zip(("_rels/.rels", Billion + "<Relationships>&b;</Relationships>"), ("xl/workbook.xml", "<workbook/>")),
        "external entity" => XlsxFile.Zip(("xl/workbook.xml", "<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x\"><workbook/>")),
        "deep nesting" => XlsxFile.Rows("<row>" + string.Concat(Enumerable.Repeat("<a>", 5000))),
        "deep nesting in styles" => WithStyles(string.Concat(Enumerable.Repeat("<a>", 5000))),
        "long attribute" => XlsxFile.Rows($"<row x=\"{Noise(3 << 20)}\"/>"),
        "long attribute in styles" => WithStyles($"<a x=\"{Noise(3 << 20)}\"/>"),
        "long section in styles" => WithStyles($"<a><![CDATA[{Noise(3 << 20).Replace("a", "<", StringComparison.Ordinal)}]]></a>"),
        "many names in styles" => WithStyles("<a>" + string.Concat(Enumerable.Range(0, 30_000).Select(i => $"<n{i}/>"))),
        "long text" => XlsxFile.Rows($"<row><c t=\"str\"><v>{new string('字', 40_000)}</v></c></row>"),
        "shared string bomb" => XlsxFile.Zip([.. XlsxFile.Frame(), (XlsxFile.SheetPath, "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c></row></sheetData></worksheet>"),
            ("xl/sharedStrings.xml", "<sst>" + string.Concat(Enumerable.Repeat("<si><t>" + new string('a', 30_000) + "</t></si>", 1000)))]),
        "missing shared string" => XlsxFile.Rows("<row><c t=\"s\"><v>7</v></c></row>", strings: "<sst/>"),
        "many entries" => XlsxFile.Zip([.. Enumerable.Range(0, 3000).Select(i => ($"a{i}", ""))]),
        "encrypted part" => Patch(XlsxFile.Rows(""), XlsxFile.SheetPath, 8, 1),
        "symbolic link" => Patch(XlsxFile.Rows(""), XlsxFile.SheetPath, 38, 0xA1FFu << 16),
        "cut short" => new MemoryStream(XlsxFile.Rows("<row/>").ToArray()[..^40]),
        "zip of a zip" => XlsxFile.Zip(("r.zip", "PK")),
        "UTF-16 part" => XlsxFile.Zip(("xl/workbook.xml", "\uFEFF<\0w\0o\0")),
        "many merges" => XlsxFile.Rows("", after: string.Concat(Enumerable.Range(1, 200_001).Select(i => $"<mergeCell ref=\"A{i}:B{i + 1}\"/>"))),
        "tags that do not match" => XlsxFile.Rows("<row><c></row></c>"),
        _ => throw new ArgumentException(kind),
    };

    private static MemoryStream WithStyles(string styles) =>
        XlsxFile.Rows("<row><c s=\"1\"><v>1</v></c></row>", styles: "<styleSheet>" + styles);

    private static string Noise(int length)
    {
        var random = new Random(3);
        return string.Create(length, random, (letters, r) =>
        {
            for (int i = 0; i < letters.Length; i++) letters[i] = (char)('a' + r.Next(26));
        });
    }

    private static void Repeat(Stream target, string text, int bytes, string head)
    {
        target.Write(Encoding.ASCII.GetBytes(head));
        byte[] block = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(text, 4096)));
        for (int n = 0; n < bytes; n += block.Length) target.Write(block);
    }

    /// <summary>Overwrites a field of a part's entry in the central directory.</summary>
    private static MemoryStream Patch(MemoryStream zip, string part, int field, uint value)
    {
        byte[] bytes = zip.ToArray();
        int name = bytes.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(part));
        var target = bytes.AsSpan(name - 46 + field);
        if (field == 8) BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)value);
        else BinaryPrimitives.WriteUInt32LittleEndian(target, value);
        return new MemoryStream(bytes);
    }

    /// <summary>Two entries that name the same bytes, as in Fifield's bomb of 2019.</summary>
    private static MemoryStream Overlap()
    {
        byte[] bytes = XlsxFile.Rows("<row/>").ToArray();
        int last = bytes.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(XlsxFile.SheetPath)) - 46;
        int first = bytes.AsSpan().LastIndexOf("xl/workbook.xml"u8) - 46;
        bytes.AsSpan(first + 42, 4).CopyTo(bytes.AsSpan(last + 42));
        return new MemoryStream(bytes);
    }

    private static MemoryStream Packed(string text)
    {
        var packed = new MemoryStream();
        using (var brotli = new System.IO.Compression.BrotliStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            brotli.Write(Encoding.UTF8.GetBytes(text));
        packed.Position = 0;
        return packed;
    }
}
