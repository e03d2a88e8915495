namespace Muster.Optimiser.Rostering;

/// <summary>What of a person's roster stands outside a window, and so how far load and weekends must be counted inside.</summary>
internal readonly struct Window
{
    private readonly RosterNumbers _numbers;
    private readonly int _period;
    private readonly int _loadBefore;
    private readonly int _loadAfter;
    private readonly int _weekendsOutside;
    private readonly RosterTerms _terms;

    public Window(RosterNumbers numbers, int person, int[] actions, int from, int to, bool countsWeekends = true, bool isOpenEnded = false)
    {
        (_numbers, Person, From, To, IsOpenEnded) = (numbers, person, from, to, isOpenEnded && to < numbers.Days);
        _terms = numbers.TermsOf(person);
        Automaton = numbers.AutomatonOf(person);
        _period = numbers.LoadDays(person);
        StartState = numbers.Starts[person];
        for (var day = 0; day < from; day++) StartState = Automaton.Next(StartState, actions[day]);
        var history = numbers.Problem.People[person].History;
        _loadBefore = from < _period ? history.Load / numbers.Unit : 0;
        for (var day = from / _period * _period; day < from; day++) _loadBefore += numbers.LoadOf[actions[day]];
        var end = Math.Min(((to - 1) / _period + 1) * _period, numbers.Days);
        for (var day = to; day < end; day++) _loadAfter += numbers.LoadOf[actions[day]];
        _weekendsOutside = history.Weekends;
        var inside = 0;
        for (var day = 0; day < numbers.Days; day++)
        {
            var weekday = numbers.Weekday(day);
            if (weekday < 5 || (weekday == 6 && (day > 0 || Automaton.Works(numbers.Starts[person])))) continue;
            if (day >= from && day < to) inside++;
            else if (IsWorked(actions, day)) _weekendsOutside++;
        }

        MostLoad = numbers.LoadOf.Max();
        Loads = numbers.LoadSpan(person).IsFree ? 1 : MostLoad * Math.Min(to - from, _period) + 1;
        if (Loads > 1 && numbers.LoadSpan(person) is { Over: Span.Hard } span && _period == numbers.Days && to - from < numbers.Days)
            Loads = Math.Clamp(span.Most / numbers.Unit - _loadBefore - _loadAfter + 1, 2, Math.Max(2, Loads));
        Weekends = !countsWeekends || _terms.Weekends.IsFree || (_terms.Weekends is { Under: 0 } w && _weekendsOutside + inside <= w.Most) ? 1 : inside + 1;
        if (Weekends > 1 && _terms.Weekends.Over == Span.Hard) Weekends = Math.Clamp(_terms.Weekends.Most - _weekendsOutside + 1, 2, Weekends);
    }

    public int Person { get; }
    public int From { get; }
    public int To { get; }
    public RunAutomaton Automaton { get; }

    /// <summary>Nothing is settled after the window yet: what counts over more days is held to its part so far.</summary>
    public bool IsOpenEnded { get; }

    /// <summary>State before the window's first day.</summary>
    public int StartState { get; }

    /// <summary>How many values of load in units, and of weekends, are told apart: 1 when they cannot matter.</summary>
    public int Loads { get; }

    public int Weekends { get; }

    /// <summary>Most load of a day, in units.</summary>
    public int MostLoad { get; }

    /// <summary>Whether the load of a period is settled with this day, and more of the window follows.</summary>
    public bool EndsPeriod(int day) => Loads > 1 && (day + 1) % _period == 0 && day + 1 < To;

    /// <summary>Cost of a period that ends inside the window.</summary>
    public long LoadCost(int day, int units)
    {
        var first = day / _period * _period;
        return _numbers.LoadCost(Person, first, units + (first == From / _period * _period ? _loadBefore : 0));
    }

    /// <summary>Cost of the period in which the window ends.</summary>
    public long LastLoadCost(int units)
    {
        if (Loads == 1) return 0;
        var first = (To - 1) / _period * _period;
        var all = units + _loadAfter + (first == From / _period * _period ? _loadBefore : 0);
        if (!IsOpenEnded) return _numbers.LoadCost(Person, first, all);
        var span = _numbers.LoadSpan(Person);
        var (part, slack) = ((double)(To - first) / Math.Min(_period, _numbers.Days - first), _numbers.LoadOf.Max() * _numbers.Unit);
        return RosterNumbers.Cost(span with { Least = (int)(span.Least * part) - slack, Most = span.Most == int.MaxValue ? span.Most : (int)(span.Most * part) }, (long)all * _numbers.Unit);
    }

    public long WeekendsCost(int inside)
    {
        if (Weekends == 1) return 0;
        var most = IsOpenEnded ? (int)Math.Ceiling((double)_terms.Weekends.Most * To / _numbers.Days) : _terms.Weekends.Most;
        return RosterNumbers.Cost(_terms.Weekends with { Most = most }, _weekendsOutside + inside);
    }

    /// <summary>What a weekend of which one day is worked costs.</summary>
    public long Half(bool saturday, bool sunday) => saturday == sunday ? 0 : RosterNumbers.Weight(_terms.HalfWeekend);

    private bool IsWorked(int[] actions, int day) =>
        actions[day] != _numbers.Off || (_numbers.Weekday(day) == 5 && day + 1 < _numbers.Days && actions[day + 1] != _numbers.Off);
}
