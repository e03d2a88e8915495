using Muster.Optimiser.Placing;

namespace Muster.Optimiser.Checking;

/// <summary>Compares what a plan says of itself with what was recomputed.</summary>
internal sealed class StatedFigures(PlacingPlan plan, Findings findings)
{
    public void Check(TierFigures tiers, CostFigures cost, int placed, long? bound, bool isBestAbove)
    {
        if (plan.Placed != placed)
        {
            findings.Add(
                ViolationCodes.Count, $"所述已安排 {plan.Placed} 人，实为 {placed} 人",
                $"{plan.Placed} people are said to be placed and {placed} are",
                ("stated", plan.Placed), ("actual", placed));
        }

        var stated = plan.Cost;
        CheckPart("travel", stated.Travel, cost.Travel);
        CheckPart("pairing", stated.Pairing, cost.Pairing);
        CheckPart("skill", stated.Skill, cost.Skill);
        CheckPart("change", stated.Change, cost.Change);
        CheckPart("wish", stated.Wish, cost.Wish);
        CheckPart("team", stated.Team, cost.Team);
        CheckPart("alone", stated.Alone, cost.Alone);
        CheckPart("mix", stated.Mix, cost.Mix);
        foreach (var tier in plan.Tiers) CheckTier(tier, tiers, cost, bound, isBestAbove);
    }

    private void CheckPart(string part, long stated, long actual)
    {
        if (stated == actual) return;
        findings.Add(
            ViolationCodes.Cost, $"费用“{part}”所述为 {stated}，实为 {actual}",
            $"Cost part {part} is stated as {stated} and is {actual}",
            ("part", part), ("stated", stated), ("actual", actual));
    }

    private void CheckTier(PlacingTier tier, TierFigures tiers, CostFigures cost, long? bound, bool isBestAbove)
    {
        long? actual = tier.Name switch
        {
            "rules" => tiers.Rules,
            "minimum" => tiers.Minimum,
            "seats" => tiers.Seats,
            "shortage" => tiers.Shortage,
            "reserve" => tiers.Reserve,
            "cost" => cost.Sum,
            _ => null,
        };
        if (actual != tier.Value)
        {
            findings.Add(
                ViolationCodes.Tier, $"目标层“{tier.Name}”所述为 {tier.Value}，实为 {actual}",
                $"Tier {tier.Name} is stated as {tier.Value} and is {actual}",
                ("tier", tier.Name), ("stated", tier.Value), ("actual", actual?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? ""));
        }

        var isLast = tier.Name == "cost";
        var most = isLast && bound < actual ? bound : actual;
        if (tier.Bound > most)
        {
            findings.Add(
                ViolationCodes.Bound, $"目标层“{tier.Name}”所述下界 {tier.Bound} 不成立，最多为 {most}",
                $"Tier {tier.Name} states the bound {tier.Bound}, which can be {most} at most",
                ("tier", tier.Name), ("stated", tier.Bound), ("actual", most?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? ""));
        }

        // Nothing is below 0, so a tier of 0 needs no proof.
        var isProved = actual == 0 || (isBestAbove && (!isLast || bound == actual));
        if (tier.Proved && !isProved)
        {
            findings.Add(
                ViolationCodes.Proof, $"目标层“{tier.Name}”称已证明最优，证书不能证明",
                $"Tier {tier.Name} is said to be proved best and the certificate does not prove it",
                ("tier", tier.Name));
        }
    }
}
