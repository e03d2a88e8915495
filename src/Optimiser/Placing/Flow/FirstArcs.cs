namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// The first arcs of the flow with who goes along them: what neighbourhoods send each other, spread over homes and places,
/// and beside it the cheapest ways at the neighbourhoods' prices.
/// </summary>
internal sealed class FirstArcs
{
    private const int FirstPlaces = 10;
    private const int FirstPaired = 12;
    private const int FirstShared = 5;
    private const int FirstPairedSlots = 2;
    private const int HomesPerSlot = 3;

    private readonly ProblemIndex index;
    private readonly Grouping grouping;
    private readonly NodeNumbers numbers;
    private readonly Candidates candidates;
    private readonly Simplex simplex;
    private readonly int[] inSlots;
    private readonly Dictionary<(int Class, int Kind), int> toShared = [];
    private readonly Dictionary<(int Shared, int Node), int> fromShared = [];

    /// <param name="simplex">Receives the arcs.</param>
    public FirstArcs(NodeNumbers numbers, Candidates candidates, Simplex simplex)
    {
        index = numbers.Index;
        grouping = numbers.Grouping;
        this.numbers = numbers;
        this.candidates = candidates;
        this.simplex = simplex;
        inSlots = new int[grouping.First.Count];
    }

    private Destinations Ends => numbers.Ends;

    /// <summary>People per arc.</summary>
    public List<int> Flow { get; } = [];

    /// <param name="wide">The widest neighbourhoods, within which people change places to fill a slot.</param>
    public void Add(NeighbourhoodFlow coarse, Neighbourhoods wide, Staying staying)
    {
        candidates.Reprice(coarse.PriceOf);
        var spread = new Spread(numbers, candidates, coarse, staying);
        AddFilled(new FirstSlots(numbers, spread, candidates, wide).Filled);
        for (var c = 0; c < inSlots.Length; c++) AddClass(c, spread.Stays);
        for (var h = 0; h < grouping.HubPerson.Count; h++) AddHub(h, spread, coarse);
        AddShared();
        AddNearestHomes();
    }

    /// <summary>What a person costs at each node as far as neighbourhoods tell; in reserve as much as the cheapest who stays would cost elsewhere.</summary>
    public void Price(NeighbourhoodFlow coarse, long[] price)
    {
        Array.Fill(price, Simplex.ArtificialCost);
        for (var n = 0; n < Ends.ReserveBase; n++) price[n] = coarse.PriceOf(n);
        price[Ends.ReserveBase] = Ends.Scale.Join(Ends.ReserveHigh, 0);
        var arcs = simplex.FreeArcs;
        // Homes first, then hubs with a rule, then classes: each learns from those it sends to.
        for (var round = 0; round < 3; round++)
        {
            foreach (ref readonly var arc in arcs) price[arc.From] = Math.Min(price[arc.From], arc.Cost + price[arc.To]);
        }

        for (var k = 0; k < arcs.Length; k++)
        {
            if (arcs[k].To > Ends.ReserveBase && arcs[k].To < Ends.Count && Flow[k] > 0)
                price[arcs[k].To] = Math.Min(price[arcs[k].To], price[arcs[k].From] - arcs[k].Cost);
        }
    }

    private void AddClass(int c, int[] stays)
    {
        var hub = grouping.HubOf[c];
        var surcharge = grouping.Surcharge(c);
        var isFirst = hub < 0;
        foreach (var way in candidates.Own(c))
        {
            Add(numbers.OfClass[c], way.Node, way.Cost, isFirst ? grouping.Supply[grouping.BatchesOfClass[c][0]] : 0);
            isFirst = false;
        }

        if (!numbers.MayStay(c)) return;
        var going = 0;
        foreach (var b in grouping.BatchesOfClass[c])
        {
            Add(numbers.OfClass[c], Ends.ReserveOf(grouping.FirstOfBatch[b]), surcharge, stays[b], grouping.Supply[b]);
            going += grouping.Supply[b] - stays[b];
        }

        if (hub < 0 || grouping.IsPlain(c)) return;
        Add(numbers.OfClass[c], numbers.Hub(hub), surcharge, going - inSlots[c]);
        var rule = numbers.RuleOf(hub);
        if (rule == Pairing.Hard) return;
        var miss = rule == Pairing.Preferred ? index.Problem.Settings.PairingMiss : 0;
        foreach (var kind in grouping.KindsOf(c))
            Add(numbers.OfClass[c], numbers.OfShared(numbers.SharedOf(grouping.HubHome[hub], kind)), surcharge + miss, toShared.GetValueOrDefault((c, kind)));
    }

