using Muster.Rosters.Filling;

namespace Muster.Rosters;

/// <summary>Something in a roster that a hard rule forbids.</summary>
/// <param name="Code">A <see cref="TurnRefusal"/>, or <c>skill</c>, <c>missing</c> (fewer turns stand there than the band needs), <c>unexplained</c>, <c>not-placed</c>.</param>
public sealed record RosterFinding(string Code, Guid? ShiftId, Guid? PersonId, string? Person, string Post, string Band, DateOnly Day);

/// <summary>What the check counted. <paramref name="Bands"/> are bands on their days; each is covered, or its hole explained, or in <paramref name="Findings"/>.</summary>
/// <param name="Excepted">Turns that break a cap with a named person's reason.</param>
public sealed record RosterChecked(int Bands, int Covered, int Holes, int Turns, int Excepted, IReadOnlyList<RosterFinding> Findings)
{
    public bool Holds => Findings.Count == 0;
}

/// <summary>
/// Reads a roster anew and checks every hard rule turn by turn, without the optimiser: one place at a time, rest, runs, nights, hours, leave, limits,
/// placements, and for each band on each day that enough turns stand there and that an open one says why. Pure.
/// </summary>
public static class RosterCheck
{
    public static RosterChecked Of(RosterGround ground)
    {
        var people = ground.People.ToDictionary(p => p.Id);
        var bands = ground.Bands.ToDictionary(b => b.Id);
        var turns = ground.Shifts.Where(s => s.PersonId is not null).ToLookup(s => s.PersonId!.Value);
        var findings = new List<RosterFinding>();
        var excepted = 0;
        foreach (var shift in ground.Shifts.Where(s => s.PersonId is not null && bands.ContainsKey(s.PostTimeId)))
        {
            var band = bands[shift.PostTimeId];
            var others = turns[shift.PersonId!.Value].Where(s => s.Id != shift.Id).ToList();
            people.TryGetValue(shift.PersonId.Value, out var person);
            string? Against(IEnumerable<Shift> these) => person is null ? "not-placed" : TurnRefusal.Of(person, band, shift.Day, [.. person.Elsewhere, .. these.Select(Turn.Of)], ground.Roster);
            var refusal = Against(others);
            // A cap that is broken by an exception beside it is that one's to explain.
            if (TurnRefusal.IsCap(refusal))
            {
                if (IsException(shift)) excepted++;
                refusal = IsException(shift) ? null : Against(others.Where(o => !IsException(o)));
            }
            if (refusal is not null) findings.Add(new RosterFinding(refusal, shift.Id, shift.PersonId, person?.Name, band.Post, band.Band.Name, shift.Day));
        }
        var (cells, covered, holes) = (0, 0, 0);
        var standing = ground.Shifts.ToLookup(s => (s.PostTimeId, s.Day));
        foreach (var band in ground.Bands)
            foreach (var day in ground.Days.Where(d => ground.IsOn(band, d)))
            {
                cells++;
                var here = standing[(band.Id, day)].ToList();
                var open = here.Where(s => s.PersonId is null).ToList();
                if (here.Count - open.Count >= band.Band.Needed) covered++;
                else
                {
                    holes++;
                    if (here.Count < band.Band.Needed) findings.Add(new RosterFinding("missing", null, null, null, band.Post, band.Band.Name, day));
                    if (open.Find(s => s.Reason.Length == 0) is { } mute) findings.Add(new RosterFinding("unexplained", mute.Id, null, null, band.Post, band.Band.Name, day));
                }
            }
        return new RosterChecked(cells, covered, holes, ground.Shifts.Count, excepted, findings);
    }

    private static bool IsException(Shift shift) => shift.Reason.StartsWith(RosterReasons.Exception, StringComparison.Ordinal);
}

/// <summary>How the reason of a turn begins where the program wrote it.</summary>
public static class RosterReasons
{
    /// <summary>Of an open turn: <c>why people=13 busy=6</c>.</summary>
    public const string Why = "why ";

    /// <summary>From another post of the community.</summary>
    public const string Help = "help";

    /// <summary>A cap was broken for a reason: the rest is who and why.</summary>
    public const string Exception = "破例：";
}
