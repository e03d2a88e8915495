using Muster.Optimiser.Placing;

namespace Muster.Optimiser.Checking;

/// <summary>What is said to change when one person is moved and nobody else.</summary>
/// <param name="Person">Index of the person.</param>
/// <param name="Place">Index of the place the person would serve at, in no seat and for no wanted skill; -1 for reserve.</param>
/// <param name="Tiers">Change of each tier above the last; negative is better.</param>
/// <param name="Cost">Change of each part of the cost.</param>
public sealed record StatedAlternative(int Person, int Place, TierFigures Tiers, CostFigures Cost);

/// <summary>Re-evaluates explained alternatives: makes the move in a copy of the plan and counts the whole plan again.</summary>
public static class AlternativeCheck
{
    /// <summary>Alternatives whose stated change is not so, or that a hard rule forbids.</summary>
    /// <exception cref="ArgumentException">A person or place is not one of the problem.</exception>
    public static IReadOnlyList<Violation> Check(
        PlacingProblem problem, PlacingPlan plan, IReadOnlyList<StatedAlternative> alternatives)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(alternatives);
        var findings = new Findings();
        var tree = new PlaceTree(problem.Places);
        var figures = new PlanFigures(problem, tree);
        var (tiers, cost) = (figures.Tiers(plan), figures.Costs(plan));
        var broken = Broken(problem, tree, plan);
        foreach (var stated in alternatives)
        {
            if ((uint)stated.Person >= problem.People.Length || stated.Place < -1 || stated.Place >= problem.Places.Length)
            {
                throw new ArgumentException($"No such person or place: {stated.Person}, {stated.Place}.", nameof(alternatives));
            }

            var changed = Moved(plan, stated.Person, stated.Place);
            var actualTiers = Difference(figures.Tiers(changed), tiers);
            var actualCost = Difference(figures.Costs(changed), cost);
            var person = problem.People[stated.Person].Id;
            var place = stated.Place < 0 ? "" : problem.Places[stated.Place].Id;
            if (actualTiers != stated.Tiers || actualCost != stated.Cost)
            {
                findings.Add(
                    ViolationCodes.Alternative,
                    $"所述人员 {person} 改到“{place}”的费用变化为 {stated.Cost.Sum}，实为 {actualCost.Sum}",
                    $"Moving person {person} to \"{place}\" is said to change the cost by {stated.Cost.Sum} and changes it by {actualCost.Sum}",
                    ("person", person), ("place", place), ("stated", $"{stated.Tiers} {stated.Cost}"), ("actual", $"{actualTiers} {actualCost}"));
            }

            if (Broken(problem, tree, changed) > broken)
            {
                findings.Add(
                    ViolationCodes.Alternative,
                    $"所述人员 {person} 改到“{place}”违反硬性规则",
                    $"Moving person {person} to \"{place}\" breaks a hard rule",
                    ("person", person), ("place", place));
            }
        }

        return findings.Kept;
    }

    private static int Broken(PlacingProblem problem, PlaceTree tree, PlacingPlan plan)
    {
        var findings = new Findings();
        new HardRules(problem, tree, plan, findings).Check();
        return findings.Total;
    }

    private static PlacingPlan Moved(PlacingPlan plan, int person, int to)
    {
        return plan with { Place = With(plan.Place, to), Seat = With(plan.Seat, -1), Want = With(plan.Want, -1) };

        int[] With(int[] of, int value)
        {
            var copy = (int[])of.Clone();
            copy[person] = value;
            return copy;
        }
    }

    private static TierFigures Difference(TierFigures a, TierFigures b) => new(
        a.Rules - b.Rules, a.Minimum - b.Minimum, a.Seats - b.Seats, a.Shortage - b.Shortage, a.Reserve - b.Reserve);

    private static CostFigures Difference(CostFigures a, CostFigures b) => new(
        a.Travel - b.Travel, a.Pairing - b.Pairing, a.Skill - b.Skill, a.Change - b.Change,
        a.Wish - b.Wish, a.Team - b.Team, a.Alone - b.Alone, a.Mix - b.Mix);
}
