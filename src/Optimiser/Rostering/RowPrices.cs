namespace Muster.Optimiser.Rostering;

/// <summary>
/// A price of one place on each row of cover, one on each person's most shifts of a type, and everybody's best days at these prices.
/// Rows are numbered as in <see cref="CoverRows"/>; after them come the most of types, person by person.
/// </summary>
internal sealed class RowPrices
{
    private const int Workers = 2;
    private const long MostWork = 200_000_000;
    private readonly RosterNumbers _numbers;
    private readonly OwnBest[] _workers;
    private readonly int _covers;
    private readonly double[] _exact;
    private readonly long[] _prices;
    private readonly double[] _least;
    private readonly double[] _most;
    private readonly int[] _on;
    private readonly int[] _held;

    public RowPrices(RosterNumbers numbers)
    {
        _numbers = numbers;
        var rows = numbers.Rows.Rows;
        _covers = rows.Length;
        Count = _covers + numbers.Problem.People.Length * numbers.Off;
        (_exact, _prices, _on, _held) = (new double[Count], new long[Count], new int[Count], new int[_covers]);
        // A hard rule would let prices go anywhere; twenty times the dearest soft one is far enough.
        var far = 20.0 * RosterNumbers.Scale * numbers.Problem.Covers.Select(c => Math.Max(c.Under, c.Over)).Append(10).Max();
        var limits = Count - _covers;
        _least = [.. rows.Select(row => Math.Max(-far, row.Costs[1] - row.Costs[0])), .. new double[limits]];
        _most = [.. rows.Select(row => Math.Min(far, row.Costs[^1] - row.Costs[^2])), .. Enumerable.Range(0, limits).Select(i => MostOf(i) < numbers.Days ? far : 0)];
        var countsWeekends = PersonProgramme.Work(numbers, numbers.Days) < MostWork;
        IsPossible = PersonProgramme.Work(numbers, numbers.Days, countsWeekends: false) < MostWork;
        _workers = [.. Enumerable.Range(0, Workers).Select(_ => new OwnBest(numbers, countsWeekends, _prices))];
        Free = [.. Enumerable.Range(0, numbers.Problem.People.Length)];
    }

    public int Count { get; }

    /// <summary>False when one person's programme over the whole roster would be too large.</summary>
    public bool IsPossible { get; }

    /// <summary>People whose days the prices still decide.</summary>
    public List<int> Free { get; }

    /// <summary>What a place costs beyond the wishes of who takes it.</summary>
    public long Of(int person, int day, int kind) => _workers[0].PriceOf(person, day, kind);

    /// <summary>Somebody's days are settled: they count on their rows from now on.</summary>
    public void Hold(int person, int[] kinds)
    {
        Free.Remove(person);
        OwnBest.CountOnRows(_numbers, person, kinds, _held);
    }

    /// <summary>
    /// One round: the best days of everybody free at the prices, told to <paramref name="see"/>, and what they and the rows' best numbers come to.
    /// When nobody is held, no roster costs less.
    /// </summary>
    public long Round(Action<int, int[]>? see = null)
    {
        Array.Clear(_on);
        var sums = new long[Workers];
        var gate = new Lock();
        Parallel.For(0, Workers, worker =>
        {
            for (var i = worker; i < Free.Count; i += Workers)
            {
                var (cost, kinds) = _workers[worker].Of(Free[i]);
                sums[worker] += cost;
                lock (gate)
                {
                    OwnBest.CountOnRows(_numbers, Free[i], kinds, _on);
                    foreach (var kind in kinds)
                    {
                        if (kind != RosterPlan.Off) _on[_covers + Free[i] * _numbers.Off + _numbers.TypeOf[kind]]++;
                    }

                    see?.Invoke(Free[i], kinds);
                }
            }
        });
        var sum = sums.Sum();
        for (var r = 0; r < Count; r++) sum += Least(r).Cost;
        return sum;
    }

