namespace Muster.Optimiser.Rostering;

/// <summary>Somebody is away from a day to before another.</summary>
public readonly record struct RosterAbsence(int Person, int From, int To);

/// <summary>What has happened to a roster.</summary>
/// <param name="Away">Who cannot work, and when. Who is away is held to no least: of load, of runs, of weekends.</param>
/// <param name="Settled">Cells that are to be so from now on.</param>
/// <param name="PastDays">Days before this one have been worked and stand as they are.</param>
/// <param name="ChangeWeight">What each changed cell costs beside the problem's own weights, in its unit; null: a tenth of what one missing usually costs.</param>
public sealed record RosterLoss(
    IReadOnlyList<RosterAbsence> Away, IReadOnlyList<RosterPin> Settled, int PastDays = 0, int? ChangeWeight = null)
{
    /// <summary>The problem as it now is, for the checker too: what is past, away and settled is pinned, other pins stand.</summary>
    /// <exception cref="ArgumentException">The loss speaks of people or days that are not there.</exception>
    public RosterProblem After(RosterProblem problem, int[][] kinds)
    {
        var pins = problem.Pins.ToDictionary(p => (p.Person, p.Day));
        foreach (var (person, from, to) in Away)
        {
            if (person < 0 || person >= problem.People.Length || from < 0 || to > problem.Days) throw new ArgumentException($"Person {person} away from day {from} to {to} is nowhere.", nameof(problem));
            for (var day = from; day < to; day++) pins[(person, day)] = new RosterPin(person, day, RosterPlan.Off);
        }

        foreach (var pin in Settled) pins[(pin.Person, pin.Day)] = pin;
        for (var person = 0; person < kinds.Length; person++)
        {
            for (var day = 0; day < Math.Min(PastDays, problem.Days); day++) pins[(person, day)] = new RosterPin(person, day, kinds[person][day]);
        }

        var (terms, people) = (problem.Terms.ToList(), (RosterPerson[])problem.People.Clone());
        foreach (var person in Away.Select(a => a.Person).Distinct())
        {
            var own = problem.Terms[people[person].Terms];
            people[person] = people[person] with { Terms = terms.Count, Load = people[person].Load is { } load ? NoLeast(load) : null };
            terms.Add(own with
            {
                WorkRun = NoLeast(own.WorkRun), OffRun = Span.Free, TypeRun = Array.ConvertAll(own.TypeRun, NoLeast), Load = NoLeast(own.Load), Weekends = NoLeast(own.Weekends), HalfWeekend = 0,
            });
        }

        return problem with { Pins = [.. pins.Values.OrderBy(p => p.Person).ThenBy(p => p.Day)], Terms = [.. terms], People = people };
    }

    private static Span NoLeast(Span span) => span with { Least = 0, Under = 0 };
}

/// <summary>A cell that is not as it was. <paramref name="IsGiven"/>: because the person is away or the cell was settled so.</summary>
public readonly record struct RosterChange(int Person, int Day, int From, int To, bool IsGiven);

/// <param name="Plan">The roster after; cost and hard rules as the checker counts them on <see cref="RosterLoss.After"/>. It has no bound.</param>
/// <param name="Lost">Shifts that people who are away had.</param>
/// <param name="Short">People missing to the cover's targets on those shifts' cells now, beyond how many were missing before.</param>
public sealed record RosterRepair(RosterPlan Plan, IReadOnlyList<RosterChange> Changes, int Lost, int Short);
