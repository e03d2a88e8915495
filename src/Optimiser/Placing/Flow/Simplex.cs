namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// Primal network simplex for minimum-cost flow with costs that are pairs (high, low) compared lexicographically.
/// Two kinds of arc: a rising arc leads from a node to the node above it and has convex cost, given as segments whose
/// cost never falls; a free arc has no capacity and high cost 0. A rising arc needs looking at only where its segments
/// meet, so 20 segments cost no more than one. Trees are kept strongly feasible, which rules out cycling
/// (Cunningham 1976; the block search follows Grigoriadis 1986).
/// </summary>
/// <remarks>
/// Ranges: flows below 2^31 (people). |high cost| &lt; 2^45 per arc and at most 2·18 rising arcs on a path, |low cost| &lt;
/// 2^31 per arc and at most 2^21 nodes on a path: every potential stays below 2^53, so plain 64-bit sums cannot overflow.
/// </remarks>
internal sealed unsafe class Simplex
{
    /// <summary>Arc number of the artificial arc of node 0; it leads to the root and costs more than anything.</summary>
    private const int Artificial = 1 << 30;
    private const long ArtificialHigh = 1L << 50;
    public const int Unlimited = int.MaxValue;

    private readonly int nodes;
    private readonly int root;
    private readonly Branch[] treeArray;
    private readonly Branch* tree;
    private readonly Price[] priceArray;
    private readonly Price* price;
    private readonly Rise[] riseArray;
    private readonly Rise* rise;
    private readonly Segment[] segmentArray;
    private readonly Segment* segments;
    private readonly int[] riserArray;
    private readonly int* risers;
    private readonly int riserCount;
    private FreeArc[] freeArray;
    private FreeArc* free;
    private int freeCount;
    private int riserAt;
    private int freeAt;
    private bool freeTurn;

    /// <param name="nodes">Nodes without the root, which becomes node number <paramref name="nodes"/>.</param>
    /// <param name="rises">Per node its rising arc; Count 0 where it has none.</param>
    public Simplex(int nodes, Rise[] rises, Segment[] segments, int freeCapacity)
    {
        this.nodes = nodes;
        root = nodes;
        treeArray = Pinned<Branch>(nodes + 1, out tree);
        priceArray = Pinned<Price>(nodes + 1, out price);
        riseArray = Pinned<Rise>(nodes + 1, out rise);
        rises.AsSpan().CopyTo(riseArray);
        segmentArray = Pinned<Segment>(segments.Length, out this.segments);
        segments.AsSpan().CopyTo(segmentArray);
        riserArray = Pinned<int>(nodes, out risers);
        for (var n = 0; n < nodes; n++)
        {
            if (rise[n].Count > 0) risers[riserCount++] = n;
        }

        freeArray = Pinned<FreeArc>(Math.Max(freeCapacity, 16), out free);
        for (var n = 0; n <= nodes; n++) tree[n] = new Branch { Parent = -1, First = -1, Next = -1, Prev = -1, Arc = -1 };
    }

    public int FreeCount => freeCount;
    public ReadOnlySpan<FreeArc> FreeArcs => freeArray.AsSpan(0, freeCount);
    public long Pivots { get; private set; }

    /// <summary>Sum over all flow of cost, from the potentials' point of view relative to the root: see <see cref="ToRoot"/>.</summary>
    public Price ToRoot(int node) => new(price[root].High - price[node].High, price[root].Low - price[node].Low);

    public int AddFree(int from, int to, int cost)
    {
        if (freeCount == freeArray.Length)
        {
            var larger = Pinned<FreeArc>(freeCount + (freeCount / 2), out var pointer);
            freeArray.AsSpan(0, freeCount).CopyTo(larger);
            freeArray = larger;
            free = pointer;
        }

        free[freeCount] = new FreeArc { From = from, To = to, Cost = cost };
        return freeCount++;
    }

    /// <summary>Hangs a node into the first tree by a free arc that leads from it.</summary>
    public void HangFree(int node, int arc, int flow) => Hang(node, free[arc].To, nodes + arc, flow);

    /// <summary>Hangs a node by its rising arc, which already carries <paramref name="flow"/> people in all.</summary>
    public void HangRise(int node, int flow)
    {
        ref var r = ref rise[node];
        r.Level = 0;
        while (r.Level < r.Count && flow >= segments[r.Start + r.Level].Capacity)
        {
            if (segments[r.Start + r.Level].Capacity == Unlimited) break;
            flow -= segments[r.Start + r.Level].Capacity;
            r.Level++;
        }

        if (r.Level == r.Count) Hang(node, root, Artificial + node, flow);
        else Hang(node, r.Above, node, flow);
    }

