using System.Runtime.InteropServices;

namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// The tree of a basis with its prices. Nodes stand in preorder on a ring (the thread), so that a subtree is a
/// run of it: cutting, re-rooting and hanging again relinks a few ends, and shifting prices walks one run (the threaded
/// index of Glover, Karney and Klingman 1979). Leaves, which are most nodes, are not on the ring: each only knows by how
/// much its price differs from that of the node it hangs on, so a shift never touches them. A shift is a walk through
/// memory, so <see cref="Straighten"/> lays the ring out in its own order now and then.
/// </summary>
internal sealed unsafe class SpanningTree
{
    private readonly List<object> kept = [];
    private readonly int count;
    private readonly Bead* ring;
    private readonly Leaf* leafs;
    private readonly int* kids;
    private readonly int* free;
    private int freeCount;
    private int stamps;

    /// <param name="nodes">Nodes without the root, which becomes number <paramref name="nodes"/>.</param>
    public SpanningTree(int nodes)
    {
        Root = nodes;
        count = nodes + 1;
        Node = Pinned<Branch>(count);
        ring = Pinned<Bead>(count);
        kids = Pinned<int>(count);
        free = Pinned<int>(count);
        leafs = Pinned<Leaf>(count);
        for (var n = 0; n < count; n++) Node[n] = new Branch { Parent = -1, Arc = -1 };
    }

    public int Root { get; }

    /// <summary>How each node hangs on the one above it.</summary>
    public Branch* Node { get; }

    /// <summary>Potential; an arc in the tree has reduced cost 0: cost + Price(from) - Price(to).</summary>
    public long Price(int node) => unchecked(ring[leafs[node].At].Price + leafs[node].Beyond);

    /// <summary>The lowest node that is at or above both.</summary>
    public int Join(int u, int v)
    {
        unchecked
        {
            var mine = ++stamps;
            var theirs = ++stamps;
            while (true)
            {
                if (u >= 0)
                {
                    if (Node[u].Stamp == theirs) return u;
                    Node[u].Stamp = mine;
                    if (u == v) return u;
                    u = Node[u].Parent;
                }

                if (v < 0) continue;
                if (Node[v].Stamp == mine) return v;
                Node[v].Stamp = theirs;
                v = Node[v].Parent;
            }
        }
    }

    /// <summary>
    /// Cuts the subtree of <paramref name="leaving"/> off, hangs it by its node <paramref name="inner"/> below
    /// <paramref name="outer"/>, and adds <paramref name="by"/> to its prices.
    /// </summary>
    public void Move(int leaving, int inner, int outer, int join, int arc, int flow, bool isUp, long by)
    {
        unchecked
        {
            var left = Node[leaving].Parent;
            if (kids[outer] == 0) Promote(outer);
            if (kids[leaving] == 0)
            {
                var now = Price(leaving) + by;
                Node[leaving].Hang(outer, arc, flow, isUp);
                leafs[leaving] = new Leaf { At = leafs[outer].At, Beyond = now - ring[leafs[outer].At].Price };
            }
            else
            {
                if (kids[inner] == 0) Promote(inner);
                Hang(leaving, inner, outer, join, arc, flow, isUp);
                Shift(inner, by);
                if (leaving != inner)
                {
                    kids[inner]++;
                    if (--kids[leaving] == 0) Demote(leaving);
                }
            }

            kids[outer]++;
            if (--kids[left] == 0 && left != Root) Demote(left);
        }
    }

    /// <summary>Puts a leaf on the ring, behind the node it hangs on.</summary>
    private void Promote(int node)
    {
        unchecked
        {
            var above = Node[node].Parent;
            var at = free[--freeCount];
            ring[at] = new Bead { Price = Price(node), Of = node };
            leafs[node] = new Leaf { At = at };
            Insert(node, node, above);
            Node[node].Last = node;
            Node[node].Size = 1;
            for (var u = above; u >= 0; u = Node[u].Parent) Node[u].Size++;
        }
    }

