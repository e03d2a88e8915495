using Muster.Optimiser.Placing;
using Muster.Optimiser.Placing.Flow;

namespace Muster.Optimiser.Tests.Placing;

public sealed class PlacerTests
{
    [Fact]
    public void Every_tier_and_the_cost_equal_the_best_of_all_plans_when_nobody_minds_the_company()
    {
        for (var seed = 0; seed < 1500; seed++)
        {
            var problem = TinyProblems.Make(seed);
            var (high, cost) = TinyProblems.Best(problem);
            if (ProblemFaults.Find(problem).Count > 0)
            {
                Assert.Equal(long.MaxValue, high);
                continue;
            }

            var plan = Placer.Solve(problem);
            var index = new ProblemIndex(problem);
            var (tiers, costs, placed) = PlanCosts.Of(index, plan.Place, plan.Seat, plan.Want);
            Assert.True(TinyProblems.KeepsRules(problem, plan.Place, plan.Seat, plan.Want), $"seed {seed}");
            Assert.True(high == Certificate.High(index, tiers), $"seed {seed}: tiers {string.Join(' ', tiers)}");
            Assert.True(cost == costs.Total, $"seed {seed}: cost {costs.Total}, best {cost}");
            Assert.True(cost == plan.Bound, $"seed {seed}: bound {plan.Bound}, best {cost}");
            Assert.Equal((costs, placed, 0.0), (plan.Cost, plan.Placed, plan.Gap));
            Assert.All(plan.Tiers, t => Assert.True(t.Proved));
        }
    }

    [Fact]
    public void The_bound_holds_and_rules_are_kept_when_people_mind_the_company()
    {
        for (var seed = 0; seed < 600; seed++)
        {
            var problem = TinyProblems.Make(seed, withTogether: true, withApart: true);
            if (ProblemFaults.Find(problem).Count > 0) continue;
            var plan = Placer.Solve(problem);
            var (high, cost) = TinyProblems.Best(problem);
            var stated = Certificate.High(new ProblemIndex(problem), plan.Tiers.Take(5).Select(t => t.Value).ToArray());
            Assert.True(TinyProblems.KeepsRules(problem, plan.Place, plan.Seat, plan.Want), $"seed {seed} {string.Join(' ', plan.Place)} pins {string.Join(' ', problem.Pins.ToList())} apart {string.Join(' ', problem.Aparts.ToList())}");
            Assert.True(stated >= high, $"seed {seed}: tiers better than the best");
            if (plan.Tiers.All(t => t.Proved)) Assert.Equal((high, cost), (stated, plan.Cost.Total));
            if (stated == high && plan.Tiers.Take(5).All(t => t.Proved))
                Assert.True(plan.Bound <= cost && cost <= plan.Cost.Total, $"seed {seed}: {plan.Bound} {cost} {plan.Cost.Total}");
        }
    }
}
