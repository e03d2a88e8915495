namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// The flow of groups through hubs to destinations. It starts with the nearest places only and is priced out over all
/// of them until no arc that is not there could improve it.
/// </summary>
internal sealed class Network
{
    private const int NearestSeats = 3;
    private readonly ProblemIndex index;
    private readonly Grouping grouping;
    private readonly Destinations ends;
    private readonly Simplex simplex;
    private readonly Candidates candidates;
    private readonly int groupBase;
    private readonly int[] hubNode;
    private readonly int[] hubOffset;

    public Network(ProblemIndex index, Grouping grouping)
    {
        this.index = index;
        this.grouping = grouping;
        ends = new Destinations(index, grouping.ReserveOf);
        groupBase = ends.Count;
        var groups = grouping.Supply.Count;
        var next = groupBase + groups;
        hubNode = new int[grouping.Hubs.Count];
        hubOffset = new int[hubNode.Length];
        for (var h = 0; h < hubNode.Length; h++)
        {
            var of = grouping.GroupsOfHub[h];
            hubNode[h] = of.Length == 1 ? groupBase + of[0] : next++;
            hubOffset[h] = of.Length == 1 ? grouping.Surcharge(of[0]) : 0;
        }

        Nodes = next;
        simplex = new Simplex(Nodes, ends.Rises(Nodes), ends.Segments(), groups * 3 + (hubNode.Length * FirstTree.NearestPlaces * 2));
        candidates = new Candidates(index, ends, grouping.KeepsExclusions);
        BuildFirstTree();
    }

    public int Nodes { get; }
    public int Arcs => simplex.FreeCount;
    public long Pivots => simplex.Pivots;
    public int Rounds { get; private set; }
    public Simplex Simplex => simplex;
    public Destinations Ends => ends;

    /// <summary>Node of a group.</summary>
    public int NodeOf(int group) => groupBase + group;

    public int GroupAt(int node) => node - groupBase;

    public int HubNode(int hub) => hubNode[hub];

    /// <summary>The place of a destination node, -1 for a reserve.</summary>
    public int PlaceOf(int node) => node >= ends.ReserveBase ? -1 : candidates.PlaceOf(node);

    /// <summary>Whether a node is a hub and not a group.</summary>
    public bool IsHub(int node) => node >= groupBase + grouping.Supply.Count;

    /// <summary>True when optimal over all places; false when stopped.</summary>
    public bool Solve(long mostPivots, Func<bool> stop, Action<int, int> onRound)
    {
        while (true)
        {
            if (!simplex.Run(mostPivots, stop)) return false;
            var added = PriceOut(stop);
            Rounds++;
            onRound(Rounds, added);
            if (added == 0) return true;
            if (stop()) return false;
        }
    }

    /// <summary>What a person of each group costs with the prices now standing, over all destinations (the certificate's best).</summary>
    public Price[] Best()
    {
        candidates.Reprice(simplex.ToRoot);
        var hubBest = new Price[hubNode.Length];
        var one = new (int Node, int Cost)[1];
        for (var h = 0; h < hubBest.Length; h++)
        {
            var found = candidates.ForHub(grouping.Hubs[h], new Price(long.MaxValue, 0), 0, one);
            hubBest[h] = found == 0 ? new Price(long.MaxValue, 0) : simplex.ToRoot(one[0].Node) + new Price(0, one[0].Cost);
        }

        var best = new Price[grouping.Supply.Count];
        var list = new List<(int Node, int Cost)>();
        for (var g = 0; g < best.Length; g++)
        {
            var person = grouping.First[g];
            var least = new Price(long.MaxValue, 0);
            if (grouping.HubOf[g] >= 0 && hubBest[grouping.HubOf[g]].High != long.MaxValue)
                least = hubBest[grouping.HubOf[g]] + new Price(0, grouping.Surcharge(g));
            list.Clear();
            candidates.Fixed(person, grouping.Surcharge(g), list);
            candidates.Slots(person, grouping.Surcharge(g), new Price(long.MaxValue, 0), 1, list);
            foreach (var (node, cost) in list)
            {
                var price = simplex.ToRoot(node) + new Price(0, cost);
                if (price.IsBelow(least)) least = price;
            }

            best[g] = least;
        }

        return best;
    }