    /// <summary>Hangs a node below the start of a free arc that leads to it and carries flow; its rising arc, if any, is full so far.</summary>
    public void HangBelow(int node, int arc, int flow, int arrived)
    {
        ref var r = ref rise[node];
        for (r.Level = 0; arrived > 0 && r.Level < r.Count; r.Level++) arrived -= segments[r.Start + r.Level].Capacity;
        if (arrived != 0) throw new InvalidOperationException("only a node at the end of a segment can hang below");
        tree[node].Arc = nodes + arc;
        tree[node].IsUp = false;
        tree[node].Flow = flow;
        Attach(node, free[arc].From);
    }

    /// <summary>The least flow at which a segment of the node's rising arc ends that is not below <paramref name="flow"/>.</summary>
    public int SegmentEnd(int node, double flow)
    {
        long sum = 0;
        for (var l = 0; l < rise[node].Count && sum < flow; l++)
        {
            if (segments[rise[node].Start + l].Capacity == Unlimited) break;
            sum += segments[rise[node].Start + l].Capacity;
        }

        return (int)sum;
    }

    /// <summary>Hangs a node that no arc of its own can carry; it can take no flow.</summary>
    public void HangArtificial(int node) => Hang(node, root, Artificial + node, 0);

    /// <summary>Call once all nodes hang.</summary>
    public void Settle()
    {
        var order = new int[nodes + 1];
        var count = 0;
        order[count++] = root;
        tree[root].Size = 1;
        for (var i = 0; i < count; i++)
        {
            var u = order[i];
            for (var c = tree[u].First; c >= 0; c = tree[c].Next)
            {
                var cost = CostOf(tree[c].Arc);
                price[c] = tree[c].IsUp
                    ? new Price(price[u].High - cost.High, price[u].Low - cost.Low)
                    : new Price(price[u].High + cost.High, price[u].Low + cost.Low);
                tree[c].Size = 1;
                order[count++] = c;
            }
        }

        if (count != nodes + 1) throw new InvalidOperationException("the first tree does not reach every node");
        for (var i = count - 1; i > 0; i--) tree[tree[order[i]].Parent].Size += tree[order[i]].Size;
    }

    /// <summary>Pivots until no arc improves, the pivots are used up, or <paramref name="stop"/> says so. True when optimal.</summary>
    public bool Run(long mostPivots, Func<bool> stop)
    {
        var block = Math.Max(24, (int)(0.02 * Math.Sqrt(freeCount + riserCount)));
        while (true)
        {
            if ((Pivots & 4095) == 4095 && stop()) return false;
            if (Pivots >= mostPivots) return false;
            if (!FindEntering(block, out var arc, out var first, out var second, out var reduced)) return true;
            Pivots++;
            Pivot(arc, first, second, reduced);
        }
    }

    /// <summary>Total flow on the rising arc of a node.</summary>
    public int RiseFlow(int node)
    {
        var flow = 0;
        ref var r = ref rise[node];
        for (var l = 0; l < r.Level; l++) flow += segments[r.Start + l].Capacity;
        if (tree[node].Arc == node) flow += tree[node].Flow;
        else if (r.Above >= 0 && tree[r.Above].Arc == node) flow += tree[r.Above].Flow;
        return flow;
    }

    /// <summary>Calls back for each free arc that carries flow.</summary>
    public void EachFreeFlow(Action<int, int> arcAndFlow)
    {
        for (var n = 0; n < nodes; n++)
        {
            var arc = tree[n].Arc;
            if (arc >= nodes && arc < Artificial && tree[n].Flow > 0) arcAndFlow(arc - nodes, tree[n].Flow);
        }
    }

    /// <summary>People on artificial arcs: more than 0 means that no feasible flow was found.</summary>
    public long ArtificialFlow()
    {
        long flow = 0;
        for (var n = 0; n < nodes; n++)
        {
            if (tree[n].Arc >= Artificial) flow += tree[n].Flow;
        }

        return flow;
    }

