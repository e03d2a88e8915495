using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Muster.Optimiser.Rostering;

/// <summary>
/// Best days of one person in a window, the rest of the roster as it stands: an exact dynamic programme over
/// (state of runs, plane of weekends and limits, load) day by day. Prices say what each action costs on each day besides the person's own rules.
/// Loads of one state and plane lie in a row, which a step goes over eight at a time. Only values are kept, of every day: the way back is found by
/// asking which step a value came from.
/// </summary>
internal sealed class PersonProgramme(RosterNumbers numbers)
{
    /// <summary>No way. Sums of costs stay within a quarter of it.</summary>
    private const int Never = 1 << 29;

    /// <summary>What is at least this is no way, with something added or taken off.</summary>
    private const int NoWay = Never / 2;

    /// <summary>One broken hard rule, where they are allowed: more than the costs of a person's window.</summary>
    private const int Broken = 1 << 21;

    private const int Most = NoWay / 2;

    // What rules on runs charge, by terms, by whether rules may be broken, by state and action.
    private readonly int[][][] _runs = Array.ConvertAll(numbers.Automata, a => a is null ? [] : (int[][])[a.Costs(c => Inner(c, mayBreak: false)), a.Costs(c => Inner(c, mayBreak: true))]);

    // Each load that an action has, and which of them it is.
    private readonly int[] _units = [.. numbers.LoadOf.Distinct()];
    private readonly int[] _unitOf = Array.ConvertAll(numbers.LoadOf, load => Array.IndexOf([.. numbers.LoadOf.Distinct()], load));

    // Values: [(day - from) × layer + (state × planes + plane) × loads + load].
    private int[] _values = [];
    private int[] _today = [];

    // Where a plane goes by an action, without a new weekend and with one, and what that costs: [(action × 2 + weekend) × planes + plane].
    private (int To, int Cost)[] _planes = [];
    private long[] _tail = [];
    private long[] _tailThen = [];

    // What each load costs when its period ends with the day, room for the largest load of a day beyond.
    private int[] _paid = [];

    /// <summary>Prices of the window: [(day - from) × actions + action]; <see cref="RosterNumbers.Never"/> forbids.</summary>
    public long[] Prices { get; private set; } = [];

    /// <summary>About how many steps the programme of a window takes for the person with most to remember.</summary>
    public static long Work(RosterNumbers numbers, int days, bool countsWeekends = true) =>
        numbers.Automata.Max(a => (long)(a?.Count ?? 0)) * (days * numbers.LoadOf.Max() + 1) * (countsWeekends ? days / 7 + 1 : 1) * days * numbers.Actions;

    /// <summary>Room for the prices of a window of so many days.</summary>
    public void Open(int days)
    {
        if (Prices.Length < days * numbers.Actions) Prices = new long[days * numbers.Actions];
    }

    /// <summary>
    /// Writes the best actions of days <paramref name="from"/> to before <paramref name="to"/> into <paramref name="actions"/>, which holds
    /// the person's whole roster. A window does not part a weekend.
    /// </summary>
    /// <param name="mayBreak">Whether hard rules may be broken, as little as can be.</param>
    /// <returns>
    /// Own cost of the window, of load and weekends of the periods it touches and of runs that cross its end, with prices; null when
    /// there is no way: <paramref name="actions"/> is unchanged then.
    /// </returns>
    public long? Best(int person, int[] actions, int from, int to, bool mayBreak = false, bool countsWeekends = true, bool isOpenEnded = false)
    {
        var window = new Window(numbers, person, actions, from, to, mayBreak, countsWeekends, isOpenEnded);
        var layer = window.Automaton.Count * window.Planes * window.Loads;
        Ready(window, layer, mayBreak);
        Array.Fill(_values, Never, 0, layer);
        _values[window.StartState * window.Planes * window.Loads] = 0;
        for (var day = from; day < to; day++) Step(window, day, layer, mayBreak);
        Tail(window, actions);
        var (best, at) = End(window, layer, mayBreak);
        if (at < 0) return null;
        for (var day = to - 1; day >= from; day--) (actions[day], at) = Before(window, day, layer, at, mayBreak);
        return best;
    }

    private void Step(in Window window, int day, int layer, bool mayBreak)
    {
        var now = _values.AsSpan((day - window.From) * layer);
        var then = now[layer..];
        then[..layer].Fill(Never);
        var (rows, rise) = Band(window, day, mayBreak);
        if (rows == 0) return;
        var (planes, loads, automaton) = (window.Planes, window.Loads, window.Automaton);
        var ends = window.EndsPeriod(day);
        if (ends) Pay(window, day, mayBreak);
        var weekday = numbers.Weekday(day);
        Span<int> closed = stackalloc int[_units.Length];
        for (var state = 0; state < automaton.Count; state++)
        {
            for (var plane = 0; plane < planes; plane++)
            {
                var source = now.Slice((state * planes + plane) * loads, rows);
                if (!source.ContainsAnyInRange(-Never, NoWay - 1)) continue;
                if (ends) Close(source, closed, loads);
                for (var action = 0; action < numbers.Actions; action++)
                {
                    var (target, more, weekend) = Way(window, day, weekday, state, action, mayBreak);
                    if (more >= NoWay) continue;
                    var (toPlane, beyond) = _planes[(action * 2 + weekend) * planes + plane];
                    var cost = more + beyond;
                    if (cost >= NoWay) continue;
                    var to = (target * planes + toPlane) * loads;
                    if (ends)
                    {
                        if (closed[_unitOf[action]] < NoWay) then[to] = Math.Min(then[to], closed[_unitOf[action]] + (int)cost);
                        continue;
                    }

                    var units = loads > 1 ? numbers.LoadOf[action] : 0;
                    var first = Math.Max(0, rise - units);
                    var shift = units - rise + first;
                    var count = Math.Min(rows - first, loads - shift);
                    if (count > 0) Add(source[first..], then[(to + shift)..], (int)cost, count);
                }
            }
        }
    }

