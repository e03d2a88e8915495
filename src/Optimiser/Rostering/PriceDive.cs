namespace Muster.Optimiser.Rostering;

/// <summary>
/// A roster from prices: while they move on a little around their best, everybody's best days are averaged, which comes near the fractional optimum
/// (volume algorithm, Barahona and Anbil 2000). Whoever is most of one mind is settled on those days, the prices follow for the rest, until nobody is left.
/// </summary>
internal sealed class PriceDive(RosterNumbers numbers, RowPrices prices)
{
    private const int FirstRounds = 40;
    private const int Rounds = 6;
    private const double Memory = 0.85;
    private readonly double[][] _mean = Array.ConvertAll(numbers.Problem.People, _ => new double[numbers.Days * (numbers.Problem.Kinds.Length + 1)]);
    private readonly int _width = numbers.Problem.Kinds.Length + 1;

    public RosterState Run(Func<bool> stops)
    {
        var state = new RosterState(numbers);
        var (refill, random) = (new Refill(numbers), new Random(1));
        var batch = Math.Max(1, prices.Free.Count / 40);
        // What one person too few weighs, in the inner unit: prices move by a part of it, and following the mean is worth a part of it.
        var weight = (double)RosterNumbers.Scale * numbers.Missing;
        Follow(FirstRounds, 0.02 * weight, stops);
        while (prices.Free.Count > 0)
        {
            if (!stops()) Follow(Rounds, 0.02 * weight, stops);
            foreach (var person in prices.Free.OrderByDescending(Decided).Take(batch).ToArray())
            {
                if (stops()) refill.Fill(state, person, 0, numbers.Days, random, isOpenEnded: true);
                else Settle(person, weight);
                prices.Hold(person, state.Kinds[person]);
            }
        }

        return state;

        void Settle(int person, double most)
        {
            refill.Price(person, 0, numbers.Days, (p, day, kind) => prices.Of(p, day, kind) - (long)(0.5 * most * Mean(p, day, kind)));
            for (var day = 0; day < numbers.Days; day++)
            {
                ref var off = ref refill.Prices[day * numbers.Actions + numbers.Off];
                if (off < RosterNumbers.Never) off -= (long)(0.5 * most * Mean(person, day, RosterPlan.Off));
            }

            refill.Choose(state, person, 0, numbers.Days);
        }
    }

    /// <summary>Some rounds with short steps, averaged.</summary>
    private void Follow(int rounds, double step, Func<bool> stops)
    {
        for (var round = 0; round < rounds && !stops(); round++)
        {
            prices.Round((person, kinds) =>
            {
                var mean = _mean[person];
                for (var i = 0; i < mean.Length; i++) mean[i] *= Memory;
                for (var day = 0; day < kinds.Length; day++) mean[day * _width + kinds[day] + 1] += 1 - Memory;
            });
            for (var r = 0; r < prices.Count; r++) prices.Move(r, step * prices.Excess(r));
        }
    }

    private double Mean(int person, int day, int kind) => _mean[person][day * _width + kind + 1];

    /// <summary>How much of one mind a person's rounds are: 1 when all gave the same days.</summary>
    private double Decided(int person)
    {
        var sum = 0.0;
        for (var day = 0; day < numbers.Days; day++) sum += _mean[person].AsSpan(day * _width, _width).ToArray().Max();
        return sum;
    }
}
