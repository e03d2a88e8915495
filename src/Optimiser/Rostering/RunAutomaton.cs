namespace Muster.Optimiser.Rostering;

/// <summary>
/// Everything rules on runs and rest must remember about a person, as a finite automaton over actions: how long the
/// present run of work, of one type, or of days off is, no further than a rule can tell apart. People of the same terms share one.
/// </summary>
internal sealed class RunAutomaton(RosterTerms terms, ShiftActions actions)
{
    private readonly Dictionary<Run, int> _states = [];
    private readonly List<Run> _runs = [];
    private int[] _next = [];
    private long[] _costs = [];
    private int[] _class = [];
    private bool[] _works = [];
    private (int State, int Action)[][] _into = [];
    private readonly int _off = actions.Off;

    public int Count { get; private set; }

    public int Actions => _off + 1;

    /// <summary>What the day before the roster leaves to remember: <see cref="StateOf"/> says which state that is.</summary>
    public int Start(RosterHistory history) => Number(history.LastType switch
    {
        RosterHistory.NotKnown => new Run(_off, 0, 0, true, true),
        RosterHistory.Off => new Run(_off, Cap(terms.OffRun, history.OffRun), 0, false, false),
        var type => new Run(actions.OfType[type], Cap(terms.WorkRun, history.WorkRun), Cap(TypeRun(actions.OfType[type]), history.TypeRun), false, false),
    });

    /// <summary>Makes every state that can be reached from the starts; those that no later day tells apart become one.</summary>
    public void Explore()
    {
        var next = new List<int>();
        var costs = new List<long>();
        for (var run = 0; run < _runs.Count; run++)
        {
            for (var action = 0; action <= _off; action++)
            {
                var (after, cost) = After(_runs[run], action);
                next.Add(Number(after));
                costs.Add(cost);
            }
        }

        Merge(next, costs);
        (_next, _costs, _works) = (new int[Count * Actions], new long[Count * Actions], new bool[Count]);
        for (var run = 0; run < _runs.Count; run++)
        {
            var state = _class[run];
            _works[state] = _runs[run].Action != _off;
            for (var action = 0; action <= _off; action++)
                (_next[state * Actions + action], _costs[state * Actions + action]) = (_class[next[run * Actions + action]], costs[run * Actions + action]);
        }

        var into = Array.ConvertAll(_works, _ => new List<(int, int)>());
        for (var at = 0; at < _next.Length; at++) into[_next[at]].Add((at / Actions, at % Actions));
        _into = Array.ConvertAll(into, list => list.ToArray());
    }

    /// <summary>Moore's refinement: runs stay together as long as each action costs them the same and leaves them together.</summary>
    private void Merge(List<int> next, List<long> costs)
    {
        _class = [.. _runs.Select(r => r.Action == _off ? 0 : 1)];
        for (var action = 0; action <= _off; action++) Part(run => costs[run * Actions + action]);
        for (var parted = 0; parted != Count;)
        {
            parted = Count;
            for (var action = 0; action <= _off; action++) Part(run => _class[next[run * Actions + action]]);
        }
    }

    private void Part(Func<int, long> by)
    {
        var known = new Dictionary<(int, long), int>();
        var parted = new int[_class.Length];
        for (var run = 0; run < parted.Length; run++)
        {
            if (!known.TryGetValue((_class[run], by(run)), out parted[run])) known[(_class[run], by(run))] = parted[run] = known.Count;
        }

        (_class, Count) = (parted, known.Count);
    }

    /// <summary>State of what <see cref="Start"/> said, once explored.</summary>
    public int StateOf(int start) => _class[start];

    /// <summary>States and actions from which a state is come to.</summary>
    public ReadOnlySpan<(int State, int Action)> Into(int state) => _into[state];

    /// <summary>State after doing <paramref name="action"/>.</summary>
    public int Next(int state, int action) => _next[state * Actions + action];

    /// <summary>What rules on runs and rest charge for doing it, runs that end by it included.</summary>
    public long Cost(int state, int action) => _costs[state * Actions + action];

    /// <summary>All of <see cref="Cost"/> in another unit: [state × actions + action].</summary>
    public int[] Costs(Converter<long, int> inner) => Array.ConvertAll(_costs, inner);

