using Muster.Optimiser.Checking;

namespace Muster.Optimiser.Rostering;

/// <summary>What another choice for one person on one day would come to.</summary>
/// <param name="Kind">The kind instead, or <see cref="RosterPlan.Off"/>.</param>
/// <param name="Cost">By how much the whole roster would cost more; negative: less.</param>
/// <param name="Broken">Hard rules it would break that are kept now.</param>
public sealed record RosterAlternative(int Person, int Day, int Kind, long Cost, IReadOnlyList<Violation> Broken);

/// <summary>Why somebody is on or off, and why a shift has too few: each other choice is carried out and counted anew.</summary>
public static class RosterExplanations
{
    /// <summary>Every other choice for a person on a day, those that keep the rules first, the least dear first.</summary>
    public static IReadOnlyList<RosterAlternative> Of(RosterProblem problem, int[][] kinds, int person, int day) =>
        Ordered(problem.People[person].Kinds.Append(RosterPlan.Off).Where(k => k != kinds[person][day]).Select(k => (person, k)), problem, kinds, day);

    /// <summary>For everybody who may be given the kind and is not on it: what it would take to have them there.</summary>
    public static IReadOnlyList<RosterAlternative> Hole(RosterProblem problem, int[][] kinds, int day, int kind) =>
        Ordered(Enumerable.Range(0, kinds.Length).Where(p => kinds[p][day] != kind && problem.People[p].Kinds.Contains(kind)).Select(p => (p, kind)), problem, kinds, day);

    private static List<RosterAlternative> Ordered(IEnumerable<(int Person, int Kind)> choices, RosterProblem problem, int[][] kinds, int day)
    {
        var before = RosterChecker.Check(problem, kinds);
        var known = before.Violations.Select(v => v.En).ToHashSet(StringComparer.Ordinal);
        return [.. choices.Select(Try).OrderBy(a => a.Broken.Count).ThenBy(a => a.Cost).ThenBy(a => a.Person)];

        RosterAlternative Try((int Person, int Kind) choice)
        {
            var now = kinds[choice.Person][day];
            kinds[choice.Person][day] = choice.Kind;
            var after = RosterChecker.Check(problem, kinds);
            kinds[choice.Person][day] = now;
            var more = after.Violations.Count > before.Violations.Count;
            return new RosterAlternative(choice.Person, day, choice.Kind, after.Objective - before.Objective, more ? [.. after.Violations.Where(v => !known.Contains(v.En))] : []);
        }
    }
}
