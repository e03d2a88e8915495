using FsCheck;
using FsCheck.Fluent;
using Muster.Needs;

namespace Muster.App.Tests.Needs;

public sealed class DemandRulesTests
{
    private static readonly DemandRule Rule = new()
    {
        MinimumBase = 2, MinimumPerThousandResidents = 1.2, TargetBase = 4, TargetPerThousandResidents = 2, AbsorptionBase = 0, AbsorptionPerLocalStaff = 2.5,
    };

    [Fact]
    public void A_fraction_of_a_person_is_a_person_and_a_limit_is_not_stretched() =>
        Assert.Equal(new DemandFigures(5, 9, 17), DemandRules.Of(Rule, new(2500, 7)));

    [Fact]
    public void A_whole_result_is_not_rounded_up_by_the_way_numbers_are_kept() => Assert.Equal(2 + 3, DemandRules.Of(Rule, new(2500, null)).Minimum);

    [Fact]
    public void Without_recorded_staff_nothing_limits_the_target() => Assert.Equal(new DemandFigures(5, 9, 9), DemandRules.Of(Rule, new(2500, null)));

    [Fact]
    public void Few_staff_cut_the_target_but_never_the_minimum()
    {
        Assert.Equal(new DemandFigures(5, 7, 7), DemandRules.Of(Rule, new(2500, 3)));
        Assert.Equal(new DemandFigures(5, 5, 5), DemandRules.Of(Rule, new(2500, 0)));
    }

    [Fact]
    public void What_lies_below_raises_the_place() => Assert.Equal(new DemandFigures(14, 21, 21), DemandRules.Of(Rule, new(2500, null, 14, 21)));

    [Fact]
    public void The_formula_is_shown_with_its_values()
    {
        Assert.Equal(["最低 = 2 + 1.2 × 2,500 ÷ 1000（进位） = 5", "目标 = 4 + 2 × 2,500 ÷ 1000（进位） = 9", "承接上限 = 0 + 2.5 × 7（舍去零头，不低于最低） = 17"],
            DemandRules.Explain(Rule, new(2500, 7), chinese: true));
        Assert.Equal("minimum = 2 + 1.2 × residents not recorded ÷ 1000 (rounded up), at least the 6 needed below = 6",
            DemandRules.Explain(Rule, new(null, null, 6, 6), chinese: false)[0]);
    }

    [Fact]
    public void Minimum_target_and_absorption_stay_in_order_whatever_the_rule_and_the_place() => Prop.ForAll(Cases(), c =>
    {
        var f = DemandRules.Of(c.Rule, c.Facts);
        return f.Minimum >= 0 && f.Minimum <= f.Target && f.Target <= f.Absorption && f.Minimum >= c.Facts.BelowMinimum && !DemandRules.ForFigures(f, "").Any();
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void More_residents_never_need_fewer_people() => Prop.ForAll(Cases(), c =>
    {
        var more = c.Facts with { Residents = (c.Facts.Residents ?? 0) + 500 };
        return DemandRules.Of(c.Rule, more).Minimum >= DemandRules.Of(c.Rule, c.Facts).Minimum && DemandRules.Of(c.Rule, more).Target >= DemandRules.Of(c.Rule, c.Facts).Target;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_change_that_names_one_figure_keeps_the_order_of_the_three() => Prop.ForAll(ArbMap.Default.ArbFor<(byte, byte, byte, byte, byte)>(), x =>
    {
        var now = new DemandFigures(x.Item1, x.Item1 + x.Item2, x.Item1 + x.Item2 + x.Item3);
        DemandChange change = (x.Item4 % 2) switch { 0 => new(Guid.Empty, x.Item5, null, null), _ => new(Guid.Empty, null, x.Item5, null) };
        return !DemandRules.ForFigures(DemandChangeRules.Settle(change, now), "").Any();
    }).QuickCheckThrowOnFailure();

    private static Arbitrary<(DemandRule Rule, PlaceFacts Facts)> Cases() => Arb.From(
        from n in Gen.ArrayOf(Gen.Choose(0, 50), 8)
        from residents in Gen.Choose(-1, 60_000)
        from staff in Gen.Choose(-1, 40)
        select (new DemandRule
        {
            MinimumBase = n[0], MinimumPerThousandResidents = n[1] / 10.0, TargetBase = n[0] + n[2], TargetPerThousandResidents = (n[1] + n[3]) / 10.0,
            AbsorptionBase = n[4], AbsorptionPerLocalStaff = n[5] / 10.0,
        }, new PlaceFacts(residents < 0 ? null : residents, staff < 0 ? null : staff, n[6], n[6] + n[7])));
}
