namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// Primal network simplex for minimum-cost flow. Two kinds of arc: a rising arc leads from a node to the node above it
/// and has convex cost, given as segments whose cost never falls; a free arc has one cost and perhaps a capacity. A
/// rising arc needs looking at only where its segments meet, so 20 segments cost no more than one. It starts from any
/// flow (<see cref="FirstBasis"/>) and stays strongly feasible, which rules out cycling (Cunningham 1976; the block
/// search follows Grigoriadis 1986).
/// </summary>
/// <remarks>
/// Costs are single numbers; <see cref="CostScale"/> joins the tiers above the cost and the cost into one. Ranges: flows
/// below 2^31 (people); |cost| and sums of costs along a path below 2^60.
/// </remarks>
internal sealed unsafe class Simplex
{
    public const int Unlimited = int.MaxValue;

    /// <summary>Cost of an arc that must not carry flow in the end; more than any path of others.</summary>
    public const long ArtificialCost = 1L << 60;

    /// <summary>Arc numbers: below the number of nodes the rising arc of that node, then free arcs, then artificial ones to the root.</summary>
    internal const int Artificial = 1 << 30;

    /// <summary>The best of a block of arcs enters; with so many blocks, finding it costs about as much as the pivot.</summary>
    private const int Blocks = 4_000;

    /// <summary>The ring is laid out anew whenever these bits of the pivot count are 0.</summary>
    private const long PivotsUntilStraight = (1 << 14) - 1;
    private const long Never = 1L << 62;

    private readonly int nodes;
    private readonly SpanningTree tree;
    private readonly Riser* risers;
    private readonly int riserCount;
    private readonly int* riserOf;
    private readonly Segment[] segments;
    private readonly Rise[] rises;
    private FreeArc* free;
    private int* capacity;
    private sbyte* state;
    private int freeCapacity;
    private int freeCount;
    private int riserAt;
    private int freeAt;
    private bool freeTurn;

    /// <param name="nodes">Nodes without the root, which becomes node number <paramref name="nodes"/>.</param>
    /// <param name="rises">Rising arcs of the first nodes; Count 0 where one has none.</param>
    public Simplex(int nodes, Rise[] rises, Segment[] segments, int freeCapacity)
    {
        this.nodes = nodes;
        this.rises = rises;
        this.segments = segments;
        tree = new SpanningTree(nodes);
        riserOf = tree.Pinned<int>(rises.Length);
        risers = tree.Pinned<Riser>(rises.Length);
        for (var n = 0; n < rises.Length; n++)
        {
            riserOf[n] = -1;
            if (rises[n].Count == 0) continue;
            riserOf[n] = riserCount;
            risers[riserCount++] = new Riser { Node = n, Above = rises[n].Above };
            SetLevel(n, 0);
        }

        Grow(Math.Max(freeCapacity, 16));
    }

    public int Nodes => nodes;
    public int FreeCount => freeCount;
    public ReadOnlySpan<FreeArc> FreeArcs => new(free, freeCount);
    public ReadOnlySpan<int> Capacities => new(capacity, freeCount);
    public long Pivots { get; private set; }

    /// <summary>What one more person at a node costs from there on.</summary>
    public long ToRoot(int node) => tree.Price(nodes) - tree.Price(node);

    internal SpanningTree Tree => tree;
    internal Rise[] Rises => rises;

    public int AddFree(int from, int to, int cost, int most = Unlimited)
    {
        if (freeCount == freeCapacity) Grow(freeCount + (freeCount / 2));
        free[freeCount] = new FreeArc { From = from, To = to, Cost = cost };
        capacity[freeCount] = most;
        state[freeCount] = 1;
        return freeCount++;
    }

    /// <summary>Pivots until no arc improves, the pivots are used up, or <paramref name="stop"/> says so. True when optimal.</summary>
    public bool Run(long mostPivots, Func<bool> stop)
    {
        var block = Math.Max(16, (freeCount + riserCount) / Blocks);
        while (true)
        {
            if ((Pivots & 1023) == 1023 && stop()) return false;
            if ((Pivots & PivotsUntilStraight) == 0) tree.Straighten();
            if (Pivots >= mostPivots) return false;
            if (!FindEntering(block, out var arc, out var isForward, out var reduced)) return true;
            Pivots++;
            Pivot(arc, isForward, reduced);
        }
    }

