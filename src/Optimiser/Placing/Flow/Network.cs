using System.Runtime.InteropServices;

namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// The flow of batches through classes and hubs to destinations. It starts from the flow between whole neighbourhoods
/// (<see cref="Neighbourhoods"/>) with the arcs that promises, and is priced out over all destinations until no arc that is
/// not there could improve it, or so little that it does not matter.
/// </summary>
internal sealed class Network
{
    /// <summary>How many neighbourhoods there are about, level by level.</summary>
    private static readonly int[] NeighbourhoodLevels = [200, 2_000];
    private const int FirstPlaces = 10;
    private const int FirstPaired = 12;
    private const int FirstSlots = 5;
    private const int FirstPairedSlots = 2;
    private const int PerRound = 6;
    private const int PerTarget = 6;
    private const int HomesPerSlot = 3;

    /// <summary>From so many people on pricing ends when it can gain less than this share of the cost.</summary>
    private const int ManyPeople = 20_000;
    private const double NegligibleGain = 2e-5;

    private readonly ProblemIndex index;
    private readonly Grouping grouping;
    private readonly Candidates candidates;
    private readonly Simplex simplex;
    private readonly int hubBase;
    private readonly int sharedBase;
    private readonly int classBase;
    private readonly Dictionary<(int Home, int Kind), int> sharedOf = [];
    private readonly List<(int Home, int Kind)> shared = [];
    private readonly int[] nodeOfClass;
    private readonly List<int> flow = [];
    private readonly int[] inSlots;
    private readonly Dictionary<(int Class, int Kind), int> toShared = [];
    private readonly Dictionary<(int Shared, int Node), int> fromShared = [];
    private readonly List<Way>[] ownWays;

    /// <param name="stop">Ends the first flows early; what they have is then where the full one starts.</param>
    public Network(ProblemIndex index, Grouping grouping, Func<bool>? stop = null)
    {
        this.index = index;
        this.grouping = grouping;
        Ends = new Destinations(index, grouping.ReserveOf);
        candidates = new Candidates(index, Ends, grouping);
        hubBase = Ends.Count;
        sharedBase = hubBase + grouping.HubPerson.Count;
        for (var c = 0; c < grouping.First.Count; c++)
        {
            var hub = grouping.HubOf[c];
            if (hub < 0 || index.KindOfRule(grouping.HubRule[hub]) == Pairing.Hard) continue;
            foreach (var kind in grouping.KindsOf(c))
            {
                if (sharedOf.TryAdd((grouping.HubHome[hub], kind), shared.Count)) shared.Add((grouping.HubHome[hub], kind));
            }
        }

        classBase = sharedBase + shared.Count;
        nodeOfClass = new int[grouping.First.Count];
        ownWays = new List<Way>[nodeOfClass.Length];
        inSlots = new int[nodeOfClass.Length];
        var next = classBase;
        for (var c = 0; c < nodeOfClass.Length; c++) nodeOfClass[c] = grouping.IsPlain(c) ? hubBase + grouping.HubOf[c] : next++;
        Nodes = next;
        simplex = new Simplex(Nodes, Ends.Rises(Nodes), Ends.Segments(), (grouping.Supply.Count * 3) + (sharedBase * 8));
        Build(stop ?? (() => false));
    }

    public int Nodes { get; }
    /// <summary>Arcs of the last flow; those after them were found by the last pricing and could gain next to nothing.</summary>
    public int SolvedArcs { get; private set; }
    public long Pivots => simplex.Pivots;
    public int Rounds { get; private set; }
    public Simplex Simplex => simplex;
    public Destinations Ends { get; }
    public ReadOnlySpan<int> NodeOfClass => nodeOfClass;

    /// <summary>What a person of each class costs at least with the prices now standing, over all destinations but reserve (the certificate's best).</summary>
    public long[] Best { get; private set; } = [];

