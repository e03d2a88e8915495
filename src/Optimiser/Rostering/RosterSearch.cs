namespace Muster.Optimiser.Rostering;

/// <summary>
/// Annealed large neighbourhoods: one to four people are taken out of a window of days and put back one after another,
/// each by the exact programme at what the cover then lacks. docs/decisions/0009 says where the method is from and what was tried.
/// </summary>
internal sealed class RosterSearch
{
    private const long MostWork = 40_000_000;
    private static readonly int[] Lengths = [4, 7, 7, 7, 14, 14, 21];
    private readonly RosterNumbers _numbers;
    private readonly Refill _refill;
    private readonly Random _random;
    private readonly int[][] _peopleOf;
    private readonly int[] _cells;
    private readonly int[]? _focus;
    private readonly List<(int Person, int[] Kinds)> _taken = [];

    /// <param name="focus">Days and kinds around which alone it looks; null: anywhere.</param>
    public RosterSearch(RosterNumbers numbers, RosterState state, int seed, int[]? focus = null)
    {
        (_numbers, _refill, _random) = (numbers, new Refill(numbers), new Random(seed));
        (State, Best) = (state, new RosterState(state));
        var people = numbers.Problem.People;
        _peopleOf = [.. Enumerable.Range(0, numbers.Problem.Kinds.Length).Select(k => Enumerable.Range(0, people.Length).Where(p => people[p].Kinds.Contains(k)).ToArray())];
        _focus = focus;
        _cells = focus ?? [.. numbers.Rows.CellOf.Distinct()];
    }

    public RosterState State { get; private set; }

    public RosterState Best { get; private set; }

    public long Steps { get; private set; }

    /// <summary>Goes on from another roster.</summary>
    public void Take(RosterState state)
    {
        State = new RosterState(state);
        if (state.Cost < Best.Cost) Best = new RosterState(state);
    }

    /// <summary>Everybody's days from nothing, the whole roster at once or windows of four weeks from left to right.</summary>
    public static RosterState Start(RosterNumbers numbers, int seed)
    {
        var state = new RosterState(numbers);
        var (refill, random) = (new Refill(numbers), new Random(seed));
        var window = PersonProgramme.Work(numbers, numbers.Days) <= MostWork ? numbers.Days : 28;
        var order = Enumerable.Range(0, numbers.Problem.People.Length).ToArray();
        random.Shuffle(order);
        foreach (var person in order)
        {
            for (var from = 0; from < numbers.Days;)
            {
                var to = AfterWeekend(numbers, Math.Min(numbers.Days, from + window));
                refill.Fill(state, person, from, to, random, isOpenEnded: true);
                from = to;
            }
        }

        return state;
    }

    /// <summary>Tries neighbourhoods until <paramref name="steps"/> are done or it must stop. Uphill moves are taken by their chance at the temperature.</summary>
    public void Run(long steps, Func<double> temperature, Func<bool> stops)
    {
        var heat = temperature();
        for (var i = 0L; i < steps && !(i % 16 == 0 && stops()); i++, Steps++)
        {
            if (i % 64 == 0) heat = temperature();
            Try(heat);
            if (State.Cost < Best.Cost) Best = new RosterState(State);
        }
    }

    /// <summary>Makes a window of these people anew, and keeps it when it is no worse.</summary>
    public bool Improve(int[] people, int from, int to)
    {
        (from, to) = (AfterWeekend(_numbers, from), AfterWeekend(_numbers, to));
        _taken.Clear();
        foreach (var person in people) _taken.Add((person, new int[to - from]));
        var before = State.Cost;
        Try(from, to, 0);
        if (State.Cost < Best.Cost) Best = new RosterState(State);
        return State.Cost < before;
    }

    /// <summary>Makes a window anew for the one who may be given the kind and for whom it gains most.</summary>
    public void ImproveBest(int kind, int from, int to)
    {
        var start = new RosterState(State);
        var best = start;
        foreach (var person in _peopleOf[kind])
        {
            State = new RosterState(start);
            if (Improve([person], from, to) && State.Cost < best.Cost) best = State;
        }

        State = best;
    }

    private void Try(double temperature)
    {
        var (from, to) = Pick();
        Try(from, to, temperature);
    }

    private void Try(int from, int to, double temperature)
    {
        var before = State.Cost;
        foreach (var (person, kinds) in _taken)
        {
            Array.Copy(State.Kinds[person], from, kinds, 0, to - from);
            State.Clear(person, from, to);
        }

        var noise = _random.Next(3) == 0 ? (long)(temperature * RosterNumbers.Scale / 2) : 0;
        foreach (var (person, _) in _taken) _refill.Fill(State, person, from, to, _random, noise);
        var worse = (State.Cost - before) / (double)RosterNumbers.Scale;
        if (worse <= 0 || (temperature > 0 && _random.NextDouble() < Math.Exp(-worse / temperature))) return;
        foreach (var (person, kinds) in _taken)
        {
            State.Clear(person, from, to);
            for (var day = from; day < to; day++) State.Put(person, day, kinds[day - from]);
            State.Settle(person);
        }
    }

    /// <summary>A window around a day whose cover is dear, and people of whom the first could help there.</summary>
    private (int From, int To) Pick()
    {
        var (day, kind) = (_random.Next(_numbers.Days), -1);
        if (_cells.Length > 0 && (_focus is not null || _random.Next(4) != 0))
        {
            var dearest = -1L;
            for (var i = 0; i < (_focus is null ? 6 : 2); i++)
            {
                var cell = _cells[_random.Next(_cells.Length)];
                if (State.CellCost(cell) is var cost && cost <= dearest) continue;
                dearest = cost;
                (day, kind) = (cell / _numbers.Rows.Kinds, cell % _numbers.Rows.Kinds);
            }
        }

        var length = Math.Min(_numbers.Days, Lengths[_random.Next(Lengths.Length)]);
        var from = AfterWeekend(_numbers, Math.Clamp(day - _random.Next(length), 0, _numbers.Days - length));
        var to = AfterWeekend(_numbers, Math.Min(_numbers.Days, from + length));
        var people = _numbers.Problem.People.Length;
        var count = Math.Min(people, length <= 7 ? 1 + _random.Next(4) : 1 + _random.Next(3));
        _taken.Clear();
        if (kind >= 0 && _peopleOf[kind].Length > 0) Add(_peopleOf[kind][_random.Next(_peopleOf[kind].Length)], to - from);
        while (_taken.Count < count) Add(_random.Next(people), to - from);
        return (from, to);
    }

    private void Add(int person, int days)
    {
        if (_taken.Exists(t => t.Person == person)) return;
        _taken.Insert(_random.Next(_taken.Count + 1), (person, new int[days]));
    }

    /// <summary>The day itself, or Monday when it is a Sunday: a window does not part a weekend.</summary>
    private static int AfterWeekend(RosterNumbers numbers, int day) => day > 0 && day < numbers.Days && numbers.Weekday(day) == 6 ? day + 1 : day;
}