    /// <summary>By how many more than is best at its price a row had in the last round; 0 where the price cannot follow, as there any such number is as good.</summary>
    public int Excess(int row)
    {
        var excess = _on[row] - Least(row).Number;
        return (excess > 0 && _exact[row] >= _most[row]) || (excess < 0 && _exact[row] <= _least[row]) ? 0 : excess;
    }

    public void Move(int row, double by)
    {
        _exact[row] = Math.Clamp(_exact[row] + by, _least[row], _most[row]);
        _prices[row] = (long)Math.Round(_exact[row]);
    }

    public double[] Exact() => (double[])_exact.Clone();

    public void Set(double[] exact)
    {
        exact.CopyTo(_exact, 0);
        for (var r = 0; r < Count; r++) Move(r, 0);
    }

    /// <summary>Most shifts of a type a person may have, by row after those of cover.</summary>
    private int MostOf(int limit) => _numbers.TermsOf(limit / _numbers.Off).MostOfType is { Length: > 0 } most ? most[limit % _numbers.Off] : _numbers.Days;

    /// <summary>Best number of free people on a row at its price, those held being there already; of a limit, all it allows.</summary>
    private (long Cost, int Number) Least(int row)
    {
        if (row >= _covers) return (-_prices[row] * MostOf(row - _covers), MostOf(row - _covers));
        var costs = _numbers.Rows.Rows[row].Costs;
        var (least, number) = (long.MaxValue, 0);
        for (var n = 0; n + _held[row] < costs.Length - 1; n++)
        {
            if (costs[n + _held[row]] - _prices[row] * n is var cost && cost < least) (least, number) = (cost, n);
        }

        return (least, number);
    }

    /// <summary>Best days of one person over the whole roster at the prices.</summary>
    private sealed class OwnBest(RosterNumbers numbers, bool countsWeekends, long[] rowPrices)
    {
        private readonly PersonProgramme _programme = new(numbers);
        private readonly int[] _actions = new int[numbers.Days];
        private readonly int[] _choices = new int[numbers.Days * numbers.Actions];
        private readonly int[] _kinds = new int[numbers.Days];

        /// <summary>What the days cost and the kinds of them, which the next call writes over.</summary>
        public (long Cost, int[] Kinds) Of(int person)
        {
            _programme.Open(numbers.Days);
            numbers.Price(person, 0, numbers.Days, PriceOf, _programme.Prices, _choices);
            // Where somebody's own rules cannot all hold, nothing is bounded in costs.
            if (_programme.Best(person, _actions, 0, numbers.Days, countsWeekends: countsWeekends) is not { } cost)
            {
                Array.Fill(_kinds, RosterPlan.Off);
                return (RosterNumbers.Broken, _kinds);
            }

            for (var day = 0; day < numbers.Days; day++) _kinds[day] = _choices[day * numbers.Actions + _actions[day]];
            return (cost, _kinds);
        }

        public static void CountOnRows(RosterNumbers numbers, int person, int[] kinds, int[] on)
        {
            var groups = numbers.Problem.People[person].Groups;
            for (var day = 0; day < kinds.Length; day++)
            {
                if (kinds[day] == RosterPlan.Off) continue;
                var cell = day * numbers.Rows.Kinds + kinds[day];
                for (var r = numbers.Rows.First(cell); r < numbers.Rows.First(cell + 1); r++)
                {
                    if (numbers.Rows.Rows[r].Counts(groups)) on[r]++;
                }
            }
        }

        public long PriceOf(int person, int day, int kind)
        {
            var groups = numbers.Problem.People[person].Groups;
            var cell = day * numbers.Rows.Kinds + kind;
            var price = rowPrices[numbers.Rows.Rows.Length + person * numbers.Off + numbers.TypeOf[kind]];
            for (var r = numbers.Rows.First(cell); r < numbers.Rows.First(cell + 1); r++)
            {
                if (numbers.Rows.Rows[r].Counts(groups)) price += rowPrices[r];
            }

            return price;
        }
    }
}
