using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Muster.Optimiser.Rostering;

/// <summary>
/// Best days of one person in a window, the rest of the roster as it stands: an exact dynamic programme over
/// (state of runs, load, weekends) day by day. Prices say what each action costs on each day besides the person's own rules.
/// A state's values lie in one block of load × weekends, which a day's step goes over eight at a time.
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
    private readonly int[] _today = new int[numbers.Actions];

    // What rules on runs charge, by terms, by whether rules may be broken, by state and action.
    private readonly int[][][] _runs = Array.ConvertAll(numbers.Automata, a => a is null ? [] : (int[][])[a.Costs(c => Inner(c, mayBreak: false)), a.Costs(c => Inner(c, mayBreak: true))]);
    private int[] _now = [];
    private int[] _then = [];
    private int[] _before = [];
    private long[] _tail = [];

    // What each load costs when its period ends with the day.
    private long[] _paid = [];
    private long[] _tailThen = [];

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
        var automaton = window.Automaton;
        // One column more than there are weekends: what would be one weekend too many falls into it and is wiped.
        var columns = window.Weekends + 1;
        var width = window.Width;
        var block = (window.Loads * width + Vector256<int>.Count - 1) / Vector256<int>.Count * Vector256<int>.Count;
        var layer = automaton.Count * block;
        Ready(layer, to - from);
        Array.Fill(_now, Never, 0, layer);
        _now[window.StartState * block] = 0;
        for (var day = from; day < to; day++)
        {
            Step(window, day, columns, block, mayBreak);
            (_now, _then) = (_then, _now);
        }

        Tail(window, actions);
        var (best, at) = (long.MaxValue, -1);
        var low = window.IsBanded ? window.LowLoad(to) : 0;
        for (var load = 0; load < window.Loads; load++)
        {
            var paid = Inner(window.LastLoadCost(low + load), mayBreak);
            for (var cell = 0; cell < width; cell++)
            {
                if (cell % columns == window.Weekends) continue;
                var settled = paid + (long)Inner(window.WeekendsCost(cell % columns), mayBreak);
                if (settled >= NoWay) continue;
                for (var state = 0; state < automaton.Count; state++)
                {
                    var index = state * block + load * width + cell;
                    if (_now[index] >= NoWay || _tail[state] >= NoWay) continue;
                    if (_now[index] + _tail[state] + settled is var cost && cost < best) (best, at) = (cost, index);
                }
            }
        }

        if (at < 0) return null;
        for (var day = to - 1; day >= from; day--)
        {
            actions[day] = automaton.ActionOf(at / block);
            at = _before[(day - from) * layer + at];
        }

        return best;
    }

    private void Step(in Window window, int day, int columns, int block, bool mayBreak)
    {
        var automaton = window.Automaton;
        var (now, then, width) = (_now, _then, window.Width);
        var layer = automaton.Count * block;
        Array.Fill(then, Never, 0, layer);
        var before = (day - window.From) * layer;
        var weekday = numbers.Weekday(day);
        var ends = window.EndsPeriod(day);
        if (ends)
        {
            if (_paid.Length < window.Loads) _paid = new long[window.Loads];
            for (var load = 0; load < window.Loads; load++) _paid[load] = Inner(window.LoadCost(day, load), mayBreak);
        }

        var rows = Math.Min(window.Loads, (day - window.From) * window.MostLoad + 1);
        // A block begins at the least load that can still come right, which grows by so much with the day.
        var rise = 0;
        if (window.IsBanded)
        {
            rise = window.LowLoad(day + 1) - window.LowLoad(day);
            rows = Math.Clamp(window.HighLoad(day) - window.LowLoad(day) + 1, 0, window.Loads);
            if (rows == 0) return;
        }

        var prices = Prices.AsSpan((day - window.From) * numbers.Actions, numbers.Actions);
        for (var action = 0; action < numbers.Actions; action++) _today[action] = Inner(prices[action], mayBreak);
        var half = weekday == 6 ? Inner(window.Half(true, false), mayBreak) : 0;
        var counts = window.Weekends > 1 && weekday >= 5;
        var runs = _runs[numbers.Problem.People[window.Person].Terms][mayBreak ? 1 : 0];
        for (var state = 0; state < automaton.Count; state++)
        {
            var from = state * block;
            if (!now.AsSpan(from, rows * width).ContainsAnyInRange(-Never, NoWay - 1)) continue;
            var worked = automaton.Works(state);
            for (var action = 0; action < numbers.Actions; action++)
            {
                var works = action != numbers.Off;
                var cost = _today[action] + (long)runs[state * numbers.Actions + action] + (worked == works ? 0 : half);
                if (cost >= NoWay) continue;
                var weekend = counts && works && (weekday == 5 || !worked) ? 1 : 0;
                var units = window.Loads > 1 ? numbers.LoadOf[action] : 0;
                var to = automaton.Next(state, action) * block;
                var limit = Array.Find(window.Limits, l => l.Action == action);
                if (ends) Close(window, before, (from, to), (int)cost, (units, weekend), (columns, limit));
                else
                {
                    var first = Math.Max(0, rise - units);
                    var shift = units - rise + first;
                    var count = Math.Min(rows - first, window.Loads - shift);
                    if (count <= 0) continue;
                    var (source, target) = (from + first * width, to + shift * width + weekend);
                    if (limit.Stride == 0)
                    {
                        Add(now.AsSpan(source), then.AsSpan(target), _before.AsSpan(before + target), source, (int)cost, count * width);
                        continue;
                    }

                    // Of a limited action there is one more: the last of each stretch has no way on.
                    var stretch = limit.Stride * (limit.Left + 1);
                    for (var at = 0; at < count * width; at += stretch)
                        Add(now.AsSpan(source + at), then.AsSpan(target + at + limit.Stride), _before.AsSpan(before + target + at + limit.Stride), source + at, (int)cost, limit.Stride * limit.Left);
                }
            }
        }

        if (window.Weekends == 1 || weekday < 5) return;
        for (var index = 0; index < layer; index += block)
        {
            for (var cell = window.Weekends; cell < window.Loads * width; cell += columns) then[index + cell] = Never;
        }
    }

    /// <summary>then[i] becomes the least of itself and now[i] + cost; where that is less, before[i] says from where.</summary>
    private static void Add(Span<int> now, Span<int> then, Span<int> before, int from, int cost, int count)
    {
        ref var source = ref MemoryMarshal.GetReference(now);
        ref var target = ref MemoryMarshal.GetReference(then);
        ref var origin = ref MemoryMarshal.GetReference(before);
        var (costs, nevers) = (Vector256.Create(cost), Vector256.Create(Never));
        var places = Vector256.Create(from) + Vector256<int>.Indices;
        var steps = Vector256.Create(Vector256<int>.Count);
        var i = 0;
        for (; i + Vector256<int>.Count <= count; i += Vector256<int>.Count, places += steps)
        {
            var sums = Vector256.Min(Vector256.LoadUnsafe(ref source, (nuint)i) + costs, nevers);
            var held = Vector256.LoadUnsafe(ref target, (nuint)i);
            var less = Vector256.LessThan(sums, held);
            if (less == Vector256<int>.Zero) continue;
            Vector256.ConditionalSelect(less, sums, held).StoreUnsafe(ref target, (nuint)i);
            Vector256.ConditionalSelect(less, places, Vector256.LoadUnsafe(ref origin, (nuint)i)).StoreUnsafe(ref origin, (nuint)i);
        }

        for (; i < count; i++)
        {
            if (Math.Min(now[i] + cost, Never) is var sum && sum >= then[i]) continue;
            (then[i], before[i]) = (sum, from + i);
        }
    }

    /// <summary>A period of load ends with the day: it is paid, and the next begins with nothing.</summary>
    private void Close(in Window window, int before, (int From, int To) block, int cost, (int Load, int Weekends) more, (int Columns, Limit Limit) at)
    {
        for (var load = 0; load + more.Load < window.Loads; load++)
        {
            var paid = cost + _paid[load + more.Load];
            if (paid >= NoWay) continue;
            for (var cell = 0; cell < window.Width; cell++)
            {
                if (cell % at.Columns >= window.Weekends - more.Weekends) continue;
                if (at.Limit.Stride > 0 && cell / at.Limit.Stride % (at.Limit.Left + 1) == at.Limit.Left) continue;
                var (index, target) = (block.From + load * window.Width + cell, block.To + cell + more.Weekends + at.Limit.Stride);
                if (_now[index] >= NoWay || _now[index] + paid >= _then[target]) continue;
                _then[target] = (int)(_now[index] + paid);
                _before[before + target] = index;
            }
        }
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

    private void Ready(int layer, int days)
    {
        // The last column of the last block may be shifted beyond its end by one.
        var room = layer + Vector256<int>.Count;
        if (_now.Length < room) (_now, _then) = (new int[room], new int[room]);
        if (_before.Length < layer * (days - 1) + room) _before = new int[layer * (days - 1) + room];
        var states = numbers.Automata.Max(a => a?.Count ?? 0);
        if (_tail.Length < states) (_tail, _tailThen) = (new long[states], new long[states]);
    }
}
