using System.Security.Cryptography;
using Muster.Territory;
using Muster.Territory.Register;

namespace Muster.App.Tests.Territory;

public class NationalRegisterTests
{
    // What data/make-register.mjs printed when the committed file was made; `--check` there compares byte by byte.
    private const string Hash = "1a6f9461c0cfc21e60bd85accc3bfebb414215fdc59c28465647f870b02ed24e";

    private static readonly Lazy<RegisteredArea[]> Nation = new(() => [.. NationalRegister.Embedded.All()]);

    [Fact]
    public void The_register_in_the_program_is_the_one_the_script_made()
    {
        using var stream = typeof(NationalRegister).Assembly.GetManifestResourceStream("areas.bin.br")!;
        Assert.Equal(Hash, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }

    [Fact]
    public void Every_level_has_the_published_number_of_areas()
    {
        var counts = Nation.Value.CountBy(area => area.Level).ToDictionary();
        Assert.Equal(31, counts[AreaLevel.Province]);
        Assert.Equal(342, counts[AreaLevel.City]);
        Assert.Equal(2_978 - 4, counts[AreaLevel.County]);
        Assert.Equal(41_352, counts[AreaLevel.Street]);
        Assert.Equal(620_573, counts[AreaLevel.Community]);
        Assert.Equal(NationalRegister.Embedded.Count, Nation.Value.Length);
    }

    [Theory]
    [InlineData(42, 27_057)]
    [InlineData(13, 54_145)]
    public void A_province_has_the_communities_the_accounts_speak_of(int province, int communities)
    {
        var areas = NationalRegister.Embedded.Load(province);
        Assert.Equal(communities, areas.Count(area => area.Level == AreaLevel.Community));
        Assert.Equal(NationalRegister.Embedded.CountIn(province), areas.Length);
    }

    [Fact]
    public void Heping_has_six_streets_and_64_communities()
    {
        var heping = NationalRegister.Embedded.Load(12).Where(area => area.Code / 1_000_000 == 120101).ToArray();
        Assert.Equal("和平区", heping[0].Name);
        Assert.Equal(120100000000, heping[0].ParentCode);
        Assert.Equal(6, heping.Count(area => area.Level == AreaLevel.Street));
        Assert.Equal(64, heping.Count(area => area.Level == AreaLevel.Community));
        Assert.Equal("劝业场街道", heping[1].Name);
        Assert.Equal((120101001000, "花园路社区居委会"), (heping[2].ParentCode, heping[2].Name));
    }

    [Theory]
    [InlineData(44, 441900000000, "东莞市")]
    [InlineData(44, 442000000000, "中山市")]
    [InlineData(46, 460400000000, "儋州市")]
    [InlineData(62, 620200000000, "嘉峪关市")]
    public void A_city_without_counties_has_its_streets_directly_below(int province, long code, string name)
    {
        var areas = NationalRegister.Embedded.Load(province);
        var city = Array.FindIndex(areas, area => area.Code == code);
        Assert.Equal((AreaLevel.City, name), (areas[city].Level, areas[city].Name));
        Assert.All(areas.Where(area => area.Parent == city), area => Assert.Equal(AreaLevel.Street, area.Level));
    }

    [Fact]
    public void Cities_that_are_only_headings_are_known_and_real_ones_are_not_taken_for_them()
    {
        var headings = Nation.Value.Where(area => area.IsHeading).Select(area => area.Code / 100_000_000).Order();
        Assert.Equal([1101, 1201, 3101, 4190, 4290, 4690, 5001, 5002, 6590], headings);
    }

    [Fact]
    public void Parents_stand_before_their_children_one_level_up_or_more_and_share_the_code()
    {
        foreach (var province in NationalRegister.Embedded.Provinces)
        {
            var areas = NationalRegister.Embedded.Load(province);
            Assert.Equal(-1, areas[0].Parent);
            for (var i = 1; i < areas.Length; i++)
            {
                var parent = areas[areas[i].Parent];
                Assert.True(areas[i].Parent < i && parent.Level < areas[i].Level);
                Assert.Equal(parent.Code, areas[i].ParentCode);
                Assert.True(areas[i].Code >= areas[i - 1].Code);
                Assert.Equal(province, areas[i].Code / 10_000_000_000);
            }
        }
    }

    [Fact]
    public void Within_a_level_no_code_appears_twice()
    {
        Assert.Equal(Nation.Value.Length, Nation.Value.Select(area => (area.Level, area.Code)).Distinct().Count());
        Assert.Equal([350527000000], Nation.Value.GroupBy(a => a.Code).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Fact]
    public void Names_with_rare_characters_come_through()
    {
        var names = Nation.Value.Select(area => area.Name).ToHashSet();
        Assert.Contains("小（氵甸）村委会", names);
        Assert.Contains("IT家园社区居委会", names);
        Assert.Contains(names, name => name.Contains('\uD844'));
        Assert.DoesNotContain(names, string.IsNullOrWhiteSpace);
    }

    [Fact]
    public void The_kind_of_a_community_follows_its_code()
    {
        var sanlin = NationalRegister.Embedded.Load(31).Where(area => area.ParentCode == 310115130000).ToArray();
        Assert.Equal(CommunityKind.Residents, sanlin.Single(area => area.Name == "三林新村第四居委会").Kind);
        Assert.Equal(CommunityKind.Village, sanlin.Single(area => area.Name == "三民村村委会").Kind);
        Assert.Null(NationalRegister.Embedded.Load(31)[0].Kind);
    }

    [Fact]
    public void A_file_that_is_cut_short_or_something_else_is_refused()
    {
        using var stream = typeof(NationalRegister).Assembly.GetManifestResourceStream("areas.bin.br")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        foreach (var length in (int[])[0, 3, 7, 20, 200, bytes.Length - 1])
        {
            using var cut = new MemoryStream(bytes, 0, length);
            Assert.Throws<InvalidDataException>(() => NationalRegister.Open(cut));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => NationalRegister.Embedded.Load(71));
    }
}
