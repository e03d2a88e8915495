namespace Muster.Optimiser.Rostering;

/// <summary>
/// Best days of one person in a window, the rest of the roster as it stands: an exact dynamic programme over
/// (state of runs, load, weekends) day by day. Prices say what each action costs on each day besides the person's own rules.
/// </summary>
internal sealed class PersonProgramme(RosterNumbers numbers)
{
    private long[] _now = [];
    private long[] _then = [];
    private int[] _before = [];
    private long[] _tail = [];
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
    /// <returns>
    /// Own cost of the window, of load and weekends of the periods it touches and of runs that cross its end, with prices; <see cref="RosterNumbers.Never"/> when
    /// every way breaks a hard rule and <paramref name="limit"/> allows none: <paramref name="actions"/> is unchanged then.
    /// </returns>
    public long Best(int person, int[] actions, int from, int to, long limit = RosterNumbers.Broken, bool countsWeekends = true, bool isOpenEnded = false)
    {
        var window = new Window(numbers, person, actions, from, to, countsWeekends, isOpenEnded);
        var automaton = window.Automaton;
        var (loads, weekends) = (window.Loads, window.Weekends);
        var layer = automaton.Count * loads * weekends;
        Ready(layer, to - from);
        var (now, then) = (_now, _then);
        Array.Fill(now, RosterNumbers.Never, 0, layer);
        now[window.StartState * loads * weekends] = 0;
        for (var day = from; day < to; day++)
        {
            Step(window, day, now, then, layer, limit);
            (now, then) = (then, now);
        }

        Tail(window, actions);
        var (best, at) = (RosterNumbers.Never, -1);
        for (var state = 0; state < automaton.Count; state++)
        {
            if (_tail[state] >= limit) continue;
            var index = state * loads * weekends;
            for (var load = 0; load < loads; load++)
            {
                var paid = window.LastLoadCost(load);
                for (var weekend = 0; weekend < weekends; weekend++, index++)
                {
                    if (now[index] == RosterNumbers.Never || paid >= limit || window.WeekendsCost(weekend) >= limit) continue;
                    var cost = now[index] + _tail[state] + paid + window.WeekendsCost(weekend);
                    if (cost < best) (best, at) = (cost, index);
                }
            }
        }

        if (at < 0) return RosterNumbers.Never;
        for (var day = to - 1; day >= from; day--)
        {
            actions[day] = automaton.ActionOf(at / (loads * weekends));
            at = _before[(day - from) * layer + at];
        }

        return best;
    }

    private void Step(in Window window, int day, long[] now, long[] then, int layer, long limit)
    {
        var automaton = window.Automaton;
        var (loads, weekends) = (window.Loads, window.Weekends);
        var block = loads * weekends;
        Array.Fill(then, RosterNumbers.Never, 0, layer);
        var before = _before.AsSpan((day - window.From) * layer, layer);
        var weekday = numbers.Weekday(day);
        var ends = window.EndsPeriod(day);
        var prices = Prices.AsSpan((day - window.From) * numbers.Actions, numbers.Actions);
        for (var state = 0; state < automaton.Count; state++)
        {
            var from = state * block;
            if (IsEmpty(now.AsSpan(from, block))) continue;
            for (var action = 0; action < numbers.Actions; action++)
            {
                if (prices[action] >= limit) continue;
                var run = automaton.Cost(state, action);
                if (run >= limit) continue;
                var works = action != numbers.Off;
                var cost = run + prices[action] + (weekday == 6 ? window.Half(automaton.Works(state), works) : 0);
                if (cost >= limit) continue;
                var weekend = weekends > 1 && works && (weekday == 5 || (weekday == 6 && !automaton.Works(state))) ? 1 : 0;
                var units = loads > 1 ? numbers.LoadOf[action] : 0;
                var to = automaton.Next(state, action) * block;
                if (ends) Close(window, day, now, then, before, (from, to), cost, (units, weekend), limit);
                else Add(now, then, before, (from, to), cost, (units, weekend), (loads, weekends));
            }
        }
    }

    private static void Add(long[] now, long[] then, Span<int> before, (int From, int To) block, long cost, (int Load, int Weekends) more, (int Loads, int Weekends) size)
    {
        var shift = block.To - block.From + more.Load * size.Weekends + more.Weekends;
        for (var load = 0; load + more.Load < size.Loads; load++)
        {
            var row = block.From + load * size.Weekends;
            for (var index = row; index < row + size.Weekends - more.Weekends; index++)
            {
                var sum = now[index] + cost;
                if (now[index] == RosterNumbers.Never || sum >= then[index + shift]) continue;
                then[index + shift] = sum;
                before[index + shift] = index;
            }
        }
    }

    /// <summary>A period of load ends with the day: it is paid, and the next begins with nothing.</summary>
    private static void Close(in Window window, int day, long[] now, long[] then, Span<int> before, (int From, int To) block, long cost, (int Load, int Weekends) more, long limit)
    {
        for (var load = 0; load + more.Load < window.Loads; load++)
        {
            var settled = window.LoadCost(day, load + more.Load);
            if (settled >= limit) continue;
            var paid = cost + settled;
            for (var w = 0; w < window.Weekends - more.Weekends; w++)
            {
                var (index, target) = (block.From + load * window.Weekends + w, block.To + w + more.Weekends);
                if (now[index] == RosterNumbers.Never || now[index] + paid >= then[target]) continue;
                then[target] = now[index] + paid;
                before[target] = index;
            }
        }
    }

    /// <summary>What the days after the window, which stand, cost more or less by the state it ends in.</summary>
    private void Tail(in Window window, int[] actions)
    {
        var automaton = window.Automaton;
        Array.Clear(_tail, 0, automaton.Count);
        if (window.To == numbers.Days || window.IsOpenEnded) return;
        var last = window.To;
        while (last < numbers.Days - 1 && SameRun(actions[last], actions[window.To])) last++;
        for (var day = last; day >= window.To; day--)
        {
            for (var state = 0; state < automaton.Count; state++)
                _tailThen[state] = Math.Min(RosterNumbers.Never, automaton.Cost(state, actions[day]) + _tail[automaton.Next(state, actions[day])]);
            (_tail, _tailThen) = (_tailThen, _tail);
        }

        bool SameRun(int a, int b) => (a == numbers.Off) == (b == numbers.Off);
    }

    private void Ready(int layer, int days)
    {
        if (_now.Length < layer) (_now, _then) = (new long[layer], new long[layer]);
        if (_before.Length < layer * days) _before = new int[layer * days];
        var states = numbers.Automata.Max(a => a?.Count ?? 0);
        if (_tail.Length < states) (_tail, _tailThen) = (new long[states], new long[states]);
    }

    private static bool IsEmpty(ReadOnlySpan<long> values) => !values.ContainsAnyExcept(RosterNumbers.Never);
}
