namespace Muster.Optimiser.Rostering.Columns;

/// <summary>
/// Column generation with stabilised prices: the mixture of known columns proposes prices, everybody's exact best days at them are the next columns and, summed, a true
/// lower bound; where that is better the centre moves there. Ends when the mixture costs no more than the bound.
/// </summary>
internal sealed class ColumnBound(RosterNumbers numbers, RowPrices prices)
{
    private const int Sweeps = 80;

    /// <summary>Rounds in a row that may pass without a bound that is better by something that can be seen.</summary>
    private const int Patience = 30;

    /// <summary>Part of its cost by which a mixture may be dearer than the bound to be settled.</summary>
    private const double Settled = 0.1;

    public Mixture Mixture { get; } = new(numbers, prices);

    /// <summary>Best bound so far, in the inner unit; <see cref="long.MinValue"/> before the first.</summary>
    public long Best { get; private set; } = long.MinValue;

    /// <summary>Whether the mixture costs hardly more than the bound: only then do its columns say much.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Prices at which it was best.</summary>
    public double[] BestPrices { get; private set; } = prices.Exact();

    /// <summary>Raises the bound until it reaches what a roster costs, or what prices can.</summary>
    public void Run(long known, int rounds, Action<long> progress, Func<bool> stops)
    {
        var unit = (double)numbers.Missing * RosterNumbers.Scale;
        Mixture.Reach = 0.5 * unit;
        See(prices.Exact());
        // Whose own rules leave no way has no column, and then nothing is mixed.
        if (prices.Free.Exists(p => Mixture.Of(p).Count == 0)) return;
        var (poor, last, least) = (0, 0, double.MaxValue);
        for (var round = 0; round < rounds && Best < known && !stops(); round++)
        {
            Mixture.Mix(prices.Free, Sweeps, stops);
            // The programme takes whole prices.
            var tried = Array.ConvertAll(Mixture.Now, Math.Round);
            var promised = Mixture.Model(prices.Free, tried) - Best;
            var mixed = Mixture.Value(prices.Free);
            // As long as the mixture gets much cheaper, prices will still move far.
            var falls = mixed < 0.97 * least;
            if (mixed < 0.998 * least) last = round;
            least = Math.Min(least, mixed);
            var before = Best;
            var value = See(tried);
            IsSettled = least - Best < Settled * Math.Abs(least);
            var isStep = value - before > 0.1 * promised;
            if (isStep && value - before > 0.001 * (least - before)) last = round;
            if (least - Best < 0.25 * RosterNumbers.Scale || round - last > Patience) break;
            if (isStep)
            {
                if (value - before > 0.5 * promised) Mixture.Reach = Math.Min((value - before > 0.9 * promised ? 4 : 2) * Mixture.Reach, 4 * unit);
                poor = 0;
            }
            else if (!falls && ++poor % 4 == 0)
            {
                Mixture.Reach /= 2;
            }

            progress(Best);

        }

        prices.Set(BestPrices);
    }

    /// <summary>The bound at prices; what everybody would do at them becomes known.</summary>
    private long See(double[] at)
    {
        prices.Set(at);
        var value = prices.Round();
        foreach (var person in prices.Free)
        {
            if (prices.ColumnOf(person) is { } column) Mixture.Add(person, column, at);
        }

        if (value <= Best) return value;
        (Best, BestPrices) = (value, at);
        Mixture.Centre = at;
        return value;
    }
}