    /// <summary>Total flow on the rising arc of a node.</summary>
    public int RiseFlow(int node)
    {
        var flow = 0;
        ref var r = ref rises[node];
        for (var l = 0; l < r.Level; l++) flow += segments[r.Start + l].Capacity;
        if (tree.Node[node].Arc == node) flow += tree.Node[node].Flow;
        else if (r.Above >= 0 && tree.Node[r.Above].Arc == node) flow += tree.Node[r.Above].Flow;
        return flow;
    }

    /// <summary>Calls back for each free arc that carries flow.</summary>
    public void EachFreeFlow(Action<int, int> arcAndFlow)
    {
        for (var n = 0; n < nodes; n++)
        {
            var arc = tree.Node[n].Arc;
            if (arc >= nodes && arc < Artificial && tree.Node[n].Flow > 0) arcAndFlow(arc - nodes, tree.Node[n].Flow);
        }

        for (var k = 0; k < freeCount; k++)
        {
            if (state[k] < 0) arcAndFlow(k, capacity[k]);
        }
    }

    /// <summary>People on artificial arcs: more than 0 means that no feasible flow was found.</summary>
    public long ArtificialFlow()
    {
        long flow = 0;
        for (var n = 0; n < nodes; n++)
        {
            if (tree.Node[n].Arc >= Artificial) flow += tree.Node[n].Flow;
        }

        return flow;
    }

    internal long CostOf(int arc)
    {
        if (arc >= Artificial) return ArtificialCost;
        return arc >= nodes ? free[arc - nodes].Cost : segments[rises[arc].Start + rises[arc].Level].Cost;
    }

    /// <summary>How much the arc (its present segment) can carry.</summary>
    internal int CapacityOf(int arc)
    {
        if (arc >= Artificial) return Unlimited;
        return arc >= nodes ? capacity[arc - nodes] : segments[rises[arc].Start + rises[arc].Level].Capacity;
    }

    internal void SetLevel(int node, int level)
    {
        ref var r = ref rises[node];
        r.Level = level;
        ref var riser = ref risers[riserOf[node]];
        riser.Up = level < r.Count ? segments[r.Start + level].Cost : Never;
        riser.Down = level > 0 ? segments[r.Start + level - 1].Cost : -Never;
    }

    internal int CapacityOfSegment(int node, int level) => segments[rises[node].Start + level].Capacity;

    internal long CostOfSegment(int node, int level) => segments[rises[node].Start + level].Cost;

    internal int StateOf(int arc) => state[arc];

    internal int CapacityOfFree(int arc) => capacity[arc];

    /// <summary>1: out of the tree without flow; 0: in the tree; -1: out of the tree and full.</summary>
    internal void SetState(int arc, sbyte value) => state[arc] = value;

    private bool FindEntering(int block, out int arc, out bool isForward, out long reduced)
    {
        unchecked
        {
            long best = 0;
            arc = -1;
            isForward = true;
            var untouched = freeCount + riserCount;
            var left = block;
            while (untouched > 0)
            {
                if (freeTurn)
                {
                    var end = Math.Min(freeCount, freeAt + Math.Min(left, untouched));
                    var k = freeAt;
                    for (; k < end; k++)
                    {
                        var c = state[k] * (free[k].Cost + tree.Price(free[k].From) - tree.Price(free[k].To));
                        if (c >= best) continue;
                        best = c;
                        arc = nodes + k;
                    }

                    left -= k - freeAt;
                    untouched -= k - freeAt;
                    freeAt = k;
                    if (freeAt == freeCount)
                    {
                        freeAt = 0;
                        freeTurn = false;
                    }
                }
                else
                {
                    var end = Math.Min(riserCount, riserAt + Math.Min(left, untouched));
                    var k = riserAt;
                    for (; k < end; k++)
                    {
                        ref var r = ref risers[k];
                        var gap = tree.Price(r.Node) - tree.Price(r.Above);
                        if (r.Up + gap < best)
                        {
                            (best, arc, isForward) = (r.Up + gap, r.Node, true);
                        }
                        else if (-(r.Down + gap) < best)
                        {
                            (best, arc, isForward) = (-(r.Down + gap), r.Node, false);
                        }
                    }

                    left -= k - riserAt;
                    untouched -= k - riserAt;
                    riserAt = k;
                    if (riserAt == riserCount)
                    {
                        riserAt = 0;
                        freeTurn = freeCount > 0;
                    }
                }

                if (left > 0) continue;
                if (arc >= 0) break;
                left = block;
            }

            reduced = best;
            if (arc >= nodes) isForward = state[arc - nodes] > 0;
            return arc >= 0;
        }
    }

