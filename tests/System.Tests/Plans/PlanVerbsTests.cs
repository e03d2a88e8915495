using System.Text.Json.Nodes;
using static Muster.System.Tests.Typed;

namespace Muster.System.Tests.Plans;

/// <summary>The verbs on problem folders as an operator types them: the program itself, its last line and its exit code.</summary>
public sealed class PlanVerbsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("muster-verbs-").FullName;

    private string Plan => Path.Combine(folder, "plan.csv");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_sample_is_made_solved_and_checked_and_a_planted_fault_is_told_by_exit_code()
    {
        Assert.Equal(0, Run("sample", "make", "31", "--people", "600", "--seed", "3", "--out", folder, "--json").Exit);
        var solved = Run("plan", "solve", folder, "--seed", "1", "--out", Plan, "--json");
        Assert.Equal(0, solved.Exit);
        Assert.Equal(600, (int)solved.Json["placed"]! + (int)solved.Json["reserve"]!);
        Assert.True((double)solved.Json["seconds"]! > 0 && (double)solved.Json["memoryMiB"]! > 1);

        var clean = Run("plan", "check", folder, Plan, "--json");
        Assert.True(clean.Exit == 0, clean.Json["violations"]!.ToJsonString());
        Assert.True((bool)clean.Json["ok"]!);
        Assert.Equal((long)solved.Json["bound"]!, (long)clean.Json["bound"]!);

        var lines = File.ReadAllLines(Plan);
        var placed = Array.FindIndex(lines, 1, line => line.Split(',')[1].Length > 0);
        var lost = Path.Combine(folder, "lost.txt");
        File.WriteAllLines(lost, ["person,place", lines[placed].Split(',')[0] + ","]);
        var repaired = Run("plan", "repair", folder, Plan, "--lost", lost, "--out", Path.Combine(folder, "plan2.csv"), "--json");
        Assert.Equal((0, 1), (repaired.Exit, (int)repaired.Json["vacancies"]!));
        File.WriteAllLines(lost, ["person,place", "nobody,"]);
        Assert.Equal(2, Run("plan", "repair", folder, Plan, "--lost", lost, "--out", Path.Combine(folder, "plan3.csv")).Exit);

        File.WriteAllLines(Plan, [.. lines, lines[placed]]);
        var doubled = Run("plan", "check", folder, Plan, "--json");
        Assert.Equal(1, doubled.Exit);
        Assert.Equal("person-twice", (string)doubled.Json["violations"]![0]!["code"]!);

        File.WriteAllText(Plan, "nobody,nowhere\n");
        var unreadable = Run("plan", "check", folder, Plan, "--json");
        Assert.Equal(2, unreadable.Exit);
        Assert.Contains("plan.csv:1", unreadable.Error, StringComparison.Ordinal);
        Assert.Equal((false, 2), ((bool)unreadable.Json["ok"]!, (int)unreadable.Json["exitCode"]!));
    }

    [Fact]
    public void A_plan_of_the_store_is_made_solved_reviewed_and_published()
    {
        var store = Path.Combine(folder, "store");
        Assert.Equal(0, Run("demo", "--once", "--sample", "yongtai", "--store", store, "--json").Exit);
        var first = (string)Run("plan", "list", "--store", store, "--json").Json["plans"]![0]!["id"]!;
        var made = Run("plan", "make", "第二版", "--based-on", first, "--store", store, "--json");
        Assert.True(made.Exit == 0, made.Error);
        var plan = (string)made.Json["plan"]!;
        Assert.Equal("plan-empty", Refusal(Run("plan", "review", "--plan", plan, "--store", store, "--json")));
        var solved = Run("plan", "solve", "--plan", plan, "--store", store, "--json");
        Assert.Equal((0, plan, 71), (solved.Exit, (string)solved.Json["plan"]!, (int)solved.Json["placed"]! + (int)solved.Json["reserve"]!));
        Assert.Equal("plan-not-reviewed", Refusal(Run("plan", "publish", "--plan", plan, "--reason", "试字〔2020〕2号", "--store", store, "--json")));
        Assert.Equal(0, Run("plan", "review", "--plan", plan, "--note", "看过了", "--store", store, "--json").Exit);
        var published = Run("plan", "publish", "--plan", plan, "--reason", "试字〔2020〕2号", "--store", store, "--json");
        Assert.Equal((0, 71), (published.Exit, (int)published.Json["placed"]! + (int)published.Json["reserve"]!));
        Assert.Equal(2, Run("plan", "review", "--plan", Guid.Empty.ToString(), "--store", store).Exit);

        // The same problem as files gives the same plan, and names nobody.
        var problem = Path.Combine(folder, "problem");
        Assert.Equal(0, Run("plan", "problem", "--plan", plan, "--out", problem, "--store", store, "--json").Exit);
        Assert.StartsWith("p0,", File.ReadLines(Path.Combine(problem, "people.csv")).ElementAt(1), StringComparison.Ordinal);
        var elsewhere = Run("plan", "solve", problem, "--seed", "1", "--out", Plan, "--json");
        Assert.Equal(((long)solved.Json["cost"]!, (long)solved.Json["bound"]!), ((long)elsewhere.Json["cost"]!, (long)elsewhere.Json["bound"]!));
        Assert.Equal(2, Run("plan", "problem", "--plan", Guid.Empty.ToString(), "--out", problem, "--store", store).Exit);

        static string Refusal((int Exit, JsonNode Json, string Error) end) => end.Exit == 2 ? (string)end.Json["refused"]![0]!["code"]! : end.Error;
    }

    [Fact]
    public void A_folder_that_is_not_there_and_a_province_nobody_knows_are_refused()
    {
        Assert.Equal(2, Run("plan", "solve", Path.Combine(folder, "none"), "--out", Plan, "--json").Exit);
        Assert.Equal(2, Run("sample", "make", "atlantis", "--out", folder).Exit);
    }

    [Fact]
    public void A_line_that_makes_no_sense_is_2_and_a_refusal_is_a_line_of_JSON_too()
    {
        Assert.Equal(2, Run("plan", "solve").Exit);
        Assert.Equal(2, Run("no-such-verb").Exit);
        var store = Path.Combine(folder, "store");
        var refused = Run("area", "load", "--province", "99", "--store", store, "--json");
        Assert.Equal((2, "area-code-unknown"), (refused.Exit, (string)refused.Json["refused"]![0]!["code"]!));

        var picture = Path.Combine(folder, "list.xlsx");
        File.WriteAllBytes(picture, [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]);
        var unread = Run("people", "import", picture, "--store", store, "--json");
        Assert.Equal((2, 0, "sheet.unknown_format"), (unread.Exit, (int)unread.Json["rows"]!, (string)unread.Json["fault"]![0]!["code"]!));
    }
}
