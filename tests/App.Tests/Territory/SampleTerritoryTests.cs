using System.Globalization;
using Muster.Territory;
using Muster.Territory.Register;

namespace Muster.App.Tests.Territory;

public class SampleTerritoryTests
{
    [Theory]
    [InlineData("heping", "community", 64, 430, 3224)]
    [InlineData("sanlin", "community", 60, 300, 428)]
    [InlineData("yongtai", "community", 7, 53, 71)]
    [InlineData("yintan", "compound", 35, 117, 168)]
    public void A_sample_has_the_figures_of_its_account(string sample, string level, int areas, int posts, int people)
    {
        Assert.Equal(areas, Read(sample, "areas").Count(area => area["level"] == level));
        Assert.Equal(posts, Read(sample, "posts").Count);
        Assert.Equal(people, Read(sample, "posts").Sum(post => Number(post["target"])));
    }

    [Theory]
    [InlineData("heping")]
    [InlineData("sanlin")]
    [InlineData("yongtai")]
    [InlineData("yintan")]
    public void What_is_not_assumed_stands_in_the_register_under_that_code_and_name(string sample)
    {
        var seen = new HashSet<string>();
        foreach (var area in Read(sample, "areas"))
        {
            var level = Enum.Parse<AreaLevel>(area["level"], ignoreCase: true);
            if (area["assumed"] == "0")
            {
                var code = long.Parse(area["key"], CultureInfo.InvariantCulture);
                var registered = Register((int)(code / 10_000_000_000))[(level, code)];
                Assert.Equal(registered.Name, area["name"]);
            }
            else
            {
                Assert.False(long.TryParse(area["key"], out _));
            }

            Assert.True(seen.Count == 0 || seen.Contains(area["parent"]), area["key"]);
            Assert.True(seen.Add(area["key"]), area["key"]);
        }
    }

    [Theory]
    [InlineData("heping")]
    [InlineData("sanlin")]
    [InlineData("yongtai")]
    [InlineData("yintan")]
    public void Every_post_is_in_one_area_and_its_numbers_are_in_order(string sample)
    {
        var areas = Units(sample).ToHashSet();
        var keys = new HashSet<string>();
        foreach (var post in Read(sample, "posts"))
        {
            Assert.Contains(post["area"], areas);
            Assert.True(keys.Add(post["key"]));
            Assert.InRange(Number(post["minimum"]), 1, Number(post["target"]));
            Assert.True(Number(post["limit"]) > Number(post["target"]));
            Assert.All(["name", "kind", "duty", "rule", "kit", "address"], column => Assert.NotEmpty(post[column]));
        }
    }

    [Fact]
    public void Heping_has_the_six_kinds_of_post_in_every_community()
    {
        foreach (var posts in Read("heping", "posts").GroupBy(post => post["area"]))
        {
            Assert.Equal(6, posts.Select(post => post["kind"]).Distinct().Count());
        }
    }

    [Fact]
    public void Sanlin_has_six_clusters_and_the_committee_that_was_quarantined()
    {
        var areas = Read("sanlin", "areas");
        Assert.Equal(6, areas.Count(area => area["level"] == "cluster"));
        Assert.Contains(areas, area => area["name"] == "三林新村第四居委会");
    }

    [Fact]
    public void Yongtai_has_15_compounds_with_33000_residents()
    {
        var compounds = Read("yongtai", "areas").Where(area => area["level"] == "compound").ToArray();
        Assert.Equal(15, compounds.Length);
        Assert.Equal(33_000, compounds.Sum(compound => Number(compound["residents"])));
    }

    [Fact]
    public void Yintan_is_cut_from_35_compounds_into_39_units_and_nobody_is_lost()
    {
        Assert.Equal(39, Units("yintan").Count(key => key.StartsWith("yintan-", StringComparison.Ordinal)));
        var areas = Read("yintan", "areas").ToDictionary(area => area["key"]);
        foreach (var units in Read("yintan", "recut").GroupBy(unit => unit["from"]))
        {
            var ended = units.Key.Split(';').Select(key => areas[key]).ToArray();
            Assert.Single(ended.Select(area => area["parent"]).Distinct());
            foreach (var column in (string[])["residents", "households", "buildings", "local_staff"])
            {
                Assert.Equal(ended.Sum(area => Number(area[column])), units.Sum(unit => Number(unit[column])));
            }
        }

        var compounds = areas.Values.Where(area => area["level"] == "compound").ToArray();
        Assert.Equal(137 + 52, compounds.Sum(compound => Number(compound["local_staff"])));
        var yingmentan = compounds.Where(area => area["parent"] == "620105006010").Select(area => area["key"]).ToHashSet();
        Assert.Equal(6, yingmentan.Count);
        Assert.Equal(24, Read("yintan", "posts").Where(p => yingmentan.Contains(p["area"])).Sum(p => Number(p["target"])));
    }

    private static IEnumerable<string> Units(string sample)
    {
        var keys = Read(sample, "areas").Select(area => area["key"]).ToHashSet();
        if (sample == "yintan")
        {
            var recut = Read(sample, "recut");
            keys.ExceptWith(recut.SelectMany(unit => unit["from"].Split(';')));
            keys.UnionWith(recut.Select(unit => unit["to"]));
        }

        return keys;
    }

    private static readonly Dictionary<int, Dictionary<(AreaLevel, long), RegisteredArea>> Registers = [];

    private static Dictionary<(AreaLevel, long), RegisteredArea> Register(int province)
    {
        if (!Registers.TryGetValue(province, out var areas))
        {
            areas = NationalRegister.Embedded.Load(province).ToDictionary(area => (area.Level, area.Code));
            Registers[province] = areas;
        }

        return areas;
    }

    private static int Number(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);

    private static List<Dictionary<string, string>> Read(string sample, string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Muster.slnx")))
        {
            folder = folder.Parent!;
        }

        var lines = File.ReadAllLines(Path.Combine(folder.FullName, "samples", sample, $"{file}.csv"));
        var columns = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => columns.Zip(line.Split(',', columns.Length + 1))
            .ToDictionary(cell => cell.First, cell => cell.Second))];
    }
}
