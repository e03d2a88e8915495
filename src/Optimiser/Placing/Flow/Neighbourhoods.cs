namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// The flow between whole neighbourhoods: places of one street that lie together count as one, seats and wants are left
/// aside. It knows how far people must go in the end, which the nearest places alone do not tell, and so gives the fine
/// flow its first prices, arcs and people (a multiscale start, as Gerber and Maggioni 2017 use for optimal transport).
/// </summary>
internal sealed class Neighbourhoods
{
    /// <summary>Up to this size a neighbourhood keeps to one street, so that paired streets are told apart.</summary>
    private const int LargestInStreet = 32;
    private const int MostSites = 4_000;
    private const int MostCompleteArcs = 600_000;
    private const int FirstArcs = 12;
    private const int PerRound = 6;
    private const int PerTarget = 40;
    private const int MostRounds = 40;
    private readonly ProblemIndex index;
    private readonly Grouping grouping;
    private readonly Destinations ends;
    private readonly List<List<int>> members = [];
    private readonly List<int> above = [];
    private readonly int[] lumpOf;
    private readonly int[] xs;
    private readonly int[] ys;
    private readonly List<Segment> segments = [];
    private readonly List<(int Site, int Rule)> hubs = [];
    private readonly Dictionary<(int Site, int Rule), int> hubOf = [];
    private readonly List<(int X, int Y, bool HasSpot)> sites = [];
    private readonly Dictionary<int, HashSet<int>> lumpsOfRule = [];
    private readonly KdTree tree;
    private readonly bool[] isOpen;
    private readonly Staying staying;
    private readonly List<int> going = [];
    private readonly List<int> mayStay = [];
    private readonly List<int> stayArc = [];
    private readonly List<int> flow = [];
    private Simplex simplex = null!;
    private int hubBase;
    private int reserve;

    private readonly int most;

    /// <param name="most">Places in a neighbourhood at most.</param>
    public Neighbourhoods(ProblemIndex index, Grouping grouping, Destinations ends, Staying staying, int most)
    {
        this.staying = staying;
        this.most = most;
        this.index = index;
        this.grouping = grouping;
        this.ends = ends;
        lumpOf = new int[ends.SeatBase];
        GroupPlaces();
        xs = new int[members.Count];
        ys = new int[members.Count];
        for (var l = 0; l < members.Count; l++)
        {
            xs[l] = (int)members[l].Average(p => (double)index.Problem.Places[p].X);
            ys[l] = (int)members[l].Average(p => (double)index.Problem.Places[p].Y);
        }

        isOpen = members.Select(list => list.Exists(p => index.Problem.Places[p].Open)).ToArray();
        tree = new KdTree(Enumerable.Range(0, members.Count).Where(l => isOpen[l]).ToArray(), l => (xs[l], ys[l]));
        HubOf = new int[grouping.HubPerson.Count];
        GroupHomes();
    }

    public int Count => members.Count;

    /// <summary>The neighbourhood hub of each hub.</summary>
    public int[] HubOf { get; }
    public int HubCount => hubs.Count;

    public List<int> Members(int lump) => members[lump];

    public int LumpOf(int place) => lumpOf[place];

    /// <summary>Per neighbourhood hub: how many stay beyond those who must.</summary>
    public int[] Stays { get; private set; } = [];

    /// <summary>People sent from a neighbourhood hub to a neighbourhood.</summary>
    public List<(int Hub, int Lump, int People)> Sent { get; } = [];

    /// <summary>People who serve exactly at the places of a neighbourhood, those below them not counted.</summary>
    public int[] Load { get; private set; } = [];

    /// <summary>The price of a place, seat or want, as far as its neighbourhood tells.</summary>
    public long PriceOf(int node) => simplex.ToRoot(lumpOf[ends.PlaceOf(node)]);

    /// <summary>What one more person of a hub costs who goes.</summary>
    public long PriceOfHub(int hub) => simplex.ToRoot(hubBase + HubOf[hub]);

    /// <summary>Solves the flow, from one between wider neighbourhoods if there is one.</summary>
    public void Solve(Neighbourhoods? wider, Func<bool> stop)
    {
        reserve = members.Count;
        hubBase = reserve + 1;
        var nodes = hubBase + hubs.Count;
        simplex = new Simplex(nodes, Rises(nodes), [.. segments], hubs.Count * FirstArcs);
        var supply = new int[nodes];
        for (var h = 0; h < hubs.Count; h++)
        {
            supply[hubBase + h] = going[h];
            stayArc.Add(Add(hubBase + h, reserve, 0, 0, mayStay[h]));
        }

        for (var c = 0; c < grouping.First.Count; c++)
        {
            if (grouping.HubOf[c] < 0 && index.Problem.Pins[index.PinOf[grouping.First[c]]].Place is var place and >= 0) supply[lumpOf[place]]++;
        }

        if (wider is null) SendNear(supply);
        else SendLike(wider);
        new FirstBasis(simplex).Build(
            supply, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(flow),
            Enumerable.Range(0, members.Count + 1).Reverse(), wider is null ? [] : PricesLike(wider));
        for (var round = 0; round < MostRounds; round++)
        {
            if (!simplex.Run(long.MaxValue, stop) || PriceOut() == 0) break;
        }

        ReadFlow(supply);
    }

