using Muster.Optimiser.Rostering.Columns;

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
    private readonly double[][] _slopes;
    private readonly int[][] _kinks;

    public RowPrices(RosterNumbers numbers)
    {
        _numbers = numbers;
        var rows = numbers.Rows.Rows;
        _covers = rows.Length;
        Length = _covers + numbers.Problem.People.Length * numbers.Types;
        (_exact, _prices, _on, _held) = (new double[Length], new long[Length], new int[Length], new int[_covers]);
        // A hard rule would let prices go anywhere; twenty times the dearest soft one is far enough.
        var far = 20.0 * RosterNumbers.Scale * numbers.Problem.Covers.Select(c => Math.Max(c.Under, c.Over)).Append(10).Max();
        var limits = Length - _covers;
        _least = [.. rows.Select(row => Math.Max(-far, row.Costs[1] - row.Costs[0])), .. new double[limits]];
        _most = [.. rows.Select(row => Math.Min(far, row.Costs[^1] - row.Costs[^2])), .. Enumerable.Range(0, limits).Select(i => MostOf(i) < numbers.Days ? far : 0)];
        var countsWeekends = PersonProgramme.Work(numbers, numbers.Days) < MostWork;
        IsPossible = PersonProgramme.Work(numbers, numbers.Days, countsWeekends: false) < MostWork;
        _workers = [.. Enumerable.Range(0, Workers).Select(_ => new OwnBest(numbers, countsWeekends, _prices))];
        (_slopes, _kinks) = (new double[Length][], new int[Length][]);
        for (var r = 0; r < Length; r++) (_slopes[r], _kinks[r]) = Kinks(r);
        Found = new (long, int[])[numbers.Problem.People.Length];
        Free = [.. Enumerable.Range(0, numbers.Problem.People.Length)];
    }

    public int Length { get; }

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
        Count(person, kinds);
    }

    /// <summary>The days of somebody who is not free count on their rows.</summary>
    public void Count(int person, int[] kinds)
    {
        foreach (var row in RowsOf(person, kinds).Where(r => r < _covers)) _held[row]++;
    }

    /// <summary>Everybody is free again but these.</summary>
    public void Release(IEnumerable<int> people)
    {
        Free.Clear();
        Free.AddRange(people);
        Array.Clear(_held);
    }

    /// <summary>
    /// One round: the best days of everybody free at the prices, as <see cref="Found"/>, and what they and the rows' best numbers come to.
    /// When nobody is held, no roster costs less.
    /// </summary>
    public long Round()
    {
        Parallel.For(0, Workers, worker =>
        {
            for (var i = worker; i < Free.Count; i += Workers) Found[Free[i]] = _workers[worker].Of(Free[i]);
        });
        Array.Clear(_on);
        var sum = 0L;
        foreach (var person in Free)
        {
            sum += Found[person].Cost;
            foreach (var row in RowsOf(person, Found[person].Kinds)) _on[row]++;
        }

        for (var r = 0; r < Length; r++) sum += Least(r).Cost;
        return sum;
    }

    /// <summary>What the last round gave each person who was free: what the days cost with prices, and the days.</summary>
    public (long Cost, int[] Kinds)[] Found { get; }

    /// <summary>Found days as a column; null when the person's own rules left no way.</summary>
    public Column? ColumnOf(int person)
    {
        var (cost, kinds) = Found[person];
        if (cost >= RosterNumbers.Broken) return null;
        var rows = RowsOf(person, kinds).ToArray();
        return new Column(kinds, cost - rows.Sum(r => _prices[r]), rows);
    }

    /// <summary>Rows that days take a place of; a limit as often as they use it.</summary>
    public IEnumerable<int> RowsOf(int person, int[] kinds)
    {
        var groups = _numbers.Problem.People[person].Groups;
        for (var day = 0; day < kinds.Length; day++)
        {
            if (kinds[day] == RosterPlan.Off) continue;
            var cell = day * _numbers.Rows.Kinds + kinds[day];
            for (var r = _numbers.Rows.First(cell); r < _numbers.Rows.First(cell + 1); r++)
            {
                if (_numbers.Rows.Rows[r].Counts(groups)) yield return r;
            }

            var limit = person * _numbers.Types + _numbers.TypeOf[kinds[day]];
            if (MostOf(limit) < _numbers.Days) yield return _covers + limit;
        }
    }

    /// <summary>Whether days keep the most of each type.</summary>
    public bool KeepsLimits(int person, int[] kinds) =>
        RowsOf(person, kinds).Where(r => r >= _covers).GroupBy(r => r).All(g => g.Count() <= MostOf(g.Key - _covers));

    /// <summary>Price of a row with so many on it when it may leave a centre by <paramref name="reach"/> for each person more or fewer than is best.</summary>
    public double At(int row, double on, double centre, double reach)
    {
        var (slopes, numbers) = (_slopes[row], _kinks[row]);
        for (var k = 0; k < numbers.Length; k++)
        {
            var price = centre + reach * (on - numbers[k]);
            if (price <= slopes[k]) return slopes[k];
            if (price < slopes[k + 1]) return price;
        }

        return slopes[^1];
    }

    /// <summary>What so many on a row cost, parts of people counted as parts; beyond a limit the furthest price for each.</summary>
    public double CostAt(int row, double on)
    {
        if (row >= _covers) return Math.Max(0, on - MostOf(row - _covers)) * _most[row];
        var costs = _numbers.Rows.Rows[row].Costs;
        var whole = Math.Clamp((int)on, 0, costs.Length - 2);
        return costs[whole] + (on - whole) * (costs[whole + 1] - costs[whole]);
    }

    /// <summary>What a row comes to at its best number for a price, nobody held.</summary>
    public double RowAt(int row, double price)
    {
        if (row >= _covers) return -price * MostOf(row - _covers);
        var costs = _numbers.Rows.Rows[row].Costs;
        var least = Math.Min(costs[0], costs[^2] - price * (costs.Length - 2));
        foreach (var number in _kinks[row]) least = Math.Min(least, costs[number] - price * number);
        return least;
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

    /// <summary>What proves the bound of a round at these prices.</summary>
    public RosterCertificate Certificate(double[] exact)
    {
        var problem = _numbers.Problem;
        var proof = new RosterCertificate(new long[problem.Covers.Length], new long[problem.Companies.Length], Array.ConvertAll(problem.People, _ => new long[_numbers.Types]));
        for (var row = 0; row < Length; row++)
        {
            var price = (long)Math.Round(exact[row]);
            if (row >= _covers) proof.Limits[(row - _covers) / _numbers.Types][(row - _covers) % _numbers.Types] = price;
            else if (_numbers.Rows.SourceOf[row] is var source && source < proof.Covers.Length) proof.Covers[source] = price;
            else proof.Companies[source - proof.Covers.Length] = price;
        }

        return proof;
    }

    public void Set(double[] exact)
    {
        exact.CopyTo(_exact, 0);
        for (var r = 0; r < Length; r++) Move(r, 0);
    }

    /// <summary>Most shifts of a type a person may have, by row after those of cover.</summary>
    private int MostOf(int limit) => _numbers.TermsOf(limit / _numbers.Types).MostOfType is { Length: > 0 } most ? most[limit % _numbers.Types] : _numbers.Days;

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

    /// <summary>Prices between which each number is best, and the numbers: from slope k to slope k + 1 it is number k.</summary>
    private (double[] Slopes, int[] Numbers) Kinks(int row)
    {
        if (row >= _covers) return ([_least[row], _most[row]], [MostOf(row - _covers)]);
        var costs = _numbers.Rows.Rows[row].Costs;
        var (slopes, numbers) = (new List<double> { Clamped(0) }, new List<int>());
        for (var n = 1; n < costs.Length - 1; n++)
        {
            if (Clamped(n) <= slopes[^1]) continue;
            slopes.Add(Clamped(n));
            numbers.Add(n);
        }

        return ([.. slopes], [.. numbers]);

        double Clamped(int n) => Math.Clamp(costs[n + 1] - costs[n], _least[row], _most[row]);
    }

    /// <summary>Best days of one person over the whole roster at the prices.</summary>
    private sealed class OwnBest(RosterNumbers numbers, bool countsWeekends, long[] rowPrices)
    {
        private readonly PersonProgramme _programme = new(numbers);
        private readonly int[] _actions = new int[numbers.Days];
        private readonly int[] _choices = new int[numbers.Days * numbers.Actions];
        
        /// <summary>What the days cost and the kinds of them.</summary>
        public (long Cost, int[] Kinds) Of(int person)
        {
            var kinds = new int[numbers.Days];
            _programme.Open(numbers.Days);
            numbers.Price(person, 0, numbers.Days, PriceOf, _programme.Prices, _choices);
            // Where somebody's own rules cannot all hold, nothing is bounded in costs.
            if (_programme.Best(person, _actions, 0, numbers.Days, countsWeekends: countsWeekends) is not { } cost)
            {
                Array.Fill(kinds, RosterPlan.Off);
                return (RosterNumbers.Broken, kinds);
            }

            for (var day = 0; day < numbers.Days; day++) kinds[day] = _choices[day * numbers.Actions + _actions[day]];
            return (cost, kinds);
        }

        public long PriceOf(int person, int day, int kind)
        {
            var groups = numbers.Problem.People[person].Groups;
            var cell = day * numbers.Rows.Kinds + kind;
            var price = rowPrices[numbers.Rows.Rows.Length + person * numbers.Types + numbers.TypeOf[kind]];
            for (var r = numbers.Rows.First(cell); r < numbers.Rows.First(cell + 1); r++)
            {
                if (numbers.Rows.Rows[r].Counts(groups)) price += rowPrices[r];
            }

            return price;
        }
    }
}
