using System.Globalization;
using Muster.Platform.Acts;

namespace Muster.Needs;

/// <summary>What a rule is applied to. Null means not recorded, which is not the same as none.</summary>
/// <param name="BelowMinimum">What the posts and smaller places inside this one need at least, added up.</param>
/// <param name="BelowTarget">What they should have, added up.</param>
public readonly record struct PlaceFacts(int? Residents, int? LocalStaff, int BelowMinimum = 0, int BelowTarget = 0);

/// <summary>How many people a place must have, should have, and can at most take in; everyone at the place and below it counts.</summary>
public readonly record struct DemandFigures(int Minimum, int Target, int Absorption);

/// <summary>
/// The demand rule. In this order:
/// minimum = base + per thousand × residents ÷ 1000, rounded up (a fraction of a person is a person), and at least what lies below needs;
/// target likewise, and at least the minimum;
/// absorption = base + factor × local staff, rounded down (a limit is not stretched), and at least the minimum; then the target is cut to it.
/// Where residents are not recorded, only the base counts. Where local staff is not recorded nothing is known to limit the place:
/// the absorption is the base, and at least the target.
/// </summary>
public static class DemandRules
{
    public const int FigureMax = 1_000_000;
    public const int BaseMax = 10_000;
    public const double FactorMax = 1000;
    public const int ReasonLengthMax = 200;

    public static DemandFigures Of(DemandRule rule, PlaceFacts facts)
    {
        var minimum = Math.Max(rule.MinimumBase + PerThousand(rule.MinimumPerThousandResidents, facts.Residents), facts.BelowMinimum);
        var target = Math.Max(Math.Max(rule.TargetBase + PerThousand(rule.TargetPerThousandResidents, facts.Residents), facts.BelowTarget), minimum);
        var absorption = facts.LocalStaff is { } staff
            ? Math.Max(rule.AbsorptionBase + Times(rule.AbsorptionPerLocalStaff, staff), minimum)
            : Math.Max(rule.AbsorptionBase, target);
        return new(minimum, Math.Min(target, absorption), absorption);
    }

    /// <summary>A post says itself what it needs; without a limit of its own it takes its target.</summary>
    public static DemandFigures OfPost(int minimum, int target, int? absorption) => new(minimum, target, Math.Max(absorption ?? target, target));

    /// <summary>The formula with this place's values filled in, as a person would write it down; one line each for the three figures.</summary>
    public static IReadOnlyList<string> Explain(DemandRule rule, PlaceFacts facts, bool chinese)
    {
        var figures = Of(rule, facts);
        var residents = facts.Residents?.ToString("N0", CultureInfo.InvariantCulture) ?? (chinese ? "未登记的人口" : "residents not recorded");
        var staff = facts.LocalStaff?.ToString(CultureInfo.InvariantCulture) ?? (chinese ? "未登记的本地力量" : "local staff not recorded");
        string Line(string name, int start, double factor, string of, string end) => string.Create(CultureInfo.InvariantCulture, $"{name} = {start} + {factor:0.####} × {of}{end}");
        string Below(int below, int result) => below > 0 && below == result ? chinese ? $"，不低于下辖岗位与单元之和 {below}" : $", at least the {below} needed below" : "";
        var minimum = Line(chinese ? "最低" : "minimum", rule.MinimumBase, rule.MinimumPerThousandResidents, residents + " ÷ 1000",
            (chinese ? "（进位）" : " (rounded up)") + Below(facts.BelowMinimum, figures.Minimum));
        var target = Line(chinese ? "目标" : "target", rule.TargetBase, rule.TargetPerThousandResidents, residents + " ÷ 1000",
            (chinese ? "（进位）" : " (rounded up)") + Below(facts.BelowTarget, figures.Target) + (figures.Target == figures.Absorption && facts.LocalStaff is not null
                ? chinese ? "，不超过承接上限" : ", at most the absorption" : ""));
        var absorption = Line(chinese ? "承接上限" : "absorption", rule.AbsorptionBase, rule.AbsorptionPerLocalStaff, staff,
            facts.LocalStaff is null ? chinese ? "（取不低于目标）" : " (at least the target)" : chinese ? "（舍去零头，不低于最低）" : " (rounded down, at least the minimum)");
        return [$"{minimum} = {figures.Minimum}", $"{target} = {figures.Target}", $"{absorption} = {figures.Absorption}"];
    }

    public static IEnumerable<Broken> ForRule(SetDemandRule act)
    {
        foreach (var (field, value) in new[] { (nameof(act.MinimumBase), act.MinimumBase), (nameof(act.TargetBase), act.TargetBase), (nameof(act.AbsorptionBase), act.AbsorptionBase) })
            if (value is < 0 or > BaseMax)
                yield return new("base-out-of-range", $"基数须在 0 到 {BaseMax} 之间，现为 {value}。", $"A base lies between 0 and {BaseMax}; this one is {value}.", field);
        foreach (var (field, value) in new[] { (nameof(act.MinimumPerThousandResidents), act.MinimumPerThousandResidents),
            (nameof(act.TargetPerThousandResidents), act.TargetPerThousandResidents), (nameof(act.AbsorptionPerLocalStaff), act.AbsorptionPerLocalStaff) })
            if (!(value is >= 0 and <= FactorMax))
                yield return new("factor-out-of-range", $"系数须在 0 到 {FactorMax} 之间。", $"A factor lies between 0 and {FactorMax}.", field);
        if (act.TargetBase < act.MinimumBase || act.TargetPerThousandResidents < act.MinimumPerThousandResidents)
            yield return new("target-below-minimum", "目标的基数和系数都不能低于最低。", "Neither base nor factor of the target may lie below the minimum's.", nameof(act.TargetBase));
        if (act.AbsorptionBase == 0 && act.AbsorptionPerLocalStaff == 0)
            yield return new("absorption-nothing", "承接上限的基数和系数不能都为 0，否则任何地方都不能再接收人。",
                "Base and factor of the absorption cannot both be 0: no place could take anyone in.", nameof(act.AbsorptionBase));
    }

    public static IEnumerable<Broken> ForFigures(DemandFigures figures, string name)
    {
        if (figures.Minimum < 0 || figures.Absorption > FigureMax)
            yield return new("figure-out-of-range", $"{name}：人数须在 0 到 {FigureMax} 之间。", $"{name}: figures lie between 0 and {FigureMax}.", "Minimum");
        if (figures.Target < figures.Minimum)
            yield return new("target-below-minimum", $"{name}：目标 {figures.Target} 低于最低 {figures.Minimum}。", $"{name}: the target {figures.Target} lies below the minimum {figures.Minimum}.", "Target");
        if (figures.Absorption < figures.Target)
            yield return new("absorption-below-target", $"{name}：承接上限 {figures.Absorption} 低于目标 {figures.Target}。",
                $"{name}: the absorption {figures.Absorption} lies below the target {figures.Target}.", "Absorption");
    }

    private static int PerThousand(double factor, int? residents) => residents is { } count ? Whole(decimal.Ceiling((decimal)factor * count / 1000m)) : 0;

    private static int Times(double factor, int staff) => Whole(decimal.Floor((decimal)factor * staff));

    // Decimal, because 1.2 × 2500 ÷ 1000 is 3 for people and 3.0000000000000004 for doubles.
    private static int Whole(decimal value) => (int)Math.Clamp(value, 0, FigureMax);
}
