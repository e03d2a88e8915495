namespace Muster.Optimiser.Rostering;

/// <summary>A problem as its solvers read it: dense tables by person, day and action. Actions are those of <see cref="ShiftActions"/>.</summary>
internal sealed class RosterNumbers
{
    /// <summary>Costs inside are this many times those of the problem, so that prices need no fractions.</summary>
    public const int Scale = 16;

    /// <summary>What breaking a hard rule by one unit weighs: more than all costs together.</summary>
    public const long Broken = 1L << 44;

    /// <summary>More than any roster can cost.</summary>
    public const long Never = long.MaxValue / 4;

    private readonly long[][] _wishes;
    private readonly int[][] _pins;
    private readonly bool[] _hasMosts;
    private readonly int[][]? _before;
    private readonly long _change;

    /// <param name="before">A roster that is being mended: each cell that is not as there costs <paramref name="change"/> more.</param>
    public RosterNumbers(RosterProblem problem, int[][]? before = null, int change = 0)
    {
        Problem = problem;
        (_before, _change) = (before, (long)change * Scale);
        Days = problem.Days;
        var actions = new ShiftActions(problem);
        Off = actions.Off;
        Actions = Off + 1;
        Unit = problem.Types.Aggregate(0, (unit, type) => Gcd(unit, type.Load));
        if (Unit == 0) Unit = 1;
        var weights = problem.Covers.Select(c => c.Under).Where(w => w > 0).Order().ToArray();
        Missing = weights.Length == 0 ? 30 : weights[weights.Length / 2];
        LoadOf = [.. actions.TypeOf.Select(type => problem.Types[type].Load / Unit), 0];
        TypeOf = Array.ConvertAll(problem.Kinds, kind => kind.Type);
        ActionOf = Array.ConvertAll(TypeOf, type => actions.OfType[type]);
        Automata = new RunAutomaton[problem.Terms.Length];
        Starts = new int[problem.People.Length];
        foreach (var group in problem.People.Select((person, index) => (person, index)).GroupBy(p => p.person.Terms))
        {
            var automaton = Automata[group.Key] = new RunAutomaton(problem.Terms[group.Key], actions);
            foreach (var (person, index) in group) Starts[index] = automaton.Start(person.History);
            automaton.Explore();
            foreach (var (_, index) in group) Starts[index] = automaton.StateOf(Starts[index]);
        }

        MostLoads = Array.ConvertAll(Automata, a => a is null ? [] : a.MostLoads(Days, LoadOf));
        KindsOf = Array.ConvertAll(problem.People, ByAction);
        Rows = new CoverRows(problem);
        _wishes = new long[problem.People.Length][];
        for (var p = 0; p < _wishes.Length; p++) _wishes[p] = new long[Days * (Types + 1)];
        foreach (var wish in problem.Wishes) Add(wish);
        _pins = new int[problem.People.Length][];
        for (var p = 0; p < _pins.Length; p++)
        {
            _pins[p] = new int[Days];
            Array.Fill(_pins[p], Open);
        }

        _hasMosts = Array.ConvertAll(problem.People, p => problem.Terms[p.Terms].MostOfType is { Length: > 0 } most && Array.Exists(p.Kinds, k => most[TypeOf[k]] < Days));
        Limits = Array.ConvertAll(problem.People, p => problem.Terms[p.Terms].MostOfType is { Length: > 0 } most
            ? p.Kinds.Select(k => TypeOf[k]).Distinct().Where(t => most[t] < Days).Select(t => (actions.OfType[t], most[t])).OrderBy(l => l.Item2).ToArray() : []);
        foreach (var pin in problem.Pins) _pins[pin.Person][pin.Day] = pin.Kind;
    }

    /// <summary>What <see cref="PinOf"/> says of a day that is not pinned.</summary>
    public const int Open = -2;

    public RosterProblem Problem { get; }

    /// <summary>Steps up to which a limit is counted, and not left to prices, in a person's programme of the whole roster.</summary>
    public double WholeWork { get; set; } = 2e5;
    public int Days { get; }
    public int Off { get; }
    public int Actions { get; }

    /// <summary>Greatest load that divides all of them.</summary>
    public int Unit { get; }

    /// <summary>What somebody missing on a shift usually costs, in the problem's unit.</summary>
    public int Missing { get; }

    /// <summary>Load of each action, in units.</summary>
    public int[] LoadOf { get; }

    /// <summary>Type of each kind.</summary>
    public int[] TypeOf { get; }

    /// <summary>Action of each kind.</summary>
    public int[] ActionOf { get; }

    /// <summary>Number of types.</summary>
    public int Types => Problem.Types.Length;

    public RunAutomaton[] Automata { get; }

    /// <summary>By terms and number of days one after another: most load of them, in units.</summary>
    public int[][] MostLoads { get; }

    /// <summary>Per person: state of the automaton before day 0.</summary>
    public int[] Starts { get; }

