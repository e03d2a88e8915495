namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// The flow between whole neighbourhoods. It knows how far people must go in the end, which the nearest places alone do
/// not tell, and so gives the fine flow its first prices, arcs and people (a multiscale start, as Gerber and Maggioni 2017
/// use for optimal transport).
/// </summary>
internal sealed class NeighbourhoodFlow
{
    private const int MostCompleteArcs = 600_000;
    private const int FirstArcs = 12;
    private const int PerRound = 6;
    private const int PerTarget = 40;
    private const int MostRounds = 40;
    private readonly ProblemIndex index;
    private readonly NodeNumbers numbers;
    private readonly Neighbourhoods map;
    private readonly Simplex simplex;
    private readonly int[] pinned;
    private readonly int[] going;
    private readonly int[] mayStay;
    private readonly int[] stayArc;
    private readonly List<int> flow = [];

    public NeighbourhoodFlow(NodeNumbers numbers, Neighbourhoods map, Staying staying)
    {
        this.numbers = numbers;
        this.map = map;
        index = numbers.Index;
        var grouping = numbers.Grouping;
        simplex = new Simplex(map.Nodes, map.Rises, map.Segments, map.HubCount * FirstArcs);
        pinned = new int[map.Count];
        for (var c = 0; c < grouping.First.Count; c++)
        {
            if (grouping.HubOf[c] < 0 && index.Problem.Pins[index.PinOf[grouping.First[c]]].Place is var place and >= 0) pinned[map.LumpOf(place)]++;
        }

        going = new int[map.HubCount];
        mayStay = new int[map.HubCount];
        for (var b = 0; b < grouping.Supply.Count; b++)
        {
            var hub = grouping.HubOf[grouping.ClassOf[b]];
            if (hub < 0) continue;
            going[map.HubOf[hub]] += grouping.Supply[b] - staying.Least[b];
            mayStay[map.HubOf[hub]] += staying.More[b];
        }

        stayArc = new int[map.HubCount];
        for (var h = 0; h < stayArc.Length; h++) stayArc[h] = Add(map.HubBase + h, map.Reserve, 0, 0, mayStay[h]);
    }

    public Neighbourhoods Map => map;

    /// <summary>Per neighbourhood hub: how many stay beyond those who must.</summary>
    public int[] Stays { get; private set; } = [];

    /// <summary>People sent from a neighbourhood hub to a neighbourhood.</summary>
    public List<(int Hub, int Lump, int People)> Sent { get; } = [];

    /// <summary>People who serve exactly at the places of a neighbourhood, those below them not counted.</summary>
    public int[] Load { get; private set; } = [];

    /// <summary>The price of a place, seat or want, as far as its neighbourhood tells.</summary>
    public long PriceOf(int node) => simplex.ToRoot(map.LumpOf(numbers.PlaceOf(node)));

    /// <summary>What one more person of a hub costs who goes.</summary>
    public long PriceOfHub(int hub) => simplex.ToRoot(map.HubBase + map.HubOf[hub]);

    /// <summary>Solves the flow, from one between wider neighbourhoods if there is one.</summary>
    public void Solve(NeighbourhoodFlow? wider, Func<bool> stop)
    {
        if (wider is null) SendNear();
        else SendLike(wider);
        var supply = new int[map.Nodes];
        pinned.CopyTo(supply, 0);
        going.CopyTo(supply, map.HubBase);
        new FirstBasis(simplex).Build(
            supply, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(flow),
            Enumerable.Range(0, map.Count + 1).Reverse(), wider is null ? new long[map.Nodes] : PricesLike(wider));
        for (var round = 0; round < MostRounds; round++)
        {
            if (!simplex.Run(long.MaxValue, stop) || PriceOut() == 0) break;
        }

        ReadFlow();
    }

