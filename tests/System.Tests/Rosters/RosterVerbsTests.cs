using static Muster.System.Tests.Typed;

namespace Muster.System.Tests.Rosters;

/// <summary>The verbs on roster problems as files.</summary>
public sealed class RosterVerbsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("muster-rosters-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_problem_is_solved_checked_and_explained_and_a_planted_fault_is_told_by_exit_code()
    {
        var (problem, roster) = (Path.Combine(_folder, "week.txt"), Path.Combine(_folder, "roster.csv"));
        File.WriteAllText(problem, "SECTION_HORIZON\n7\nSECTION_SHIFTS\nE,480,\nSECTION_STAFF\n甲,E=7,2400,0,5,1,1,1\n乙,E=7,2400,0,5,1,1,1\nSECTION_COVER\n0,E,1,100,1\n3,E,2,100,1\n");
        var solved = Run("roster", "solve", problem, "--format", "nrp", "--steps", "50", "--out", roster, "--json");
        Assert.Equal((0, 0L), (solved.Exit, (long)solved.Json["objective"]!));
        var again = File.ReadAllText(roster);
        Run("roster", "solve", problem, "--format", "nrp", "--steps", "50", "--out", roster, "--json");
        Assert.Equal(again, File.ReadAllText(roster));
        var check = Run("roster", "check", problem, roster, "--format", "nrp", "--json");
        Assert.Equal((0, 0L, 0), (check.Exit, (long)check.Json["objective"]!, check.Json["violations"]!.AsArray().Count));
        var explained = Run("roster", "explain", problem, roster, "--format", "nrp", "--day", "3", "--person", "甲", "--json");
        Assert.Equal((0, 100L, "off"), (explained.Exit, (long)explained.Json["alternatives"]![0]!["cost"]!, (string)explained.Json["alternatives"]![0]!["kind"]!));
        Assert.Equal(2, Run("roster", "explain", problem, roster, "--format", "nrp", "--day", "9", "--person", "甲").Exit);

        File.WriteAllText(roster, "person,day,kind\n甲,0,E\n甲,1,E\n甲,2,E\n甲,3,E\n甲,4,E\n甲,5,E\n");
        var planted = Run("roster", "check", problem, roster, "--format", "nrp", "--json");
        Assert.Equal((1, 2), (planted.Exit, planted.Json["violations"]!.AsArray().Count));
        File.WriteAllText(roster, "甲,8,E\n");
        Assert.Equal(2, Run("roster", "check", problem, roster, "--format", "nrp").Exit);
        Assert.Equal(2, Run("roster", "solve", problem, "--format", "inrc2", "--out", roster).Exit);
        Assert.Equal(2, Run("roster", "solve", Path.Combine(_folder, "none"), "--out", roster).Exit);
    }
}
