namespace Muster.Optimiser.Placing;

/// <summary>Where everyone serves, what it costs by part, and how far from the best it can be.</summary>
public sealed record PlacingPlan
{
    /// <summary>Per person: index of the place, or -1 for reserve.</summary>
    public required int[] Place { get; init; }

    /// <summary>Per person: index of the seat held, or -1.</summary>
    public required int[] Seat { get; init; }

    /// <summary>Per person: index of the want (wanted skill) filled, or -1. Never together with a seat.</summary>
    public required int[] Want { get; init; }

    /// <summary>Tiers in order of precedence with value, bound and whether value = bound is proved; the last is the cost.</summary>
    public PlacingTier[] Tiers { get; init; } = [];

    public PlacingCost Cost { get; init; }

    /// <summary>No plan that is as good in the tiers above costs less than this. Recomputable from the certificate.</summary>
    public long Bound { get; init; }

    public PlacingPrices? Prices { get; init; }

    /// <summary>Why solving ended: proved, limit reached, or cancelled; tiers say what is proved.</summary>
    public PlacingEnd End { get; init; }

    public int Placed { get; init; }
    public int Reserve => Place.Length - Placed;

    /// <summary>(cost - bound) / bound on the last tier alone; 0 when both are 0.</summary>
    public double Gap => Cost.Total == Bound ? 0 : Bound <= 0 ? 1 : (double)(Cost.Total - Bound) / Bound;
}

public enum PlacingEnd : byte { Finished = 0, StepsUsedUp = 1, TimeUsedUp = 2, Cancelled = 3 }

/// <summary>One tier: <paramref name="Name"/> is rules, minimum, seats, shortage, reserve or cost.</summary>
public sealed record PlacingTier(string Name, long Value, long Bound, bool Proved);

/// <summary>The last tier by part, each in metre-equivalents.</summary>
public readonly record struct PlacingCost(
    long Travel, long Pairing, long Skill, long Change, long Wish, long Team, long Alone, long Mix)
{
    public long Total => Travel + Pairing + Skill + Change + Wish + Team + Alone + Mix;
}

/// <summary>
/// The certificate: for each place, seat, want and agency reserve what one more person there is charged, as the pair
/// (high: tiers above the last, weighted; low: last tier). docs/placement-problem.md says how a bound follows.
/// </summary>
public sealed record PlacingPrices
{
    public required long[] PlaceHigh { get; init; }
    public required long[] PlaceLow { get; init; }
    public required long[] SeatHigh { get; init; }
    public required long[] SeatLow { get; init; }
    public required long[] WantHigh { get; init; }
    public required long[] WantLow { get; init; }
    public required long[] AgencyHigh { get; init; }
    public required long[] AgencyLow { get; init; }
}

/// <summary>What the solver is doing. <paramref name="Done"/> of <paramref name="Total"/> in the stage's own steps (0 when unknown).</summary>
public readonly record struct PlacingProgress(string Stage, long Done, long Total, long Cost, long Bound);

/// <summary>How far to go. Steps make a run repeatable; seconds do not.</summary>
/// <param name="Seed">Overrides the problem's own seed when not null.</param>
/// <param name="Steps">Most pivots of the flow and swap trials of the polish; null: until finished.</param>
/// <param name="Seconds">Most seconds; null: until finished.</param>
public sealed record PlacingOptions(long? Seed = null, long? Steps = null, double? Seconds = null);
