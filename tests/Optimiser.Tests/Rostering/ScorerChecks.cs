using System.Globalization;
using Muster.Optimiser.Checking;
using Muster.Optimiser.Rostering;
using Muster.Optimiser.Rostering.Inrc;
using Muster.Optimiser.Rostering.Nrp;

namespace Muster.Optimiser.Tests.Rostering;

/// <summary>
/// Totals that the public sets state for rosters that come with them. The sets are no part of this repository: where they are not beside it (or where MUSTER_BENCH_DATA
/// says), nothing is compared; <see cref="RosterFilesTests"/> counts made-up instances of both formats by hand.
/// </summary>
public sealed class ScorerChecks
{
    [Theory]
    [InlineData(1, 7137)]
    [InlineData(2, 10882)]
    [InlineData(3, 15474)]
    [InlineData(4, 18319)]
    [InlineData(5, 28974)]
    [InlineData(8, 48486)]
    [InlineData(16, 67438)]
    [InlineData(20, 450216)]
    [InlineData(24, 2278033)]
    public void Nobody_on_any_day_costs_what_the_set_of_Curtois_and_Qu_states(int number, long cost)
    {
        if (Folder("curtois-nrp") is not { } folder) return;
        using var text = new StreamReader(Path.Combine(folder, $"Instance{number.ToString(CultureInfo.InvariantCulture)}.txt"));
        var problem = NrpFile.Read(text);
        var kinds = Array.ConvertAll(problem.People, _ => Enumerable.Repeat(RosterPlan.Off, problem.Days).ToArray());
        Assert.Equal(cost, RosterChecker.Check(problem, kinds).Objective);
        if (number != 1) return;
        var day = Array.FindIndex(problem.Kinds, k => k.Name == "D");
        (kinds[0][2], kinds[0][3]) = (day, day);
        Assert.Equal(6933, RosterChecker.Check(problem, kinds).Objective);
    }

    [Theory]
    [InlineData("n005w4_0_1-2-3-3", 1695)]
    [InlineData("n005w4_1_5-3-1-0", 2010)]
    [InlineData("n005w4_2_6-7-8-9", 1720)]
    [InlineData("n012w8_0", 3295)]
    [InlineData("n012w8_1", 3805)]
    [InlineData("n012w8_2", 3745)]
    [InlineData("n021w4_0", 2305)]
    [InlineData("n021w4_1", 2305)]
    [InlineData("n021w4_2", 2345)]
    public void A_sample_roster_of_the_nurse_rostering_competition_costs_what_its_validator_says(string sample, long cost)
    {
        var parts = sample.Split('_');
        if (Folder(Path.Combine("inrc2", parts[0])) is not { } folder) return;
        var rosters = Assert.Single(Directory.GetDirectories(folder, $"Solution_H_{parts[1]}-WD_*"));
        var instance = $"{parts[0]}_{parts[1]}_{rosters[(rosters.LastIndexOf('_') + 1)..]}";
        if (parts.Length == 3) Assert.Equal(sample, instance);
        var problem = InrcFolder.Read(folder, instance);
        var check = RosterChecker.Check(problem, InrcSolution.Read(problem, instance, rosters));
        Assert.Empty(check.Violations);
        Assert.Equal(cost, check.Objective);
        if (sample != "n005w4_0_1-2-3-3") return;
        // As the official report beside it lists them: assignments, consecutive, days off, preferences, weekends, whole weekends, cover.
        Assert.Equal([320, 330, 70, 210, 60, 240], new[] { RosterRule.Load, RosterRule.OffRun, RosterRule.Wish, RosterRule.Weekends, RosterRule.HalfWeekend, RosterRule.Cover }.Select(rule => check.Parts.GetValueOrDefault(rule)));
        Assert.Equal(465, check.Parts.GetValueOrDefault(RosterRule.WorkRun) + check.Parts.GetValueOrDefault(RosterRule.TypeRun));
    }

    private static string? Folder(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Muster.slnx"))) root = root.Parent;
        var data = Environment.GetEnvironmentVariable("MUSTER_BENCH_DATA") ?? Path.Combine(root!.FullName, "..", "shared", "benchmarks");
        return Directory.Exists(Path.Combine(data, name)) ? Path.Combine(data, name) : null;
    }
}