    private Price CostOf(int arc)
    {
        if (arc >= Artificial) return new Price(ArtificialHigh, 0);
        if (arc >= nodes) return new Price(0, free[arc - nodes].Cost);
        var s = segments[rise[arc].Start + rise[arc].Level];
        return new Price(s.High, s.Low);
    }

    private void Hang(int node, int parent, int arc, int flow)
    {
        tree[node].Arc = arc;
        tree[node].IsUp = true;
        tree[node].Flow = flow;
        Attach(node, parent);
    }

    private bool FindEntering(int block, out int arc, out int first, out int second, out Price reduced)
    {
        unchecked
        {
            long bestHigh = 0, bestLow = 0;
            var best = -1;
            var isDown = false;
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
                        var a = free[k];
                        var p = price[a.From];
                        var q = price[a.To];
                        var high = p.High - q.High;
                        if (high > bestHigh) continue;
                        var low = a.Cost + p.Low - q.Low;
                        if (high == bestHigh && low >= bestLow) continue;
                        bestHigh = high;
                        bestLow = low;
                        best = nodes + k;
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
                        var n = risers[k];
                        ref var r = ref rise[n];
                        if (tree[n].Arc == n || tree[r.Above].Arc == n) continue;
                        var gapHigh = price[n].High - price[r.Above].High;
                        var gapLow = price[n].Low - price[r.Above].Low;
                        if (r.Level < r.Count)
                        {
                            ref var s = ref segments[r.Start + r.Level];
                            var high = s.High + gapHigh;
                            var low = s.Low + gapLow;
                            if (high < bestHigh || (high == bestHigh && low < bestLow))
                            {
                                (bestHigh, bestLow, best, isDown) = (high, low, n, false);
                                continue;
                            }
                        }

                        if (r.Level > 0)
                        {
                            ref var s = ref segments[r.Start + r.Level - 1];
                            var high = -s.High - gapHigh;
                            var low = -s.Low - gapLow;
                            if (high < bestHigh || (high == bestHigh && low < bestLow))
                                (bestHigh, bestLow, best, isDown) = (high, low, n, true);
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
                if (best >= 0) break;
                left = block;
            }

            arc = best;
            first = second = -1;
            reduced = new Price(bestHigh, bestLow);
            if (best < 0) return false;
            if (best >= nodes)
            {
                first = free[best - nodes].From;
                second = free[best - nodes].To;
            }
            else
            {
                (first, second) = isDown ? (rise[best].Above, best) : (best, rise[best].Above);
            }

            return true;
        }
    }

    /// <summary>Pushes along first → second and round through the tree; <paramref name="reduced"/> is negative in that direction.</summary>
    private void Pivot(int arc, int first, int second, Price reduced)
    {
        unchecked
        {
            var isRise = arc < nodes;
            var isDown = isRise && second == arc;
            var delta = Unlimited;
            var leaving = -1;
            var onFirstSide = false;
            if (isRise)
            {
                if (isDown) rise[arc].Level--;
                delta = segments[rise[arc].Start + rise[arc].Level].Capacity;
            }

            int u = first, v = second;
            while (u != v)
            {
                if (tree[u].Size < tree[v].Size) u = tree[u].Parent;
                else v = tree[v].Parent;
            }

            var join = u;
            var entered = delta;
            for (u = first; u != join; u = tree[u].Parent)
            {
                var room = tree[u].IsUp ? tree[u].Flow : Room(u);
                if (room < delta) (delta, leaving, onFirstSide) = (room, u, true);
            }

            for (u = second; u != join; u = tree[u].Parent)
            {
                var room = tree[u].IsUp ? Room(u) : tree[u].Flow;
                if (room <= delta && room != Unlimited) (delta, leaving, onFirstSide) = (room, u, false);
            }

            if (delta == Unlimited) throw new InvalidOperationException("flow without end");
            if (delta > 0)
            {
                for (u = first; u != join; u = tree[u].Parent) tree[u].Flow += tree[u].IsUp ? -delta : delta;
                for (u = second; u != join; u = tree[u].Parent) tree[u].Flow += tree[u].IsUp ? delta : -delta;
            }

            if (leaving < 0)
            {
                // The entering segment itself is the narrowest: it goes from one bound to the other.
                if (!isDown) rise[arc].Level++;
                return;
            }

            var out_ = tree[leaving].Arc;
            if (out_ < nodes && tree[leaving].Flow == segments[rise[out_].Start + rise[out_].Level].Capacity) rise[out_].Level++;
            var flow = isDown ? entered - delta : delta;
            Reroot(arc, flow, leaving, onFirstSide ? first : second, onFirstSide ? second : first, join, onFirstSide, isDown);
            var shift = onFirstSide
                ? new Price(-reduced.High, -reduced.Low)
                : reduced;
            Shift(onFirstSide ? first : second, shift);
        }
    }

