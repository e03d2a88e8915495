namespace Muster.Optimiser.Rostering;

/// <summary>
/// A bound by prices: for any price of a place on each row of cover, no roster costs less than everybody's best days at
/// those prices plus the rows' best numbers at them (Lagrangian relaxation). Prices follow subgradients with Polyak's step.
/// What prices cannot carry (mentoring, most shifts of a type) is left out, which keeps the bound true.
/// </summary>
internal sealed class PriceBound
{
    private readonly RosterNumbers _numbers;
    private readonly long[] _prices;
    private readonly double[] _smooth;
    private readonly double[] _exact;
    private readonly int[] _on;
    private readonly bool _countsWeekends;
    private readonly double _least;

    public PriceBound(RosterNumbers numbers)
    {
        _numbers = numbers;
        var rows = numbers.Rows.Rows.Length;
        (_prices, _smooth, _exact, _on) = (new long[rows], new double[rows], new double[rows], new int[rows]);
        // A hard rule would let prices go anywhere; twenty times the dearest soft one is far enough.
        _least = -20.0 * RosterNumbers.Scale * numbers.Problem.Covers.Select(c => Math.Max(c.Under, c.Over)).Append(10).Max();
        _countsWeekends = PersonProgramme.Work(numbers, numbers.Days) < MostWork;
        IsPossible = PersonProgramme.Work(numbers, numbers.Days, countsWeekends: false) < MostWork;
    }

    private const long MostWork = 200_000_000;

    /// <summary>Best bound so far, in the inner unit; <see cref="long.MinValue"/> before the first.</summary>
    public long Best { get; private set; } = long.MinValue;

    /// <summary>False when one person's programme over the whole roster would be too large.</summary>
    public bool IsPossible { get; }

    /// <summary>Improves the bound towards what a known roster costs.</summary>
    public void Run(long known, int rounds, Func<bool> stops)
    {
        var (step, idle) = (0.5, 0);
        for (var round = 0; round < rounds && !stops(); round++)
        {
            var value = Round();
            if (value > Best) (Best, idle) = (value, 0);
            else if (++idle % 8 == 0) step /= 1.6;
            if (Best >= known || step < 1e-3) return;
            double length = 0;
            for (var r = 0; r < _prices.Length; r++)
            {
                var miss = _on[r] - LeastAt(r).Number;
                _smooth[r] = 0.7 * _smooth[r] + 0.3 * miss;
                length += _smooth[r] * _smooth[r];
            }

            if (length == 0) return;
            var factor = step * Math.Max(1, known - value) / length;
            for (var r = 0; r < _prices.Length; r++)
            {
                var costs = _numbers.Rows.Rows[r].Costs;
                _exact[r] = Math.Clamp(_exact[r] + factor * _smooth[r], Math.Max(_least, costs[1] - costs[0]), Math.Min(-_least, costs[^1] - costs[^2]));
                _prices[r] = (long)Math.Round(_exact[r]);
            }
        }
    }

    private long Round()
    {
        Array.Clear(_on);
        var people = _numbers.Problem.People.Length;
        var costs = new long[people];
        var gate = new Lock();
        Parallel.For(0, people, new ParallelOptions { MaxDegreeOfParallelism = 2 }, () => new OwnBest(_numbers, _countsWeekends), (p, _, own) =>
        {
            costs[p] = own.Of(p, _prices);
            lock (gate) own.Count(p, _on);
            return own;
        }, _ => { });
        var sum = costs.Sum();
        for (var r = 0; r < _prices.Length; r++) sum += LeastAt(r).Cost;
        return sum;
    }

    private (long Cost, int Number) LeastAt(int row)
    {
        var costs = _numbers.Rows.Rows[row].Costs;
        var (least, number) = (long.MaxValue, 0);
        for (var n = 0; n < costs.Length - 1; n++)
        {
            if (costs[n] - _prices[row] * n is var cost && cost < least) (least, number) = (cost, n);
        }

        return (least, number);
    }

    /// <summary>Best days of one person over the whole roster at prices.</summary>
    private sealed class OwnBest(RosterNumbers numbers, bool countsWeekends)
    {
        private readonly PersonProgramme _programme = new(numbers);
        private readonly int[] _actions = new int[numbers.Days];
        private readonly int[] _kinds = new int[numbers.Days * numbers.Actions];

        public long Of(int person, long[] rowPrices)
        {
            _programme.Open(numbers.Days);
            var prices = _programme.Prices;
            for (var day = 0; day < numbers.Days; day++)
            {
                var at = day * numbers.Actions;
                var pin = numbers.PinOf(person, day);
                for (var type = 0; type < numbers.Off; type++)
                {
                    var (least, kind) = (RosterNumbers.Never, RosterPlan.Off);
                    foreach (var (k, own) in numbers.KindsOf[person][type])
                    {
                        if (pin != RosterNumbers.Open && pin != k) continue;
                        if (own + PriceOf(person, day, k, rowPrices) is var price && price < least) (least, kind) = (price, k);
                    }

                    (prices[at + type], _kinds[at + type]) = (kind == RosterPlan.Off ? RosterNumbers.Never : least + numbers.Wish(person, day, type), kind);
                }

                prices[at + numbers.Off] = pin is RosterNumbers.Open or RosterPlan.Off ? numbers.Wish(person, day, numbers.Off) : RosterNumbers.Never;
                _kinds[at + numbers.Off] = RosterPlan.Off;
            }

            // Where somebody's own rules cannot all hold, nothing is bounded in costs.
            return _programme.Best(person, _actions, 0, numbers.Days, countsWeekends: countsWeekends) ?? RosterNumbers.Broken;
        }

        public void Count(int person, int[] on)
        {
            var groups = numbers.Problem.People[person].Groups;
            for (var day = 0; day < numbers.Days; day++)
            {
                if (_kinds[day * numbers.Actions + _actions[day]] is not RosterPlan.Off and var kind)
                    ForRows(groups, day, kind, r => on[r]++);
            }
        }

        private long PriceOf(int person, int day, int kind, long[] rowPrices)
        {
            long price = 0;
            ForRows(numbers.Problem.People[person].Groups, day, kind, r => price += rowPrices[r]);
            return price;
        }

        private void ForRows(ulong groups, int day, int kind, Action<int> act)
        {
            var cell = day * numbers.Rows.Kinds + kind;
            for (var r = numbers.Rows.First(cell); r < numbers.Rows.First(cell + 1); r++)
            {
                if (numbers.Rows.Rows[r].Counts(groups)) act(r);
            }
        }
    }
}
