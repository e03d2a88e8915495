using Muster.Optimiser.Checking;
using Muster.Optimiser.Rostering;

namespace Muster.Optimiser.Tests.Rostering;

public sealed class RostererTests
{
    [Fact]
    public void What_a_roster_costs_is_counted_alike_by_the_solver_and_by_the_checker()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var problem = RandomRosters.Make(seed);
            var numbers = new RosterNumbers(problem);
            var state = new RosterState(numbers);
            var kinds = RandomRosters.Careless(problem, seed);
            for (var p = 0; p < kinds.Length; p++)
            {
                for (var day = 0; day < problem.Days; day++) state.Put(p, day, kinds[p][day]);
                state.Settle(p);
            }

            var check = RosterChecker.Check(problem, kinds);
            Assert.Equal(check.Objective, state.Cost % RosterNumbers.Broken / RosterNumbers.Scale);
            Assert.Equal(check.Violations.Any(v => v.Code != RosterRule.Pin), state.Cost >= RosterNumbers.Broken);
        }
    }

    [Fact]
    public void A_solved_roster_costs_what_it_says_and_is_never_below_its_bound()
    {
        for (var seed = 0; seed < 15; seed++)
        {
            var problem = RandomRosters.Make(seed);
            var plan = Rosterer.Solve(problem, new RosterOptions(seed, Steps: 100));
            var check = RosterChecker.Check(problem, plan.Kinds);
            Assert.Equal(check.Objective, plan.Cost);
            Assert.Equal(check.Violations.Count == 0, plan.Broken == 0);
            if (plan.Broken == 0) Assert.True(plan.Bound <= plan.Cost, $"seed {seed}: bound {plan.Bound} above cost {plan.Cost}");
        }
    }

    [Fact]
    public void The_checkers_own_programme_proves_the_bound_from_its_prices()
    {
        var proved = 0;
        for (var seed = 0; seed < 16; seed++)
        {
            var problem = RandomRosters.Make(seed);
            var plan = Rosterer.Solve(problem, new RosterOptions(seed, Steps: 300));
            if (plan.Certificate is not { } certificate) continue;
            proved++;
            var bound = RosterBound.Of(problem, certificate);
            // Where types are limited the checker counts some that the solver leaves to prices: its bound may be higher.
            if (Array.TrueForAll(problem.Terms, t => t.MostOfType.Length == 0)) Assert.Equal(plan.Bound, bound);
            Assert.True(bound >= plan.Bound, $"seed {seed}: stated {plan.Bound}, proved {bound}");
            if (plan.Broken == 0) Assert.True(bound <= plan.Cost, $"seed {seed}: {bound} above {plan.Cost}");
            using var file = new MemoryStream();
            certificate.Write(file);
            file.Position = 0;
            Assert.Equal(bound, RosterBound.Of(problem, RosterCertificate.Read(file)));
        }

        Assert.InRange(proved, 8, 16);
        Assert.Throws<FormatException>(() => RosterBound.Of(RandomRosters.Make(1), new RosterCertificate([], [], [])));
    }

    [Fact]
    public void Many_rosters_are_the_same_again_and_cost_what_they_say()
    {
        var plans = ManyRosters.Solve(30, number => RandomRosters.Make(number), seed: 5);
        Assert.All(plans, plan => Assert.NotNull(plan));
        for (var number = 0; number < plans.Length; number++)
        {
            var check = RosterChecker.Check(RandomRosters.Make(number), plans[number]!.Kinds);
            Assert.Equal(check.Objective, plans[number]!.Cost);
            Assert.Equal(check.Violations.Count == 0, plans[number]!.Broken == 0);
        }

        Assert.Equal(plans.Select(p => p!.Kinds), ManyRosters.Solve(30, number => RandomRosters.Make(number), seed: 5).Select(p => p!.Kinds));
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.All(ManyRosters.Solve(30, number => RandomRosters.Make(number), cancellation: stop.Token), Assert.Null);
        Assert.Contains("Problem 2", Assert.Throws<ArgumentException>(() => ManyRosters.Solve(3, number => RandomRosters.Make(number) with { Days = number == 2 ? 0 : 12 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_persons_days_are_the_best_there_are()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var problem = RandomRosters.Make(seed, people: 1, days: 5) with { Mentoring = null };
            // Most shifts of a type are kept by raising prices, which is not exact.
            problem = problem with { Terms = [.. problem.Terms.Select(t => t with { MostOfType = [] })] };
            var best = Everything(problem).Min(kinds => Weighed(problem, kinds));
            var numbers = new RosterNumbers(problem);
            var state = new RosterState(numbers);
            new Refill(numbers).Fill(state, 0, 0, problem.Days, new Random(1));
            Assert.Equal(best, Weighed(problem, state.Kinds));
        }
    }

    [Fact]
    public void What_is_said_of_another_choice_is_what_it_would_come_to()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var problem = RandomRosters.Make(seed);
            var kinds = Rosterer.Solve(problem, new RosterOptions(seed, Steps: 50)).Kinds;
            var before = RosterChecker.Check(problem, kinds);
            var explained = RosterExplanations.Of(problem, kinds, 1, 4).Concat(RosterExplanations.Hole(problem, kinds, 2, 0)).ToArray();
            Assert.NotEmpty(explained);
            foreach (var other in explained)
            {
                var changed = Array.ConvertAll(kinds, days => (int[])days.Clone());
                changed[other.Person][other.Day] = other.Kind;
                var check = RosterChecker.Check(problem, changed);
                Assert.Equal(check.Objective - before.Objective, other.Cost);
                Assert.Equal(check.Violations.Count > before.Violations.Count, other.Broken.Count > 0);
            }
        }
    }

    [Fact]
    public void The_same_seed_and_steps_give_the_same_roster()
    {
        var problem = RandomRosters.Make(7);
        Assert.Equal(Rosterer.Solve(problem, new RosterOptions(3, Steps: 100)).Kinds, Rosterer.Solve(problem, new RosterOptions(3, Steps: 100)).Kinds);
    }

    [Fact]
    public void A_stop_gives_the_best_so_far()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        var plan = Rosterer.Solve(RandomRosters.Make(1), cancellation: stop.Token);
        Assert.Equal(RosterEnd.Cancelled, plan.End);
        Assert.Equal(6, plan.Kinds.Length);
    }

    [Fact]
    public void A_problem_that_contradicts_itself_is_refused_by_name()
    {
        var problem = RandomRosters.Make(1);
        var wrong = problem with { Pins = [new RosterPin(0, 99, RosterPlan.Off)], Kinds = [.. problem.Kinds, new ShiftKind("无", 9)] };
        var refused = Assert.Throws<ArgumentException>(() => Rosterer.Solve(wrong));
        Assert.Contains("day 99 is nowhere", refused.Message, StringComparison.Ordinal);
        Assert.Contains("无 has no type 9", refused.Message, StringComparison.Ordinal);
    }

    private static (bool, long) Weighed(RosterProblem problem, int[][] kinds)
    {
        var check = RosterChecker.Check(problem, kinds);
        return (check.Violations.Count > 0, check.Violations.Count > 0 ? 0 : check.Objective);
    }

    private static IEnumerable<int[][]> Everything(RosterProblem problem)
    {
        int[] choices = [RosterPlan.Off, .. problem.People[0].Kinds];
        for (var number = 0; number < Math.Pow(choices.Length, problem.Days); number++)
        {
            var (days, rest) = (new int[problem.Days], number);
            for (var day = 0; day < days.Length; day++, rest /= choices.Length) days[day] = choices[rest % choices.Length];
            if (problem.Pins.All(pin => days[pin.Day] == pin.Kind)) yield return [days];
        }
    }
}
