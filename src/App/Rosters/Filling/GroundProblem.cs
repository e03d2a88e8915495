using System.Numerics;
using Muster.Optimiser.Rostering;
using Muster.Rosters.Resting;
using Muster.Rosters.Wishes;

namespace Muster.Rosters.Filling;

/// <summary>
/// A roster's ground as the optimiser's problem: kinds are bands of posts, types are the hours of them. Weights are in points of which an hour
/// too little for somebody is eight.
/// </summary>
internal sealed class GroundProblem
{
    /// <summary>For each one missing below the minimum, below the target, and for each one too many.</summary>
    private const int Missing = 4000, BelowTarget = 40, TooMany = 400;

    /// <summary>No leader, no skill; a newcomer without an old hand; somebody at another post than the own.</summary>
    private const int NoLeader = 60, NoSkill = 200, NewcomerAlone = 6, AwayFromPost = 12, SparedMost = 40;

    /// <summary>A turn that was not wanted, and one that was and is not given: less than anybody missing, more than an hour of fairness.</summary>
    private const int Unwanted = 30, Wanted = 15;

    /// <summary>What an hour costs that somebody has less than a fair share.</summary>
    private const int HourShort = 8;

    /// <summary>Load is counted in quarters of an hour, or in the hours that all turns are multiples of: the programme of a person grows with the numbers it counts to.</summary>
    private const int LoadMinutesLeast = 15;

    /// <summary>
    /// So few nights a week are counted by the optimiser; a higher cap is hardly ever reached where nights in a row are capped and hours shared, and what reaches it is
    /// given to others afterwards (<see cref="FilledRoster"/>).
    /// </summary>
    private const int FewNights = 2;

    /// <summary>Hours are capped, and shared, in each week of the roster.</summary>
    private const int WeekDays = 7;

    private const int Leaders = 0, Newcomers = 1, OldHands = 2, FirstSkill = 3, SkillsMost = 60;

    private readonly RosterGround _ground;
    private readonly List<(int From, int Minutes)> _types = [];
    private readonly int _loadMinutes;
    private readonly List<string> _skills;
    private readonly List<RestCaps> _caps;

