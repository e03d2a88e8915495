namespace Muster.Optimiser.Rostering;

/// <summary>What of a person's roster stands outside a window, and so how far load and weekends must be counted inside.</summary>
internal readonly struct Window
{
    /// <summary>Steps up to which a limit is counted, and not left to prices, in a programme of a part of the roster.</summary>
    private const double WindowWork = 1e6;

    private readonly RosterNumbers _numbers;
    private readonly int _period;
    private readonly int _loadBefore;
    private readonly int _loadAfter;
    private readonly int _weekendsOutside;
    private readonly RosterTerms _terms;
    private readonly int _least;
    private readonly int _most;
    private bool CountsWeekends { get; }

    public Window(RosterNumbers numbers, int person, int[] actions, int from, int to, bool mayBreak = false, bool countsWeekends = true, bool isOpenEnded = false)
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
        // No period's load may be beyond a hard most.
        if (Loads > 1 && !mayBreak && numbers.LoadSpan(person) is { Over: Span.Hard, Most: < int.MaxValue } hard) Loads = Math.Max(2, Math.Min(Loads, hard.Most / numbers.Unit + 1));
        // Where the whole window is one period, its load must end in the range: only what can still come there is told apart.
        (_least, _most) = (int.MinValue, int.MaxValue);
        if (Loads > 1 && !mayBreak && from / _period == (to - 1) / _period && (isOpenEnded is false || to == numbers.Days))
        {
            var span = numbers.LoadSpan(person);
            if (span.Over == Span.Hard && span.Most < int.MaxValue) _most = Math.Max(0, (int)(MostIn(span, from) / numbers.Unit) - _loadBefore - _loadAfter);
            if (span.Under == Span.Hard) _least = (int)((LeastIn(span, from) + numbers.Unit - 1) / numbers.Unit) - _loadBefore - _loadAfter;
            var widest = 1;
            for (var day = from; day <= to; day++) widest = Math.Max(widest, HighLoad(day) - LowLoad(day) + 1);
            Loads = Math.Max(2, widest);
        }

        var range = to - from;
        Limits = [];
        // Weekends beyond what a rule tells apart each cost the same: they need not be counted, only paid.
        var most = MostWeekends;
        var told = Math.Max(_terms.Weekends.Over == 0 || most == int.MaxValue ? 0 : most, _terms.Weekends.Under == 0 ? 0 : _terms.Weekends.Least) - _weekendsOutside;
        CountsWeekends = countsWeekends && !_terms.Weekends.IsFree;
        // A most that cannot be reached tells nothing apart.
        Weekends = !CountsWeekends || (_terms.Weekends.Under == 0 && _weekendsOutside + inside <= most) ? 1 : Math.Clamp(told, 0, inside) + 1;
        WeekendBeyond = !CountsWeekends || _weekendsOutside + inside <= most ? 0 : RosterNumbers.Weight(_terms.Weekends.Over);
        Planes = Weekends;
        var work = (double)Automaton.Count * (Loads + 8) * Planes * range * numbers.Actions;
        foreach (var (action, left) in numbers.Limits[person])
        {
            var rest = left;
            for (var day = 0; day < numbers.Days; day++)
            {
                if ((day < from || day >= to) && actions[day] == action) rest--;
            }

            // None left: Refill forbids it by price.
            if (rest < 0 || rest >= range || work * (rest + 1) > (range == numbers.Days ? numbers.WholeWork : WindowWork)) continue;
            work *= rest + 1;
            Limits = [.. Limits, new Limit(action, rest, Planes)];
            Planes *= rest + 1;
        }

        // A day's step takes something for each state and action.
        Work = work + 16.0 * Automaton.Count * range * numbers.Actions;
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

    /// <summary>What each weekend costs beyond those told apart; a broken rule where they are forbidden.</summary>
    public long WeekendBeyond { get; }

    /// <summary>Actions that are counted because there could be too many of them.</summary>
    public Limit[] Limits { get; }

    /// <summary>About how many steps the programme of the window takes.</summary>
    public double Work { get; }

    /// <summary>Values told apart besides runs and load: weekends times what is left of each limit.</summary>
    public int Planes { get; }

    /// <summary>Least load in units of the window's days before a day from which its end can be right: where a block of values begins.</summary>
    public int LowLoad(int day) => _least == int.MinValue ? 0 : Math.Max(0, _least - _numbers.MostLoads[_numbers.Problem.People[Person].Terms][To - day]);

    /// <summary>Most load in units that the window's days before a day can come to and end right; may be below <see cref="LowLoad"/> when there is no way.</summary>
    public int HighLoad(int day) => Math.Min(_most, MostLoadOf(day - From));

    /// <summary>Most load in units of so many days in a row, hard rules kept.</summary>
    public int MostLoadOf(int days) => _numbers.MostLoads[_numbers.Problem.People[Person].Terms][days];

    /// <summary>First day of the window in the period of load that a day is in.</summary>
    public int PeriodStart(int day) => Math.Max(From, day / _period * _period);

    /// <summary>Whether blocks begin at <see cref="LowLoad"/>.</summary>
    public bool IsBanded => _least != int.MinValue || _most != int.MaxValue;

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

    /// <summary>What weekends cost when so many of those told apart are worked.</summary>
    public long WeekendsCost(int inside) => CountsWeekends ? RosterNumbers.Cost(_terms.Weekends with { Most = MostWeekends }, _weekendsOutside + inside) : 0;

    /// <summary>What a weekend of which one day is worked costs.</summary>
    public long Half(bool saturday, bool sunday) => saturday == sunday ? 0 : RosterNumbers.Weight(_terms.HalfWeekend);

    /// <summary>A roster that goes on after the window is held to its part so far.</summary>
    private int MostWeekends => IsOpenEnded && _terms.Weekends.Most < int.MaxValue ? (int)Math.Ceiling((double)_terms.Weekends.Most * To / _numbers.Days) : _terms.Weekends.Most;

    private long LeastIn(Span span, int day) => PartOf(day) is var days && days == _period ? span.Least : (long)span.Least * days / _period;

    private long MostIn(Span span, int day) => PartOf(day) is var days && days == _period ? span.Most : ((long)span.Most * days + _period - 1) / _period;

    private int PartOf(int day) => Math.Min(_period, _numbers.Days - day / _period * _period);

    private bool IsWorked(int[] actions, int day) =>
        actions[day] != _numbers.Off || (_numbers.Weekday(day) == 5 && day + 1 < _numbers.Days && actions[day + 1] != _numbers.Off);
}

/// <summary>An action of which so many are left; with one more of it, values lie <paramref name="Stride"/> planes further.</summary>
internal readonly record struct Limit(int Action, int Left, int Stride);