    /// <summary>Per person and action: kinds the person may be given, with what each costs.</summary>
    public (int Kind, long Cost)[][][] KindsOf { get; }

    public CoverRows Rows { get; }

    public RosterTerms TermsOf(int person) => Problem.Terms[Problem.People[person].Terms];

    public RunAutomaton AutomatonOf(int person) => Automata[Problem.People[person].Terms];

    /// <summary>Per person: actions whose number in the whole roster is limited below the number of days, with the most.</summary>
    public (int Action, int Most)[][] Limits { get; }

    /// <summary>Whether a most of some type could bind the person.</summary>
    public bool HasMosts(int person) => _hasMosts[person];

    public Span LoadSpan(int person) => Problem.People[person].Load ?? TermsOf(person).Load;

    /// <summary>What wishes, and changing what was, charge when a person has this kind, or <see cref="RosterPlan.Off"/>, on a day.</summary>
    public long Wish(int person, int day, int kind) =>
        _wishes[person][day * (Types + 1) + (kind == RosterPlan.Off ? Types : TypeOf[kind])] + (_before is null || _before[person][day] == kind ? 0 : _change);

    /// <summary>The kind a day is pinned to, off as -1, or <see cref="Open"/>.</summary>
    public int PinOf(int person, int day) => _pins[person][day];

    /// <summary>0 is Monday.</summary>
    public int Weekday(int day) => (day + Problem.FirstWeekday) % 7;

    /// <summary>Days of a period of load, the whole roster when there are no periods.</summary>
    public int LoadDays(int person) => TermsOf(person).LoadDays is > 0 and var days ? Math.Min(days, Days) : Days;

    /// <summary>What a load of so many units in the period that begins on a day costs a person.</summary>
    public long LoadCost(int person, int firstDay, int units)
    {
        var span = LoadSpan(person);
        var length = LoadDays(person);
        var days = Math.Min(length, Days - firstDay);
        if (days == length) return LoadCost(span, units);
        var most = span.Most == int.MaxValue ? int.MaxValue : (int)((span.Most * (long)days + length - 1) / length);
        return LoadCost(span with { Least = (int)(span.Least * (long)days / length), Most = most }, units);
    }

    /// <summary>A hard range is broken by units of load, else whole rosters of nobody would weigh more than can be counted.</summary>
    private long LoadCost(Span span, int units)
    {
        var value = (long)units * Unit;
        if (value < span.Least && span.Under == Span.Hard) return Broken * ((span.Least - value + Unit - 1) / Unit);
        return value > span.Most && span.Over == Span.Hard ? Broken * ((value - span.Most + Unit - 1) / Unit) : Cost(span, value);
    }

    /// <summary>What a value outside a range costs.</summary>
    public static long Cost(Span span, long value) =>
        value < span.Least ? Weight(span.Under) * (span.Least - value) : value > span.Most ? Weight(span.Over) * (value - span.Most) : 0;

    public static long Weight(int weight) => weight == Span.Hard ? Broken : (long)weight * Scale;

    /// <summary>
    /// What each action of a window costs a person who is off there, and by which kind, when a kind costs <paramref name="priceOf"/>(person, day, kind)
    /// besides the person's own wishes and costs: [(day - from) × actions + action].
    /// </summary>
    public void Price(int person, int from, int to, Func<int, int, int, long> priceOf, long[] prices, int[] kinds)
    {
        for (var day = from; day < to; day++)
        {
            var at = (day - from) * Actions;
            var pin = PinOf(person, day);
            for (var action = 0; action < Off; action++)
            {
                var (least, kind) = (Never, RosterPlan.Off);
                foreach (var (k, own) in KindsOf[person][action])
                {
                    if (pin != Open && pin != k) continue;
                    if (Math.Min(Never, own + Wish(person, day, k) + priceOf(person, day, k)) is var price && price < least) (least, kind) = (price, k);
                }

                (prices[at + action], kinds[at + action]) = (least, kind);
            }

            prices[at + Off] = pin is Open or RosterPlan.Off ? Wish(person, day, RosterPlan.Off) : Never;
            kinds[at + Off] = RosterPlan.Off;
        }
    }

    private (int Kind, long Cost)[][] ByAction(RosterPerson person)
    {
        var kinds = new List<(int, long)>[Off];
        for (var t = 0; t < Off; t++) kinds[t] = [];
        for (var i = 0; i < person.Kinds.Length; i++) kinds[ActionOf[person.Kinds[i]]].Add((person.Kinds[i], person.KindCosts.Length > 0 ? (long)person.KindCosts[i] * Scale : 0));
        return Array.ConvertAll(kinds, list => list.ToArray());
    }

    private void Add(RosterWish wish)
    {
        var at = wish.Day * (Types + 1);
        for (var type = 0; type <= Types; type++)
        {
            var matches = wish.Type == RosterWish.AnyWork ? type != Types : type == wish.Type;
            if (matches != wish.Wanted) _wishes[wish.Person][at + type] += Weight(wish.Weight);
        }
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
