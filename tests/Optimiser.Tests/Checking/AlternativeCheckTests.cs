using Muster.Optimiser.Checking;
using Muster.Optimiser.Placing;

namespace Muster.Optimiser.Tests.Checking;

public sealed class AlternativeCheckTests
{
    private static readonly TierFigures Even = new(0, 0, 0, 0, 0);
    private readonly PlacingProblem problem = Town.Problem();

    private IReadOnlyList<Violation> Check(StatedAlternative stated) => AlternativeCheck.Check(problem, Town.Plan(), [stated]);

    // p2 from b to a, by hand: b misses one of two, a is over its target; 1,000 m of travel, the wish for b unmet, the
    // team together again, p3 left alone of the bureau in b, and the first-timer now beside the old hand of a.
    private static StatedAlternative Honest() => new(
        2, Town.A, Even with { Shortage = 5_000 }, new CostFigures(1000, 0, 0, 0, 1000, -300, 100, -200));

    [Fact]
    public void An_honest_alternative_stands() => Assert.Empty(Check(Honest()));

    [Fact]
    public void A_false_explanation_is_found()
    {
        var stated = Honest();
        Assert.Equal("alternative", Assert.Single(Check(stated with { Cost = stated.Cost with { Travel = 900 } })).Code);
        Assert.Equal("alternative", Assert.Single(Check(stated with { Tiers = Even })).Code);
    }

    [Fact]
    public void A_false_explanation_is_found_though_its_total_is_right()
    {
        var stated = Honest();
        Assert.Single(Check(stated with { Cost = stated.Cost with { Travel = 0, Wish = 2000 } }));
    }

    [Fact]
    public void An_alternative_that_a_hard_rule_forbids_is_found() =>
        Assert.Contains(Check(new StatedAlternative(1, Town.C, Even, new CostFigures(0, 0, 0, 0, 0, 0, 0, 0))), v =>
            v.En.Contains("breaks a hard rule", StringComparison.Ordinal));
}
