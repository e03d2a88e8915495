using Muster.Territory.Names;
using Muster.Territory.Register;

namespace Muster.App.Tests.Territory;

public class PinyinTests
{
    [Theory]
    [InlineData("张三", "zhangsan", "zs")]
    [InlineData("单雄信", "shanxiongxin", "sxx")]
    [InlineData("解晓东", "xiexiaodong", "xxd")]
    [InlineData("仇英", "qiuying", "qy")]
    [InlineData("区寄", "ouji", "oj")]
    [InlineData("曾国藩", "zengguofan", "zgf")]
    [InlineData("查良镛", "zhaliangyong", "zly")]
    [InlineData("朴树", "piaoshu", "ps")]
    [InlineData("盖叫天", "gejiaotian", "gjt")]
    [InlineData("乐毅", "yueyi", "yy")]
    [InlineData("尉迟恭", "yuchigong", "ycg")]
    [InlineData("万俟卨", "moqixie", "mqx")]
    [InlineData("长孙无忌", "zhangsunwuji", "zswj")]
    [InlineData("单于", "shanyu", "sy")]
    [InlineData("吕小单", "lvxiaodan", "lxd")]
    [InlineData("买买提·阿里", "maimaitiali", "mmtal")]
    public void A_person_is_read_with_the_surname_as_a_surname(string name, string full, string initials) =>
        Assert.Equal(new PinyinText(full, initials), Pinyin.Of(name, NameKind.Person));

    [Theory]
    [InlineData("重庆市", "chongqingshi")]
    [InlineData("厦门市", "xiamenshi")]
    [InlineData("广厦社区", "guangshashequ")]
    [InlineData("六安市", "luanshi")]
    [InlineData("六合区", "luhequ")]
    [InlineData("第六居委", "diliujuwei")]
    [InlineData("蚌埠市", "bengbushi")]
    [InlineData("乐清市", "yueqingshi")]
    [InlineData("乐亭县", "laotingxian")]
    [InlineData("乐东镇", "ledongzhen")]
    [InlineData("单县", "shanxian")]
    [InlineData("洪洞县", "hongtongxian")]
    [InlineData("大城县", "daichengxian")]
    [InlineData("大城村", "dachengcun")]
    [InlineData("长子县", "zhangzixian")]
    [InlineData("长春道社区", "changchundaoshequ")]
    [InlineData("葛家巷道", "gejiaxiangdao")]
    [InlineData("三林新村第四", "sanlinxincundisi")]
    [InlineData("IT家园３区", "itjiayuan3qu")]
    [InlineData("黄陂区", "huangpiqu")]
    [InlineData("吕梁市", "lvliangshi")]
    public void A_place_is_read_with_the_words_of_places(string name, string full) =>
        Assert.Equal(full, Pinyin.Of(name, NameKind.Place).Full);

    [Theory]
    [InlineData("䶮", "yan")]
    [InlineData("㭎", "gang")]
    [InlineData("𬭎", "hong")]
    [InlineData("𬀩", "wei")]
    [InlineData("張", "zhang")]
    public void Rare_and_traditional_characters_are_read(string name, string full) =>
        Assert.Equal(full, Pinyin.Of(name, NameKind.Person).Full);

    [Fact]
    public void Other_readings_follow_the_likeliest()
    {
        var readings = Pinyin.Readings("单乐", NameKind.Person).Select(reading => reading.Full).ToArray();
        Assert.Equal("shanle", readings[0]);
        Assert.Contains("danle", readings);
        Assert.InRange(readings.Length, 2, 4);
        Assert.Single(Pinyin.Readings("张三", NameKind.Person, most: 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("·")]
    [InlineData("\uD844")]
    [InlineData("😀")]
    public void What_cannot_be_read_has_no_reading(string name) =>
        Assert.Equal(new PinyinText("", ""), Pinyin.Of(name, NameKind.Person));

    [Fact]
    public void Every_character_of_a_large_province_has_a_reading()
    {
        var names = NationalRegister.Embedded.Load(13).Select(area => area.Name);
        Assert.All(names, name => Assert.Equal(
            NameKeys.Fold(name).Length, Pinyin.Of(NameKeys.Fold(name), NameKind.Place).Initials.Length));
    }

    [Fact]
    public void A_name_longer_than_any_is_read_whole() =>
        Assert.Equal(5000, Pinyin.Of(new string('庄', 5000), NameKind.Place).Initials.Length);
}
