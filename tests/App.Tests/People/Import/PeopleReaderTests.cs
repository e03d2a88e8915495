using FsCheck;
using FsCheck.Fluent;
using Muster.App.Tests.Platform.Files;
using Muster.People;
using Muster.People.Import;
using Muster.Platform.Files;
using Muster.Platform.Importing;

namespace Muster.App.Tests.People.Import;

public class PeopleReaderTests
{
    private const string Header = "姓名,身份证号,手机,单位,年龄";

    [Theory]
    [InlineData("名单.xls")]
    [InlineData("名单.xlsx")]
    public void A_real_list_is_read_with_its_title_merges_several_sheets_and_damaged_number(string file)
    {
        using var book = Sheets.Open(Path.Combine(Corpora.Folder, file));
        var reader = new PeopleReader(book, Lists.Options);
        var rows = reader.Rows().ToList();

        Assert.Equal([("区直", 6L, 1L), ("Sheet2", 1L, 0L)], reader.Sheets.Select(s => (s.Name, s.Rows, s.Blank)));
        Assert.Equal(["张三", "李四", "买买提·艾力", "𠮷田", "王五", null, "Chen Qi"], rows.Select(r => r.Person?.Name));
        Assert.Equal(["区教育局", "区教育局", "区教育局", "区民政局", "区民政局"], rows.Take(5).Select(r => r.Person!.Agency));
        Assert.Equal("13800138005", rows[4].Person!.Phone);
        Assert.Equal(1978, rows[0].Person!.BirthYear);
        Assert.True(rows[0].Person!.PoliticalStatus!.PartyMember);
        Assert.Contains(rows[6].Person!.Limits, l => l.Kind == LimitKind.NoNights);
        var refusal = Assert.Single(rows[5].Remarks);
        Assert.Equal(("id.damaged", "D10", "110101199003071000"), (refusal.Code, refusal.Cell, refusal.Value));
        Assert.True(reader.Sheets[0].Mapping.Of(PersonField.IdNumber).Single().Hidden);
    }

    [Theory]
    [InlineData("张三,429999198001010016,13800138000,局,40", "id.check_digit", "B2")]
    [InlineData("张三,1.10101E+17,13800138000,局,40", "id.damaged", "B2")]
    [InlineData("张三,4299991980,13800138000,局,40", "id.length", "B2")]
    [InlineData(",,13800138000,局,40", "name.missing", "A2")]
    [InlineData("12,,13800138000,局,40", "name.missing", "A2")]
    [InlineData("合计,,,,40", "row.total", "A2")]
    [InlineData("20人,,,,40", "row.total", "A2")]
    [InlineData("张三,,13800138000,局,15", "age.impossible", "E2")]
    [InlineData("张三,,13800138000,局,81", "age.impossible", "E2")]
    [InlineData("张三,,138\uFFFD,局,40", "cell.unreadable", "C2")]
    public void A_row_is_refused_with_its_cell_and_reason(string row, string code, string cell)
    {
        var verdict = Lists.One(Header, row);

        Assert.True(verdict.IsRefused);
        var refusal = verdict.Refusals.First();
        Assert.Equal((code, cell), (refusal.Code, refusal.Cell));
        Assert.NotEmpty(refusal.Zh);
        Assert.NotEmpty(refusal.En);
    }

    [Fact]
    public void A_total_under_the_serial_numbers_is_no_person_whatever_stands_under_the_names()
    {
        Assert.Equal(("row.total", "A2"), Lists.One("序号,姓名,手机", "合计,贰拾,").Refusals.Select(r => (r.Code, r.Cell)).Single());
        Assert.Equal("贰拾", Lists.One("序号,姓名,身份证号", $"合计,贰拾,{Lists.Id(0)}").Person!.Name);
    }