    /// <summary>Whether people of a class may be in reserve: all but those pinned to a place.</summary>
    public bool MayStay(int of) => grouping.HubOf[of] >= 0 || index.Problem.Pins[index.PinOf[grouping.First[of]]].Place < 0;

    public int HubNode(int hub) => hubBase + hub;

    /// <summary>The first node that is a class; hubs and the shared ways of homes to seats and wants come before.</summary>
    public int FirstOfClasses => classBase;

    /// <summary>The place of a destination, -1 for a reserve or a hub.</summary>
    public int PlaceOf(int node) => node < Ends.ReserveBase ? Ends.PlaceOf(node) : -1;

    /// <summary>True when optimal over all places (nearly, with very many people: <see cref="Best"/> says how nearly); false when stopped.</summary>
    public bool Solve(long mostPivots, Func<bool> stop, Action<int, int, Price> onRound)
    {
        while (true)
        {
            var isOptimal = simplex.Run(mostPivots, stop);
            SolvedArcs = simplex.FreeCount;
            var gain = PriceOut(isOptimal);
            Rounds++;
            var added = simplex.FreeCount - SolvedArcs;
            onRound(Rounds, added, gain);
            if (!isOptimal) return false;
            if (added == 0 || IsNegligible(gain)) return true;
        }
    }

    private bool IsNegligible(Price gain)
    {
        if (index.Problem.People.Length < ManyPeople || gain.High != 0) return false;
        long travel = 0;
        var arcs = simplex.FreeArcs.ToArray();
        simplex.EachFreeFlow((arc, people) => travel += (long)arcs[arc].Cost * people);
        return gain.Low <= NegligibleGain * travel;
    }

    private void Build(Func<bool> stop)
    {
        var staying = new Staying(index, grouping);
        Neighbourhoods? wider = null;
        foreach (var wanted in NeighbourhoodLevels)
        {
            if (wider is not null && Ends.SeatBase <= wanted / 4) break;
            var level = new Neighbourhoods(index, grouping, Ends, staying, Math.Max(1, Ends.SeatBase / wanted));
            level.Solve(wider, stop);
            wider = level;
        }

        var coarse = wider!;
        candidates.Reprice(coarse.PriceOf);
        var spread = new Spread(index, grouping, Ends, candidates, coarse, staying);
        AddFilled(new FirstSlots(index, grouping, spread, Ends, candidates, coarse).Filled);
        for (var c = 0; c < nodeOfClass.Length; c++) AddClass(c, spread.Stays);
        for (var h = 0; h < grouping.HubPerson.Count; h++) AddHub(h, spread, coarse);
        AddShared();
        AddNearestHomes();
        var supply = new int[Nodes];
        for (var b = 0; b < grouping.Supply.Count; b++) supply[nodeOfClass[grouping.ClassOf[b]]] += grouping.Supply[b];
        new FirstBasis(simplex).Build(supply, CollectionsMarshal.AsSpan(flow), Ends.ChildrenFirst());
        flow.Clear();
    }

    private void AddClass(int c, int[] stays)
    {
        var hub = grouping.HubOf[c];
        var surcharge = grouping.Surcharge(c);
        var list = ownWays[c] = [];
        candidates.Own(c, list);
        var isFirst = hub < 0;
        foreach (var way in list)
        {
            Add(nodeOfClass[c], way.Node, way.Cost, isFirst ? grouping.Supply[grouping.BatchesOfClass[c][0]] : 0);
            isFirst = false;
        }

        if (!MayStay(c)) return;
        var going = 0;
        foreach (var b in grouping.BatchesOfClass[c])
        {
            Add(nodeOfClass[c], Ends.ReserveOf(grouping.FirstOfBatch[b]), surcharge, stays[b], grouping.Supply[b]);
            going += grouping.Supply[b] - stays[b];
        }

        if (hub < 0 || grouping.IsPlain(c)) return;
        Add(nodeOfClass[c], hubBase + hub, surcharge, going - inSlots[c]);
        var rule = index.KindOfRule(grouping.HubRule[hub]);
        if (rule == Pairing.Hard) return;
        var miss = rule == Pairing.Preferred ? index.Problem.Settings.PairingMiss : 0;
        foreach (var kind in grouping.KindsOf(c))
            Add(nodeOfClass[c], sharedBase + sharedOf[(grouping.HubHome[hub], kind)], surcharge + miss, toShared.GetValueOrDefault((c, kind)));
    }

