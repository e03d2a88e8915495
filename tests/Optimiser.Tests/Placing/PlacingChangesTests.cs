using Muster.Optimiser.Placing;
using Muster.Optimiser.Placing.Flow;

namespace Muster.Optimiser.Tests.Placing;

public sealed class PlacingChangesTests
{
    [Fact]
    public void The_same_seed_gives_the_same_plan()
    {
        var problem = Town(300, 40, 5);
        var (first, second) = (Placer.Solve(problem), Placer.Solve(problem));
        Assert.Equal(first.Place, second.Place);
        Assert.Equal(first.Cost, second.Cost);
    }

    [Fact]
    public void Cancelling_returns_a_plan_that_keeps_the_rules_and_says_what_is_not_proved()
    {
        var problem = Town(300, 40, 6);
        using var source = new CancellationTokenSource();
        source.Cancel();
        var plan = Placer.Solve(problem, cancellation: source.Token);
        Assert.Equal(PlacingEnd.Finished, Placer.Solve(problem).End);
        Assert.True(TinyProblems.KeepsRules(problem, plan.Place, plan.Seat, plan.Want));
    }

    [Fact]
    public void Few_steps_give_a_plan_whose_bound_still_holds()
    {
        var problem = Town(300, 40, 7);
        var early = Placer.Solve(problem, new PlacingOptions(Steps: 50));
        var best = Placer.Solve(problem);
        Assert.Equal(PlacingEnd.StepsUsedUp, early.End);
        Assert.True(TinyProblems.KeepsRules(problem, early.Place, early.Seat, early.Want));
        Assert.Contains(early.Tiers, t => !t.Proved);
        Assert.All(best.Tiers.Take(5), t => Assert.True(t.Proved));
    }

    [Fact]
    public void Many_places_are_solved_from_wide_neighbourhoods_to_narrow_ones_and_every_tier_is_proved()
    {
        var problem = Town(900, 450, 8);
        var bounds = new List<long>();
        var plan = Placer.Solve(problem, progress: new Told(p =>
        {
            if (p.Stage == "flow" && p.Bound > 0) bounds.Add(p.Bound);
        }));
        Assert.All(plan.Tiers.Take(5), t => Assert.True(t.Proved, t.Name));
        Assert.NotEmpty(bounds);
        Assert.All(bounds, bound => Assert.InRange(bound, 1, plan.Cost.Total));
        Assert.Equal(plan.Bound, bounds[^1]);
        Assert.Empty(Muster.Optimiser.Checking.PlacingChecker.Check(problem, plan, plan.Prices).Violations);
    }