    private void BuildFirstTree()
    {
        candidates.Reprice(_ => default);
        var list = new List<(int Node, int Cost)>();
        var everything = new Price(0, long.MaxValue);
        var start = new FirstTree(index, grouping, ends, simplex, candidates, groupBase, hubNode, hubOffset);
        start.Build();
        for (var g = 0; g < grouping.Supply.Count; g++)
        {
            if (grouping.HubOf[g] < 0) continue;
            list.Clear();
            candidates.Slots(grouping.First[g], grouping.Surcharge(g), everything, NearestSeats, list);
            foreach (var (node, cost) in list) simplex.AddFree(groupBase + g, node, cost);
        }

        simplex.Settle();
    }

    private int PriceOut(Func<bool> stop)
    {
        const int perHub = 4;
        candidates.Reprice(simplex.ToRoot);
        var before = simplex.FreeCount;
        var hubs = hubNode.Length;
        var found = new (int Node, int Cost)[hubs * perHub];
        var counts = new int[hubs];
        InParallel(hubs, h =>
        {
            var at = found.AsSpan(h * perHub, perHub);
            // Where a tier above the cost is better elsewhere, one arc to the nearest such place and some to far ones:
            // nearest only would push the border between short and full regions out ring by ring.
            var limit = simplex.ToRoot(hubNode[h]);
            counts[h] = candidates.ForHub(grouping.Hubs[h], limit, hubOffset[h], at[..1], nearestFirst: true);
            for (var mask = 7; counts[h] > 0 && counts[h] < perHub && mask < 1 << 13; mask = (mask << 3) | 7)
                counts[h] += candidates.ForHub(grouping.Hubs[h], limit, hubOffset[h], at.Slice(counts[h], 1), true, mask, h + (Rounds * 7919));
            if (counts[h] == 0) counts[h] = candidates.ForHub(grouping.Hubs[h], simplex.ToRoot(hubNode[h]), hubOffset[h], at);
        });
        for (var h = 0; h < hubs; h++)
        {
            for (var k = 0; k < counts[h]; k++)
                simplex.AddFree(hubNode[h], found[(h * perHub) + k].Node, found[(h * perHub) + k].Cost + hubOffset[h]);
        }

        if (stop() || !candidates.HasSlots) return simplex.FreeCount - before;
        var slots = new List<(int Node, int Cost)>?[grouping.Supply.Count];
        InParallel(slots.Length, g =>
        {
            if (grouping.HubOf[g] < 0) return;
            var person = grouping.First[g];
            if (!candidates.MayFillSlots(person)) return;
            var list = new List<(int Node, int Cost)>();
            candidates.Slots(person, grouping.Surcharge(g), simplex.ToRoot(groupBase + g), 1, list, nearestFirst: true);
            if (list.Count == 0) candidates.Slots(person, grouping.Surcharge(g), simplex.ToRoot(groupBase + g), 1, list);
            if (list.Count > 0) slots[g] = list;
        });
        for (var g = 0; g < slots.Length; g++)
        {
            if (slots[g] is not { } list) continue;
            foreach (var (node, cost) in list) simplex.AddFree(groupBase + g, node, cost);
        }

        return simplex.FreeCount - before;
    }

    private static void InParallel(int count, Action<int> body)
    {
        const int chunk = 512;
        if (count < chunk)
        {
            for (var i = 0; i < count; i++) body(i);
            return;
        }

        Parallel.For(0, (count + chunk - 1) / chunk, c =>
        {
            for (var i = c * chunk; i < Math.Min(count, (c + 1) * chunk); i++) body(i);
        });
    }
}
