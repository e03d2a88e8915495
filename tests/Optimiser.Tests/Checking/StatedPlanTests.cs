using Muster.Optimiser.Checking;
using Muster.Optimiser.Placing;

namespace Muster.Optimiser.Tests.Checking;

public sealed class StatedPlanTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("muster-plan-").FullName;
    private readonly PlacingProblem problem = Town.Problem();
    private readonly string path;

    public StatedPlanTests()
    {
        path = Path.Combine(folder, "plan.csv");
        PlanFile.Write(problem, Town.Plan() with { Prices = Town.NoPrices(problem) }, path);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Edit(Func<string, string> edit, string of = "")
    {
        var old = File.ReadAllText(path + of);
        var changed = edit(old);
        Assert.NotEqual(old, changed);
        File.WriteAllText(path + of, changed);
    }

    private string[] Codes()
    {
        var stated = StatedPlan.Read(problem, path);
        return [.. PlacingChecker.Check(problem, stated.Plan, null, stated.Violations).Violations.Select(v => v.Code).Distinct().Order()];
    }

    [Fact]
    public void A_plan_written_is_read_back_whole()
    {
        var stated = StatedPlan.Read(problem, path);
        Assert.Empty(stated.Violations);
        Assert.Equal(Town.Plan().Place, stated.Plan.Place);
        Assert.Equal(Town.Plan().Seat, stated.Plan.Seat);
        Assert.Equal(Town.Plan().Want, stated.Plan.Want);
        Assert.Equal(Town.Plan().Cost, stated.Plan.Cost);
        Assert.Equal(Town.Plan().Tiers, stated.Plan.Tiers);
        Assert.Empty(Codes());
    }

    [Fact]
    public void A_person_in_two_places_is_found()
    {
        Edit(text => text + "p2,c,,,\n");
        var stated = StatedPlan.Read(problem, path);
        var violation = Assert.Single(stated.Violations);
        Assert.Equal(("person-twice", "p2", "b", "c"), (violation.Code, violation.Values["person"], violation.Values["first"], violation.Values["second"]));
    }

    [Fact]
    public void A_person_missing_is_found()
    {
        Edit(text => text.Replace("p7,c,,,\n", "", StringComparison.Ordinal));
        Assert.Contains("person-missing", Codes());
    }

    [Fact]
    public void A_person_nobody_knows_is_found()
    {
        Edit(text => text + "p99,c,,,\n");
        Assert.Contains("person-unknown", Codes());
    }

    [Fact]
    public void A_place_role_or_skill_nobody_knows_is_found()
    {
        Edit(text => text.Replace("p7,c,,,", "p7,nowhere,,,", StringComparison.Ordinal)
            .Replace("p1,a,,,", "p1,a,captain,,", StringComparison.Ordinal)
            .Replace("p2,b,,,", "p2,b,,dancer,", StringComparison.Ordinal));
        Assert.Subset(Codes().ToHashSet(), new HashSet<string> { "place-unknown", "role-unknown", "skill-unknown" });
    }

    [Fact]
    public void A_count_that_the_summary_states_falsely_is_found()
    {
        Edit(text => text.Replace("placed,7", "placed,8", StringComparison.Ordinal), ".summary.csv");
        Assert.Equal(["count"], Codes());
    }

    [Fact]
    public void A_gap_that_the_summary_states_falsely_is_found()
    {
        Edit(text => text.Replace("gap,1", "gap,0.25", StringComparison.Ordinal), ".summary.csv");
        Assert.Equal(["gap"], Codes());
    }

    [Theory]
    [InlineData("", "person,", "who,")]
    [InlineData("", "p3,", "\"p3,")]
    [InlineData(".summary.csv", "travel,1100", "travel,much")]
    [InlineData(".summary.csv", "key,", "name,")]
    [InlineData(".certificate.csv", "kind,place,name,high,low\n", "kind,place,name,high,low\nplace,nowhere,,1,1\n")]
    [InlineData(".certificate.csv", "kind,place,name,high,low\n", "kind,place,name,high,low\nplace,a,,1,x\n")]
    public void A_malformed_file_is_refused_with_the_place_of_the_mistake(string file, string old, string changed)
    {
        Edit(text => text.Replace(old, changed, StringComparison.Ordinal), file);
        var refused = Assert.Throws<FolderException>(() => StatedPlan.Read(problem, path));
        Assert.All(refused.Mistakes, m => Assert.StartsWith("plan.csv", m.File));
    }

    [Fact]
    public void A_plan_that_is_not_there_is_refused() =>
        Assert.Throws<FolderException>(() => StatedPlan.Read(problem, path + ".none"));
}
