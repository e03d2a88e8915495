namespace Muster.Rehearsal;

/// <summary>
/// A seeded stream of draws for invented samples (SplitMix64, Steele, Lea and Flood 2014). The same seed gives the
/// same sample on every machine and every version of the runtime, which <see cref="Random"/> does not promise.
/// </summary>
/// <param name="seed">Any value; neighbouring seeds give unrelated streams.</param>
public sealed class Dice(ulong seed)
{
    private ulong state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>A stream of its own for one part of a sample, so that adding draws to one part leaves the others be.</summary>
    public Dice Split() => new(Next());

    /// <summary>A whole number in [0, bound); bound must be positive.</summary>
    public int Below(int bound) => (int)Math.BigMul(Next(), (ulong)bound, out _);

    /// <summary>A real in [0, 1).</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with the given probability, 0 to 1.</summary>
    public bool Chance(double probability) => Share() < probability;

    /// <summary>Standard normal (Box and Muller 1958; the second value is thrown away to keep one draw one state).</summary>
    public double Normal() =>
        Math.Sqrt(-2.0 * Math.Log(1.0 - Share())) * Math.Cos(2.0 * Math.PI * Share());

    /// <summary>
    /// Long-tailed positive value: log-normal with the given median; sigma 0.9 puts the top hundredth at eight medians.
    /// </summary>
    public double LongTailed(double median, double sigma) => median * Math.Exp(sigma * Normal());

    /// <summary>An index drawn in proportion to running totals (each the sum up to and including that index).</summary>
    public int Pick(ReadOnlySpan<double> runningTotals)
    {
        var wanted = Share() * runningTotals[^1];
        var low = 0;
        var high = runningTotals.Length - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (runningTotals[middle] > wanted)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    /// <summary>Puts the items in a random order, in place (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
