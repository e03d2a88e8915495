using FsCheck;
using FsCheck.Fluent;
using Muster.People;
using Muster.People.Import.Reading;

namespace Muster.App.Tests.People.Import;

public class ReadingTests
{
    [Theory]
    [InlineData("张　三", "张三")]
    [InlineData(" 张 三 ", "张三")]
    [InlineData("'李四", "李四")]
    [InlineData("买买提•艾力", "买买提·艾力")]
    [InlineData("买买提 ・ 艾力", "买买提·艾力")]
    [InlineData("买买提.艾力", "买买提·艾力")]
    [InlineData("阿卜杜 · 拉", "阿卜杜·拉")]
    [InlineData("Chen  Qi", "Chen Qi")]
    [InlineData("Ｃｈｅｎ　Ｑｉ", "Chen Qi")]
    [InlineData("J. Smith", "J. Smith")]
    [InlineData("𠮷田 𤭢", "𠮷田𤭢")]
    [InlineData("\uE81E三", "龴三")]
    [InlineData("王\u200B五\uFEFF", "王五")]
    [InlineData("李四（女）", "李四")]
    [InlineData("马丽（女，回族）", "马丽")]
    [InlineData("李四（组长）", "李四(组长)")]
    public void Names_come_to_one_form_and_keep_rare_characters(string typed, string name) => Assert.Equal(name, PersonName.Read(typed));

    [Theory]
    [InlineData("138 0013 8000", "13800138000", true)]
    [InlineData("138-0013-8000", "13800138000", true)]
    [InlineData("+86 13800138000", "13800138000", true)]
    [InlineData("008613800138000", "13800138000", true)]
    [InlineData("１３８００１３８０００", "13800138000", true)]
    [InlineData("13800138000.0", "13800138000", true)]
    [InlineData("0431-88880000", "0431-88880000", true)]
    [InlineData("021-88880000转12", "021-88880000转12", true)]
    [InlineData("88880000", "88880000", true)]
    [InlineData("1380013800", "1380013800", false)]
    [InlineData("12345678901", "12345678901", false)]
    [InlineData("1.38E+10", "1.38E+10", false)]
    public void Phones_come_to_one_form_and_odd_ones_are_kept(string typed, string phone, bool wellFormed)
    {
        var read = PhoneNumber.Read(typed);
        Assert.Equal((phone, wellFormed), (read.Text, read.WellFormed));
    }

    [Fact]
    public void Several_phones_in_a_cell_are_several_phones() =>
        Assert.Equal(["13800138000", "13900139000"], PhoneNumber.ReadAll("138 0013 8000／13900139000").Select(p => p.Text));

    [Theory]
    [InlineData("429999198001010016", IdState.WrongCheckDigit)]
    [InlineData("110101199003071000", IdState.Damaged)]
    [InlineData("1.10101E+17", IdState.Damaged)]
    [InlineData("42999919800101", IdState.WrongLength)]
    [InlineData("E12345678", IdState.OtherDocument)]
    [InlineData("H1234567890", IdState.OtherDocument)]
    public void Wrong_numbers_are_told_apart(string text, IdState state) => Assert.Equal(state, IdNumber.Read(text).State);

    [Fact]
    public void A_number_typed_as_a_number_is_damaged_even_if_its_check_digit_happens_to_be_right() =>
        Assert.Equal(IdState.Damaged, IdNumber.Read(Lists.Id(0), lostDigits: true).State);

    [Fact]
    public void Full_width_small_x_dashes_spaces_and_apostrophe_are_understood()
    {
        string withX = Enumerable.Range(0, 1000).Select(i => Lists.Id(i)).First(id => id.EndsWith('X'));
        string wide = string.Concat(withX.ToLowerInvariant().Select(c => (char)(c + 0xFEE0)));

        Assert.Equal((withX, IdState.Right), (IdNumber.Read("'" + wide).Text, IdNumber.Read("'" + wide).State));
        Assert.Equal(withX, IdNumber.Read($"{withX[..6]} {withX[6..14]}-{withX[14..]}").Text);
    }

    [Fact]
    public void A_number_of_the_first_generation_is_lengthened()
    {
        string whole = Lists.Id(5);
        Assert.Equal(whole, IdNumber.Read(whole[..6] + whole[8..17]).Text);
    }

    [Fact]
    public void A_right_number_tells_birthday_and_sex()
    {
        string seventeen = "42999919780305001";
        var id = IdNumber.Read(seventeen + IdNumber.CheckDigit(seventeen));
        Assert.Equal((IdState.Right, new DateOnly(1978, 3, 5), Sex.Male), (id.State, id.Birthday, id.Sex));
    }

