namespace Muster.Organisation.Continuity;

/// <summary>Somebody who might take a place of a seat.</summary>
/// <param name="From">Alternate, Chain or Serving: who is asked first.</param>
/// <param name="Stands">The place somebody standing by holds in this seat; null for others.</param>
/// <param name="SeatsHeld">How many seats this person holds as A already.</param>
/// <param name="Exposed">Shares an exposure with somebody lost, or with whom the place is to stand by for.</param>
/// <param name="Barred">Code of the rule that keeps this person out; null: may sit here.</param>
public sealed record Successor(Guid Id, TakeoverWay From, Holder? Stands, int? Grade, bool PartyMember, int SeatsHeld, bool Exposed, string? Barred);

/// <summary>Whom the rules choose, and why not those before.</summary>
/// <param name="Passed">Codes of those who come first and do not sit here, each with how many.</param>
public sealed record SuccessorChoice(Successor? Chosen, string Passed);

/// <summary>
/// Who takes a seat that was left; pure. B before C, then whoever already holds a seat at the same place, then whoever serves there; in each
/// the one with fewest seats, then the highest grade, then members. Somebody exposed together with the lost comes only when nobody else can:
/// an exposed secretary is better than none.
/// </summary>
public static class TakeoverRules
{
    public const string ExposedCode = "exposed";

    /// <summary>Places to be filled: who stands by moves up for A; nobody is moved to become B.</summary>
    public static SuccessorChoice Choose(IEnumerable<Successor> candidates)
    {
        var asked = candidates.OrderBy(c => c.From).ThenBy(c => c.Stands ?? Holder.C).ThenBy(c => c.SeatsHeld).ThenByDescending(c => c.Grade ?? -1).ThenByDescending(c => c.PartyMember).ThenBy(c => c.Id).ToList();
        var chosen = asked.Find(c => c.Barred is null && !c.Exposed) ?? asked.Find(c => c.Barred is null);
        var before = chosen is null ? asked : asked.Take(asked.IndexOf(chosen));
        var passed = before.GroupBy(c => c.Barred ?? ExposedCode).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => FormattableString.Invariant($"{g.Key} {g.Count()}"));
        return new SuccessorChoice(chosen, string.Join(", ", passed));
    }

    /// <summary>The codes and numbers of <see cref="Takeover.Passed"/>.</summary>
    public static IEnumerable<(string Code, int Count)> Passed(string passed) => passed.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split(' '))
        .Where(p => p.Length == 2).Select(p => (p[0], int.Parse(p[1], System.Globalization.CultureInfo.InvariantCulture)));
}
