namespace Muster.Optimiser.Placing;

/// <summary>
/// People to be placed and the places that need them. Everything refers to everything else by index into these arrays;
/// -1 means none. The meaning of each field, its unit and its range is written in docs/placement-problem.md.
/// The solver never changes a problem.
/// </summary>
public sealed record PlacingProblem
{
    /// <summary>Coordinates lie within ± this many metres of the plane's origin, so that a squared distance is exact.</summary>
    public const int FarthestMetres = 20_000_000;

    public required PlacingPerson[] People { get; init; }
    public required PlacingPlace[] Places { get; init; }
    public PlacingAgency[] Agencies { get; init; } = [];
    public PlacingSeat[] Seats { get; init; } = [];
    public PlacingWant[] Wants { get; init; } = [];
    public PlacingExclusion[] Exclusions { get; init; } = [];
    public PlacingApart[] Aparts { get; init; } = [];
    public PlacingPin[] Pins { get; init; } = [];
    public PlacingWish[] Wishes { get; init; } = [];

    /// <summary>Names of skills; <see cref="SkillSets"/> holds ascending indices into it, and set 0 is empty.</summary>
    public string[] Skills { get; init; } = [];
    public int[][] SkillSets { get; init; } = [[]];

    /// <summary>Names of personal limits (no nights …); <see cref="LimitSets"/> as <see cref="SkillSets"/>.</summary>
    public string[] Limits { get; init; } = [];
    public int[][] LimitSets { get; init; } = [[]];

    public string[] Teams { get; init; } = [];
    public string[] Homes { get; init; } = [];
    public PlacingSettings Settings { get; init; } = new();
}

public enum Experience : byte { Unstated = 0, FirstTimer = 1, OldHand = 2 }

/// <summary>One person. A struct, because a province has 748,100 of them.</summary>
/// <param name="X">Metres east of the origin; <see cref="Nowhere"/> when the home is unknown (travel then costs 0).</param>
/// <param name="Grade">Ordered rank, higher is more senior, 0 when unstated.</param>
/// <param name="Skills">Index into <see cref="PlacingProblem.SkillSets"/>.</param>
/// <param name="Limits">Index into <see cref="PlacingProblem.LimitSets"/>.</param>
/// <param name="Team">Index into <see cref="PlacingProblem.Teams"/>, or -1.</param>
/// <param name="Previous">Place held before, or -1.</param>
/// <param name="Home">Index into <see cref="PlacingProblem.Homes"/>, a label only, or -1.</param>
public readonly record struct PlacingPerson(
    string Id, int X, int Y, int Agency = -1, Experience Experience = Experience.Unstated, int Grade = 0,
    bool Member = false, int Skills = 0, int Limits = 0, int Team = -1, int Previous = -1, int Home = -1)
{
    public const int Nowhere = int.MinValue;

    public bool HasHome => X != Nowhere;
}

/// <summary>A community, or a post inside one. Minimum, target and limit count everyone at or below it.</summary>
/// <param name="Parent">The place around it, or -1. Parents form a forest.</param>
/// <param name="Limit">Absorption limit; <see cref="NoLimit"/> when none.</param>
/// <param name="Open">People may be placed exactly here (not only below).</param>
/// <param name="Refuses">Index into LimitSets: people with any of these limits may not serve at or below.</param>
public sealed record PlacingPlace(
    string Id, int Parent, int X, int Y, int Minimum, int Target, int Limit = PlacingPlace.NoLimit,
    bool Open = true, string Street = "", int Refuses = 0, string Name = "")
{
    public const int NoLimit = int.MaxValue;
}

public enum Pairing : byte { None = 0, Preferred = 1, Hard = 2 }

/// <summary>Who sends people.</summary>
/// <param name="Quota">At least this many of its people are placed.</param>
/// <param name="Stay">At least this many of its people are not placed.</param>
/// <param name="Streets">Streets it is paired with; empty when none.</param>
public sealed record PlacingAgency(string Id, string Level, int Quota, int Stay, string[] Streets, Pairing Pairing);

/// <summary>A chair at a place: <paramref name="Count"/> holders, each of whom counts towards the place.</summary>
/// <param name="Grade">Least grade asked, 0 for none.</param>
/// <param name="Skill">Skill asked, or -1.</param>
public sealed record PlacingSeat(int Place, string Role, int Count, int Grade = 0, bool Member = false, int Skill = -1);

/// <summary><paramref name="Count"/> people with this skill are wanted at the place; each missing one costs.</summary>
public sealed record PlacingWant(int Place, int Skill, int Count);

/// <summary>The person may not serve at the place or below it.</summary>
public sealed record PlacingExclusion(int Person, int Place, string Reason = "");

/// <summary>The two may not serve in the same unit (the outermost place around theirs).</summary>
public sealed record PlacingApart(int Person, int Other, string Reason = "");

/// <summary>The person is at this place (in this seat, when given); <paramref name="Place"/> -1 keeps the person in reserve.</summary>
public sealed record PlacingPin(int Person, int Place, int Seat = -1);

/// <summary>The person would like to serve at the place or below it.</summary>
public sealed record PlacingWish(int Person, int Place);

/// <summary>Seed, fill and the weights of the last tier, in metre-equivalents (one unit = one metre of travel at weight 1).</summary>
public sealed record PlacingSettings
{
    public long Seed { get; init; } = 1;

    /// <summary>True: once targets are met, fill up to the limits rather than keep people in reserve.</summary>
    public bool FillToLimit { get; init; }

    /// <summary>Per metre between home and place.</summary>
    public int Travel { get; init; } = 1;

    /// <summary>Per person outside the streets its agency prefers.</summary>
    public int PairingMiss { get; init; } = 3000;

    /// <summary>Per wanted skill not filled.</summary>
    public int SkillMiss { get; init; } = 2000;

    /// <summary>Per person not at or below the place held before.</summary>
    public int Change { get; init; } = 1000;

    /// <summary>Per person with wishes of which none is met.</summary>
    public int WishMiss { get; init; } = 1000;

    /// <summary>Per further destination over which a team is spread.</summary>
    public int TeamSplit { get; init; } = 300;

    /// <summary>Per placed person without a colleague of the same agency in the unit.</summary>
    public int Alone { get; init; } = 100;

    /// <summary>Per old hand missing in a unit.</summary>
    public int MixMiss { get; init; } = 200;

    /// <summary>One old hand guides so many first-timers.</summary>
    public int FirstTimersPerOldHand { get; init; } = 4;
}