    [Fact]
    public void Any_single_mistyped_digit_and_any_swap_of_neighbours_is_found()
    {
        Prop.ForAll(Gen.Choose(0, 300_000).ToArbitrary(), Gen.Choose(0, 16).ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), (order, at, more) =>
        {
            string id = Lists.Id(order);
            char[] typed = id.ToCharArray();
            typed[at] = (char)('0' + (typed[at] - '0' + more) % 10);
            char[] swapped = id.ToCharArray();
            (swapped[at], swapped[at + 1]) = (swapped[at + 1], swapped[at]);
            return IdNumber.Read(new string(typed)).State != IdState.Right
                && (swapped.AsSpan().SequenceEqual(id) || IdNumber.Read(new string(swapped)).State != IdState.Right);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Theory]
    [InlineData("党员", "01", true)]
    [InlineData("中共党员", "01", true)]
    [InlineData("中共预备党员", "02", true)]
    [InlineData("预备党员", "02", true)]
    [InlineData("团员", "03", false)]
    [InlineData("农工党党员", "08", false)]
    [InlineData("九三学社", "10", false)]
    [InlineData("群 众", "13", false)]
    [InlineData("非党员", "13", false)]
    [InlineData("入党积极分子", "13", false)]
    [InlineData("否", "13", false)]
    [InlineData("是", "01", true)]
    [InlineData("CPC member", "01", true)]
    public void Political_status_follows_the_standard_and_membership_is_derived(string typed, string code, bool member)
    {
        var status = PoliticalAffiliation.Read(typed);
        Assert.Equal((code, member), (status?.Code, status?.PartyMember));
    }

    [Fact]
    public void Grades_stand_in_one_order()
    {
        string[] senior =
        [
            "正厅级", "副厅级", "一级调研员", "正处级", "三级调研员", "副处级", "一级主任科员", "正科级", "三级主任科员", "副科级", "正股级", "科员", "二级科员",
        ];
        var ranks = senior.Select(g => GradeScale.Rank(g)!.Value).ToList();

        Assert.Equal(ranks.OrderDescending(), ranks);
        Assert.Equal(ranks.Count, ranks.Distinct().Count());
        Assert.Equal(GradeScale.Rank("县处级副职"), GradeScale.Rank("四级调研员"));
        Assert.Equal(GradeScale.Division, GradeScale.Rank("五级职员"));
        Assert.Equal(GradeScale.SectionDeputy, GradeScale.Rank("副主任科员"));
        Assert.Null(GradeScale.Rank("高级工程师"));
        Assert.All(senior[..6], g => Assert.True(GradeScale.Rank(g) >= GradeScale.DivisionDeputy));
        Assert.All(senior[6..], g => Assert.True(GradeScale.Rank(g) < GradeScale.DivisionDeputy));
    }

    [Theory]
    [InlineData("不宜夜班，需照顾老人", "NoNights,Care")]
    [InlineData("孕期", "Health")]
    [InlineData("患高血压、糖尿病", "Health")]
    [InlineData("健康", "")]
    [InlineData("无慢性病", "")]
    [InlineData("可值夜班", "")]
    [InlineData("会手语", "")]
    public void Limits_are_found_in_free_text(string text, string kinds) =>
        Assert.Equal(kinds, string.Join(',', PersonWords.ReadLimits(text).Select(l => l.Kind)));

    [Theory]
    [InlineData("区教育局办公室主任", "区教育局", "办公室主任")]
    [InlineData("银滩路街道办事处主任", "银滩路街道办事处", "主任")]
    [InlineData("市委组织部科长", "市委组织部", "科长")]
    [InlineData("区教育局 科员", "区教育局", "科员")]
    [InlineData("区教育局", "区教育局", null)]
    public void Agency_and_post_in_one_column_are_split(string both, string agency, string? post) =>
        Assert.Equal((agency, post), PersonWords.SplitAgencyAndPost(both));

    [Theory]
    [InlineData("1978.03", 1978)]
    [InlineData("197803", 1978)]
    [InlineData("1978年3月", 1978)]
    [InlineData("1978-03-05", 1978)]
    [InlineData("78年", null)]
    [InlineData("不详", null)]
    public void The_year_of_birth_is_found(string text, int? year) => Assert.Equal(year, PersonWords.ReadBirthYear(text, Lists.Options.Today));
}