    private void AddHub(int h, Spread spread, NeighbourhoodFlow coarse)
    {
        var ways = new List<Way>();
        if (grouping.HubHome[h] == h)
        {
            Span<Way> near = stackalloc Way[FirstPlaces];
            Span<long> values = stackalloc long[FirstPlaces];
            ways.AddRange(near[..candidates.Places(h, long.MaxValue, near, values)]);
        }
        else
        {
            ways.AddRange(candidates.PairedPlaces(h));
            Shorten(ways, FirstPaired, coarse);
            if (numbers.RuleOf(h) == Pairing.Preferred)
                Add(numbers.Hub(h), numbers.Hub(grouping.HubHome[h]), index.Problem.Settings.PairingMiss, spread.ToHome[h]);
            AddPairedSlots(h, coarse);
        }

        foreach (var (place, people) in spread.Sent[h])
        {
            ways.RemoveAll(w => w.Node == place);
            Add(numbers.Hub(h), place, (int)index.Travel(grouping.HubPerson[h], place), people);
        }

        foreach (var way in ways) Add(numbers.Hub(h), way.Node, way.Cost);
    }

    private void AddPairedSlots(int h, NeighbourhoodFlow coarse)
    {
        foreach (var ofKind in candidates.PairedSlots(h).ToArray().GroupBy(s => s.Kind))
        {
            var ways = ofKind.Select(s => s.Way).ToList();
            Shorten(ways, FirstPairedSlots, coarse);
            foreach (var c in grouping.ClassesOfHub[h])
            {
                if (Array.IndexOf(grouping.KindsOf(c), ofKind.Key) < 0) continue;
                foreach (var way in ways) Add(numbers.OfClass[c], way.Node, way.Cost + grouping.Surcharge(c));
            }
        }
    }

    private void AddShared()
    {
        Span<Way> near = stackalloc Way[FirstShared];
        Span<long> values = stackalloc long[FirstShared];
        for (var e = 0; e < numbers.Shared.Count; e++)
        {
            foreach (var way in near[..candidates.Slots(numbers.Shared[e].Kind, numbers.Shared[e].Home, long.MaxValue, near, values)])
            {
                fromShared.Remove((e, way.Node), out var people);
                Add(numbers.OfShared(e), way.Node, way.Cost, people);
            }
        }

        foreach (var ((e, slot), people) in fromShared)
            Add(numbers.OfShared(e), slot, (int)index.Travel(grouping.HubPerson[numbers.Shared[e].Home], Ends.PlaceOf(slot)), people);
    }

    /// <summary>Ways of those who fill a seat or want from the start: past their home, or straight where a rule favours the street.</summary>
    private void AddFilled(Dictionary<(int Class, int Node), (int Kind, int People)> filled)
    {
        foreach (var ((c, node), (kind, people)) in filled)
        {
            var hub = grouping.HubOf[c];
            inSlots[c] += people;
            if (grouping.HubRule[hub] != 0)
            {
                Add(numbers.OfClass[c], node, (int)index.Travel(grouping.First[c], Ends.PlaceOf(node)) + grouping.Surcharge(c), people);
                continue;
            }

            var e = numbers.SharedOf(hub, kind);
            toShared[(c, kind)] = toShared.GetValueOrDefault((c, kind)) + people;
            fromShared[(e, node)] = fromShared.GetValueOrDefault((e, node)) + people;
        }
    }

    /// <summary>From each seat and want the nearest homes that have somebody for it.</summary>
    private void AddNearestHomes()
    {
        Span<int> ids = stackalloc int[HomesPerSlot];
        Span<long> values = stackalloc long[HomesPerSlot];
        var known = new HashSet<(int, int)>();
        for (var k = 0; k < simplex.FreeCount; k++)
        {
            if (numbers.IsShared(simplex.FreeArcs[k].From)) known.Add((simplex.FreeArcs[k].From, simplex.FreeArcs[k].To));
        }

        foreach (var ofKind in Enumerable.Range(0, numbers.Shared.Count).GroupBy(e => numbers.Shared[e].Kind))
        {
            var homes = new KdTree([.. ofKind.Where(e => Person(e).HasHome)], e => (Person(e).X, Person(e).Y));
            homes.Reprice(_ => 0);
            foreach (var slot in candidates.NodesOf(ofKind.Key))
            {
                var place = index.Problem.Places[Ends.PlaceOf(slot)];
                var count = homes.Cheapest(
                    new KdTree.Search(place.X, place.Y, 1, long.MaxValue),
                    e => candidates.MayServe(numbers.Shared[e].Home, Ends.PlaceOf(slot)), ids, values);
                for (var k = 0; k < count; k++)
                {
                    var from = numbers.OfShared(ids[k]);
                    if (known.Add((from, slot))) Add(from, slot, (int)index.Travel(grouping.HubPerson[numbers.Shared[ids[k]].Home], Ends.PlaceOf(slot)));
                }
            }
        }

        PlacingPerson Person(int e) => index.Problem.People[grouping.HubPerson[numbers.Shared[e].Home]];
    }

    private static void Shorten(List<Way> ways, int most, NeighbourhoodFlow coarse)
    {
        if (ways.Count <= most) return;
        ways.Sort((a, b) => (coarse.PriceOf(a.Node) + a.Cost).CompareTo(coarse.PriceOf(b.Node) + b.Cost));
        ways.RemoveRange(most, ways.Count - most);
    }

    private void Add(int from, int to, int cost, int people = 0, int most = Simplex.Unlimited)
    {
        simplex.AddFree(from, to, cost, most);
        Flow.Add(people);
    }
}