    /// <summary>Where an action leads from a state, what it costs on the day by runs, price and half weekend, and whether it begins a weekend.</summary>
    private (int To, long Cost, int Weekend) Way(in Window window, int day, int weekday, int state, int action, bool mayBreak)
    {
        var (worked, works) = (window.Automaton.Works(state), action != numbers.Off);
        var cost = (long)_today[(day - window.From) * numbers.Actions + action] + _runs[numbers.Problem.People[window.Person].Terms][mayBreak ? 1 : 0][state * numbers.Actions + action];
        if (weekday == 6 && worked != works) cost += Inner(window.Half(true, false), mayBreak);
        return (window.Automaton.Next(state, action), cost, works && (weekday == 5 || (weekday == 6 && !worked)) ? 1 : 0);
    }

    /// <summary>How many loads can have a way before the day, and by how much the least of them grows with it.</summary>
    private (int Rows, int Rise) Band(in Window window, int day, bool mayBreak)
    {
        if (window.Loads == 1) return (1, 0);
        // A row begins at the least load that can still come right.
        if (window.IsBanded) return (Math.Clamp(window.HighLoad(day) - window.LowLoad(day) + 1, 0, window.Loads), window.LowLoad(day + 1) - window.LowLoad(day));
        var days = day - window.PeriodStart(day);
        return (Math.Min(window.Loads, (mayBreak ? days * window.MostLoad : window.MostLoadOf(days)) + 1), 0);
    }

    private void Pay(in Window window, int day, bool mayBreak)
    {
        for (var load = 0; load < window.Loads; load++) _paid[load] = Inner(window.LoadCost(day, load), mayBreak);
        _paid.AsSpan(window.Loads, window.MostLoad + Vector256<int>.Count).Fill(Never);
    }

    /// <summary>A period of load ends with the day: the least over all loads with what they cost then, for each load the day can bring.</summary>
    private void Close(ReadOnlySpan<int> source, Span<int> closed, int loads)
    {
        for (var unit = 0; unit < closed.Length; unit++)
        {
            var (least, more) = (Never, _units[unit]);
            for (var load = 0; load < source.Length && load + more < loads; load++)
            {
                if (source[load] < NoWay && _paid[load + more] < NoWay) least = Math.Min(least, source[load] + _paid[load + more]);
            }

            closed[unit] = least;
        }
    }

