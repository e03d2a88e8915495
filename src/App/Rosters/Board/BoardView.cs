using Muster.Rosters.Changing;
using Muster.Rosters.Filling;

namespace Muster.Rosters.Board;

/// <summary>A roster as its board shows it: people down, days across, and one turn or person looked at.</summary>
public sealed class BoardView
{
    private readonly ILookup<(Guid Person, DateOnly Day), Shift> _cells;
    private readonly Dictionary<Guid, PostBand> _bands;
    private readonly Dictionary<(Guid Person, DateOnly Day), Wishes.BrokenWish> _brokenWishes;

    /// <param name="from">First day shown; <paramref name="span"/> days from there, 0 for all.</param>
    public BoardView(RosterLine line, RosterGround ground, DateOnly? from, int span)
    {
        (Line, Ground, Check) = (line, ground, RosterCheck.Of(ground));
        var first = from is { } day && day >= line.StartsOn && day < line.StartsOn.AddDays(line.Days) ? day : line.StartsOn;
        Span = span is > 0 and <= 31 ? span : line.Days;
        Days = [.. Enumerable.Range(0, line.Days).Select(line.StartsOn.AddDays).Where(d => d >= first && d < first.AddDays(Span))];
        _bands = ground.Bands.ToDictionary(b => b.Id);
        _cells = ground.Shifts.Where(s => s.PersonId is not null).ToLookup(s => (s.PersonId!.Value, s.Day));
        var order = ground.Bands.Select(b => b.PostId).Distinct().Select((id, i) => (id, i)).ToDictionary(x => x.id, x => x.i);
        People = [.. ground.People.OrderBy(p => p.PostId is { } post ? order.GetValueOrDefault(post, order.Count) : -1).ThenBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Id)];
        BrokenWishes = Wishes.BrokenWishes.Of(ground);
        _brokenWishes = BrokenWishes.GroupBy(w => (w.PersonId, w.Day)).ToDictionary(g => g.Key, g => g.First());
        Wrong = Check.Findings.Where(f => f.ShiftId is not null).ToLookup(f => f.ShiftId!.Value, f => f.Code);
    }

    public RosterLine Line { get; }

    public RosterGround Ground { get; }

    public RosterChecked Check { get; }

    public IReadOnlyList<DateOnly> Days { get; }

    public int Span { get; }

    public IReadOnlyList<AvailablePerson> People { get; }

    /// <summary>Codes of what is wrong with a turn.</summary>
    public ILookup<Guid, string> Wrong { get; }

    /// <summary>Wishes that it does not keep.</summary>
    public IReadOnlyList<Wishes.BrokenWish> BrokenWishes { get; }

    /// <summary>The wish of a person on a day that is not kept.</summary>
    public Wishes.BrokenWish? BrokenWish(Guid person, DateOnly day) => _brokenWishes.GetValueOrDefault((person, day));

    public bool IsDraft => Line.State == RosterState.Draft;

    public IEnumerable<Shift> At(Guid person, DateOnly day) => _cells[(person, day)];

    public PostBand Band(Shift shift) => _bands[shift.PostTimeId];

    public IEnumerable<Shift> OpenOn(DateOnly day) => Ground.Shifts.Where(s => s.PersonId is null && s.Day == day);

    public IEnumerable<Shift> Turns(DateOnly day) => Ground.Shifts.Where(s => s.Day == day).OrderBy(s => Band(s).Post, StringComparer.Ordinal).ThenBy(s => s.StartsAt).ThenBy(s => s.Id);

    public string? Post(Guid? id) => Ground.Bands.FirstOrDefault(b => b.PostId == id)?.Post;

    public int Minutes(Guid person) => Ground.Shifts.Where(s => s.PersonId == person).Sum(s => (int)(s.EndsAt - s.StartsAt).TotalMinutes);

    public int Nights(Guid person) => Ground.Shifts.Count(s => s.PersonId == person && Band(s).IsNight);

    public bool IsOff(DateOnly day) => Ground.Holidays.TryGetValue(day, out var off) ? off : day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    /// <summary>Bands of a day with how many have them, for somebody who has none yet: open ones first.</summary>
    public IEnumerable<(PostBand Band, int Has, int Open, string? Refusal)> BandsFor(AvailablePerson person, DateOnly day)
    {
        var turns = Ground.Shifts.Where(s => s.PersonId == person.Id).Select(Turn.Of).Concat(person.Elsewhere).ToList();
        return Ground.Bands.Where(b => Ground.IsOn(b, day)).Select(b => (b, Ground.Shifts.Count(s => s.PostTimeId == b.Id && s.Day == day && s.PersonId is not null),
            Ground.Shifts.Count(s => s.PostTimeId == b.Id && s.Day == day && s.PersonId is null), TurnRefusal.Of(person, b, day, turns, Ground.Roster)))
            .OrderByDescending(b => b.Item3 > 0).ThenBy(b => b.Item4 is null ? 0 : 1).ThenBy(b => b.b.PostId == person.PostId ? 0 : 1);
    }

    public IReadOnlyList<CoverSuggestion> Suggestions(Shift shift) => CoverSuggestions.For(Ground, Band(shift), shift.Day, shift.PersonId);
}
