namespace Muster.Optimiser.Rostering;

/// <summary>
/// People, days and kinds of shift. Each person has at most one shift a day. Costs are whole numbers in a unit of the
/// caller's choice; <see cref="Span.Hard"/> as a weight makes a rule one that no roster may break.
/// docs/roster-problem.md says what each rule means and how it is counted.
/// </summary>
public sealed record RosterProblem
{
    /// <summary>Days of the roster, counted from 0.</summary>
    public required int Days { get; init; }

    /// <summary>Day of the week of day 0; 0 is Monday. Days 5 and 6 of a week are its weekend.</summary>
    public int FirstWeekday { get; init; }

    public required ShiftType[] Types { get; init; }

    /// <summary>What a person can be given on a day: a type of shift at one post, or with one skill.</summary>
    public required ShiftKind[] Kinds { get; init; }

    public required RosterTerms[] Terms { get; init; }
    public required RosterPerson[] People { get; init; }

    /// <summary>At most one for each day and kind; a day and kind without one needs nobody and may have anybody.</summary>
    public required Cover[] Covers { get; init; }

    public Company[] Companies { get; init; } = [];

    /// <summary>Newcomers are not left without somebody experienced; null: no such rule.</summary>
    public Mentoring? Mentoring { get; init; }

    public RosterWish[] Wishes { get; init; } = [];

    /// <summary>At most one for each person and day.</summary>
    public RosterPin[] Pins { get; init; } = [];
}

/// <summary>Hours of a shift: what rest, runs and load are counted by.</summary>
/// <param name="Load">What one such shift adds to a person's load: minutes, or 1 when shifts are counted.</param>
/// <param name="NotBefore">Types that the same person may not have on the day after.</param>
public sealed record ShiftType(string Name, int Load, int[] NotBefore);

/// <param name="Type">Index of the type.</param>
public sealed record ShiftKind(string Name, int Type);

/// <summary>A range and what leaving it costs for each unit; <see cref="Hard"/> forbids it.</summary>
public readonly record struct Span(int Least, int Most, int Under, int Over)
{
    public const int Hard = -1;

    public static readonly Span Free = new(0, int.MaxValue, 0, 0);

    public static Span Within(int least, int most) => new(least, most, Hard, Hard);

    public bool IsFree => (Under == 0 || Least <= 0) && (Over == 0 || Most == int.MaxValue);
}

/// <summary>Rules that some of the people share.</summary>
public sealed record RosterTerms
{
    public required string Name { get; init; }

    /// <summary>Days worked one after another.</summary>
    public Span WorkRun { get; init; } = Span.Free;

    /// <summary>Days off one after another.</summary>
    public Span OffRun { get; init; } = Span.Free;

    /// <summary>Days of one type one after another, by type; empty: no such rule.</summary>
    public Span[] TypeRun { get; init; } = [];

    /// <summary>Load in each period of <see cref="LoadDays"/> days.</summary>
    public Span Load { get; init; } = Span.Free;

    /// <summary>Days of a period, counted from day 0; the last may be shorter, its range is then scaled down. 0: the whole roster.</summary>
    public int LoadDays { get; init; }

    /// <summary>Weekends with at least one day worked.</summary>
    public Span Weekends { get; init; } = Span.Free;

    /// <summary>What a weekend with only one of its two days worked costs.</summary>
    public int HalfWeekend { get; init; }

    /// <summary>Most shifts of each type in the whole roster, a hard rule; empty: no such rule.</summary>
    public int[] MostOfType { get; init; } = [];
}

/// <summary>Somebody to be rostered.</summary>
public sealed record RosterPerson
{
    public required string Name { get; init; }

    /// <summary>Index of the terms.</summary>
    public required int Terms { get; init; }

    /// <summary>Kinds the person may be given.</summary>
    public required int[] Kinds { get; init; }

    /// <summary>What one shift of each kind of <see cref="Kinds"/> costs for this person, in the same order; empty: nothing. Past load enters here and in <see cref="Load"/>.</summary>
    public int[] KindCosts { get; init; } = [];

    /// <summary>The person's own range of load, in place of that of the terms.</summary>
    public Span? Load { get; init; }

    /// <summary>Groups that <see cref="Company"/> and <see cref="Mentoring"/> speak of, as bits.</summary>
    public ulong Groups { get; init; }

    public RosterHistory History { get; init; } = RosterHistory.Unknown;
}

/// <summary>How the day before the roster ended for a person.</summary>
/// <param name="LastType">Type of the shift on the day before; <see cref="Off"/>, or <see cref="NotKnown"/>: then the first run may be shorter than the least.</param>
public readonly record struct RosterHistory(int LastType, int TypeRun, int WorkRun, int OffRun, int Load, int Weekends)
{
    public const int Off = -1;
    public const int NotKnown = -2;

    public static readonly RosterHistory Unknown = new(NotKnown, 0, 0, 0, 0, 0);
}

/// <summary>How many a kind of shift needs on a day, and what each one missing or too many costs.</summary>
/// <param name="UnderLeast">For each one below <paramref name="Least"/>, beside <paramref name="Under"/>.</param>
/// <param name="Under">For each one below <paramref name="Target"/>.</param>
public readonly record struct Cover(int Day, int Kind, int Least, int Target, int UnderLeast, int Under, int Over);

/// <summary>At least this many of a group are on a shift: leaders, or people with a skill.</summary>
/// <param name="Group">Number of the bit in <see cref="RosterPerson.Groups"/>.</param>
public readonly record struct Company(int Day, int Kind, int Group, int Least, int Under);

/// <summary>On each shift, for each <paramref name="Most"/> newcomers one of the mentors; each newcomer beyond costs <paramref name="Over"/>.</summary>
public sealed record Mentoring(int Newcomers, int Mentors, int Most, int Over);

/// <summary>A wish, and what it costs when it is not kept.</summary>
/// <param name="Type">A type, or <see cref="AnyWork"/>.</param>
/// <param name="Wanted">True: the person wants it; false: wants not to have it.</param>
public readonly record struct RosterWish(int Person, int Day, int Type, bool Wanted, int Weight)
{
    public const int AnyWork = -1;
}

/// <summary>What is settled already. <paramref name="Kind"/> -1: off.</summary>
public readonly record struct RosterPin(int Person, int Day, int Kind);