    [Fact]
    public void An_impossible_age_in_the_ID_number_is_refused_and_told()
    {
        var refusal = Lists.One(Header, $"张三,{Lists.Id(0, 1930)},13800138000,局,").Refusals.Single();

        Assert.Equal("age.impossible", refusal.Code);
        Assert.Contains("92", refusal.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void A_malformed_phone_is_reported_and_kept()
    {
        var row = Lists.One(Header, "张三,,1380013800,局,40");

        Assert.Equal(("1380013800", "phone.malformed"), (row.Person!.Phone, row.Remarks.Single().Code));
    }

    [Fact]
    public void Formula_errors_refuse_and_formulas_never_computed_refuse()
    {
        var file = XlsxFile.Rows("""
            <row r="1"><c r="A1" t="str"><v>姓名</v></c><c r="B1" t="str"><v>手机</v></c></row>
            <row r="2"><c r="A2" t="e"><f>VLOOKUP(1,2,3)</f><v>#N/A</v></c><c r="B2"><v>13800138001</v></c></row>
            <row r="3"><c r="A3"><f>X1</f></c><c r="B3"><v>13800138002</v></c></row>
            <row r="4"><c r="A4" t="str"><f>X1</f><v>张三</v></c><c r="B4"><v>13800138003</v></c></row>
            """);
        var rows = Lists.Read(file);

        Assert.Equal(["cell.unreadable", "cell.unreadable", "张三"], rows.Select(r => r.Person?.Name ?? r.Refusals.First().Code));
        Assert.Equal("A2", rows[0].Refusals.First().Cell);
    }

    [Fact]
    public void Agencies_and_homes_that_are_not_clear_are_reported_and_stored()
    {
        var (one, two) = (new Candidate(Guid.CreateVersion7(), "永泰社区（三林镇）"), new Candidate(Guid.CreateVersion7(), "永泰社区（银滩路）"));
        var options = Lists.Options with
        {
            FindAgency = name => name == "区教育局" ? new Match([one]) : Match.Nothing,
            FindHome = text => text switch { "永泰社区" => new Match([one, two]), "三林" => new Match([two]), _ => Match.Nothing },
        };
        var rows = Lists.Read(Lists.Csv("姓名,单位,居住地\n甲一,区教育局,三林\n乙二,新单位,永泰社区\n丙三,新单位,火星\n"), options);

        Assert.Equal((one.Id, two.Id), (rows[0].Person!.AgencyId, rows[0].Person!.HomeAreaId));
        Assert.Equal(["agency.unknown B3", "home.ambiguous C3", "home.not_found C4"], rows.SelectMany(r => r.Remarks).Select(r => $"{r.Code} {r.Cell}"));
        Assert.Equal([one, two], rows[1].Person!.HomeCandidates);
        Assert.All(rows, r => Assert.False(r.IsRefused));
    }

    [Fact]
    public void The_same_person_twice_is_one_and_the_same_number_under_another_name_is_refused()
    {
        var rows = Lists.Read(Lists.Csv($"""
            {Header}
            张三,{Lists.Id(1)},13800138001,区教育局,
            张　三,{Lists.Id(1).ToLowerInvariant()},138 0013 8001,区教育局,
            张三,{Lists.Id(1)},13800138009,区教育局,
            李四,{Lists.Id(1)},13800138002,区教育局,
            王五,,13800138003,区民政局,40
            王五,,13800138003,区民政局,40
            王五,{Lists.Id(2)},13800138003,区民政局,
            王五,{Lists.Id(3)},13800138003,区民政局,
            王五,,13800138004,区民政局,40
            赵六,,,区民政局,40
            赵六,,,区民政局,40
            赵六,,,区民政局,41
            """));

        Assert.Equal(
            [Repeat.First, Repeat.Unchanged, Repeat.Updated, null, Repeat.First, Repeat.Unchanged, Repeat.Updated, Repeat.First, Repeat.First, Repeat.First, Repeat.Unchanged, Repeat.First],
            rows.Select(r => r.IsRefused ? (Repeat?)null : r.Repeat));
        Assert.Equal(("id.other_name", "B5"), (rows[3].Refusals.Single().Code, rows[3].Refusals.Single().Cell));
        Assert.Equal(2, rows[1].FirstAt!.Value.Row);
        Assert.Equal(["person.possible_double A9", "person.possible_double A13"],
            rows.SelectMany(r => r.Remarks).Where(r => r.Code == "person.possible_double").Select(r => $"{r.Code} {r.Cell}"));
    }

    [Fact]
    public void Blank_rows_and_repeated_headers_are_no_rows()
    {
        var rows = Lists.Read(Lists.Csv("序号,姓名,手机\n1,张三,13800138001\n2,,\n,,\n序号,姓名,手机\n3,李四,13800138002\n"), out var reader);

        Assert.Equal(["张三", "李四"], rows.Select(r => r.Person!.Name));
        var sheet = reader.Sheets.Single();
        Assert.Equal((2L, 1L), (sheet.Rows, sheet.RepeatedHeaders));
    }

    [Fact]
    public void A_sheet_without_names_is_passed_over_and_says_so()
    {
        Lists.Read(Lists.Xlsx([("说明", [["填表说明"], ["请如实填写"]]), ("名单", [["姓名", "手机"], ["张三", "13800138001"]])]), out var reader);

        Assert.Equal([("说明", true), ("名单", false)], reader.Sheets.Select(s => (s.Name, s.Skipped)));
    }

    [Fact]
    public void Refused_rows_go_out_like_they_came_and_come_back_mended()
    {
        var source = Lists.Xlsx([("区直", [["序号", "姓名", "自编列", "身份证号", "手机"], ["1", "张三", "x", Lists.Id(1), "13800138001"], ["2", "李四", "=y", "429999198001010016", "13800138002"]]),
            ("街道", [["姓名", "手机"], ["", "13800138003"]])]);
        var file = Refused(Lists.Read(source));

        using (var book = Sheets.Open(new MemoryStream(file.ToArray()), "a.xlsx"))
        {
            var rows = book.Sheets[0].Rows().ToList();
            Assert.Equal(["序号", "姓名", "自编列", "身份证号", "手机", RefusedSheets.ReasonHeader], rows[0].Cells.Select(c => c.Text));
            Assert.Equal(["2", "李四", "=y", "429999198001010016", "13800138002"], rows[1].Cells.Take(5).Select(c => c.Text));
            Assert.Contains("D3", rows[1][5].Text, StringComparison.Ordinal);
            Assert.Equal(["区直", "街道"], book.Sheets.Select(s => s.Name));
        }
        var again = Lists.Read(new MemoryStream(file.ToArray()), out var reader);
        Assert.Equal(2, again.Count(r => r.IsRefused));
        Assert.Equal(PersonField.Reason, reader.Sheets[0].Mapping.Columns[^1].Field);

        using var third = Sheets.Open(Refused(again), "a.xlsx");
        Assert.Equal(["序号", "姓名", "自编列", "身份证号", "手机", RefusedSheets.ReasonHeader], third.Sheets[0].Rows().First().Cells.Select(c => c.Text));
    }

    [Fact]
    public void Counts_add_up_for_any_rows_and_no_row_is_lost()
    {
        var cell = Gen.Elements("", " ", "张三", "李　四", "王五•甲", "#", "13800138001", "138 0013 8002", "1.1E+17", Lists.Id(1), Lists.Id(2), "429999198001010016", "局", "40", "15", "党员", "=1+1", "合计", "x\uFFFD");
        var rows = Gen.ListOf(Gen.ArrayOf(cell, 6), 25);
        Prop.ForAll(rows.ToArbitrary(), list =>
        {
            var file = Lists.Xlsx([["姓名", "身份证号", "手机", "单位", "年龄", "备注"], .. list]);
            var read = Lists.Read(file, out var reader);
            var count = new ImportCount();
            foreach (var row in read)
            {
                count.Read();
                count.End(row.IsRefused ? RowOutcome.Refused : row.Repeat switch { Repeat.First => RowOutcome.Stored, Repeat.Updated => RowOutcome.Updated, _ => RowOutcome.Unchanged });
            }
            var tally = count.Close(reader.RowCount);
            var sheet = reader.Sheets[0];
            int filled = list.Count(r => r.Any(t => t.Trim().Length > 0));
            using var refused = Sheets.Open(Refused(read), "a.xlsx");
            long back = refused.Sheets[0].Rows().Count(r => !r.IsBlank) - 1;
            return sheet.Rows + sheet.RepeatedHeaders == filled && tally.Rows == filled && (tally.Refused == 0 || back == tally.Refused)
                && read.Where(r => r.Person?.IdNumber is not null && r.Repeat == Repeat.First).GroupBy(r => r.Person!.IdNumber).All(g => g.Count() == 1)
                && read.All(r => r.IsRefused == r.Refusals.Any());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    [Fact]
    public void A_tally_that_does_not_add_up_is_impossible()
    {
        Assert.Throws<InvalidOperationException>(() => new ImportTally(3, 1, 1, 0, 0));
        var count = new ImportCount();
        count.Read();
        Assert.Throws<InvalidOperationException>(() => count.Close(1));
        count.End(RowOutcome.Stored);
        Assert.Throws<InvalidOperationException>(() => count.Close(2));
        Assert.Equal(1, count.Close(1).Stored);
    }

    [Theory]
    [InlineData("gb18030")]
    [InlineData("utf-16")]
    public void A_list_in_another_encoding_reads_alike(string encoding)
    {
        var file = new MemoryStream(CsvTests.Encode("姓名,单位\r\n𠮷·娜,区教育局\r\n", encoding));
        Assert.Equal("𠮷·娜", Lists.Read(file).Single().Person!.Name);
    }

    private static MemoryStream Refused(IEnumerable<ImportRow> rows)
    {
        var file = new MemoryStream();
        using (var workbook = new RefusedWorkbook(file, leaveOpen: true))
            foreach (var row in rows)
                if (row.IsRefused) workbook.Add(row);
        file.Position = 0;
        return file;
    }
}
