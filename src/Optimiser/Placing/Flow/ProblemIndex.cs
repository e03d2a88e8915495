namespace Muster.Optimiser.Placing.Flow;

/// <summary>What follows from a problem and is asked again and again: the forest of places, who may go where, own costs.</summary>
internal sealed class ProblemIndex
{
    private readonly int[] enter;
    private readonly int[] exit;
    private readonly int[] streetOf;
    private readonly int[] agencyRule;
    private readonly List<int[]> ruleStreets = [[]];
    private readonly int[] refuse;
    private readonly bool[] refused;
    private readonly int limitSets;
    private readonly Pairing[] ruleKind;

    public ProblemIndex(PlacingProblem problem)
    {
        Problem = problem;
        var places = problem.Places;
        Depth = new int[places.Length];
        Unit = new int[places.Length];
        enter = new int[places.Length];
        exit = new int[places.Length];
        Children = Lists.Group(places.Length, Enumerable.Range(0, places.Length).Where(p => places[p].Parent >= 0), p => places[p].Parent);
        Preorder = new int[places.Length];
        var next = 0;
        for (var p = 0; p < places.Length; p++)
        {
            if (places[p].Parent < 0) Walk(p, p, 1, ref next);
        }

        if (next != places.Length) throw new ArgumentException("parents of places form a circle", nameof(problem));
        Levels = places.Length == 0 ? 1 : Depth.Max();
        Weights = TierWeights.For(Levels);

        var streets = new Dictionary<string, int>(StringComparer.Ordinal) { [""] = 0 };
        streetOf = places.Select(p => Intern(streets, p.Street)).ToArray();
        var rules = new Dictionary<string, int>(StringComparer.Ordinal) { [""] = 0 };
        var kinds = new List<Pairing> { Pairing.None };
        agencyRule = new int[problem.Agencies.Length];
        for (var a = 0; a < agencyRule.Length; a++)
        {
            var agency = problem.Agencies[a];
            if (agency.Pairing == Pairing.None || agency.Streets.Length == 0) continue;
            var list = agency.Streets.Select(s => Intern(streets, s)).Distinct().Order().ToArray();
            agencyRule[a] = Intern(rules, agency.Pairing + ":" + string.Join(',', list));
            if (agencyRule[a] < ruleStreets.Count) continue;
            ruleStreets.Add(list);
            kinds.Add(agency.Pairing);
        }

        ruleKind = [.. kinds];
        PlacesOfStreet = Lists.Group(streets.Count, Enumerable.Range(0, places.Length), p => streetOf[p]);
        limitSets = problem.LimitSets.Length;
        (refuse, refused) = Refusals();
        PinOf = new int[problem.People.Length];
        Array.Fill(PinOf, -1);
        for (var i = 0; i < problem.Pins.Length; i++) PinOf[problem.Pins[i].Person] = i;
        ExcludedPlaces = Lists.Of(problem.People.Length, problem.Exclusions.Select(e => (e.Person, e.Place)));
        WishedPlaces = Lists.Of(problem.People.Length, problem.Wishes.Select(w => (w.Person, w.Place)));
        Aparts = Lists.Of(problem.People.Length, problem.Aparts.SelectMany(a => new[] { (a.Person, a.Other), (a.Other, a.Person) }));
        SeatsOf = Lists.Group(places.Length, Enumerable.Range(0, problem.Seats.Length), s => problem.Seats[s].Place);
        WantsOf = Lists.Group(places.Length, Enumerable.Range(0, problem.Wants.Length), w => problem.Wants[w].Place);
        AgencySize = new int[problem.Agencies.Length];
        foreach (ref readonly var person in problem.People.AsSpan())
        {
            if (person.Agency >= 0) AgencySize[person.Agency]++;
        }
    }

    public PlacingProblem Problem { get; }
    public TierWeights Weights { get; }

    /// <summary>Places on the longest chain from a root down.</summary>
    public int Levels { get; }

    /// <summary>1 for a root.</summary>
    public int[] Depth { get; }

    /// <summary>The root around each place.</summary>
    public int[] Unit { get; }

    /// <summary>Places with every parent before what is below it, and each subtree contiguous.</summary>
    public int[] Preorder { get; }
    public Lists Children { get; }
    public Lists SeatsOf { get; }
    public Lists WantsOf { get; }
    public Lists PlacesOfStreet { get; }
    public Lists ExcludedPlaces { get; }
    public Lists WishedPlaces { get; }
    public Lists Aparts { get; }
    public int[] PinOf { get; }
    public int[] AgencySize { get; }

    public int Quota(int agency) => Math.Min(Problem.Agencies[agency].Quota, AgencySize[agency]);

    public int Stay(int agency) => Math.Min(Problem.Agencies[agency].Stay, AgencySize[agency]);

    public bool IsAtOrBelow(int place, int above) => enter[place] >= enter[above] && enter[place] < exit[above];

    public ReadOnlySpan<int> AtOrBelow(int place) => Preorder.AsSpan(enter[place], exit[place] - enter[place]);

    public int RuleOf(int agency) => agency < 0 ? 0 : agencyRule[agency];

    public Pairing KindOfRule(int rule) => ruleKind[rule];

