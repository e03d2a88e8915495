using Muster.Territory.Names;
using Muster.Territory.Register;

namespace Muster.App.Tests.Territory;

public class ShortNameTests
{
    [Theory]
    [InlineData("花园路社区居委会", "花园路社区", "花园路")]
    [InlineData("东小区社区居民委员会", "东小区社区", "东小区")]
    [InlineData("三林新村第四居委会", "三林新村第四居委", "三林新村第四")]
    [InlineData("安居居委会", "安居居委", "安居")]
    [InlineData("三民村村委会", "三民村", "三民村")]
    [InlineData("王家沟村民委员会", "王家沟村", "王家沟村")]
    [InlineData("王家沟村村民委员会", "王家沟村", "王家沟村")]
    [InlineData("新村村委会", "新村", "新村")]
    [InlineData("新村村村委会", "新村村", "新村村")]
    [InlineData("李村民委员会", "李村", "李村")]
    [InlineData("东明村居委会", "东明村居委", "东明村")]
    [InlineData("星岛社区社区居委会", "星岛社区", "星岛")]
    [InlineData("西张口村委会村民委员会", "西张口村", "西张口村")]
    [InlineData("宋禾麻庄三村村民村委会", "宋禾麻庄三村", "宋禾麻庄三村")]
    [InlineData("西里街村村民委会员", "西里街村", "西里街村")]
    [InlineData("崇串村村委员会", "崇串村", "崇串村")]
    [InlineData("东南村村委", "东南村", "东南村")]
    [InlineData("巴彦嘎查村委会", "巴彦嘎查", "巴彦嘎查")]
    [InlineData("巴彦嘎查", "巴彦嘎查", "巴彦嘎查")]
    [InlineData("北扎兰营子村委会（一分场）", "北扎兰营子村（一分场）", "北扎兰营子村（一分场）")]
    [InlineData("白庙村农工商联合公司（村委会）", "白庙村农工商联合公司", "白庙村农工商联合公司")]
    [InlineData("小（氵甸）村委会", "小（氵甸）村", "小（氵甸）村")]
    [InlineData("天津工业园区管理委员会", "天津工业园区管理委员会", "天津工业园区管理委员会")]
    [InlineData("南市街道办事处", "南市街道", "南市街道")]
    [InlineData("南市街道办", "南市街道", "南市街道")]
    [InlineData("三林镇人民政府", "三林镇", "三林镇")]
    [InlineData("三林镇", "三林镇", "三林镇")]
    [InlineData("永泰社区", "永泰社区", "永泰")]
    [InlineData("居委会", "居委会", "居委会")]
    [InlineData("社区居委会", "社区居委会", "社区居委会")]
    [InlineData("社区居民委员会", "社区居民委员会", "社区居民委员会")]
    [InlineData("社区", "社区", "社区")]
    [InlineData(" 花园路社区居委会 ", "花园路社区", "花园路")]
    [InlineData("", "", "")]
    public void Names_are_shortened_as_people_shorten_them(string name, string shown, string stem)
    {
        Assert.Equal(shown, ShortName.Of(name));
        Assert.Equal(stem, ShortName.Stem(name));
    }

    [Fact]
    public void No_name_of_the_register_is_lost_and_shortening_twice_changes_nothing()
    {
        foreach (var area in NationalRegister.Embedded.Load(31).Concat(NationalRegister.Embedded.Load(15)))
        {
            var shown = ShortName.Of(area.Name);
            Assert.NotEmpty(ShortName.Stem(area.Name));
            Assert.Equal(shown, ShortName.Of(shown));
        }
    }
}