    private void GroupPlaces()
    {
        var places = index.Problem.Places;
        var districts = most <= LargestInStreet ? [] : Districts();
        foreach (var street in Enumerable.Range(0, places.Length).Where(p => places[p].Parent < 0)
            .GroupBy(p => most <= LargestInStreet ? places[p].Street : districts.GetValueOrDefault(places[p].Street, "")))
        {
            foreach (var part in Halving.Parts([.. street], p => (places[p].X, places[p].Y), most))
            {
                foreach (var p in part) lumpOf[p] = members.Count;
                members[AddLump(-1)].AddRange(part);
            }
        }

        var below = new Dictionary<int, int>();
        foreach (var p in index.Preorder)
        {
            if (places[p].Parent < 0) continue;
            var parent = lumpOf[places[p].Parent];
            // Every place stands alone when there are few; otherwise all that is below one neighbourhood is one.
            if (most == 1 || !below.TryGetValue(parent, out var lump))
            {
                lump = AddLump(parent);
                if (most > 1) below.Add(parent, lump);
            }

            lumpOf[p] = lump;
            members[lump].Add(p);
        }
    }

    /// <summary>Streets that some agency's people may not leave belong together, each such set apart from the others.</summary>
    private Dictionary<string, string> Districts()
    {
        var up = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var agency in index.Problem.Agencies)
        {
            if (agency.Pairing != Pairing.Hard) continue;
            foreach (var street in agency.Streets) up[Top(street)] = Top(agency.Streets[0]);
        }

        return up.Keys.ToDictionary(street => street, Top, StringComparer.Ordinal);

