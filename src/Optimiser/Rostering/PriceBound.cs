namespace Muster.Optimiser.Rostering;

/// <summary>
/// A bound by prices: for any price of a place on each row of cover, no roster costs less than everybody's best days at
/// those prices plus the rows' best numbers at them (Lagrangian relaxation). Prices follow subgradients with Polyak's step.
/// What prices cannot carry (mentoring) is left out, which keeps the bound true.
/// </summary>
internal sealed class PriceBound(RowPrices prices)
{
    private const int Stretch = 8;

    /// <summary>Best bound so far, in the inner unit; <see cref="long.MinValue"/> before the first.</summary>
    public long Best { get; private set; } = long.MinValue;

    /// <summary>Improves the bound towards what a known roster costs, and leaves the prices where it was best.</summary>
    public void Run(long known, int rounds, Func<bool> stops)
    {
        var step = 0.3;
        double recent = 0, earlier = 0;
        var smooth = new double[prices.Length];
        var at = prices.Exact();
        for (var round = 0; round < rounds && step >= 1e-3 && !stops(); round++)
        {
            var value = prices.Round();
            if (value > Best) (Best, at) = (value, prices.Exact());
            recent += value;
            if ((round + 1) % Stretch == 0)
            {
                // Steps get shorter once a stretch of rounds is on the whole no better than the one before.
                if (round > Stretch && recent <= earlier) step /= 1.7;
                (earlier, recent) = (recent, 0);
            }

            if (Best >= known) break;
            double length = 0;
            for (var r = 0; r < prices.Length; r++)
            {
                smooth[r] = 0.7 * smooth[r] + 0.3 * prices.Excess(r);
                length += smooth[r] * smooth[r];
            }

            if (length == 0) break;
            var factor = step * Math.Max(1, known - value) / length;
            for (var r = 0; r < prices.Length; r++) prices.Move(r, factor * smooth[r]);
        }

        prices.Set(at);
    }
}
