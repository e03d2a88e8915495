using Muster.Optimiser.Checking;
using Muster.Optimiser.Placing;

namespace Muster.Optimiser.Tests.Checking;

public sealed class PlacingCheckerTests
{
    private const int A = Town.A, B = Town.B, C = Town.C, Post = Town.Post;
    private readonly PlacingProblem problem = Town.Problem();

    private static string[] Codes(PlacingFindings findings) =>
        [.. findings.Violations.Select(v => v.Code).Distinct().Except(["cost", "tier", "count"]).Order()];

    private string[] CodesOf(PlacingPlan plan) => Codes(PlacingChecker.Check(problem, plan));

    [Fact]
    public void A_sound_plan_has_no_violation_and_the_cost_worked_out_by_hand()
    {
        var findings = PlacingChecker.Check(problem, Town.Plan());
        Assert.Empty(findings.Violations);
        Assert.Equal(new CostFigures(1100, 3000, 0, 0, 0, 300, 100, 200), findings.Cost);
        Assert.Equal(7, findings.Placed);
    }

    [Fact]
    public void Shortage_is_priced_by_the_missing_twentieth()
    {
        // Two places miss one of two: the first missing half costs (2·1 − 1)·10000/2, the second three times that.
        var findings = PlacingChecker.Check(problem, Town.Plan().Moved(3, -1).Moved(2, -1));
        Assert.Equal(5_000 + 15_000, findings.Tiers.Shortage);
    }

    [Fact]
    public void An_uncovered_community_is_found()
    {
        var findings = PlacingChecker.Check(problem, Town.Plan().Moved(2, -1).Moved(3, -1));
        Assert.Equal("b", findings.Violations.Single(v => v.Code == "uncovered").Values["place"]);
        Assert.Equal(1, findings.Tiers.Minimum);
    }

    [Fact]
    public void A_quota_breach_is_found()
    {
        var findings = PlacingChecker.Check(problem, Town.Plan().Moved(3, -1));
        Assert.Equal(["quota"], Codes(findings));
        Assert.Equal(1, findings.Tiers.Rules);
    }

    [Fact]
    public void A_person_sent_who_must_stay_is_found() => Assert.Equal(["stay"], CodesOf(Town.Plan().Moved(4, A)));

    [Fact]
    public void More_people_than_a_place_can_take_are_found_and_those_below_count()
    {
        Assert.Equal(["limit"], CodesOf(Town.Plan().Moved(1, B)));
        problem.Places[C] = problem.Places[C] with { Limit = 2 };
        Assert.Equal(["limit"], CodesOf(Town.Plan()));
    }

    [Fact]
    public void A_seat_with_a_holder_who_is_not_fit_is_found() =>
        Assert.Equal(["seat-holder"], CodesOf(Town.Plan().Moved(5, C).Moved(7, Post, seat: 0)));

    [Fact]
    public void Too_many_in_a_seat_or_a_skill_are_found()
    {
        problem.People[7] = problem.People[7] with { Grade = 5, Member = true, Skills = 1 };
        Assert.Contains("seat-count", CodesOf(Town.Plan().Moved(7, Post, seat: 0)));
        Assert.Contains("want-count", CodesOf(Town.Plan().Moved(7, Post, want: 0)));
    }

    [Fact]
    public void A_skill_filled_without_having_it_is_found() =>
        Assert.Contains("want-holder", CodesOf(Town.Plan().Moved(6, C).Moved(7, Post, want: 0)));

    [Fact]
    public void A_person_at_or_below_an_excluded_place_is_found()
    {
        Assert.Contains("excluded", CodesOf(Town.Plan().Moved(1, C)));
        Assert.Contains("excluded", CodesOf(Town.Plan().Moved(1, Post)));
    }

    [Fact]
    public void A_pinned_person_moved_is_found() =>
        Assert.Contains("pin", CodesOf(Town.Plan().Moved(0, B)));

    [Fact]
    public void A_pin_overrides_what_would_forbid_it()
    {
        var pinned = problem with { Pins = [new PlacingPin(1, Post, 0), new PlacingPin(5, C)] };
        var findings = PlacingChecker.Check(pinned, Town.Plan().Moved(1, Post, seat: 0).Moved(5, C));
        Assert.Equal([], Codes(findings));
        var unnamed = problem with { Pins = [new PlacingPin(1, Post), new PlacingPin(5, C)] };
        Assert.Equal(["seat-holder"], Codes(PlacingChecker.Check(unnamed, Town.Plan().Moved(1, Post, seat: 0).Moved(5, C))));
    }

    [Fact]
    public void A_limit_that_the_place_refuses_is_found() =>
        Assert.Contains("refused", CodesOf(Town.Plan().Moved(2, -1).Moved(4, B)));

    [Fact]
    public void A_person_outside_the_streets_of_a_hard_pairing_is_found() =>
        Assert.Contains("street", CodesOf(Town.Plan().Moved(7, A)));

    [Fact]
    public void Two_who_must_be_apart_in_one_unit_are_found()
    {
        var kin = problem with { Aparts = [new PlacingApart(5, 7)] };
        Assert.Equal(["apart"], Codes(PlacingChecker.Check(kin, Town.Plan())));
    }

    [Fact]
    public void Somebody_who_holds_nothing_at_a_closed_place_is_found() =>
        Assert.Contains("closed", CodesOf(Town.Plan().Moved(6, Post)));

    [Fact]
    public void A_seat_of_another_place_and_a_seat_with_a_skill_are_found()
    {
        Assert.Contains("row", CodesOf(Town.Plan().Moved(5, C, seat: 0)));
        Assert.Contains("row", CodesOf(Town.Plan().Moved(5, Post, seat: 0, want: 0)));
    }

    [Fact]
    public void A_false_cost_is_found()
    {
        var plan = Town.Plan();
        var findings = PlacingChecker.Check(problem, plan with { Cost = plan.Cost with { Travel = 1099 } });
        Assert.Equal("travel", Assert.Single(findings.Violations).Values["part"]);
    }

    [Fact]
    public void A_false_tier_is_found()
    {
        var plan = Town.Plan();
        plan.Tiers[1] = plan.Tiers[1] with { Value = 3 };
        Assert.Equal("tier", Assert.Single(PlacingChecker.Check(problem, plan).Violations).Code);
    }

    [Fact]
    public void A_count_of_the_placed_that_is_not_so_is_found() =>
        Assert.Equal("count", Assert.Single(PlacingChecker.Check(problem, Town.Plan() with { Placed = 8 }).Violations).Code);

    [Fact]
    public void A_tier_said_to_be_proved_without_a_certificate_is_found()
    {
        var plan = Town.Plan();
        plan.Tiers[^1] = plan.Tiers[^1] with { Proved = true };
        Assert.Equal("proof", Assert.Single(PlacingChecker.Check(problem, plan).Violations).Code);
    }

    [Fact]
    public void A_plan_of_another_problem_is_refused() => Assert.Throws<ArgumentException>(
        () => PlacingChecker.Check(problem, Town.Plan() with { Place = [0] }));

    [Fact]
    public void Every_sentence_comes_in_both_languages()
    {
        var plan = Town.Plan().Moved(2, -1).Moved(3, -1).Moved(7, A).Moved(0, Post);
        Assert.All(PlacingChecker.Check(problem, plan).Violations, v =>
        {
            Assert.Contains(v.Zh, c => c is >= '\u4e00' and <= '\u9fff');
            Assert.DoesNotContain(v.En, c => c is >= '\u4e00' and <= '\u9fff');
        });
    }
}
