namespace Muster.Optimiser.Rostering.Columns;

/// <summary>
/// A roster from the mixture: whoever is nearest to one column is settled on it, prices and columns follow for the rest, until nobody is left
/// (diving by fixing columns; Joncour et al. 2010).
/// </summary>
internal sealed class ColumnDive(RosterNumbers numbers, RowPrices prices, Mixture mixture)
{
    private const int Sweeps = 60;

    /// <summary>Part of the cost by which a mixture may be dearer than its prices promise.</summary>
    private const double Settled = 0.0005;
    private readonly Refill _refill = new(numbers);
    private readonly Random _random = new(1);

    /// <summary>Settles all that are free, the others standing as they are in <paramref name="state"/>.</summary>
    /// <param name="rounds">Most rounds of new columns after each settling: what is mixed must cost again what prices promise before the next is settled, else two take one place.</param>
    /// <param name="batch">People settled at once, when they are not decided already.</param>
    public void Run(RosterState state, int rounds, int batch, Func<bool> stops)
    {
        mixture.Reach = 0.3 * numbers.Missing * RosterNumbers.Scale;
        while (prices.Free.Count > 0)
        {
            for (var round = 0; round < rounds && !stops(); round++)
            {
                mixture.Mix(prices.Free, Sweeps, stops);
                mixture.Centre = (double[])mixture.Now.Clone();
                prices.Set(mixture.Now);
                var promised = prices.Round();
                foreach (var person in prices.Free)
                {
                    if (prices.ColumnOf(person) is { } column) mixture.Add(person, column, mixture.Now);
                }

                if (mixture.Value(prices.Free) - promised < Settled * Math.Abs(promised)) break;
            }

            mixture.Mix(prices.Free, Sweeps, () => false);
            prices.Set(mixture.Now);
            if (stops())
            {
                // No time for columns: the rest as the cover then lacks.
                foreach (var person in prices.Free.ToArray())
                {
                    state.Clear(person, 0, numbers.Days);
                    _refill.Fill(state, person, 0, numbers.Days, _random);
                    Hold(state, person);
                }

                return;
            }

            var order = prices.Free.OrderByDescending(Decided).ToArray();
            foreach (var person in order.Take(Math.Max(batch, order.Count(p => Decided(p) > 0.98)))) Settle(state, person);
        }
    }

    private double Decided(int person) => mixture.Of(person) is { Count: > 0 } own ? own.Max(c => c.Part) : 0;

    private void Settle(RosterState state, int person)
    {
        var column = mixture.Of(person).Where(c => prices.KeepsLimits(person, c.Kinds)).MaxBy(c => c.Part);
        state.Clear(person, 0, numbers.Days);
        if (column is { Part: > 0.3 })
        {
            for (var day = 0; day < numbers.Days; day++) state.Put(person, day, column.Kinds[day]);
            state.Settle(person);
        }
        else
        {
            _refill.Price(person, 0, numbers.Days, prices.Of);
            _refill.Choose(state, person, 0, numbers.Days);
        }

        Hold(state, person);
    }

    private void Hold(RosterState state, int person)
    {
        var kinds = state.Kinds[person];
        mixture.Settle(person, new Column((int[])kinds.Clone(), state.Own(person), [.. prices.RowsOf(person, kinds)]));
        prices.Hold(person, kinds);
    }
}