        string Top(string street)
        {
            up.TryAdd(street, street);
            while (up[street] != street) street = up[street] = up[up[street]];
            return street;
        }
    }

    private int AddLump(int parent)
    {
        members.Add([]);
        above.Add(parent);
        return members.Count - 1;
    }

    private void GroupHomes()
    {
        var spots = Enumerable.Range(0, HubOf.Length).Where(h => HasSpot(h)).Select(Spot).Distinct().ToArray();
        var siteOf = new Dictionary<(int X, int Y), int>();
        // Homes that lie together count as one when there are very many.
        foreach (var part in Halving.Parts(spots, s => s, Math.Max(1, spots.Length / MostSites * 2)))
        {
            foreach (var spot in part) siteOf.Add(spot, sites.Count);
            sites.Add(((int)part.Average(s => (double)s.X), (int)part.Average(s => (double)s.Y), true));
        }

        var nowhere = -1;
        for (var h = 0; h < HubOf.Length; h++)
        {
            if (!HasSpot(h) && nowhere < 0)
            {
                nowhere = sites.Count;
                sites.Add((0, 0, false));
            }

            var site = HasSpot(h) ? siteOf[Spot(h)] : nowhere;
            AddHub(site, 0);
            // A preference moves people by a few kilometres only: that is left to the fine flow.
            HubOf[h] = AddHub(site, index.KindOfRule(grouping.HubRule[h]) == Pairing.Hard ? grouping.HubRule[h] : 0);
        }

        for (var b = 0; b < grouping.Supply.Count; b++)
        {
            var hub = grouping.HubOf[grouping.ClassOf[b]];
            if (hub < 0) continue;
            going[HubOf[hub]] += grouping.Supply[b] - staying.Least[b];
            mayStay[HubOf[hub]] += staying.More[b];
        }
    }

    private bool HasSpot(int hub) => index.Problem.People[grouping.HubPerson[hub]].HasHome;

    private (int X, int Y) Spot(int hub) => (index.Problem.People[grouping.HubPerson[hub]].X, index.Problem.People[grouping.HubPerson[hub]].Y);

    private int AddHub(int site, int rule)
    {
        if (hubOf.TryGetValue((site, rule), out var hub)) return hub;
        hub = hubs.Count;
        hubs.Add((site, rule));
        hubOf.Add((site, rule), hub);
        going.Add(0);
        mayStay.Add(0);
        return hub;
    }

    private Rise[] Rises(int root)
    {
        var rises = new Rise[members.Count + 1];
        for (var n = 0; n < rises.Length; n++)
        {
            var of = n < members.Count ? members[n] : [ends.ReserveBase];
            var merged = of.SelectMany(p => ends.SegmentsOf(p).ToArray()).ToArray();
            Array.Sort(merged, (a, b) => a.Cost.CompareTo(b.Cost));
            rises[n] = new Rise { Above = n < members.Count && above[n] >= 0 ? above[n] : root, Start = segments.Count };
            foreach (var s in merged)
            {
                if (segments.Count > rises[n].Start && segments[^1].Cost == s.Cost && segments[^1].Capacity < Simplex.Unlimited - s.Capacity)
                    segments[^1] = s with { Capacity = segments[^1].Capacity + s.Capacity };
                else segments.Add(s);
            }

            rises[n].Count = segments.Count - rises[n].Start;
        }

        return rises;
    }

    /// <summary>A first flow: all go to the nearest neighbourhood with room, people with a hard rule first.</summary>
    private void SendNear(int[] supply)
    {
        var left = going.ToArray();
        var room = Room(left.Sum(), supply);
        foreach (var hub in Enumerable.Range(0, hubs.Count).OrderBy(h => hubs[h].Rule == 0 ? 1 : 0)) SendPaired(hub, left, room);
        var arcs = (long)sites.Count * members.Count <= MostCompleteArcs ? members.Count : FirstArcs;
        var ids = new int[arcs];
        var values = new long[arcs];
        for (var round = 0; ; round++)
        {
            tree.Reprice(l => round == 0 || room[l] > 0 ? 0 : Simplex.ArtificialCost);
            var sent = false;
            for (var h = 0; h < hubs.Count; h++)
            {
                if (hubs[h].Rule != 0 || (round > 0 && left[h] == 0)) continue;
                var count = tree.Cheapest(At(h, Simplex.ArtificialCost), null, ids, values);
                for (var k = 0; k < count; k++)
                {
                    var people = Math.Min(left[h], room[ids[k]]);
                    left[h] -= people;
                    room[ids[k]] -= people;
                    sent |= people > 0;
                    if (people > 0 || round == 0) Add(hubBase + h, ids[k], (int)values[k], people);
                }
            }

            if (!sent) return;
        }
    }

    /// <summary>A first flow: what wider neighbourhoods sent each other, shared out within them.</summary>
    private void SendLike(Neighbourhoods wider)
    {
        for (var h = 0; h < hubs.Count; h++) flow[stayArc[h]] = Math.Min(wider.Stays[h], mayStay[h]);
        var within = new List<int>[wider.Count];
        for (var w = 0; w < within.Length; w++) within[w] = [];
        for (var l = 0; l < members.Count; l++) within[wider.lumpOf[members[l][0]]].Add(l);
        var senders = Lists.Of(wider.Count, wider.Sent.Select((s, k) => (s.Lump, k)));
        var sent = new Dictionary<(int Hub, int Lump), int>();
        for (var w = 0; w < within.Length; w++)
        {
            var filling = new Filling(
                [.. within[w]], wider.Load[w],
                l => isOpen[l] ? [.. segments.Skip(simplex.Rises[l].Start).Take(simplex.Rises[l].Count)] : []);
            var paired = new List<(int Hub, int People)>();
            var free = new List<(int Hub, int People)>();
            foreach (var k in senders[w]) (hubs[wider.Sent[k].Hub].Rule == 0 ? free : paired).Add((wider.Sent[k].Hub, wider.Sent[k].People));
            filling.Fill(paired, (h, l) => Lumps(hubs[h].Rule).Contains(l) ? Travel(hubs[h].Site, l) : long.MaxValue, Send);
            filling.Fill(free, (h, l) => Travel(hubs[h].Site, l), Send);
        }

        Balance(sent);
        AddArcsLike(wider, sent);

        void Send(int hub, int lump, int people) => sent[(hub, lump)] = sent.GetValueOrDefault((hub, lump)) + people;
    }

    /// <summary>Takes away or adds where most go until each hub sends whom it has.</summary>
    private void Balance(Dictionary<(int Hub, int Lump), int> sent)
    {
        var total = new int[hubs.Count];
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
    private void AddArcsLike(Neighbourhoods wider, Dictionary<(int Hub, int Lump), int> sent)
    {
        tree.Reprice(l => wider.simplex.ToRoot(wider.lumpOf[members[l][0]]));
        var ids = new int[FirstArcs];
        var values = new long[FirstArcs];
        for (var h = 0; h < hubs.Count; h++)
        {
            var rule = hubs[h].Rule;
            if (rule == 0)
            {
                var count = tree.Cheapest(At(h, long.MaxValue), null, ids, values);
                for (var k = 0; k < count; k++) Arc(h, ids[k]);
                continue;
            }

            foreach (var lump in Lumps(rule)) Arc(h, lump);
        }

        foreach (var ((hub, lump), people) in sent) Add(hubBase + hub, lump, Travel(hubs[hub].Site, lump), people);

        void Arc(int hub, int lump)
        {
            sent.Remove((hub, lump), out var people);
            Add(hubBase + hub, lump, Travel(hubs[hub].Site, lump), people);
        }
    }

    private long[] PricesLike(Neighbourhoods wider)
    {
        var price = new long[simplex.Nodes];
        for (var l = 0; l < members.Count; l++) price[l] = wider.simplex.ToRoot(wider.lumpOf[members[l][0]]);
        price[reserve] = wider.simplex.ToRoot(wider.reserve);
        for (var h = 0; h < hubs.Count; h++) price[hubBase + h] = wider.simplex.ToRoot(wider.hubBase + h);
        return price;
    }

    private void SendPaired(int hub, int[] left, int[] room)
    {
        var (site, rule) = hubs[hub];
        if (rule == 0) return;
        foreach (var lump in Lumps(rule))
        {
            var people = Math.Min(left[hub], room[lump]);
            left[hub] -= people;
            room[lump] -= people;
            Add(hubBase + hub, lump, Travel(site, lump), people);
        }

        var stay = Math.Min(left[hub], mayStay[hub]);
        flow[stayArc[hub]] = stay;
        left[hub] -= stay;
    }

    /// <summary>Neighbourhoods with a place that is open in the streets of a rule.</summary>
    private HashSet<int> Lumps(int rule)
    {
        if (lumpsOfRule.TryGetValue(rule, out var known)) return known;
        var lumps = new HashSet<int>();
        foreach (var street in index.StreetsOfRule(rule))
        {
            foreach (var p in index.PlacesOfStreet[street])
            {
                if (index.Problem.Places[p].Open) lumps.Add(lumpOf[p]);
            }
        }

        lumpsOfRule.Add(rule, lumps);
        return lumps;
    }

    /// <summary>How many more each neighbourhood takes when everyone who goes is shared out by target; parents leave room to what is below them.</summary>
    private int[] Room(long going, int[] supply)
    {
        var places = index.Problem.Places;
        var room = new int[members.Count];
        long asked = 0;
        foreach (var place in places) asked += place.Open ? place.Target : 0;
        for (var l = 0; l < room.Length; l++)
        {
            var open = members[l].Where(p => places[p].Open && index.Children[p].Length == 0).Sum(p => (long)places[p].Target);
            room[l] = (int)Math.Max(0, Math.Min(open, (open * going / Math.Max(1, asked)) + 1) - supply[l]);
        }

        return room;
    }

    private int PriceOut()
    {
        tree.Reprice(simplex.ToRoot);
        var found = new int[hubs.Count * PerRound];
        var counts = new int[hubs.Count];
        Chunks.Run(hubs.Count, h =>
        {
            if (hubs[h].Rule != 0) return;
            Span<long> values = stackalloc long[PerRound];
            counts[h] = tree.Cheapest(At(h, simplex.ToRoot(hubBase + h)), null, found.AsSpan(h * PerRound, PerRound), values);
        });
        var improving = new Improving();
        for (var h = 0; h < hubs.Count; h++)
        {
            for (var k = h * PerRound; k < (h * PerRound) + counts[h]; k++)
            {
                var way = new Way(found[k], Travel(hubs[h].Site, found[k]));
                improving.Add(way.Cost + simplex.ToRoot(way.Node) - simplex.ToRoot(hubBase + h), hubBase + h, way);
            }
        }

        var before = simplex.FreeCount;
        improving.AddTo(simplex, PerTarget);
        return simplex.FreeCount - before;
    }

    private void ReadFlow(int[] supply)
    {
        Load = new int[members.Count];
        Stays = new int[hubs.Count];
        for (var l = 0; l < members.Count; l++) Load[l] = supply[l];
        var arcs = simplex.FreeArcs.ToArray();
        simplex.EachFreeFlow((arc, people) =>
        {
            var (from, to) = (arcs[arc].From - hubBase, arcs[arc].To);
            if (to == reserve)
            {
                Stays[from] = people;
                return;
            }

            Sent.Add((from, to, people));
            Load[to] += people;
        });
    }

    private KdTree.Search At(int hub, long below)
    {
        var (x, y, hasSpot) = sites[hubs[hub].Site];
        return new KdTree.Search(x, y, hasSpot ? index.Problem.Settings.Travel : 0, below);
    }

    private int Travel(int site, int lump)
    {
        var (x, y, hasSpot) = sites[site];
        if (!hasSpot) return 0;
        double dx = x - xs[lump], dy = y - ys[lump];
        return (int)Math.Sqrt((dx * dx) + (dy * dy)) * index.Problem.Settings.Travel;
    }

    private int Add(int from, int to, int cost, int people, int most = Simplex.Unlimited)
    {
        flow.Add(people);
        return simplex.AddFree(from, to, cost, most);
    }
}