    /// <summary>Most load, in the unit of <paramref name="loadOf"/>, of so many days one after another, by number of days, hard rules kept, whatever came before.</summary>
    public int[] MostLoads(int days, int[] loadOf)
    {
        var most = new int[days + 1];
        var (now, then) = (new int[Count], new int[Count]);
        for (var length = 1; length <= days; length++)
        {
            for (var state = 0; state < Count; state++)
            {
                then[state] = int.MinValue / 2;
                for (var action = 0; action <= _off; action++)
                {
                    if (Cost(state, action) < RosterNumbers.Broken) then[state] = Math.Max(then[state], now[Next(state, action)] + loadOf[action]);
                }
            }

            (now, then) = (then, now);
            most[length] = Math.Max(most[length - 1], now.Max());
        }

        return most;
    }

    /// <summary>Whether the state's last day was worked.</summary>
    public bool Works(int state) => _works[state];

    private (Run Run, long Cost) After(Run run, int action)
    {
        var worked = run.Action != _off;
        long cost = 0;
        if (action == _off)
        {
            if (!worked) return Longer(run, terms.OffRun);
            cost += run.IsFirst ? 0 : Short(terms.WorkRun, run.Length);
            cost += run.IsFirstOfType ? 0 : Short(TypeRun(run.Action), run.OfType);
            return (new Run(_off, Cap(terms.OffRun, 1), 0, false, false), cost + Beyond(terms.OffRun, 1));
        }

        if (!worked)
        {
            // A history that is not known is a run of no days: what comes first may be longer than is seen.
            var isFirst = run is { Length: 0, IsFirst: true };
            if (!isFirst && !run.IsFirst) cost += Short(terms.OffRun, run.Length);
            cost += Beyond(terms.WorkRun, 1) + Beyond(TypeRun(action), 1);
            return (First(new Run(action, Cap(terms.WorkRun, 1), Cap(TypeRun(action), 1), isFirst, isFirst)), cost);
        }

        if (!actions.MayFollow(run.Action, action)) cost += RosterNumbers.Broken;
        cost += Beyond(terms.WorkRun, run.Length + 1);
        var length = Cap(terms.WorkRun, run.Length + 1);
        if (action == run.Action)
        {
            cost += Beyond(TypeRun(action), run.OfType + 1);
            return (First(run with { Length = length, OfType = Cap(TypeRun(action), run.OfType + 1) }), cost);
        }

        cost += run.IsFirstOfType ? 0 : Short(TypeRun(run.Action), run.OfType);
        cost += Beyond(TypeRun(action), 1);
        return (First(run with { Action = action, Length = length, OfType = Cap(TypeRun(action), 1), IsFirstOfType = false }), cost);
    }

    private (Run Run, long Cost) Longer(Run run, Span span) =>
        (First(run with { Length = Cap(span, run.Length + 1), IsFirstOfType = false }), Beyond(span, run.Length + 1));

    /// <summary>A first run that is long enough is like any other.</summary>
    private Run First(Run run) => run with
    {
        IsFirst = run.IsFirst && run.Length < Least(run.Action == _off ? terms.OffRun : terms.WorkRun),
        IsFirstOfType = run.IsFirstOfType && run.Action != _off && run.OfType < Least(TypeRun(run.Action)),
    };

    private Span TypeRun(int action) => terms.TypeRun.Length > 0 ? terms.TypeRun[actions.TypeOf[action]] : Span.Free;

    private static int Least(Span span) => span.Under == 0 ? 1 : Math.Max(1, span.Least);

    private static int Cap(Span span, int length) => Math.Min(length, span.Over == 0 || span.Most == int.MaxValue ? Least(span) : Math.Max(span.Most, Least(span)));

    /// <summary>A day beyond the most: charged day by day, so that what a history had beyond is not charged again.</summary>
    private static long Beyond(Span span, int length) => span.Over != 0 && length > span.Most ? RosterNumbers.Weight(span.Over) : 0;

    private static long Short(Span span, int length) => length < span.Least ? RosterNumbers.Weight(span.Under) * (span.Least - length) : 0;

    private int Number(Run run)
    {
        if (_states.TryGetValue(run, out var known)) return known;
        _runs.Add(run);
        return _states[run] = _runs.Count - 1;
    }

    /// <param name="Action">What the last day was.</param>
    /// <param name="Length">Days of the run of work or off, capped.</param>
    /// <param name="OfType">Days of the run of one type, capped.</param>
    /// <param name="IsFirst">The run began before what is known, and is still shorter than the least.</param>
    private readonly record struct Run(int Action, int Length, int OfType, bool IsFirst, bool IsFirstOfType);
}