    private int Room(int u)
    {
        var arc = tree[u].Arc;
        if (arc >= nodes) return Unlimited;
        var capacity = segments[rise[arc].Start + rise[arc].Level].Capacity;
        return capacity == Unlimited ? Unlimited : capacity - tree[u].Flow;
    }

    /// <summary>Cuts the subtree of <paramref name="leaving"/> off and hangs it by node <paramref name="inner"/> below <paramref name="outer"/>.</summary>
    private void Reroot(int arc, int flow, int leaving, int inner, int outer, int join, bool onFirstSide, bool isDown)
    {
        unchecked
        {
            var total = tree[leaving].Size;
            for (var u = tree[leaving].Parent; u != join; u = tree[u].Parent) tree[u].Size -= total;
            for (var u = outer; u != join; u = tree[u].Parent) tree[u].Size += total;

            var node = inner;
            var newParent = outer;
            var newArc = arc;
            var newFlow = flow;
            var newUp = onFirstSide != isDown;
            var below = 0;
            while (true)
            {
                ref var b = ref tree[node];
                var (oldParent, oldArc, oldFlow, oldUp, oldSize) = (b.Parent, b.Arc, b.Flow, b.IsUp, b.Size);
                Detach(node);
                b.Arc = newArc;
                b.Flow = newFlow;
                b.IsUp = newUp;
                b.Size = total - below;
                Attach(node, newParent);
                if (node == leaving) return;
                below = oldSize;
                (newParent, newArc, newFlow, newUp) = (node, oldArc, oldFlow, !oldUp);
                node = oldParent;
            }
        }
    }

    private void Shift(int top, Price by)
    {
        unchecked
        {
            if (tree[top].Size * 2L <= nodes)
            {
                ShiftBelow(top, -1, by);
                return;
            }

            ShiftBelow(root, top, new Price(-by.High, -by.Low));
        }
    }

    private void ShiftBelow(int top, int without, Price by)
    {
        unchecked
        {
            var u = top;
            while (true)
            {
                if (u != without)
                {
                    price[u].High += by.High;
                    price[u].Low += by.Low;
                    if (tree[u].First >= 0)
                    {
                        u = tree[u].First;
                        continue;
                    }
                }

                while (u != top && tree[u].Next < 0) u = tree[u].Parent;
                if (u == top) return;
                u = tree[u].Next;
            }
        }
    }

    private void Attach(int node, int parent)
    {
        tree[node].Parent = parent;
        tree[node].Prev = -1;
        var next = tree[parent].First;
        tree[node].Next = next;
        if (next >= 0) tree[next].Prev = node;
        tree[parent].First = node;
    }

    private void Detach(int node)
    {
        var (prev, next) = (tree[node].Prev, tree[node].Next);
        if (prev >= 0) tree[prev].Next = next;
        else tree[tree[node].Parent].First = next;
        if (next >= 0) tree[next].Prev = prev;
    }

    private static T[] Pinned<T>(int length, out T* pointer)
        where T : unmanaged
    {
        var array = GC.AllocateArray<T>(Math.Max(length, 1), pinned: true);
        pointer = (T*)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
        return array;
    }

    /// <summary>How a node hangs on its parent: the arc between them, which way it leads, and its flow.</summary>
    private struct Branch
    {
        public int Parent;
        public int First;
        public int Next;
        public int Prev;
        public int Size;
        public int Arc;
        public int Flow;
        public bool IsUp;
    }
}

/// <summary>A pair of costs or potentials: high first, low when high is equal.</summary>
internal record struct Price(long High, long Low)
{
    public readonly bool IsBelow(Price other) => High < other.High || (High == other.High && Low < other.Low);

    public static Price operator +(Price a, Price b) => new(a.High + b.High, a.Low + b.Low);

    public static Price operator -(Price a, Price b) => new(a.High - b.High, a.Low - b.Low);
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
    public long High;
    public int Low;
    public int Capacity;
}

internal struct FreeArc
{
    public int From;
    public int To;
    public int Cost;
}
