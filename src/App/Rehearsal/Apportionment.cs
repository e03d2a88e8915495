namespace Muster.Rehearsal;

/// <summary>Divides a whole number of people by weights so that the parts add up exactly.</summary>
public static class Apportionment
{
    /// <summary>
    /// Largest remainders (Hamilton): each part is its share rounded down, and the people left over go to the largest
    /// remainders, the earlier index first. Weights are not negative and at least one is positive.
    /// </summary>
    public static int[] ByWeights(int total, ReadOnlySpan<double> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(total);
        var sum = 0.0;
        foreach (var weight in weights)
        {
            sum += weight;
        }

        if (!(sum > 0))
        {
            throw new ArgumentException("At least one weight must be positive.", nameof(weights));
        }

        var parts = new int[weights.Length];
        var remainders = new double[weights.Length];
        var order = new int[weights.Length];
        var given = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            var share = total * (weights[i] / sum);
            parts[i] = (int)Math.Floor(share);
            remainders[i] = parts[i] - share;
            order[i] = i;
            given += parts[i];
        }

        // The keys are negated remainders, so that ascending order puts the largest first; ties keep the lower index.
        Array.Sort(order, (a, b) => remainders[a].CompareTo(remainders[b]) is not 0 and var byShare ? byShare : a.CompareTo(b));
        for (var i = 0; given < total; i = (i + 1) % order.Length)
        {
            parts[order[i]]++;
            given++;
        }

        return parts;
    }
}
