using Muster.Optimiser.Checking;
using Muster.Optimiser.Placing;

namespace Muster.Optimiser.Tests.Checking;

/// <summary>What the solver explains, the checker finds to be so, on problems with every feature of the format.</summary>
public sealed class ExplanationsHoldTests
{
    [Fact]
    public void Each_explained_alternative_changes_the_plan_by_what_is_said()
    {
        var alternatives = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var problem = RandomProblem.Of(seed) with { Pins = [] };
            var plan = Placer.Solve(problem);
            var findings = PlacingChecker.Check(problem, plan, plan.Prices);
            Assert.True(findings.IsClean, $"seed {seed}: {string.Join("; ", findings.Violations.Select(v => v.En))}");
            var stated = new PlacingExplanations(problem, plan).Everybody()
                .SelectMany(e => e.Alternatives.Select(a => Stated(e.Person, a))).ToArray();
            alternatives += stated.Length;
            var untrue = AlternativeCheck.Check(problem, plan, stated);
            Assert.True(untrue.Count == 0, $"seed {seed}: {string.Join("; ", untrue.Select(v => v.En + string.Join(' ', v.Values.Values)))}");
        }

        Assert.True(alternatives > 200, $"only {alternatives} alternatives");
    }

    private static StatedAlternative Stated(int person, PlacingAlternative of)
    {
        var (change, cost) = (of.Change, of.Change.Cost);
        return new StatedAlternative(
            person, of.Place,
            new TierFigures(change.Rules, change.Minimum, change.Seats, change.Shortage, change.Reserve),
            new CostFigures(cost.Travel, cost.Pairing, cost.Skill, cost.Change, cost.Wish, cost.Team, cost.Alone, cost.Mix));
    }
}