    /// <summary>then[i] becomes the least of itself and now[i] + cost.</summary>
    private static void Add(ReadOnlySpan<int> now, Span<int> then, int cost, int count)
    {
        ref var source = ref MemoryMarshal.GetReference(now);
        ref var target = ref MemoryMarshal.GetReference(then);
        var costs = Vector256.Create(cost);
        var i = 0;
        for (; i + Vector256<int>.Count <= count; i += Vector256<int>.Count)
            Vector256.Min(Vector256.LoadUnsafe(ref source, (nuint)i) + costs, Vector256.LoadUnsafe(ref target, (nuint)i)).StoreUnsafe(ref target, (nuint)i);
        if (i == count) return;
        // Beyond the count nothing changes; there is room for it.
        var inside = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count - i));
        var held = Vector256.LoadUnsafe(ref target, (nuint)i);
        Vector256.ConditionalSelect(inside, Vector256.Min(Vector256.LoadUnsafe(ref source, (nuint)i) + costs, held), held).StoreUnsafe(ref target, (nuint)i);
    }

    private (long Best, int At) End(in Window window, int layer, bool mayBreak)
    {
        var (best, at) = (long.MaxValue, -1);
        var (planes, loads) = (window.Planes, window.Loads);
        var last = (window.To - window.From) * layer;
        var low = window.IsBanded ? window.LowLoad(window.To) : 0;
        for (var load = 0; load < loads; load++) _paid[load] = Inner(window.LastLoadCost(low + load), mayBreak);
        for (var plane = 0; plane < planes; plane++)
        {
            var settled = (long)Inner(window.WeekendsCost(plane % window.Weekends), mayBreak);
            if (settled >= NoWay) continue;
            for (var state = 0; state < window.Automaton.Count; state++)
            {
                if (_tail[state] >= NoWay) continue;
                var row = (state * planes + plane) * loads;
                for (var load = 0; load < loads; load++)
                {
                    if (_values[last + row + load] is var value && (value >= NoWay || _paid[load] >= NoWay)) continue;
                    if (value + _paid[load] + _tail[state] + settled is var cost && cost < best) (best, at) = (cost, row + load);
                }
            }
        }

        return (best, at);
    }

    /// <summary>What was done on a day, and where it came from, when after it things stood there.</summary>
    private (int Action, int At) Before(in Window window, int day, int layer, int at, bool mayBreak)
    {
        var (planes, loads, weekday) = (window.Planes, window.Loads, numbers.Weekday(day));
        var (end, plane, load) = (at / loads / planes, at / loads % planes, at % loads);
        var (rows, rise) = Band(window, day, mayBreak);
        var now = (day - window.From) * layer;
        var value = _values[now + layer + at];
        var ends = window.EndsPeriod(day);
        if (ends) Pay(window, day, mayBreak);
        foreach (var (state, action) in window.Automaton.Into(end))
        {
            var (_, more, weekend) = Way(window, day, weekday, state, action, mayBreak);
            if (more >= NoWay) continue;
            var units = loads > 1 ? numbers.LoadOf[action] : 0;
            for (var before = 0; before < planes; before++)
            {
                var (toPlane, beyond) = _planes[(action * 2 + weekend) * planes + before];
                if (toPlane != plane || more + beyond >= NoWay) continue;
                var (row, cost) = (now + (state * planes + before) * loads, (int)(more + beyond));
                for (var from = ends ? 0 : load - units + rise; ends ? from < rows && from + units < loads : from == load - units + rise && from >= 0 && from < rows; from++)
                {
                    if (_values[row + from] < NoWay && _values[row + from] + cost + (ends ? _paid[from + units] : 0) == value) return (action, row + from - now);
                }
            }
        }

        throw new InvalidOperationException($"A value on day {day} has no way that leads to it.");
    }

    /// <summary>What the days after the window, which stand, cost more or less by the state it ends in.</summary>
    private void Tail(in Window window, int[] actions)
    {
        var automaton = window.Automaton;
        Array.Clear(_tail, 0, automaton.Count);
        if (window.To == numbers.Days || window.IsOpenEnded) return;
        var runs = _runs[numbers.Problem.People[window.Person].Terms][1];
        var last = window.To;
        while (last < numbers.Days - 1 && SameRun(actions[last], actions[window.To])) last++;
        for (var day = last; day >= window.To; day--)
        {
            for (var state = 0; state < automaton.Count; state++)
                _tailThen[state] = Math.Min(Never, runs[state * numbers.Actions + actions[day]] + _tail[automaton.Next(state, actions[day])]);
            (_tail, _tailThen) = (_tailThen, _tail);
        }

        bool SameRun(int a, int b) => (a == numbers.Off) == (b == numbers.Off);
    }

    /// <summary>A cost as the programme counts: broken rules weigh less than outside, but still more than what a window costs.</summary>
    private static int Inner(long cost, bool mayBreak)
    {
        if (cost is > -Most and < Most) return (int)cost;
        if (cost >= RosterNumbers.Never) return Never;
        var broken = (long)Math.Round(cost / (double)RosterNumbers.Broken);
        return broken > 0 && !mayBreak ? Never : (int)Math.Clamp(broken * Broken + cost - broken * RosterNumbers.Broken, -Most, Most);
    }

    private void Ready(in Window window, int layer, bool mayBreak)
    {
        var (days, planes) = (window.To - window.From, window.Planes);
        if (_values.Length < layer * (days + 1) + Vector256<int>.Count) _values = new int[layer * (days + 1) + Vector256<int>.Count];
        if (_paid.Length < window.Loads + window.MostLoad + Vector256<int>.Count) _paid = new int[window.Loads + window.MostLoad + Vector256<int>.Count];
        var states = numbers.Automata.Max(a => a?.Count ?? 0);
        if (_tail.Length < states) (_tail, _tailThen) = (new long[states], new long[states]);
        if (_today.Length < days * numbers.Actions) _today = new int[days * numbers.Actions];
        for (var i = 0; i < days * numbers.Actions; i++) _today[i] = Inner(Prices[i], mayBreak);
        if (_planes.Length < 2 * numbers.Actions * planes) _planes = new (int, int)[2 * numbers.Actions * planes];
        var beyond = Inner(window.WeekendBeyond, mayBreak);
        for (var action = 0; action < numbers.Actions; action++)
        {
            for (var weekend = 0; weekend < 2; weekend++)
            {
                for (var plane = 0; plane < planes; plane++)
                {
                    var isTop = plane % window.Weekends == window.Weekends - 1;
                    var (to, cost) = (plane + (isTop ? 0 : weekend), isTop && weekend == 1 ? beyond : 0);
                    foreach (var limit in window.Limits)
                    {
                        if (limit.Action != action) continue;
                        if (plane / limit.Stride % (limit.Left + 1) == limit.Left) cost = Never;
                        else to += limit.Stride;
                    }

                    _planes[(action * 2 + weekend) * planes + plane] = (to, cost);
                }
            }
        }
    }
}