    /// <summary>A first flow: all go to the nearest neighbourhood with room, people with a hard rule first.</summary>
    private void SendNear()
    {
        var left = (int[])going.Clone();
        var room = Room(left.Sum());
        foreach (var hub in Enumerable.Range(0, map.HubCount).OrderBy(h => map.RuleOf(h) == 0 ? 1 : 0)) SendPaired(hub, left, room);
        var arcs = (long)map.SiteCount * map.Count <= MostCompleteArcs ? map.Count : FirstArcs;
        var ids = new int[arcs];
        var values = new long[arcs];
        for (var round = 0; ; round++)
        {
            map.Tree.Reprice(l => round == 0 || room[l] > 0 ? 0 : Simplex.ArtificialCost);
            var sent = false;
            for (var h = 0; h < map.HubCount; h++)
            {
                if (map.RuleOf(h) != 0 || (round > 0 && left[h] == 0)) continue;
                var count = map.Tree.Cheapest(map.At(h, Simplex.ArtificialCost), null, ids, values);
                for (var k = 0; k < count; k++)
                {
                    var people = Math.Min(left[h], room[ids[k]]);
                    left[h] -= people;
                    room[ids[k]] -= people;
                    sent |= people > 0;
                    if (people > 0 || round == 0) Add(map.HubBase + h, ids[k], (int)values[k], people);
                }
            }

            if (!sent) return;
        }
    }

    /// <summary>A first flow: what wider neighbourhoods sent each other, shared out within them.</summary>
    private void SendLike(NeighbourhoodFlow wider)
    {
        for (var h = 0; h < map.HubCount; h++) flow[stayArc[h]] = Math.Min(wider.Stays[h], mayStay[h]);
        var within = new List<int>[wider.map.Count];
        for (var w = 0; w < within.Length; w++) within[w] = [];
        for (var l = 0; l < map.Count; l++) within[wider.map.LumpOf(map.Members(l)[0])].Add(l);
        var senders = Lists.Of(wider.map.Count, wider.Sent.Select((s, k) => (s.Lump, k)));
        var sent = new Dictionary<(int Hub, int Lump), int>();
        for (var w = 0; w < within.Length; w++)
        {
            var filling = new Filling(
                [.. within[w]], wider.Load[w],
                l => map.IsOpen(l) ? map.SegmentsOf(l).ToArray() : []);
            var paired = new List<(int Hub, int People)>();
            var free = new List<(int Hub, int People)>();
            foreach (var k in senders[w]) (map.RuleOf(wider.Sent[k].Hub) == 0 ? free : paired).Add((wider.Sent[k].Hub, wider.Sent[k].People));
            filling.Fill(paired, (h, l) => map.Lumps(map.RuleOf(h)).Contains(l) ? map.Travel(h, l) : long.MaxValue, Send);
            filling.Fill(free, (h, l) => map.Travel(h, l), Send);
        }

        Balance(sent);
        AddArcsLike(wider, sent);

        void Send(int hub, int lump, int people) => sent[(hub, lump)] = sent.GetValueOrDefault((hub, lump)) + people;
    }

    /// <summary>Takes away or adds where most go until each hub sends whom it has.</summary>
    private void Balance(Dictionary<(int Hub, int Lump), int> sent)
    {
        var total = new int[map.HubCount];
        foreach (var ((hub, _), people) in sent) total[hub] += people;
        foreach (var of in sent.Keys.GroupBy(k => k.Hub).ToArray())
        {
            var wrong = going[of.Key] - flow[stayArc[of.Key]] - total[of.Key];
            foreach (var key in of.OrderByDescending(k => sent[k]))
            {
                if (wrong == 0) break;
                var by = Math.Max(wrong, -sent[key]);
                sent[key] += by;
                wrong -= by;
            }
        }
    }

    /// <summary>Arcs for the first flow and to the neighbourhoods that are cheapest at the wider ones' prices.</summary>
    private void AddArcsLike(NeighbourhoodFlow wider, Dictionary<(int Hub, int Lump), int> sent)
    {
        map.Tree.Reprice(l => wider.simplex.ToRoot(wider.map.LumpOf(map.Members(l)[0])));
        var ids = new int[FirstArcs];
        var values = new long[FirstArcs];
        for (var h = 0; h < map.HubCount; h++)
        {
            var rule = map.RuleOf(h);
            if (rule == 0)
            {
                var count = map.Tree.Cheapest(map.At(h, long.MaxValue), null, ids, values);
                for (var k = 0; k < count; k++) Arc(h, ids[k]);
                continue;
            }

            foreach (var lump in map.Lumps(rule)) Arc(h, lump);
        }

        foreach (var ((hub, lump), people) in sent) Add(map.HubBase + hub, lump, map.Travel(hub, lump), people);

        void Arc(int hub, int lump)
        {
            sent.Remove((hub, lump), out var people);
            Add(map.HubBase + hub, lump, map.Travel(hub, lump), people);
        }
    }

