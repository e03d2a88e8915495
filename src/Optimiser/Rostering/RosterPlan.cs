namespace Muster.Optimiser.Rostering;

/// <summary>Who works when, what it costs, and a bound below which no roster of the problem can be.</summary>
public sealed record RosterPlan
{
    public const int Off = -1;

    /// <summary>Per person and day: index of the kind, or <see cref="Off"/>.</summary>
    public required int[][] Kinds { get; init; }

    /// <summary>Sum of every weight of what is not kept; hard rules are kept or counted in <see cref="Broken"/>.</summary>
    public required long Cost { get; init; }

    /// <summary>No roster costs less; <see cref="long.MinValue"/> when none was worked out.</summary>
    public required long Bound { get; init; }

    /// <summary>What proves the bound; null when there is none.</summary>
    public RosterCertificate? Certificate { get; init; }

    /// <summary>Units by which hard rules are broken: 0, unless none of the rosters tried kept them all.</summary>
    public required long Broken { get; init; }

    public required RosterEnd End { get; init; }
    public required long Steps { get; init; }

    /// <summary>(cost - bound) / bound; 0 when both are equal; 1 when there is no bound above 0.</summary>
    public double Gap => Cost == Bound ? 0 : Bound <= 0 ? 1 : (double)(Cost - Bound) / Bound;
}

/// <summary>Why solving ended. Steps are used up as well when neither steps nor seconds were given.</summary>
public enum RosterEnd : byte { Proved = 0, StepsUsedUp = 1, TimeUsedUp = 2, Cancelled = 3 }

/// <param name="Steps">Most neighbourhoods tried. The same problem, seed and steps give the same roster.</param>
/// <param name="Seconds">Most seconds.</param>
public sealed record RosterOptions(long Seed = 1, long? Steps = null, double? Seconds = null);

/// <summary>The best so far. Cost and bound as in <see cref="RosterPlan"/>.</summary>
public readonly record struct RosterProgress(string Stage, long Steps, long Cost, long Broken, long Bound);