    public GroundProblem(RosterGround ground)
    {
        _ground = ground;
        _skills = [.. ground.Bands.Select(b => b.Band.Skill).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(SkillsMost)];
        _caps = [.. ground.People.Select(CapsOf).Distinct()];
        foreach (var band in ground.Bands) TypeOf(band.Band.From, band.Band.Minutes);
        foreach (var turn in ground.People.SelectMany(p => p.Elsewhere)) TypeOf(Minute(turn), turn.Minutes);
        _loadMinutes = (int)_types.Aggregate(new BigInteger(0), (unit, type) => BigInteger.GreatestCommonDivisor(unit, type.Minutes)) is var all && all % LoadMinutesLeast == 0 && all > 0 ? all : LoadMinutesLeast;
        var locked = ground.Shifts.Where(s => s is { Locked: true, PersonId: not null }).ToLookup(s => s.PersonId!.Value);
        Problem = new RosterProblem
        {
            Days = ground.Roster.Days, FirstWeekday = ((int)ground.Roster.StartsOn.DayOfWeek + 6) % 7,
            Types = [.. _types.Select((t, i) => new ShiftType(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{t.From}+{t.Minutes}"), Math.Max(1, t.Minutes / _loadMinutes), NotBefore(t)))],
            Kinds = [.. ground.Bands.Select(b => new ShiftKind(b.Post + " " + b.Band.Name, TypeOf(b.Band.From, b.Band.Minutes)))],
            Terms = [.. _caps.Select(Terms)], Covers = [.. Covers()], Companies = [.. Companies()], People = [.. ground.People.Select(p => Person(p, locked[p.Id]))], Pins = [.. Pins(locked)], Wishes = [.. Wishes()],
            Mentoring = ground.People.Any(p => p.Served) && ground.People.Any(p => !p.Served) ? new Mentoring(Newcomers, OldHands, 2, NewcomerAlone) : null,
        };
    }

    public RosterProblem Problem { get; }

    private int TypeOf(int from, int minutes)
    {
        var index = _types.IndexOf((from, minutes));
        if (index >= 0) return index;
        _types.Add((from, minutes));
        return _types.Count - 1;
    }

    private static int Minute(Turn turn) => (int)turn.StartsAt.ToOffset(Patterns.WorkDays.Zone).TimeOfDay.TotalMinutes;

    private int[] NotBefore((int From, int Minutes) type) =>
        [.. Enumerable.Range(0, _types.Count).Where(next => 1440 + _types[next].From - type.From - type.Minutes < _ground.Caps.RestMinutes)];

    /// <summary>Caps that hold for somebody through the whole roster; what is waived on some days only, people give by hand.</summary>
    private RestCaps CapsOf(AvailablePerson person) => person.Guard.Through(_ground.Roster.StartsOn, _ground.Roster.EndsOn);

    private RosterTerms Terms(RestCaps caps) => new()
    {
        Name = caps.ToString(), WorkRun = new Span(0, caps.RunDays, 0, Span.Hard), LoadDays = WeekDays,
        TypeRun = [.. _types.Select(t => RestRules.IsNight(t.From, t.Minutes) ? new Span(0, caps.NightRun, 0, Span.Hard) : Span.Free)],
        MostOfType = [.. _types.Select(t => RestRules.IsNight(t.From, t.Minutes) && caps.WeekNights <= FewNights ? ((caps.WeekNights * _ground.Roster.Days) + WeekDays - 1) / WeekDays : _ground.Roster.Days)],
        Weekends = new Span(0, Math.Max(1, _ground.Roster.Days / 7 * 3 / 4), 0, 8), OffRun = new Span(2, int.MaxValue, 3, 0),
    };

    private IEnumerable<Cover> Covers() =>
        from day in Enumerable.Range(0, _ground.Roster.Days)
        from kind in Enumerable.Range(0, _ground.Bands.Count)
        let band = _ground.Bands[kind]
        let isOn = _ground.IsOn(band, _ground.Roster.StartsOn.AddDays(day))
        select new Cover(day, kind, isOn ? band.Band.Needed ?? 0 : 0, isOn ? band.Band.Target ?? 0 : 0, Missing, BelowTarget, TooMany);

    private IEnumerable<Company> Companies()
    {
        foreach (var (band, kind) in _ground.Bands.Select((b, i) => (b, i)))
            for (var day = 0; day < _ground.Roster.Days; day++)
            {
                if (!_ground.IsOn(band, _ground.Roster.StartsOn.AddDays(day))) continue;
                if (band.Band.Leader) yield return new Company(day, kind, Leaders, 1, NoLeader);
                if (band.Band.Skill is { } skill && _skills.IndexOf(skill) is >= 0 and var at) yield return new Company(day, kind, FirstSkill + at, 1, NoSkill);
            }
    }

    private RosterPerson Person(AvailablePerson person, IEnumerable<Shift> locked)
    {
        var settled = locked.Select(s => Kind(s.PostTimeId)).ToHashSet();
        var kinds = Enumerable.Range(0, _ground.Bands.Count).Where(k => settled.Contains(k) || !person.NoNights || !_ground.Bands[k].IsNight).ToArray();
        var groups = (person.MayLead ? 1UL << Leaders : 0) | (person.Served ? 1UL << OldHands : 1UL << Newcomers);
        foreach (var skill in person.Skills) if (_skills.IndexOf(skill) is >= 0 and var at) groups |= 1UL << (FirstSkill + at);
        return new RosterPerson
        {
            Name = person.Id.ToString("n"), Terms = _caps.IndexOf(CapsOf(person)), Kinds = kinds, KindCosts = [.. kinds.Select(k => (person.PostId is null || person.PostId == _ground.Bands[k].PostId ? 0 : AwayFromPost) + Spared(person, _ground.Bands[k]))],
            Load = Share(person), Groups = groups, History = History(person),
        };
    }

    /// <summary>Who carried more hardship than the others lately is spared nights, long turns and exposed posts first.</summary>
    private int Spared(AvailablePerson person, PostBand band)
    {
        _pastPoints ??= _ground.People.Average(p => (double)p.PastPoints);
        return Math.Min(SparedMost, (int)Math.Max(0, person.PastPoints - _pastPoints.Value) * Load.Hardship.Of(band.IsNight, dayOff: false, band.Band.Minutes, band.Kind));
    }

    private double? _pastPoints;

    /// <summary>
    /// Of a week. What is fair: the same for everybody on a day there, less what was done before beyond the others, so that who carried much is spared until the
    /// others have caught up; a quarter of a turn less is nothing. Who has too much leaves too little to others, so that too little alone is charged; above
    /// stands the cap, and no roster breaks it.
    /// </summary>
    private Span Share(AvailablePerson person)
    {
        _weekShare ??= (from band in _ground.Bands from day in _ground.Days where _ground.IsOn(band, day) select (long)band.Band.Minutes * (band.Band.Target ?? 1)).Sum()
            * WeekDays / Math.Max(1, _ground.People.Sum(p => _ground.Days.Count(p.IsFree)));
        _past ??= _ground.People.Average(p => (double)p.PastMinutes);
        var share = _weekShare.Value + (long)((_past.Value - person.PastMinutes) / 2 * WeekDays / Math.Max(WeekDays, _ground.Roster.Days)) - (_ground.Bands.Count == 0 ? 0 : _ground.Bands.Max(b => b.Band.Minutes) / 4);
        // Who owes turns is to have so many more.
        if (person.Owed > 0 && _ground.Bands.Count > 0) share += person.Owed * (long)_ground.Bands.Average(b => b.Band.Minutes) * WeekDays / Math.Max(WeekDays, _ground.Roster.Days);
        var most = CapsOf(person).WeekMinutes;
        return new Span((int)(Math.Clamp(share, 0, most) * Math.Min(WeekDays, _ground.Roster.Days) / WeekDays / _loadMinutes), most / _loadMinutes, Math.Max(1, HourShort * _loadMinutes / 60), Span.Hard);
    }

    private long? _weekShare;
    private double? _past;

    private RosterHistory History(AvailablePerson person)
    {
        var before = person.Elsewhere.Where(t => t.Day < _ground.Roster.StartsOn).OrderByDescending(t => t.Day).ToList();
        if (before.Count == 0 || before[0].Day != _ground.Roster.StartsOn.AddDays(-1)) return new RosterHistory(RosterHistory.Off, 0, 0, 2, 0, 0);
        var (run, same, last) = (0, 0, TypeOf(Minute(before[0]), before[0].Minutes));
        foreach (var turn in before)
        {
            if (turn.Day != _ground.Roster.StartsOn.AddDays(-1 - run)) break;
            if (same == run && TypeOf(Minute(turn), turn.Minutes) == last) same++;
            run++;
        }
        var most = CapsOf(person).RunDays;
        return new RosterHistory(last, Math.Min(same, most), Math.Min(run, most), 0, 0, 0);
    }

    private IEnumerable<RosterPin> Pins(ILookup<Guid, Shift> locked)
    {
        foreach (var (person, index) in _ground.People.Select((p, i) => (p, i)))
        {
            var busy = person.Elsewhere.Select(t => t.Day).ToHashSet();
            var settled = locked[person.Id].Where(s => Kind(s.PostTimeId) >= 0).DistinctBy(s => s.Day).ToDictionary(s => s.Day, s => Kind(s.PostTimeId));
            foreach (var (day, at) in _ground.Days.Select((d, i) => (d, i)))
                if (settled.TryGetValue(day, out var kind)) yield return new RosterPin(index, at, kind);
                else if (!person.IsFree(day) || busy.Contains(day)) yield return new RosterPin(index, at, RosterPlan.Off);
        }
    }

    private IEnumerable<RosterWish> Wishes()
    {
        foreach (var (person, index) in _ground.People.Select((p, i) => (p, i)))
            foreach (var (day, at) in _ground.Days.Select((d, i) => (d, i)).Where(d => person.IsThere(d.d)))
                foreach (var wish in person.Wishes.Where(w => w.IsOn(day)))
                    if (wish.Part == Rosters.Wishes.WishPart.Any) yield return new RosterWish(index, at, RosterWish.AnyWork, wish.Wanted, wish.Wanted ? Wanted : Unwanted);
                    else
                        for (var type = 0; type < _types.Count; type++)
                            if (WishRules.Matches(wish.Part, _types[type].From, _types[type].Minutes)) yield return new RosterWish(index, at, type, wish.Wanted, wish.Wanted ? Wanted : Unwanted);
    }

    private int Kind(Guid time)
    {
        for (var i = 0; i < _ground.Bands.Count; i++) if (_ground.Bands[i].Id == time) return i;
        return -1;
    }
}