    /// <summary>Pushes along the arc (against it when it is full) and round through the tree; <paramref name="reduced"/> is negative that way.</summary>
    private void Pivot(int arc, bool isForward, long reduced)
    {
        unchecked
        {
            var isRise = arc < nodes;
            if (isRise && !isForward) SetLevel(arc, rises[arc].Level - 1);
            var (from, to) = isRise ? (arc, rises[arc].Above) : (free[arc - nodes].From, free[arc - nodes].To);
            var (first, second) = isForward ? (from, to) : (to, from);
            var most = CapacityOf(arc);
            var join = tree.Join(first, second);
            var delta = most;
            var leaving = -1;
            var onFirstSide = false;
            int u;
            for (u = first; u != join; u = tree.Node[u].Parent)
            {
                var room = tree.Node[u].IsUp ? tree.Node[u].Flow : Room(u);
                if (room < delta) (delta, leaving, onFirstSide) = (room, u, true);
            }

            for (u = second; u != join; u = tree.Node[u].Parent)
            {
                var room = tree.Node[u].IsUp ? Room(u) : tree.Node[u].Flow;
                if (room <= delta && room != Unlimited) (delta, leaving, onFirstSide) = (room, u, false);
            }

            if (delta == Unlimited) throw new InvalidOperationException("flow without end");
            if (delta > 0)
            {
                for (u = first; u != join; u = tree.Node[u].Parent) tree.Node[u].Flow += tree.Node[u].IsUp ? -delta : delta;
                for (u = second; u != join; u = tree.Node[u].Parent) tree.Node[u].Flow += tree.Node[u].IsUp ? delta : -delta;
            }

            if (leaving < 0)
            {
                // The entering arc itself is the narrowest: it goes from one bound to the other.
                if (!isRise) state[arc - nodes] = (sbyte)-state[arc - nodes];
                else if (isForward) SetLevel(arc, rises[arc].Level + 1);
                return;
            }

            Retire(tree.Node[leaving].Arc, tree.Node[leaving].Flow);
            if (!isRise) state[arc - nodes] = 0;
            var flow = isForward ? delta : most - delta;
            var (inner, outer) = onFirstSide ? (first, second) : (second, first);
            tree.Move(leaving, inner, outer, join, arc, flow, onFirstSide == isForward, onFirstSide ? -reduced : reduced);
        }
    }

    /// <summary>Marks an arc that leaves the tree as empty or full.</summary>
    internal void Retire(int arc, int flow)
    {
        if (arc >= Artificial) return;
        if (arc >= nodes) state[arc - nodes] = flow == 0 ? (sbyte)1 : (sbyte)-1;
        else if (flow > 0) SetLevel(arc, rises[arc].Level + 1);
    }

    private int Room(int u)
    {
        var most = CapacityOf(tree.Node[u].Arc);
        return most == Unlimited ? Unlimited : most - tree.Node[u].Flow;
    }

    private void Grow(int to)
    {
        var oldFree = free;
        var oldCapacity = capacity;
        var oldState = state;
        free = tree.Pinned<FreeArc>(to);
        capacity = tree.Pinned<int>(to);
        state = tree.Pinned<sbyte>(to);
        for (var k = 0; k < freeCount; k++)
        {
            free[k] = oldFree[k];
            capacity[k] = oldCapacity[k];
            state[k] = oldState[k];
        }

        freeCapacity = to;
    }

    private struct Riser
    {
        public int Node;
        public int Above;
        public long Up;
        public long Down;
    }
}

/// <summary>The convex arc from a node to the one above it; Level counts the full segments.</summary>
internal struct Rise
{
    public int Above;
    public int Start;
    public int Count;
    public int Level;
}

internal struct Segment
{
    public long Cost;
    public int Capacity;
}

internal struct FreeArc
{
    public int From;
    public int To;
    public int Cost;
}