    /// <summary>Takes a node without children off the ring.</summary>
    private void Demote(int node)
    {
        unchecked
        {
            var above = Node[node].Parent;
            var at = leafs[node].At;
            Remove(node, node);
            leafs[node] = new Leaf { At = leafs[above].At, Beyond = ring[at].Price - ring[leafs[above].At].Price };
            free[freeCount++] = at;
            Node[node].Size = 0;
            for (var u = above; u >= 0; u = Node[u].Parent) Node[u].Size--;
        }
    }

    /// <summary>Puts a run of the ring that ends at <paramref name="tail"/> behind the node it hangs on.</summary>
    private void Insert(int head, int tail, int above)
    {
        var next = Next(above);
        Follow(above, head);
        Node[head].Back = above;
        Follow(tail, next);
        Node[next].Back = tail;
        for (var u = above; u >= 0 && Node[u].Last == above; u = Node[u].Parent) Node[u].Last = tail;
    }

    /// <summary>Takes the run of a subtree off the ring.</summary>
    private void Remove(int head, int tail)
    {
        var before = Node[head].Back;
        var after = Next(tail);
        Follow(before, after);
        Node[after].Back = before;
        for (var u = Node[head].Parent; u >= 0 && Node[u].Last == tail; u = Node[u].Parent) Node[u].Last = before;
    }

    private void Hang(int leaving, int inner, int outer, int join, int arc, int flow, bool isUp)
    {
        var total = Node[leaving].Size;
        for (var u = Node[leaving].Parent; u != join; u = Node[u].Parent) Node[u].Size -= total;
        for (var u = outer; u != join; u = Node[u].Parent) Node[u].Size += total;
        Remove(leaving, Node[leaving].Last);
        var tail = TurnOver(leaving, inner, outer, arc, flow, isUp, total);
        for (var u = leaving; u != inner; u = Node[u].Parent) Node[u].Last = tail;
        Node[inner].Last = tail;
        Insert(inner, tail, outer);
    }

    /// <summary>Adds to the price of every node at or below <paramref name="top"/>, or takes it from all others if they are fewer.</summary>
    private void Shift(int top, long by)
    {
        unchecked
        {
            var left = Node[top].Size;
            var at = leafs[top].At;
            if (left * 2L > Node[Root].Size)
            {
                at = ring[leafs[Node[top].Last].At].Next;
                left = Node[Root].Size - left;
                by = -by;
            }

            for (; left > 0; left--)
            {
                ring[at].Price += by;
                at = ring[at].Next;
            }
        }
    }

    private int Next(int node) => ring[ring[leafs[node].At].Next].Of;

    private void Follow(int node, int next) => ring[leafs[node].At].Next = leafs[next].At;

    /// <summary>Lays the ring out in its own order, so that a run lies together in memory.</summary>
    public void Straighten()
    {
        var beads = new Bead[count - freeCount];
        var at = leafs[Root].At;
        for (var k = 0; k < beads.Length; k++)
        {
            beads[k] = ring[at];
            at = ring[at].Next;
        }

        for (var k = 0; k < beads.Length; k++)
        {
            ring[k] = beads[k] with { Next = k + 1 < beads.Length ? k + 1 : 0 };
            leafs[beads[k].Of].At = k;
        }

        for (var n = 0; n < Root; n++)
        {
            if (kids[n] == 0) leafs[n].At = leafs[Node[n].Parent].At;
        }

        Release(beads.Length);
    }

    private void Release(int from)
    {
        freeCount = 0;
        for (var at = count - 1; at >= from; at--) free[freeCount++] = at;
    }