    /// <summary>Prices of the wider flow; both have the same hubs.</summary>
    private long[] PricesLike(NeighbourhoodFlow wider)
    {
        var price = new long[simplex.Nodes];
        for (var l = 0; l < map.Count; l++) price[l] = wider.simplex.ToRoot(wider.map.LumpOf(map.Members(l)[0]));
        price[map.Reserve] = wider.simplex.ToRoot(wider.map.Reserve);
        for (var h = 0; h < map.HubCount; h++) price[map.HubBase + h] = wider.simplex.ToRoot(wider.map.HubBase + h);
        return price;
    }

    private void SendPaired(int hub, int[] left, int[] room)
    {
        var rule = map.RuleOf(hub);
        if (rule == 0) return;
        foreach (var lump in map.Lumps(rule))
        {
            var people = Math.Min(left[hub], room[lump]);
            left[hub] -= people;
            room[lump] -= people;
            Add(map.HubBase + hub, lump, map.Travel(hub, lump), people);
        }

        var stay = Math.Min(left[hub], mayStay[hub]);
        flow[stayArc[hub]] = stay;
        left[hub] -= stay;
    }

    /// <summary>How many more each neighbourhood takes when everyone who goes is shared out by target; parents leave room to what is below them.</summary>
    private int[] Room(long people)
    {
        var places = index.Problem.Places;
        var room = new int[map.Count];
        long asked = 0;
        foreach (var place in places) asked += place.Open ? place.Target : 0;
        for (var l = 0; l < room.Length; l++)
        {
            var open = map.Members(l).Where(p => places[p].Open && index.Children[p].Length == 0).Sum(p => (long)places[p].Target);
            room[l] = (int)Math.Max(0, Math.Min(open, (open * people / Math.Max(1, asked)) + 1) - pinned[l]);
        }

        return room;
    }

    private int PriceOut()
    {
        map.Tree.Reprice(simplex.ToRoot);
        var found = new int[map.HubCount * PerRound];
        var counts = new int[map.HubCount];
        Chunks.Run(map.HubCount, h =>
        {
            if (map.RuleOf(h) != 0) return;
            Span<long> values = stackalloc long[PerRound];
            counts[h] = map.Tree.Cheapest(map.At(h, simplex.ToRoot(map.HubBase + h)), null, found.AsSpan(h * PerRound, PerRound), values);
        });
        var improving = new Improving();
        for (var h = 0; h < map.HubCount; h++)
        {
            for (var k = h * PerRound; k < (h * PerRound) + counts[h]; k++)
            {
                var way = new Way(found[k], map.Travel(h, found[k]));
                improving.Add(way.Cost + simplex.ToRoot(way.Node) - simplex.ToRoot(map.HubBase + h), map.HubBase + h, way);
            }
        }

        var before = simplex.FreeCount;
        improving.AddTo(simplex, PerTarget);
        return simplex.FreeCount - before;
    }

    private void ReadFlow()
    {
        Load = new int[map.Count];
        Stays = new int[map.HubCount];
        for (var l = 0; l < map.Count; l++) Load[l] = pinned[l];
        var arcs = simplex.FreeArcs.ToArray();
        simplex.EachFreeFlow((arc, people) =>
        {
            var (from, to) = (arcs[arc].From - map.HubBase, arcs[arc].To);
            if (to == map.Reserve)
            {
                Stays[from] = people;
                return;
            }

            Sent.Add((from, to, people));
            Load[to] += people;
        });
    }

    private int Add(int from, int to, int cost, int people, int most = Simplex.Unlimited)
    {
        flow.Add(people);
        return simplex.AddFree(from, to, cost, most);
    }
}
