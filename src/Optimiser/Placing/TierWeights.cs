namespace Muster.Optimiser.Placing;

/// <summary>
/// Joins the tiers above the cost into one whole number that keeps their order on every simple cycle of the flow;
/// docs/placement-problem.md gives the argument.
/// </summary>
public readonly record struct TierWeights(long Rules, long Minimum, long Seats, long Shortage)
{
    /// <summary>Shortage of a place is priced in at most so many bands.</summary>
    public const int MostBands = 20;

    /// <summary>Scale of the shortage price.</summary>
    public const int Scale = 10_000;

    /// <param name="levels">Places on the longest chain from a root down, 1 when flat.</param>
    public static TierWeights For(int levels)
    {
        long arcs = 2 * (levels + 1);
        var shortage = arcs + 1;
        var seats = (arcs * ((2 * Scale * shortage) + 1)) + 1;
        var minimum = (arcs * (seats + (2 * Scale * shortage) + 1)) + 1;
        var rules = (arcs * (minimum + seats + (2 * Scale * shortage) + 1)) + 1;
        return new TierWeights(rules, minimum, seats, shortage);
    }

    /// <summary>Price of the <paramref name="missing"/>-th missing person (from 1) of a target.</summary>
    public static long ShortagePrice(int target, int missing)
    {
        var bands = Math.Min(target, MostBands);
        var band = ((long)(missing - 1) * bands / target) + 1;
        return ((2 * band) - 1) * Scale / bands;
    }
}