    private void AddHub(int h, Spread spread, Neighbourhoods coarse)
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
            candidates.PairedPlaces(h, ways);
            Shorten(ways, FirstPaired, coarse);
            if (index.KindOfRule(grouping.HubRule[h]) == Pairing.Preferred)
                Add(hubBase + h, hubBase + grouping.HubHome[h], index.Problem.Settings.PairingMiss, spread.ToHome[h]);
            AddPairedSlots(h, coarse);
        }

        foreach (var (place, people) in spread.Sent[h])
        {
            ways.RemoveAll(w => w.Node == place);
            Add(hubBase + h, place, (int)index.Travel(grouping.HubPerson[h], place), people);
        }

        foreach (var way in ways) Add(hubBase + h, way.Node, way.Cost);
    }

    private void AddPairedSlots(int h, Neighbourhoods coarse)
    {
        var slots = new List<(Way Way, int Kind)>();
        candidates.PairedSlots(h, slots);
        foreach (var ofKind in slots.GroupBy(s => s.Kind))
        {
            var ways = ofKind.Select(s => s.Way).ToList();
            Shorten(ways, FirstPairedSlots, coarse);
            foreach (var c in grouping.ClassesOfHub[h])
            {
                if (Array.IndexOf(grouping.KindsOf(c), ofKind.Key) < 0) continue;
                foreach (var way in ways) Add(nodeOfClass[c], way.Node, way.Cost + grouping.Surcharge(c));
            }
        }
    }

    private void AddShared()
    {
        Span<Way> near = stackalloc Way[FirstSlots];
        Span<long> values = stackalloc long[FirstSlots];
        for (var e = 0; e < shared.Count; e++)
        {
            foreach (var way in near[..candidates.Slots(shared[e].Kind, shared[e].Home, long.MaxValue, near, values)])
            {
                fromShared.Remove((e, way.Node), out var people);
                Add(sharedBase + e, way.Node, way.Cost, people);
            }
        }

        foreach (var ((e, slot), people) in fromShared)
            Add(sharedBase + e, slot, (int)index.Travel(grouping.HubPerson[shared[e].Home], Ends.PlaceOf(slot)), people);
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
                Add(nodeOfClass[c], node, (int)index.Travel(grouping.First[c], Ends.PlaceOf(node)) + grouping.Surcharge(c), people);
                continue;
            }

            var e = sharedOf[(hub, kind)];
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
            if (simplex.FreeArcs[k].From >= sharedBase && simplex.FreeArcs[k].From < classBase) known.Add((simplex.FreeArcs[k].From, simplex.FreeArcs[k].To));
        }

        foreach (var ofKind in Enumerable.Range(0, shared.Count).GroupBy(e => shared[e].Kind))
        {
            var homes = new KdTree([.. ofKind.Where(e => Person(e).HasHome)], e => (Person(e).X, Person(e).Y));
            homes.Reprice(_ => 0);
            foreach (var slot in candidates.NodesOf(ofKind.Key))
            {
                var place = index.Problem.Places[Ends.PlaceOf(slot)];
                var count = homes.Cheapest(
                    new KdTree.Search(place.X, place.Y, 1, long.MaxValue),
                    e => candidates.MayServe(shared[e].Home, Ends.PlaceOf(slot)), ids, values);
                for (var k = 0; k < count; k++)
                {
                    var from = sharedBase + ids[k];
                    if (known.Add((from, slot))) Add(from, slot, (int)index.Travel(grouping.HubPerson[shared[ids[k]].Home], Ends.PlaceOf(slot)));
                }
            }
        }

        PlacingPerson Person(int e) => index.Problem.People[grouping.HubPerson[shared[e].Home]];
    }

    private static void Shorten(List<Way> ways, int most, Neighbourhoods coarse)
    {
        if (ways.Count <= most) return;
        ways.Sort((a, b) => (coarse.PriceOf(a.Node) + a.Cost).CompareTo(coarse.PriceOf(b.Node) + b.Cost));
        ways.RemoveRange(most, ways.Count - most);
    }

    private void Add(int from, int to, int cost, int people = 0, int most = Simplex.Unlimited)
    {
        simplex.AddFree(from, to, cost, most);
        flow.Add(people);
    }

    /// <summary>
    /// Adds the arcs that would improve and sets <see cref="Best"/>; returns what they could improve at most (High is 0 when
    /// the tiers above the cost cannot). When <paramref name="isOptimal"/> is false the prices do not fit the arcs that
    /// are there, and nothing is added.
    /// </summary>
    private Price PriceOut(bool isOptimal)
    {
        candidates.Reprice(simplex.ToRoot);
        var hubs = grouping.HubPerson.Count;
        var found = new List<Way>[hubs];
        var hubBest = new long[hubs];
        var slotBest = new long[shared.Count];
        var slotWays = new List<Way>[shared.Count];
        var pairedWays = new List<(int Class, Way Way)>[hubs];
        Chunks.Run(hubs, h =>
        {
            if (grouping.HubHome[h] == h) hubBest[h] = BestPlace(h, isOptimal, found);
        });
        Chunks.Run(hubs, h =>
        {
            if (grouping.HubHome[h] != h) hubBest[h] = BestPaired(h, isOptimal, hubBest, found);
        });
        Chunks.Run(shared.Count, e => slotBest[e] = BestSlot(e, isOptimal, slotWays));
        Best = new long[nodeOfClass.Length];
        Chunks.Run(nodeOfClass.Length, c => Best[c] = BestOfClass(c, hubBest, slotBest));
        Chunks.Run(hubs, h =>
        {
            if (grouping.HubRule[h] != 0) pairedWays[h] = BestPairedSlots(h);
        });
        if (!isOptimal) return default;
        var improving = new Improving();
        for (var h = 0; h < hubs; h++)
        {
            foreach (var way in found[h] ?? []) improving.Add(simplex, hubBase + h, way);
            foreach (var (c, way) in pairedWays[h] ?? []) improving.Add(simplex, nodeOfClass[c], way);
        }

        for (var e = 0; e < slotWays.Length; e++)
        {
            foreach (var way in slotWays[e] ?? []) improving.Add(simplex, sharedBase + e, way);
        }

        improving.AddTo(simplex, PerTarget);
        var gain = default(Price);
        for (var c = 0; c < Best.Length; c++)
        {
            var now = simplex.ToRoot(nodeOfClass[c]);
            if (Best[c] >= now) continue;
            var one = Ends.Scale.Split(now - Best[c]);
            long people = 0;
            foreach (var b in grouping.BatchesOfClass[c]) people += grouping.Supply[b];
            // How much higher tiers could gain is not asked, only whether they could.
            gain += new Price(one.High, one.High == 0 ? one.Low * people : 0);
        }

        return gain;
    }

    private long BestPlace(int h, bool isOptimal, List<Way>[] found)
    {
        Span<Way> ways = stackalloc Way[PerRound];
        Span<long> values = stackalloc long[PerRound];
        var now = simplex.ToRoot(hubBase + h);
        var count = candidates.Places(h, isOptimal ? now : long.MaxValue, isOptimal ? ways : ways[..1], values);
        if (count == 0) return isOptimal ? now : long.MaxValue;
        if (isOptimal) found[h] = [.. ways[..count]];
        return values[0];
    }

    private long BestPaired(int h, bool isOptimal, long[] hubBest, List<Way>[] found)
    {
        var ways = new List<Way>();
        candidates.PairedPlaces(h, ways);
        var now = simplex.ToRoot(hubBase + h);
        var best = isOptimal ? now : long.MaxValue;
        if (index.KindOfRule(grouping.HubRule[h]) == Pairing.Preferred && hubBest[grouping.HubHome[h]] != long.MaxValue)
            best = Math.Min(best, hubBest[grouping.HubHome[h]] + index.Problem.Settings.PairingMiss);
        foreach (var way in ways) best = Math.Min(best, way.Cost + simplex.ToRoot(way.Node));
        if (!isOptimal) return best;
        ways.RemoveAll(w => w.Cost + simplex.ToRoot(w.Node) >= now);
        if (ways.Count > PerRound)
        {
            ways.Sort((a, b) => (a.Cost + simplex.ToRoot(a.Node)).CompareTo(b.Cost + simplex.ToRoot(b.Node)));
            ways.RemoveRange(PerRound, ways.Count - PerRound);
        }

        found[h] = ways;
        return best;
    }

    private long BestSlot(int e, bool isOptimal, List<Way>[] slotWays)
    {
        const int most = 3;
        Span<Way> ways = stackalloc Way[most];
        Span<long> values = stackalloc long[most];
        var now = simplex.ToRoot(sharedBase + e);
        var count = candidates.Slots(shared[e].Kind, shared[e].Home, isOptimal ? now : long.MaxValue, isOptimal ? ways : ways[..1], values);
        if (count == 0) return isOptimal ? now : long.MaxValue;
        if (isOptimal) slotWays[e] = [.. ways[..count]];
        return values[0];
    }

    /// <summary>Least cost of a class over what it can reach by its hub, its shared ways and its own; paired slots come in addition.</summary>
    private long BestOfClass(int c, long[] hubBest, long[] slotBest)
    {
        var best = long.MaxValue;
        foreach (var way in ownWays[c]) best = Math.Min(best, way.Cost + simplex.ToRoot(way.Node));
        var hub = grouping.HubOf[c];
        if (hub < 0) return best;
        var surcharge = grouping.Surcharge(c);
        if (hubBest[hub] != long.MaxValue) best = Math.Min(best, hubBest[hub] + surcharge);
        var rule = index.KindOfRule(grouping.HubRule[hub]);
        if (rule == Pairing.Hard) return best;
        var miss = rule == Pairing.Preferred ? index.Problem.Settings.PairingMiss : 0;
        foreach (var kind in grouping.KindsOf(c))
        {
            var value = slotBest[sharedOf[(grouping.HubHome[hub], kind)]];
            if (value != long.MaxValue) best = Math.Min(best, value + surcharge + miss);
        }

        return best;
    }

    /// <summary>Brings the seats and wants in the streets of a hub's rule into the best of its classes; returns the arcs that improve.</summary>
    private List<(int Class, Way Way)> BestPairedSlots(int h)
    {
        var improving = new List<(int Class, Way Way)>();
        var slots = new List<(Way Way, int Kind)>();
        candidates.PairedSlots(h, slots);
        var best = new Dictionary<int, Way>();
        foreach (var (way, kind) in slots)
        {
            if (!best.TryGetValue(kind, out var other) || way.Cost + simplex.ToRoot(way.Node) < other.Cost + simplex.ToRoot(other.Node))
                best[kind] = way;
        }

        if (best.Count == 0) return improving;
        foreach (var c in grouping.ClassesOfHub[h])
        {
            var now = simplex.ToRoot(nodeOfClass[c]);
            foreach (var kind in grouping.KindsOf(c))
            {
                if (!best.TryGetValue(kind, out var way)) continue;
                var cost = way.Cost + grouping.Surcharge(c);
                var value = cost + simplex.ToRoot(way.Node);
                Best[c] = Math.Min(Best[c], value);
                if (value < now) improving.Add((c, new Way(way.Node, cost)));
            }
        }

        return improving;
    }
}