    public int[] StreetsOfRule(int rule) => ruleStreets[rule];

    public int RuleCount => ruleKind.Length;

    public bool IsRefused(int limits, int place) => limits != 0 && refused[(refuse[place] * limitSets) + limits];

    /// <summary>Which people are refused at the same places: the row of refusals of a limit set, 0 for nowhere.</summary>
    public string RefusalRow(int limits) =>
        string.Concat(Enumerable.Range(0, refused.Length / limitSets).Select(r => refused[(r * limitSets) + limits] ? '1' : '0'));

    public bool IsExcluded(int person, int place)
    {
        foreach (var e in ExcludedPlaces[person])
        {
            if (IsAtOrBelow(place, e)) return true;
        }

        return false;
    }

    public bool IsOutsideStreets(int rule, int place) => rule != 0 && Array.BinarySearch(ruleStreets[rule], streetOf[place]) < 0;

    /// <summary>Whether rules about the person and the place alone (pin, excluded, refused, street) let the person serve there.</summary>
    public bool MayServe(int person, int place)
    {
        if (PinOf[person] >= 0) return Problem.Pins[PinOf[person]].Place == place;
        ref readonly var p = ref Problem.People[person];
        if (IsRefused(p.Limits, place)) return false;
        var rule = RuleOf(p.Agency);
        if (ruleKind[rule] == Pairing.Hard && IsOutsideStreets(rule, place)) return false;
        return !IsExcluded(person, place);
    }

    public bool MayHold(int person, int seat)
    {
        var pin = PinOf[person];
        if (pin >= 0 && Problem.Pins[pin].Seat == seat) return true;
        if (pin >= 0 && Problem.Pins[pin].Seat >= 0) return false;
        ref readonly var p = ref Problem.People[person];
        var s = Problem.Seats[seat];
        return p.Grade >= s.Grade && (!s.Member || p.Member) && (s.Skill < 0 || HasSkill(p.Skills, s.Skill));
    }

    public bool HasSkill(int set, int skill) => Array.BinarySearch(Problem.SkillSets[set], skill) >= 0;

    public long Travel(int person, int place)
    {
        ref readonly var p = ref Problem.People[person];
        return p.HasHome ? Metres(p.X, p.Y, Problem.Places[place]) * Problem.Settings.Travel : 0;
    }

    public static long Metres(int x, int y, PlacingPlace place)
    {
        double dx = x - place.X, dy = y - place.Y;
        return (long)Math.Sqrt((dx * dx) + (dy * dy));
    }

    public long PairingMiss(int person, int place)
    {
        var rule = RuleOf(Problem.People[person].Agency);
        return ruleKind[rule] == Pairing.Preferred && IsOutsideStreets(rule, place) ? Problem.Settings.PairingMiss : 0;
    }

    /// <param name="place">-1 for reserve.</param>
    public long Change(int person, int place)
    {
        var previous = Problem.People[person].Previous;
        return previous < 0 || (place >= 0 && IsAtOrBelow(place, previous)) ? 0 : Problem.Settings.Change;
    }

    public long Wish(int person, int place)
    {
        var wishes = WishedPlaces[person];
        if (wishes.Length == 0) return 0;
        foreach (var w in wishes)
        {
            if (place >= 0 && IsAtOrBelow(place, w)) return 0;
        }

        return Problem.Settings.WishMiss;
    }

    /// <summary>Travel, pairing, change and wish of one person at a place, or in reserve (-1).</summary>
    public long Own(int person, int place) => place < 0
        ? Change(person, -1) + Wish(person, -1)
        : Travel(person, place) + PairingMiss(person, place) + Change(person, place) + Wish(person, place);

    private void Walk(int place, int unit, int depth, ref int next)
    {
        Depth[place] = depth;
        Unit[place] = unit;
        enter[place] = next;
        Preorder[next++] = place;
        foreach (var child in Children[place]) Walk(child, unit, depth + 1, ref next);
        exit[place] = next;
    }

    private (int[] Refuse, bool[] Refused) Refusals()
    {
        var places = Problem.Places;
        var sets = new Dictionary<string, int>(StringComparer.Ordinal) { [""] = 0 };
        var words = new List<HashSet<int>> { new() };
        var effective = new int[places.Length];
        foreach (var p in Preorder)
        {
            var above = places[p].Parent < 0 ? 0 : effective[places[p].Parent];
            effective[p] = above;
            if (places[p].Refuses == 0) continue;
            var union = words[above].Concat(Problem.LimitSets[places[p].Refuses]).ToHashSet();
            effective[p] = Intern(sets, string.Join(',', union.Order()));
            if (effective[p] == words.Count) words.Add(union);
        }

        var table = new bool[words.Count * limitSets];
        for (var r = 0; r < words.Count; r++)
        {
            for (var l = 0; l < limitSets; l++) table[(r * limitSets) + l] = Problem.LimitSets[l].Any(words[r].Contains);
        }

        return (effective, table);
    }

    private static int Intern(Dictionary<string, int> known, string text)
    {
        if (!known.TryGetValue(text, out var id))
        {
            id = known.Count;
            known.Add(text, id);
        }

        return id;
    }
}
