namespace Muster.Optimiser.Rostering;

/// <summary>A roster while it is worked on: who does what, how many are on each shift, and what all of it costs.</summary>
internal sealed class RosterState
{
    private readonly RosterNumbers _numbers;
    private readonly int[] _onRow;
    private readonly int[] _newcomers;
    private readonly int[] _mentors;
    private readonly long[] _own;
    private readonly Mentoring? _mentoring;

    public RosterState(RosterNumbers numbers)
    {
        _numbers = numbers;
        var people = numbers.Problem.People.Length;
        Actions = new int[people][];
        Kinds = new int[people][];
        _own = new long[people];
        _onRow = new int[numbers.Rows.Rows.Length];
        _mentoring = numbers.Problem.Mentoring;
        (_newcomers, _mentors) = _mentoring is null ? ([], []) : (new int[numbers.Rows.Cells], new int[numbers.Rows.Cells]);
        for (var r = 0; r < _onRow.Length; r++) Cost += numbers.Rows.Rows[r].Costs[0];
        for (var p = 0; p < people; p++)
        {
            (Actions[p], Kinds[p]) = (new int[numbers.Days], new int[numbers.Days]);
            Array.Fill(Actions[p], numbers.Off);
            Array.Fill(Kinds[p], RosterPlan.Off);
            Cost += _own[p] = OwnCost(p);
        }
    }

    public RosterState(RosterState other)
    {
        (_numbers, _mentoring, Cost) = (other._numbers, other._mentoring, other.Cost);
        Actions = Array.ConvertAll(other.Actions, a => (int[])a.Clone());
        Kinds = Array.ConvertAll(other.Kinds, a => (int[])a.Clone());
        (_onRow, _newcomers, _mentors, _own) = ((int[])other._onRow.Clone(), (int[])other._newcomers.Clone(), (int[])other._mentors.Clone(), (long[])other._own.Clone());
    }

    /// <summary>Per person and day: action.</summary>
    public int[][] Actions { get; }

    /// <summary>Per person and day: kind, or <see cref="RosterPlan.Off"/>.</summary>
    public int[][] Kinds { get; }

    /// <summary>Everything, hard rules at <see cref="RosterNumbers.Broken"/> for each unit.</summary>
    public long Cost { get; private set; }

    /// <summary>What a person's own rules cost.</summary>
    public long Own(int person) => _own[person];

    /// <summary>What the cover of a day's kind costs as it is.</summary>
    public long CellCost(int cell)
    {
        long cost = 0;
        for (var r = _numbers.Rows.First(cell); r < _numbers.Rows.First(cell + 1); r++) cost += _numbers.Rows.Rows[r].Costs[_onRow[r]];
        return cost;
    }

    /// <summary>Takes a person off every shift of the window; own costs stand until <see cref="Settle"/>.</summary>
    public void Clear(int person, int from, int to)
    {
        for (var day = from; day < to; day++)
        {
            if (Kinds[person][day] is not RosterPlan.Off and var kind) Count(person, day, kind, -1);
            (Actions[person][day], Kinds[person][day]) = (_numbers.Off, RosterPlan.Off);
        }
    }

    public void Put(int person, int day, int kind)
    {
        if (kind == RosterPlan.Off) return;
        Count(person, day, kind, 1);
        (Actions[person][day], Kinds[person][day]) = (_numbers.ActionOf[kind], kind);
    }

    /// <summary>Puts everybody on these kinds; nobody is on any yet.</summary>
    public void Take(int[][] kinds)
    {
        for (var p = 0; p < kinds.Length; p++)
        {
            for (var day = 0; day < kinds[p].Length; day++) Put(p, day, kinds[p][day]);
            Settle(p);
        }
    }

    /// <summary>Works the person's own costs out anew.</summary>
    public void Settle(int person)
    {
        Cost -= _own[person];
        Cost += _own[person] = OwnCost(person);
    }

    /// <summary>By how much one more person on a day's kind changes what cover costs.</summary>
    public long Marginal(int person, int day, int kind)
    {
        var cell = day * _numbers.Rows.Kinds + kind;
        var groups = _numbers.Problem.People[person].Groups;
        long change = 0;
        for (var r = _numbers.Rows.First(cell); r < _numbers.Rows.First(cell + 1); r++)
        {
            var row = _numbers.Rows.Rows[r];
            if (row.Counts(groups)) change += row.Costs[_onRow[r] + 1] - row.Costs[_onRow[r]];
        }

        if (_mentoring is not null)
            change += Unmentored(_newcomers[cell] + Newcomer(groups), _mentors[cell] + Mentor(groups)) - Unmentored(_newcomers[cell], _mentors[cell]);
        return change;
    }

    private void Count(int person, int day, int kind, int by)
    {
        var cell = day * _numbers.Rows.Kinds + kind;
        var groups = _numbers.Problem.People[person].Groups;
        for (var r = _numbers.Rows.First(cell); r < _numbers.Rows.First(cell + 1); r++)
        {
            var row = _numbers.Rows.Rows[r];
            if (!row.Counts(groups)) continue;
            Cost -= row.Costs[_onRow[r]];
            Cost += row.Costs[_onRow[r] += by];
        }

        if (_mentoring is null) return;
        Cost -= Unmentored(_newcomers[cell], _mentors[cell]);
        Cost += Unmentored(_newcomers[cell] += by * Newcomer(groups), _mentors[cell] += by * Mentor(groups));
    }

    private int Newcomer(ulong groups) => (int)(groups >> _mentoring!.Newcomers & 1);

    private int Mentor(ulong groups) => (int)(groups >> _mentoring!.Mentors & 1);

    private long Unmentored(int newcomers, int mentors) => RosterNumbers.Weight(_mentoring!.Over) * Math.Max(0, newcomers - mentors * _mentoring.Most);

    private long OwnCost(int person)
    {
        var (actions, kinds) = (Actions[person], Kinds[person]);
        var automaton = _numbers.AutomatonOf(person);
        var terms = _numbers.TermsOf(person);
        var history = _numbers.Problem.People[person].History;
        var (state, load, weekends) = (_numbers.Starts[person], history.Load / _numbers.Unit, history.Weekends);
        var period = _numbers.LoadDays(person);
        Span<int> ofType = stackalloc int[_numbers.Types];
        long cost = 0;
        for (var day = 0; day < actions.Length; day++)
        {
            var action = actions[day];
            var (worked, works, weekday) = (automaton.Works(state), action != _numbers.Off, _numbers.Weekday(day));
            cost += automaton.Cost(state, action) + _numbers.Wish(person, day, kinds[day]);
            if (works)
            {
                cost += KindCost(person, action, kinds[day]);
                ofType[_numbers.TypeOf[kinds[day]]]++;
            }

            if (works && (weekday == 5 || (weekday == 6 && !worked))) weekends++;
            if (weekday == 6 && worked != works) cost += RosterNumbers.Weight(terms.HalfWeekend);
            load += _numbers.LoadOf[action];
            state = automaton.Next(state, action);
            if ((day + 1) % period != 0 && day + 1 < actions.Length) continue;
            cost += _numbers.LoadCost(person, day / period * period, load);
            load = 0;
        }

        for (var type = 0; type < terms.MostOfType.Length; type++) cost += RosterNumbers.Broken * Math.Max(0, ofType[type] - terms.MostOfType[type]);
        return cost + RosterNumbers.Cost(terms.Weekends, weekends);
    }

    private long KindCost(int person, int action, int kind)
    {
        foreach (var (k, cost) in _numbers.KindsOf[person][action])
        {
            if (k == kind) return cost;
        }

        return RosterNumbers.Broken;
    }
}
