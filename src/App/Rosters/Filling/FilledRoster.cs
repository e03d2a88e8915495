using System.Globalization;
using Muster.Optimiser.Rostering;

namespace Muster.Rosters.Filling;

/// <summary>
/// Turns of a roster from what the optimiser found. What would break a hard rule is opened again, what is open goes to anybody who can have it by the
/// rules, and what stays open says why for everybody there.
/// </summary>
internal sealed class FilledRoster
{
    private readonly RosterGround _ground;
    private readonly Dictionary<Guid, List<Turn>> _turns;
    private readonly Dictionary<Guid, AvailablePerson> _people;
    private readonly Dictionary<(Guid Band, DateOnly Day), List<Shift>> _cells = [];

    public FilledRoster(RosterGround ground, RosterPlan plan)
    {
        _ground = ground;
        _people = ground.People.ToDictionary(p => p.Id);
        _turns = ground.People.ToDictionary(p => p.Id, p => p.Elsewhere.ToList());
        foreach (var shift in ground.Shifts.Where(s => s.Locked && s.PersonId is not null)) _turns.GetValueOrDefault(shift.PersonId!.Value)?.Add(Turn.Of(shift));
        var given = Given(plan);
        var cells = (from band in ground.Bands from day in ground.Days where ground.IsOn(band, day) select (Band: band, Day: day)).ToList();
        foreach (var (band, day) in cells)
        {
            var has = ground.Shifts.Where(s => s.Locked && s.PersonId is not null && s.PostTimeId == band.Id && s.Day == day).ToList();
            _cells[(band.Id, day)] = has;
            foreach (var person in given[(band.Id, day)])
                if (Refusal(person, band, day) is null) Give(person, band, day, has);
        }
        foreach (var (band, day) in cells) Complete(band, day, _cells[(band.Id, day)]);
        foreach (var (band, day) in cells)
            for (var missing = (band.Band.Needed ?? 1) - _cells[(band.Id, day)].Count; missing > 0; missing--) Shifts.Add(ground.Turn(band, day, null, HoleReason.Of(ground, band, day, p => _turns[p])));
    }

    /// <summary>Turns besides the locked ones, which stay.</summary>
    public List<Shift> Shifts { get; } = [];

    private ILookup<(Guid Band, DateOnly Day), AvailablePerson> Given(RosterPlan plan)
    {
        var locked = _ground.Shifts.Where(s => s.Locked && s.PersonId is not null).Select(s => (s.PersonId!.Value, s.Day)).ToHashSet();
        return (from p in Enumerable.Range(0, _ground.People.Count)
                from d in Enumerable.Range(0, _ground.Roster.Days)
                where plan.Kinds[p][d] >= 0
                let day = _ground.Roster.StartsOn.AddDays(d)
                where !locked.Contains((_ground.People[p].Id, day))
                select (Key: (_ground.Bands[plan.Kinds[p][d]].Id, day), Person: _ground.People[p])).ToLookup(x => x.Key, x => x.Person);
    }

    private void Complete(PostBand band, DateOnly day, List<Shift> has)
    {
        while (has.Count < (band.Band.Needed ?? 1))
        {
            var next = _ground.People.Where(p => Refusal(p, band, day) is null).OrderBy(p => Wishes.WishRules.Of(p, band, day) == false ? 1 : 0).ThenBy(p => p.PostId == band.PostId ? 0 : 1).ThenByDescending(p => p.Owed).ThenBy(p => _turns[p.Id].Count).ThenBy(p => p.Id).FirstOrDefault();
            if (next is null) break;
            Give(next, band, day, has);
        }
        if (band.Band.Leader && !has.Exists(s => s.Leads) && has.Where(s => !s.Locked && _people[s.PersonId!.Value].MayLead).MaxBy(s => _people[s.PersonId!.Value].Grade) is { } leads) leads.Leads = true;
    }

    private void Give(AvailablePerson person, PostBand band, DateOnly day, List<Shift> has)
    {
        var shift = _ground.Turn(band, day, person.Id, person.PostId is null || person.PostId == band.PostId ? "" : "help");
        Shifts.Add(shift);
        has.Add(shift);
        _turns[person.Id].Add(Turn.Of(shift));
    }

    private string? Refusal(AvailablePerson person, PostBand band, DateOnly day) => TurnRefusal.Of(person, band, day, _turns[person.Id], _ground.Roster);
}

/// <summary>Why nobody has a turn: how many could not, by the first reason that holds for each. Pure.</summary>
public static class HoleReason
{
    /// <summary>Nothing is against it: nobody asked yet.</summary>
    public const string Free = "free";

    /// <summary><c>why people=13 busy=6 rest=4</c>: everybody there, each counted once.</summary>
    /// <param name="turns">Of each person, elsewhere too.</param>
    public static string Of(RosterGround ground, PostBand band, DateOnly day, Func<Guid, IReadOnlyList<Turn>> turns)
    {
        var reasons = ground.People.Select(p => TurnRefusal.Of(p, band, day, turns(p.Id), ground.Roster) ?? Free).GroupBy(r => r).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal);
        return RosterReasons.Why + string.Join(' ', [string.Create(CultureInfo.InvariantCulture, $"people={ground.People.Count}"), .. reasons.Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key}={g.Count()}"))]);
    }
}

/// <summary>Why somebody cannot have a turn; null where nothing is against it. Pure.</summary>
public static class TurnRefusal
{
    public const string Away = "away", Leave = "leave", Nights = "nights", Busy = "busy", Rest = "rest", Run = "run", NightRun = "night-run", Hours = "hours", WeekDays = "days", WeekNights = "week-nights", Rotation = "rotation";

    /// <summary>A cap of rest, or another's week of a rotation: broken only for a named person's reason.</summary>
    public static bool IsCap(string? refusal) => refusal is Rotation or Rest or Run or NightRun or Hours or WeekDays or WeekNights;

    public static string? Of(AvailablePerson person, PostBand band, DateOnly day, IReadOnlyList<Turn> turns, Roster roster)
    {
        if (person.Leave.Contains(day)) return Leave;
        if (!person.IsThere(day)) return Away;
        if (person.NoNights && band.IsNight) return Nights;
        if (person.OffWeeks.Contains(day) && turns.All(t => t.Day != day)) return Rotation;
        if (turns.Any(t => t.Day == day)) return Busy;
        foreach (var breach in RestRules.Of(band.On(day), turns, roster.StartsOn, person.Guard.On(day))) return Breaches.First(b => b.Breach == breach).Refusal;
        return null;
    }

    /// <summary>The breach that a cap's refusal stands for.</summary>
    internal static RestBreach Breach(string refusal) => Breaches.FirstOrDefault(b => b.Refusal == refusal).Breach;

    private static readonly (RestBreach Breach, string Refusal)[] Breaches =
    [
        (RestBreach.Overlap, Busy), (RestBreach.Rest, Rest), (RestBreach.Run, Run), (RestBreach.Nights, NightRun), (RestBreach.Hours, Hours), (RestBreach.Days, WeekDays), (RestBreach.WeekNights, WeekNights),
    ];
}
