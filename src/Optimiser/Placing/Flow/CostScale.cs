namespace Muster.Optimiser.Placing.Flow;

/// <summary>A pair of costs or prices: high (the tiers above the cost) first, low (the cost) when high is equal.</summary>
internal record struct Price(long High, long Low)
{
    public readonly bool IsBelow(Price other) => High < other.High || (High == other.High && Low < other.Low);

    public static Price operator +(Price a, Price b) => new(a.High + b.High, a.Low + b.Low);

    public static Price operator -(Price a, Price b) => new(a.High - b.High, a.Low - b.Low);
}

/// <summary>
/// Joins a pair of costs into one number, high × <see cref="Unit"/> + low, and takes it apart again. That keeps the order of
/// pairs as long as low parts stay below half a unit: 2^30 metre-equivalents for places up to two levels deep.
/// </summary>
internal readonly record struct CostScale(long Unit)
{
    private const long MostJoined = 1L << 58;

    /// <summary>The largest unit at which prices of this problem stay in range.</summary>
    public static CostScale For(TierWeights weights, int levels)
    {
        var most = weights.Rules + weights.Seats + 1 + (levels * (weights.Minimum + (2L * TierWeights.Scale * weights.Shortage)));
        var unit = 1L << 31;
        while (unit > 1 && most > MostJoined / unit) unit >>= 1;
        return new CostScale(unit);
    }

    public long Join(long high, long low) => (high * Unit) + low;

    public Price Split(long joined)
    {
        var high = Math.DivRem(joined + (Unit / 2), Unit, out var rest);
        if (rest < 0) high--;
        return new Price(high, joined - (high * Unit));
    }

    /// <summary>Whether a low part is small enough for sums of a few such to keep the order.</summary>
    public bool Holds(long low) => Math.Abs(low) < Unit / 8;
}
