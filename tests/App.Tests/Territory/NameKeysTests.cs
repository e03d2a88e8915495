using Muster.Territory;
using Muster.Territory.Names;
using Muster.Territory.Register;

namespace Muster.App.Tests.Territory;

public class NameKeysTests
{
    private static bool Finds(string typed, string name) =>
        NameKeys.Query(typed) is { Length: > 0 } query
        && NameKeys.Of(name).Any(key => key.StartsWith(query, StringComparison.Ordinal));

    [Theory]
    [InlineData("三林")]
    [InlineData("sanlin")]
    [InlineData("SanLin")]
    [InlineData("san lin")]
    [InlineData("sl")]
    [InlineData("SLXC")]
    [InlineData("第四")]
    [InlineData("新村第四")]
    [InlineData("xcds")]
    [InlineData("三林新村第四居委会")]
    [InlineData("三林新村第四居委")]
    [InlineData("三林新村第四居民委员会")]
    [InlineData("第四居委")]
    [InlineData("sanlinxincundisi")]
    public void What_people_type_finds_the_committee(string typed) => Assert.True(Finds(typed, "三林新村第四居委会"));

    [Theory]
    [InlineData("第五", "三林新村第四居委会")]
    [InlineData("社区", "花园路社区居委会")]
    [InlineData("居委会", "花园路社区居委会")]
    [InlineData("", "花园路社区居委会")]
    public void What_does_not_tell_places_apart_finds_nothing(string typed, string name) =>
        Assert.False(Finds(typed, name));

    [Theory]
    [InlineData("三民村委会", "三民村村委会")]
    [InlineData("三民村村委会", "三民村村委会")]
    [InlineData("三民村民委员会", "三民村村委会")]
    [InlineData("花园路社区", "花园路社区居委会")]
    [InlineData("花园路社区居委会", "花园路社区居委会")]
    [InlineData("３区", "IT家园3区居委会")]
    [InlineData("it家园", "IT家园社区居委会")]
    [InlineData("lyuliang", "吕梁市")]
    [InlineData("lüliang", "吕梁市")]
    [InlineData("xi'an", "西安市")]
    public void Spellings_that_mean_the_same_find_the_same(string typed, string name) =>
        Assert.True(Finds(typed, name));

    [Fact]
    public void Every_community_of_a_province_is_found_by_its_own_name_however_it_is_written()
    {
        foreach (var area in NationalRegister.Embedded.Load(31).Where(area => area.Level == AreaLevel.Community))
        {
            Assert.True(Finds(area.Name, area.Name), area.Name);
            Assert.True(Finds(ShortName.Of(area.Name), area.Name), area.Name);
            Assert.True(Finds(ShortName.Stem(area.Name), area.Name), area.Name);
        }
    }

    [Fact]
    public void An_area_has_ten_keys_at_most_on_average_and_none_is_too_long()
    {
        var keys = NationalRegister.Embedded.Load(42).Select(area => NameKeys.Of(area.Name)).ToArray();
        Assert.InRange(keys.Average(of => of.Count), 3, 10);
        Assert.All(keys.SelectMany(of => of), key => Assert.InRange(key.Length, 1, NameKeys.PinyinLengthMax));
        Assert.All(keys, of => Assert.Equal(of.Count, of.Distinct().Count()));
    }

    [Fact]
    public void A_person_is_found_by_name_pinyin_and_initials()
    {
        var keys = NameKeys.Of("单雄信", NameKind.Person);
        Assert.Equal(["单雄信", "雄信", "sxx", "xx", "shanxiongxin"], keys);
    }

    [Fact]
    public void A_key_never_splits_a_character_beyond_the_basic_plane()
    {
        var keys = NameKeys.Of("𬭎𬭎𬭎𬭎𬭎𬭎𬭎𬭎𬭎𬭎", NameKind.Person);
        Assert.All(keys, key => Assert.False(char.IsLowSurrogate(key[0]) || char.IsHighSurrogate(key[^1])));
    }
}
