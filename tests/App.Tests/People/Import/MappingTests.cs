using Muster.People.Import;
using Muster.Platform.Files;

namespace Muster.App.Tests.People.Import;

public class MappingTests
{
    [Fact]
    public void Headers_are_found_under_titles_in_any_order()
    {
        var mapping = Guess("关于选派机关干部下沉社区的名单,,,\n填报单位：区委组织部,,联系电话：0431-88880000,\n,,,\n序号,联 系 电 话,身份证号（必填）,姓　名\n1,13800138001," + Lists.Id(1) + ",张三\n");

        Assert.Equal(4, mapping.HeaderRow);
        Assert.Equal([PersonField.None, PersonField.Phone, PersonField.IdNumber, PersonField.Name], mapping.Columns.Select(c => c.Field));
        Assert.True(mapping.IsUsable);
    }

    [Theory]
    [InlineData("Full Name,Mobile Phone,ID Card No.,Work Unit,Job Title,Gender,Party,Date of Birth,Home Address,Skills,Remarks",
        "Name,Phone,IdNumber,Agency,Post,Sex,PoliticalStatus,Birth,Home,Skills,Note")]
    [InlineData("名字,派出单位,职级,年龄,所属社区,专业,来源,突击队,紧急联系人电话,是否中共党员,单位及职务",
        "Name,Agency,Grade,Age,Home,Skills,Origin,Team,None,PoliticalStatus,Post")]
    [InlineData("姓名,手机,办公电话,备注,原因 Reason", "Name,Phone,Phone,Note,Reason")]
    public void Headers_are_known_by_many_names(string headers, string fields) =>
        Assert.Equal(fields, string.Join(',', Guess(headers + "\n").Columns.Select(c => c.Field)));

    [Fact]
    public void Without_headers_the_contents_speak()
    {
        string rows = string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},王小{(char)('一' + i)},{Lists.Id(i)},1380013{8000 + i},男\n"));
        var mapping = Guess(rows);

        Assert.Equal(0, mapping.HeaderRow);
        Assert.Equal([PersonField.None, PersonField.Name, PersonField.IdNumber, PersonField.Phone, PersonField.Sex], mapping.Columns.Select(c => c.Field));
        Assert.All(mapping.Columns.Skip(1), c => Assert.InRange(c.Confidence, 0.5, 0.7));
    }

    [Fact]
    public void Columns_whose_headers_were_swapped_are_read_by_their_contents()
    {
        string rows = string.Concat(Enumerable.Range(0, 20).Select(i => $"王小二,{Lists.Id(i)},1380013{8000 + i}\n"));
        var mapping = Guess("姓名,手机,身份证号\n" + rows);

        Assert.Equal([PersonField.Name, PersonField.IdNumber, PersonField.Phone], mapping.Columns.Select(c => c.Field));
        Assert.All(mapping.Columns.Skip(1), c => Assert.InRange(c.Confidence, 0, 0.7));
    }

    [Fact]
    public void ID_over_running_numbers_is_a_serial_number() =>
        Assert.Equal([PersonField.None, PersonField.Name, PersonField.Phone], Guess("ID,Name,Phone\n1,Chen Qi,13800138001\n2,Li Ba,13800138002\n").Columns.Select(c => c.Field));

    [Fact]
    public void A_correction_moves_a_field_and_is_remembered_for_the_same_headers()
    {
        var mapping = Guess("姓名,曾用名,电话\n张三,张小三,13800138001\n").With(1, PersonField.Name);
        var later = Guess("名单,,\n姓名, 曾用名 ,电话\n李四,李小四,13800138002\n");

        Assert.Equal([PersonField.None, PersonField.Name, PersonField.Phone], mapping.Columns.Select(c => c.Field));
        Assert.Equal(mapping.Signature, later.Signature);
        var recalled = later.Recall(Mapping.FromJson(mapping.ToJson()));
        Assert.Equal(mapping.Columns.Select(c => c.Field), recalled.Columns.Select(c => c.Field));
        Assert.Equal(2, recalled.HeaderRow);
        Assert.NotEqual(mapping.Signature, Guess("姓名,电话,曾用名\n").Signature);
    }

    [Fact]
    public void The_template_is_understood_in_both_languages()
    {
        foreach (string language in (ReadOnlySpan<string>)["zh-CN", "en"])
        {
            var file = new MemoryStream();
            PeopleTemplate.Write(file, language, leaveOpen: true);
            using var book = Sheets.Open(file, "a.xlsx");
            var fields = PeopleReader.Preview(book, Lists.Options)[0].Sheet.Mapping.Columns.Select(c => c.Field).ToList();

            Assert.DoesNotContain(PersonField.None, fields);
            Assert.Equal(15, fields.Distinct().Count());
        }
    }

    private static Mapping Guess(string csv)
    {
        using var book = Sheets.Open(Lists.Csv(csv), "a.csv");
        return MappingGuess.Of([.. book.Sheets[0].Rows()]);
    }
}