    [Fact]
    public void A_judged_change_is_what_recounting_the_changed_plan_gives()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var problem = TinyProblems.Make(seed, withTogether: true);
            if (ProblemFaults.Find(problem).Count > 0) continue;
            var plan = Placer.Solve(problem);
            var rules = new PlacingRules(problem, plan);
            var index = new ProblemIndex(problem);
            var (before, costBefore, _) = PlanCosts.Of(index, plan.Place, plan.Seat, plan.Want);
            for (var p = -1; p < problem.Places.Length; p++)
            {
                var judged = rules.Judge(new PlacingMove(0, p));
                int[] place = [.. plan.Place], seat = [.. plan.Seat], want = [.. plan.Want];
                (place[0], seat[0], want[0]) = (p, -1, -1);
                var (after, costAfter, _) = PlanCosts.Of(index, place, seat, want);
                var c = judged.Change;
                Assert.Equal(after.Zip(before, (a, b) => a - b), [c.Rules, c.Minimum, c.Seats, c.Shortage, c.Reserve]);
                Assert.Equal(costAfter.Total - costBefore.Total, c.Cost.Total);
                var hard = judged.Broken.Where(b => b.Code is not ("quota" or "stay")).ToList();
                Assert.True(TinyProblems.KeepsRules(problem, place, seat, want) == (hard.Count == 0), $"seed {seed} place {p}");
            }
        }
    }

    [Fact]
    public void The_alternatives_of_a_person_are_the_two_best_single_moves()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var problem = TinyProblems.Make(seed, withTogether: true);
            if (ProblemFaults.Find(problem).Count > 0) continue;
            var plan = Placer.Solve(problem);
            var rules = new PlacingRules(problem, plan);
            var explained = Placer.Explain(problem, plan, 0);
            var weights = new ProblemIndex(problem).Weights;
            var all = new List<(long, long)>();
            for (var p = 0; p < problem.Places.Length; p++)
            {
                if (p == plan.Place[0]) continue;
                var judged = rules.Judge(new PlacingMove(0, p));
                if (!judged.Broken.Any(b => b.Code is not ("quota" or "stay"))) all.Add(Value(judged.Change));
            }

            var expected = problem.Pins.Any(p => p.Person == 0) ? [] : all.Order().Take(2).ToList();
            Assert.Equal(expected, explained.Alternatives.Select(a => Value(a.Change)));

            (long, long) Value(PlacingChange c) => (
                (weights.Rules * c.Rules) + (weights.Minimum * c.Minimum) + (weights.Seats * c.Seats) + (weights.Shortage * c.Shortage) + c.Reserve,
                c.Cost.Total);
        }
    }

    [Fact]
    public void A_place_short_because_too_few_people_may_serve_there_is_proved_by_numbers()
    {
        var problem = new PlacingProblem
        {
            People = [new PlacingPerson("a", 0, 0), new PlacingPerson("b", 0, 0, Agency: 0)],
            Places = [new PlacingPlace("x", -1, 0, 0, 2, 2, Street: "s"), new PlacingPlace("y", -1, 0, 0, 1, 1, Street: "t")],
            Agencies = [new PlacingAgency("g", "", 0, 0, ["t"], Pairing.Hard)],
        };
        var plan = Placer.Solve(problem);
        var why = new PlacingExplanations(problem, plan).WhyShort(0)!;
        Assert.Equal(("too-few-people", 2L, 1L), (why.Reason, why.Asked, why.Available));
        Assert.Equal([0], why.Places);
    }

    [Fact]
    public void A_repair_fills_what_the_lost_leave_keeps_the_rules_and_comes_near_a_new_solve()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var problem = Town(300, 40, seed);
            var plan = Placer.Solve(problem);
            var lost = Enumerable.Range(0, 300).Where(i => plan.Place[i] >= 0).Take(4).ToList();
            var loss = new PlacingLoss(lost, [], []);
            var repair = Placer.Repair(problem, plan, loss);
            var after = loss.After(problem);
            var again = Placer.Solve(after);
            Assert.True(TinyProblems.KeepsRules(after, repair.Plan.Place, repair.Plan.Seat, repair.Plan.Want), $"seed {seed}");
            Assert.All(lost, i => Assert.Equal(-1, repair.Plan.Place[i]));
            Assert.Equal(again.Tiers[1].Value, repair.Plan.Tiers[1].Value);
            Assert.Equal(again.Tiers[2].Value, repair.Plan.Tiers[2].Value);
            var moved = Enumerable.Range(0, 300).Count(i => repair.Plan.Place[i] != plan.Place[i]) - lost.Count;
            Assert.True(moved <= 3 * lost.Count, $"seed {seed}: {moved} moved for {lost.Count}");
        }
    }

    [Fact]
    public void What_a_repaired_plan_states_is_what_counting_it_anew_gives()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var problem = Town(300, 40, seed);
            var plan = Placer.Solve(problem);
            var repairer = new PlacingRepairer(problem, plan);
            var after = problem;
            for (var repeat = 0; repeat < 3; repeat++)
            {
                var place = plan.Place.Where(p => p >= 0).ElementAt(repeat * 20);
                var need = (repeat * 7) + seed % 5;
                var loss = new PlacingLoss(
                    [.. Enumerable.Range(repeat * 50, 5)], repeat == 1 ? [place] : [], repeat == 2 ? [new PlacingNeed(place, 1, need + 1, need + 3)] : []);
                var repaired = repairer.Repair(loss).Plan;
                after = loss.After(after);
                var counted = Placer.Restate(new ProblemIndex(after), repaired);
                Assert.Equal(counted.Tiers.Select(t => t.Value), repaired.Tiers.Select(t => t.Value));
                Assert.Equal((counted.Cost, counted.Placed), (repaired.Cost, repaired.Placed));
            }
        }
    }

    [Fact]
    public void A_lost_place_is_left_by_everybody()
    {
        var problem = Town(300, 40, 3);
        var plan = Placer.Solve(problem);
        var loss = new PlacingLoss([], [plan.Place.First(p => p >= 0)], []);
        var repair = Placer.Repair(problem, plan, loss);
        Assert.DoesNotContain(loss.LostPlaces[0], repair.Plan.Place);
        Assert.True(TinyProblems.KeepsRules(loss.After(problem), repair.Plan.Place, repair.Plan.Seat, repair.Plan.Want));
    }

    /// <summary>A town with posts in communities, some of each rule, and a few more people than needed.</summary>
    private static PlacingProblem Town(int people, int places, int seed)
    {
        var random = new Random(seed);
        var rows = new PlacingPlace[places];
        for (var p = 0; p < places; p++)
        {
            var minimum = random.Next(1, 4);
            var parent = p >= 10 && random.Next(2) == 0 ? random.Next(10) : -1;
            rows[p] = new PlacingPlace($"c{p}", parent, random.Next(9000), random.Next(9000), minimum, minimum + random.Next(5), minimum + 30, Street: $"s{p % 4}");
        }

        for (var p = 0; p < 10; p++) rows[p] = rows[p] with { Limit = PlacingPlace.NoLimit };
        var agencies = Enumerable.Range(0, 6).Select(a => new PlacingAgency(
            $"a{a}", "", a * 3, a, a < 2 ? [$"s{a}"] : [], a < 2 ? Pairing.Preferred : Pairing.None)).ToArray();
        return new PlacingProblem
        {
            Places = rows,
            Agencies = agencies,
            Seats = [.. Enumerable.Range(0, places / 4).Select(s => new PlacingSeat(s * 4, "lead", 1, 2))],
            People = [.. Enumerable.Range(0, people).Select(i => new PlacingPerson(
                $"p{i}", random.Next(9000), random.Next(9000), random.Next(6), (Experience)random.Next(3), random.Next(4), Team: i < 30 ? i / 6 : -1))],
            Teams = ["0", "1", "2", "3", "4"],
            Exclusions = [.. Enumerable.Range(0, 20).Select(i => new PlacingExclusion(i * 3, random.Next(places)))],
            Aparts = [new PlacingApart(1, 2), new PlacingApart(50, 51)],
        };
    }

    private sealed class Told(Action<PlacingProgress> told) : IProgress<PlacingProgress>
    {
        public void Report(PlacingProgress value) => told(value);
    }
}
