using Muster.Optimiser.Checking;
using Muster.Optimiser.Rostering;
using Muster.Optimiser.Rostering.Inrc;
using Muster.Optimiser.Rostering.Nrp;

namespace Muster.Optimiser.Tests.Rostering;

/// <summary>Problems and rosters as files. The instances are made up; costs are counted by hand.</summary>
public sealed class RosterFilesTests : IDisposable
{
    private const string Nrp = """
        # two people, one week
        SECTION_HORIZON
        7

        SECTION_SHIFTS
        E,480,
        L,480,E

        SECTION_STAFF
        甲,E=7|L=2,2400,0,5,1,1,1
        乙,E=7|L=0,2400,480,5,2,2,0

        SECTION_DAYS_OFF
        甲,0

        SECTION_SHIFT_ON_REQUESTS
        甲,1,L,3

        SECTION_SHIFT_OFF_REQUESTS
        乙,2,E,2

        SECTION_COVER
        1,E,1,100,1
        1,L,1,100,1
        2,E,1,100,1
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("muster-rosters-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Rosters_of_the_benchmark_text_are_counted_as_its_rules_say()
    {
        var problem = NrpFile.Read(new StringReader(Nrp));
        // Nobody works: three shifts empty, one request not granted, and 乙 below the least minutes.
        var idle = RosterChecker.Check(problem, Solution(""));
        Assert.Equal(303, idle.Objective);
        Assert.Equal([RosterRule.Load], idle.Violations.Select(v => v.Code));
        // 甲 L on day 1 as asked; 乙 E on days 1 and 2 against the request for day 2.
        Assert.Equal((2, 0), Of(Solution("甲,1,L\n乙,1,E\n乙,2,E")));
        // 乙 may not work L, nor one day alone, nor be off for one, nor work a weekend; 甲 may not have E after L, nor day 0, nor L three times.
        Assert.Equal(
            [RosterRule.Kind, RosterRule.MostOfType, RosterRule.OffRun, RosterRule.Pin, RosterRule.Rest, RosterRule.Weekends, RosterRule.WorkRun],
            RosterChecker.Check(problem, Solution("甲,0,L\n甲,1,E\n甲,3,L\n甲,4,L\n乙,1,L\n乙,3,E\n乙,5,E\n乙,6,E\n乙,4,E")).Violations.Select(v => v.Code).Distinct().Order(StringComparer.Ordinal));

        int[][] Solution(string lines) => SolutionFile.Read(problem, new StringReader("person,day,kind\n" + lines));

        (long, int) Of(int[][] kinds) => RosterChecker.Check(problem, kinds) is var check ? (check.Objective, check.Violations.Count) : default;
    }

    [Theory]
    [InlineData("E,480,", "E,eight,", "Line 6: field 2 is not a number")]
    [InlineData("L,480,E", "L,480,N", "Line 7: “N” is not known")]
    [InlineData("E=7|L=2", "E=7|L", "Line 10: “L” is not shift=number")]
    [InlineData("甲,1,L,3", "丙,1,L,3", "Line 17: “丙” is not known")]
    [InlineData("SECTION_COVER", "SECTION_OTHER", "There is no SECTION_COVER")]
    public void A_line_of_the_benchmark_text_that_is_wrong_is_named(string right, string wrong, string said) =>
        Assert.Contains(said, Assert.Throws<FormatException>(() => NrpFile.Read(new StringReader(Nrp.ReplaceLineEndings("\n").Replace(right, wrong, StringComparison.Ordinal)))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("丙,1,E", "Line 2")]
    [InlineData("甲,9,E", "Line 2")]
    [InlineData("甲,1,X", "Line 2")]
    [InlineData("甲,1,E\n甲,1,L", "two shifts on day 1")]
    public void A_line_of_a_roster_that_is_wrong_is_named(string lines, string said) =>
        Assert.Contains(said, Assert.Throws<FormatException>(() => SolutionFile.Read(NrpFile.Read(new StringReader(Nrp)), new StringReader("person,day,kind\n" + lines))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_competition_instance_is_read_with_its_history_and_its_rosters_go_out_and_in_again()
    {
        Competition();
        var problem = InrcFolder.Read(_folder, "n002w1_0_1-1");
        Assert.Equal(14, problem.Days);
        Assert.Equal(new RosterHistory(1, 2, 4, 0, 5, 1), problem.People[0].History);
        Assert.Equal(new RosterHistory(RosterHistory.Off, 0, 0, 1, 0, 0), problem.People[1].History);
        // 甲 rests all days: a day off run of 14 is 11 too long; 5 of at least 6 assignments; the history's night run of 2 lacks 1, its weekend counts.
        // 乙: no day off run ends, 15 days are 12 too long; 6 assignments missing. Cover: each Monday lacks its least, and one more to the best.
        var check = RosterChecker.Check(problem, Enumerable.Range(0, 2).Select(_ => Enumerable.Repeat(RosterPlan.Off, 14).ToArray()).ToArray());
        Assert.Equal(2, check.Violations.Count);
        Assert.Equal(new Dictionary<string, long> { ["off-run"] = (11 + 12) * 30, ["load"] = (1 + 6) * 20, ["type-run"] = 15, ["cover"] = 2 * 2 * 30 }, check.Parts.ToDictionary());

        var plan = Rosterer.Solve(problem, new RosterOptions(1, Steps: 200));
        Assert.Equal(0, plan.Broken);
        InrcSolution.Write(problem, plan.Kinds, "n002w1_0_1-1", Path.Combine(_folder, "out"));
        Assert.Equal(plan.Kinds, InrcSolution.Read(problem, "n002w1_0_1-1", Path.Combine(_folder, "out")));
        Assert.Throws<FormatException>(() => InrcFolder.Read(_folder, "n002w1"));
        File.WriteAllText(Path.Combine(_folder, "WD-n002w1-1.txt"), "WEEK_DATA\nn002w1\n");
        Assert.Contains("WD-n002w1-1.txt: there is no REQUIREMENTS", Assert.Throws<FormatException>(() => InrcFolder.Read(_folder, "n002w1_0_1-1")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_problem_written_and_read_again_is_the_same_problem()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var problem = RandomRosters.Make(seed);
            using var stream = new MemoryStream();
            RosterProblemFile.Write(problem, stream);
            stream.Position = 0;
            var kinds = RandomRosters.Careless(problem, seed);
            Assert.Equivalent(RosterChecker.Check(problem, kinds), RosterChecker.Check(RosterProblemFile.Read(stream), kinds), strict: true);
        }

        Assert.Throws<FormatException>(() => RosterProblemFile.Read(new MemoryStream("{\"days\":3,\"dyas\":4}"u8.ToArray())));
    }

    private void Competition()
    {
        File.WriteAllText(Path.Combine(_folder, "Sc-n002w1.txt"), """
            SCENARIO = n002w1
            WEEKS = 2
            SKILLS = 1
            Nurse
            SHIFT_TYPES = 2
            Day (1,5)
            Night (3,4)
            FORBIDDEN_SHIFT_TYPES_SUCCESSIONS
            Day 0
            Night 1 Day
            CONTRACTS = 1
            Full (6,10) (1,5) (1,3) 2 1
            NURSES = 2
            甲 Full 1 Nurse
            乙 Full 1 Nurse
            """);
        File.WriteAllText(Path.Combine(_folder, "H0-n002w1-0.txt"), "HISTORY\n0 n002w1\n\nNURSE_HISTORY\n甲 5 1 Night 2 4 0\n乙 0 0 None 0 0 1\n");
        File.WriteAllText(Path.Combine(_folder, "WD-n002w1-1.txt"), """
            WEEK_DATA
            n002w1
            REQUIREMENTS
            Day Nurse (1,2) (0,0) (0,0) (0,0) (0,0) (0,0) (0,0)
            Night Nurse (0,0) (0,0) (0,0) (0,0) (0,0) (0,0) (0,0)
            SHIFT_OFF_REQUESTS = 1
            乙 Any Tue
            """);
    }
}
