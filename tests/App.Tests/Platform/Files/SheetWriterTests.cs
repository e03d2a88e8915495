using FsCheck;
using FsCheck.Fluent;
using Muster.Platform.Files;

namespace Muster.App.Tests.Platform.Files;

public class SheetWriterTests
{
    [Fact]
    public void What_is_written_is_read_back_unchanged()
    {
        string[] texts = ["110101199003070017", "𠮷田·买买提", "=1+1", "a&b<c>\"d\"", " 空格 ", "一\r\n二", "_x0041_", "\u0001", "﻿x", "－"];
        using var book = Written(w =>
        {
            w.BeginSheet("人员", [new("姓名"), new("数"), new("日")]);
            foreach (string text in texts) w.Row(text, 0.1, new DateOnly(1978, 3, 5));
        });

        var rows = book.Sheets[0].Rows().ToList();
        Assert.Equal(["姓名", .. texts], rows.Select(r => r[0].Text));
        Assert.All(rows.Skip(1), r => Assert.Equal((CellKind.Text, "0.1", CellKind.Date, "1978-03-05"), (r[0].Kind, r[1].Text, r[2].Kind, r[2].Text)));
    }

    [Fact]
    public void Any_text_survives()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string[]>(), texts =>
        {
            string[] expected = [.. texts.Where(t => !string.IsNullOrEmpty(t)).Select(Whole)];
            using var book = Written(w =>
            {
                w.BeginSheet("s", [new("h")]);
                foreach (string text in expected) w.Row(text);
            });
            return book.Sheets[0].Rows().Skip(1).Select(r => r[0].Text).SequenceEqual(expected);
        }).QuickCheckThrowOnFailure();

        static string Whole(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
    }

    [Fact]
    public void ASVS_1_2_10_No_written_cell_is_a_formula()
    {
        var file = new MemoryStream();
        using (var writer = new SheetWriter(file, leaveOpen: true))
        {
            writer.BeginSheet("s", [new("=HYPERLINK(\"x\")")]);
            writer.Row("=1+1");
        }

        using var zip = new System.IO.Compression.ZipArchive(file);
        using var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        string xml = sheet.ReadToEnd();
        Assert.DoesNotContain("<f", xml, StringComparison.Ordinal);
        Assert.Contains("t=\"inlineStr\"><is><t>=1+1<", xml, StringComparison.Ordinal);
        Assert.Contains("<autoFilter ref=\"A1:A2\"/>", xml, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_sheet_goes_on_in_the_next_with_the_same_header_and_names_stay_apart()
    {
        var file = new MemoryStream();
        using (var writer = new SheetWriter(file, leaveOpen: true, rowsPerSheet: 3))
        {
            writer.BeginSheet("甲/乙", [new("h")]);
            for (int i = 0; i < 5; i++) writer.Row(i.ToString());
            Assert.Equal(5, writer.Rows);
        }

        using var book = Sheets.Open(file, "a.xlsx");
        Assert.Equal(["甲乙", "甲乙 (2)", "甲乙 (3)"], book.Sheets.Select(s => s.Name));
        Assert.Equal(["h", "0", "1", "h", "2", "3", "h", "4"], book.Sheets.SelectMany(s => s.Rows()).Select(r => r[0].Text));
    }

    [Fact]
    public void A_text_too_long_for_a_cell_is_refused_and_not_cut() =>
        Assert.Throws<SheetException>(() => Written(w =>
        {
            w.BeginSheet("s", [new("h")]);
            w.Row(new string('字', 32_768));
        }));

    [Theory]
    [InlineData("下沉名单 2022.xlsx", "attachment; filename=\"____ 2022.xlsx\"; filename*=UTF-8''%E4%B8%8B%E6%B2%89%E5%90%8D%E5%8D%95%202022.xlsx")]
    [InlineData("../../etc/passwd", "attachment; filename=\"_.._etc_passwd\"; filename*=UTF-8''_.._etc_passwd")]
    [InlineData("a\r\nSet-Cookie: x.csv", "attachment; filename=\"aSet-Cookie_ x.csv\"; filename*=UTF-8''aSet-Cookie_%20x.csv")]
    [InlineData("\u202E..", "attachment; filename=\"download\"; filename*=UTF-8''download")]
    public void ASVS_5_4_2_Download_names_are_harmless_and_keep_their_letters(string name, string header) =>
        Assert.Equal(header, DownloadName.Header(name));

    [Fact]
    public void ASVS_5_4_1_No_name_leaves_its_folder()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), name =>
        {
            string safe = DownloadName.Safe(name ?? "");
            return safe.Length is > 0 and <= 120 && Path.GetFileName(safe) == safe && safe is not ("." or "..") && !safe.Any(char.IsControl);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));
    }

    private static Workbook Written(Action<SheetWriter> write)
    {
        var file = new MemoryStream();
        using (var writer = new SheetWriter(file, leaveOpen: true)) write(writer);
        return Sheets.Open(file, "a.xlsx");
    }
}
