namespace Muster.Optimiser.Rostering.Columns;

/// <summary>
/// The restricted master with a proximal term: mixes everybody's known columns at least cost, where a row's price may leave its centre only at a quadratic
/// charge (proximal bundle method, disaggregate; Kiwiel 1990, Briant et al. 2008 on stabilised column generation). The price of a row is then a function of how many
/// are on it, and the mixture is found by moving parts between two columns of one person, person after person, each move at the best length that cannot overshoot.
/// </summary>
internal sealed class Mixture
{
    private const int MostColumns = 60;
    private const int Moves = 3;

    /// <summary>What may be lost by not mixing on, in units of the problem.</summary>
    private const double Lost = 0.5;

    private readonly RosterNumbers _numbers;
    private readonly RowPrices _prices;
    private readonly List<Column>[] _columns;
    private readonly double[] _on;
    private readonly int[] _change;
    private readonly List<int> _touched = [];
    private double[] _at = [];

    public Mixture(RosterNumbers numbers, RowPrices prices)
    {
        (_numbers, _prices) = (numbers, prices);
        _columns = Array.ConvertAll(numbers.Problem.People, _ => new List<Column>());
        (_on, _change, Now) = (new double[prices.Length], new int[prices.Length], new double[prices.Length]);
        Centre = prices.Exact();
    }

    /// <summary>Prices from which the quadratic charge is counted.</summary>
    public double[] Centre { get; set; }

    /// <summary>Prices at the mixture.</summary>
    public double[] Now { get; }

    /// <summary>How far a price moves for one person more than is best: small keeps to the centre.</summary>
    public double Reach { get; set; }

    /// <summary>Is told of every column that becomes known.</summary>
    public Action<int, Column>? Known { get; set; }

    public IReadOnlyList<Column> Of(int person) => _columns[person];

    /// <summary>Adds a column unless one as good at these prices is known. The first of a person gets the whole part.</summary>
    public bool Add(int person, Column column, double[] prices)
    {
        var own = _columns[person];
        var value = column.At(prices);
        if (own.Exists(c => c.At(prices) <= value + 0.5)) return false;
        if (own.Count == 0) Shift(column, 1);
        own.Add(column);
        Known?.Invoke(person, column);
        return true;
    }

    /// <summary>Puts a person wholly on one column, which becomes known; the others stay known.</summary>
    public void Settle(int person, Column column)
    {
        var own = _columns[person];
        foreach (var other in own.Where(c => c.Part > 0)) Shift(other, -other.Part);
        var known = own.Find(c => c.Kinds.AsSpan().SequenceEqual(column.Kinds));
        if (known is null)
        {
            own.Add(known = column);
            Known?.Invoke(person, column);
        }

        Shift(known, 1);
    }

    /// <summary>Sums and prices anew from the parts.</summary>
    public void Reprice()
    {
        Array.Clear(_on);
        foreach (var own in _columns)
        {
            foreach (var column in own.Where(c => c.Part > 0))
            {
                foreach (var row in column.Rows) _on[row] += column.Part;
            }
        }

        for (var row = 0; row < Now.Length; row++) Now[row] = _prices.At(row, _on[row], Centre[row], Reach);
    }

    /// <summary>Improves the mixture of these people until hardly anything is gained, and forgets columns that were long of no use.</summary>
    public void Mix(List<int> people, int sweeps, Func<bool> stops)
    {
        Reprice();
        for (var sweep = 0; sweep < sweeps && !(sweep % 8 == 7 && stops()); sweep++)
        {
            var lost = 0.0;
            foreach (var person in people) lost += Improve(_columns[person]);
            if (lost < Lost * RosterNumbers.Scale) break;
        }

        foreach (var person in people)
        {
            foreach (var column in _columns[person]) column.Idle = column.Part > 1e-6 ? 0 : column.Idle + 1;
            if (_columns[person].Count <= MostColumns) continue;
            var kept = _columns[person].OrderBy(c => c.Idle).ThenBy(c => c.At(Now)).Take(MostColumns * 2 / 3).ToHashSet();
            foreach (var column in _columns[person].Where(c => !kept.Contains(c) && c.Part > 0)) Shift(column, -column.Part);
            _columns[person].RemoveAll(c => !kept.Contains(c));
            Whole(_columns[person]);
        }
    }

    /// <summary>What the known columns come to at prices, without the quadratic charge: an estimate from above of the bound there.</summary>
    public double Model(List<int> people, double[] at)
    {
        var sum = 0.0;
        foreach (var person in people) sum += _columns[person].Min(c => c.At(at));
        for (var row = 0; row < at.Length; row++) sum += _prices.RowAt(row, at[row]);
        return sum;
    }

    /// <summary>What the mixture itself costs, as if people could be parted: no bound is above the least of it.</summary>
    public double Value(List<int> people)
    {
        var sum = 0.0;
        foreach (var person in people) sum += _columns[person].Sum(c => c.Part * c.Cost);
        for (var row = 0; row < _on.Length; row++) sum += _prices.CostAt(row, _on[row]);
        return sum;
    }

    /// <summary>Moves parts from the dearest column in use to the cheapest; what could be lost by staying.</summary>
    private double Improve(List<Column> own)
    {
        if (own.Count < 2) return 0;
        if (_at.Length < own.Count) _at = new double[own.Count * 2];
        var lost = 0.0;
        for (var move = 0; move < Moves; move++)
        {
            var (best, worst) = (-1, -1);
            for (var i = 0; i < own.Count; i++)
            {
                _at[i] = own[i].At(Now);
                if (best < 0 || _at[i] < _at[best]) best = i;
                if (own[i].Part > 0 && (worst < 0 || _at[i] > _at[worst])) worst = i;
            }

            if (move == 0)
            {
                for (var i = 0; i < own.Count; i++) lost += own[i].Part * (_at[i] - _at[best]);
            }

            if (best == worst || _at[worst] - _at[best] < 0.01) break;
            Move(own[worst], own[best], _at[worst] - _at[best]);
        }

        return lost;
    }

    private void Move(Column from, Column to, double gain)
    {
        foreach (var row in from.Rows) Touch(row, -1);
        foreach (var row in to.Rows) Touch(row, 1);
        var bend = 0.0;
        foreach (var row in _touched) bend += (double)_change[row] * _change[row];
        var part = bend == 0 ? from.Part : Math.Min(from.Part, gain / (bend * Reach));
        if (from.Part - part < 1e-7) part = from.Part;
        (from.Part, to.Part) = (from.Part - part, to.Part + part);
        foreach (var row in _touched)
        {
            if (_change[row] == 0) continue;
            _on[row] += part * _change[row];
            Now[row] = _prices.At(row, _on[row], Centre[row], Reach);
            _change[row] = 0;
        }

        _touched.Clear();

        void Touch(int row, int by)
        {
            // A row may be listed twice: its change is 0 when it is met again.
            if (_change[row] == 0) _touched.Add(row);
            _change[row] += by;
        }
    }

    private void Shift(Column column, double by)
    {
        column.Part += by;
        foreach (var row in column.Rows)
        {
            _on[row] += by;
            Now[row] = _prices.At(row, _on[row], Centre[row], Reach);
        }
    }

    private void Whole(List<Column> own)
    {
        var sum = own.Sum(c => c.Part);
        var most = own.MaxBy(c => c.Part)!;
        if (sum < 1) Shift(most, 1 - sum);
    }
}
