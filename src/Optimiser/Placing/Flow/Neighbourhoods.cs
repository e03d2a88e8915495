namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// Which places, and which homes, count as one when only the wide flows of people matter: places of one street that lie
/// together, and homes that do. Seats and wants are left aside.
/// </summary>
internal sealed class Neighbourhoods
{
    /// <summary>Up to this size a neighbourhood keeps to one street, so that paired streets are told apart.</summary>
    private const int LargestInStreet = 32;
    private const int MostSites = 4_000;
    private readonly ProblemIndex index;
    private readonly Grouping grouping;
    private readonly Destinations ends;
    private readonly List<List<int>> members = [];
    private readonly List<int> above = [];
    private readonly int[] lumpOf;
    private readonly int[] xs;
    private readonly int[] ys;
    private readonly bool[] isOpen;
    private readonly Rise[] rises;
    private readonly List<Segment> segments = [];
    private readonly List<(int Site, int Rule)> hubs = [];
    private readonly Dictionary<(int Site, int Rule), int> hubOf = [];
    private readonly List<(int X, int Y, bool HasSpot)> sites = [];
    private readonly Dictionary<int, HashSet<int>> lumpsOfRule = [];

    /// <param name="most">Places in a neighbourhood at most.</param>
    public Neighbourhoods(NodeNumbers numbers, int most)
    {
        Most = most;
        index = numbers.Index;
        grouping = numbers.Grouping;
        ends = numbers.Ends;
        lumpOf = new int[ends.SeatBase];
        GroupPlaces();
        xs = new int[Count];
        ys = new int[Count];
        for (var l = 0; l < Count; l++)
        {
            xs[l] = (int)members[l].Average(p => (double)index.Problem.Places[p].X);
            ys[l] = (int)members[l].Average(p => (double)index.Problem.Places[p].Y);
        }

        isOpen = members.Select(list => list.Exists(p => index.Problem.Places[p].Open)).ToArray();
        Tree = new KdTree(Enumerable.Range(0, Count).Where(l => isOpen[l]).ToArray(), l => (xs[l], ys[l]));
        HubOf = new int[grouping.HubPerson.Count];
        GroupHomes();
        rises = new Rise[Count + 1];
        AddRises();
    }

    /// <summary>Places in a neighbourhood at most.</summary>
    public int Most { get; }

    /// <summary>Neighbourhoods; they are the first nodes of the flow between them, then the reserve, then the hubs.</summary>
    public int Count => members.Count;
    public int Reserve => Count;
    public int HubBase => Count + 1;
    public int Nodes => HubBase + HubCount;

    /// <summary>Rising arcs and their segments, nothing sent yet.</summary>
    public Rise[] Rises => [.. rises];
    public Segment[] Segments => [.. segments];

    /// <summary>The open neighbourhoods, each in the middle of its places.</summary>
    public KdTree Tree { get; }

    /// <summary>The neighbourhood hub of each hub: homes that lie together, with the rule their people may not break or 0.</summary>
    public int[] HubOf { get; }
    public int HubCount => hubs.Count;
    public int SiteCount => sites.Count;

    public List<int> Members(int lump) => members[lump];

    public int LumpOf(int place) => lumpOf[place];

    public bool IsOpen(int lump) => isOpen[lump];

    public int RuleOf(int hub) => hubs[hub].Rule;

    public ReadOnlySpan<Segment> SegmentsOf(int lump) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(segments).Slice(rises[lump].Start, rises[lump].Count);

    /// <summary>Neighbourhoods with a place that is open in the streets of a rule.</summary>
    public HashSet<int> Lumps(int rule)
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

    /// <summary>A search from where a hub's people live for neighbourhoods below a cost.</summary>
    public KdTree.Search At(int hub, long below)
    {
        var (x, y, hasSpot) = sites[hubs[hub].Site];
        return new KdTree.Search(x, y, hasSpot ? index.Problem.Settings.Travel : 0, below);
    }

    /// <summary>What the way from a hub to the middle of a neighbourhood costs.</summary>
    public int Travel(int hub, int lump)
    {
        var (x, y, hasSpot) = sites[hubs[hub].Site];
        if (!hasSpot) return 0;
        double dx = x - xs[lump], dy = y - ys[lump];
        return (int)Math.Sqrt((dx * dx) + (dy * dy)) * index.Problem.Settings.Travel;
    }

    private void GroupPlaces()
    {
        var places = index.Problem.Places;
        var districts = Most <= LargestInStreet ? [] : Districts();
        foreach (var street in Enumerable.Range(0, places.Length).Where(p => places[p].Parent < 0)
            .GroupBy(p => Most <= LargestInStreet ? places[p].Street : districts.GetValueOrDefault(places[p].Street, "")))
        {
            foreach (var part in Halving.Parts([.. street], p => (places[p].X, places[p].Y), Most))
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
            if (Most == 1 || !below.TryGetValue(parent, out var lump))
            {
                lump = AddLump(parent);
                if (Most > 1) below.Add(parent, lump);
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
    }

    private bool HasSpot(int hub) => index.Problem.People[grouping.HubPerson[hub]].HasHome;

    private (int X, int Y) Spot(int hub) => (index.Problem.People[grouping.HubPerson[hub]].X, index.Problem.People[grouping.HubPerson[hub]].Y);

    private int AddHub(int site, int rule)
    {
        if (hubOf.TryGetValue((site, rule), out var hub)) return hub;
        hub = hubs.Count;
        hubs.Add((site, rule));
        hubOf.Add((site, rule), hub);
        return hub;
    }

    /// <summary>Each neighbourhood takes what its places take one by one, the dearest need first; the last is the reserve that all share.</summary>
    private void AddRises()
    {
        for (var n = 0; n < rises.Length; n++)
        {
            var of = n < members.Count ? members[n] : [ends.ReserveBase];
            var merged = of.SelectMany(p => ends.SegmentsOf(p).ToArray()).ToArray();
            Array.Sort(merged, (a, b) => a.Cost.CompareTo(b.Cost));
            rises[n] = new Rise { Above = n < members.Count && above[n] >= 0 ? above[n] : Nodes, Start = segments.Count };
            foreach (var s in merged)
            {
                if (segments.Count > rises[n].Start && segments[^1].Cost == s.Cost && segments[^1].Capacity < Simplex.Unlimited - s.Capacity)
                    segments[^1] = s with { Capacity = segments[^1].Capacity + s.Capacity };
                else segments.Add(s);
            }

            rises[n].Count = segments.Count - rises[n].Start;
        }
    }
}