    /// <summary>Builds order and prices from parents and arcs.</summary>
    public void Settle(Func<int, long> costOf)
    {
        var first = new int[count];
        var next = new int[count];
        Array.Fill(first, -1);
        for (var n = 0; n < Root; n++)
        {
            next[n] = first[Node[n].Parent];
            first[Node[n].Parent] = n;
            kids[Node[n].Parent]++;
        }

        var stack = new Stack<int>([Root]);
        var order = new List<int>();
        var reached = 1;
        while (stack.TryPop(out var u))
        {
            var at = order.Count;
            ring[at] = new Bead { Of = u, Price = u == Root ? 0 : ring[leafs[Node[u].Parent].At].Price + Beyond(u) };
            leafs[u] = new Leaf { At = at };
            order.Add(u);
            (Node[u].Last, Node[u].Size) = (u, 1);
            for (var c = first[u]; c >= 0; c = next[c])
            {
                reached++;
                if (kids[c] > 0) stack.Push(c);
                else leafs[c] = new Leaf { At = at, Beyond = Beyond(c) };
            }
        }

        if (reached != count) throw new InvalidOperationException("the first tree does not reach every node");
        for (var k = 0; k < order.Count; k++)
        {
            ring[k].Next = (k + 1) % order.Count;
            Node[order[(k + 1) % order.Count]].Back = order[k];
        }

        for (var k = order.Count - 1; k > 0; k--)
        {
            var above = Node[order[k]].Parent;
            Node[above].Size += Node[order[k]].Size;
            // Children come in reverse: the first seen from behind holds the last of all.
            if (Node[above].Last == above) Node[above].Last = Node[order[k]].Last;
        }

        Release(order.Count);

        long Beyond(int node) => Node[node].IsUp ? -costOf(node) : costOf(node);
    }

    public T* Pinned<T>(int length)
        where T : unmanaged
    {
        var array = GC.AllocateArray<T>(Math.Max(length, 1), pinned: true);
        kept.Add(array);
        return (T*)Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);
    }

    /// <summary>Reverses the path from <paramref name="inner"/> up to <paramref name="leaving"/> and puts its runs in the new preorder; returns the last node.</summary>
    private int TurnOver(int leaving, int inner, int outer, int arc, int flow, bool isUp, int total)
    {
        unchecked
        {
            var node = inner;
            var above = outer;
            var under = 0;
            var tail = Node[inner].Last;
            var follow = Next(tail);
            var lastOfNode = tail;
            var backOfNode = Node[inner].Back;
            while (true)
            {
                var old = Node[node];
                Node[node].Hang(above, arc, flow, isUp);
                Node[node].Size = total - under;
                if (node == leaving) return tail;
                under = old.Size;
                (above, arc, flow, isUp) = (node, old.Arc, old.Flow, !old.IsUp);
                var next = old.Parent;
                var (last, back) = (Node[next].Last, Node[next].Back);
                var hasRest = last != lastOfNode;
                var nextFollow = hasRest ? Next(last) : follow;
                Follow(tail, next);
                Node[next].Back = tail;
                if (hasRest)
                {
                    Follow(backOfNode, follow);
                    Node[follow].Back = backOfNode;
                    tail = last;
                }
                else
                {
                    tail = backOfNode;
                }

                (follow, lastOfNode, backOfNode, node) = (nextFollow, last, back, next);
            }
        }
    }

    /// <summary>A node on the ring: its price and which comes after it, side by side because shifts need both.</summary>
    private struct Bead
    {
        public long Price;
        public int Next;
        public int Of;
    }

    /// <summary>From which bead a node's price is counted: its own on the ring, that of the node it hangs on when it is a leaf.</summary>
    private struct Leaf
    {
        public int At;
        public long Beyond;
    }

    /// <summary>One node: what it hangs on, by which arc with what flow, its neighbours on the ring and the end of its run.</summary>
    internal struct Branch
    {
        public int Parent;
        public int Arc;
        public int Flow;
        public int Stamp;
        public int Size;
        public int Back;
        public int Last;

        /// <summary>The arc leads to the node above.</summary>
        public bool IsUp;

        public void Hang(int parent, int arc, int flow, bool isUp) => (Parent, Arc, Flow, IsUp) = (parent, arc, flow, isUp);
    }
}
