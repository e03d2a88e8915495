namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// Turns any flow into a basis of the simplex: arcs strictly between their bounds join into a forest, each circle they
/// close is emptied in its cheaper direction until an arc is at a bound, and what hangs nowhere hangs on an arc that
/// can still carry people upwards. What does not balance stands on artificial arcs, which the simplex then empties.
/// </summary>
internal sealed unsafe class FirstBasis
{
    private readonly Simplex simplex;
    private readonly SpanningTree tree;
    private readonly int nodes;
    private readonly int[] set;
    private readonly int[] setSize;
    private readonly int[] stamp;
    private int stamps;

    public FirstBasis(Simplex simplex)
    {
        this.simplex = simplex;
        tree = simplex.Tree;
        nodes = simplex.Nodes;
        set = new int[nodes + 1];
        setSize = new int[nodes + 1];
        stamp = new int[nodes + 1];
        for (var n = 0; n <= nodes; n++) (set[n], setSize[n]) = (n, 1);
    }

    /// <param name="supply">People per node.</param>
    /// <param name="flow">People per free arc, within its capacity.</param>
    /// <param name="childrenFirst">The nodes that have rising arcs, each before the node above it.</param>
    /// <param name="price">What one more person at a node costs from there on, as far as is known, else 0.</param>
    public void Build(ReadOnlySpan<int> supply, ReadOnlySpan<int> flow, IEnumerable<int> childrenFirst, ReadOnlySpan<long> price)
    {
        var left = new long[nodes + 1];
        for (var n = 0; n < nodes; n++) left[n] = supply[n];
        var arcs = simplex.FreeArcs.ToArray();
        for (var k = 0; k < flow.Length; k++)
        {
            left[arcs[k].From] -= flow[k];
            left[arcs[k].To] += flow[k];
        }

        var order = childrenFirst.ToArray();
        var interior = new List<(int Node, int Flow)>();
        foreach (var n in order) Raise(n, left, interior);
        foreach (var (n, carried) in interior) Add(n, simplex.Rises[n].Above, n, carried);
        for (var n = 0; n < nodes; n++)
        {
            if (left[n] > 0) Add(n, nodes, Simplex.Artificial + n, (int)left[n]);
            else if (left[n] < 0) Add(nodes, n, Simplex.Artificial + n, (int)-left[n]);
        }

        for (var k = 0; k < flow.Length; k++)
        {
            var most = simplex.CapacityOfFree(k);
            if (flow[k] == 0) continue;
            if (flow[k] == most)
            {
                simplex.SetState(k, -1);
                continue;
            }

            simplex.SetState(k, 0);
            Add(arcs[k].From, arcs[k].To, nodes + k, flow[k]);
        }

        Connect(arcs, price);
        for (var n = 0; n < nodes; n++)
        {
            if (Find(n) != Find(nodes)) Link(n, nodes, Simplex.Artificial + n, 0, true);
        }

        TurnTo(nodes);
        tree.Settle(n => simplex.CostOf(tree.Node[n].Arc));
    }

    /// <summary>
    /// Hangs trees on the root's one after another, each on an arc that can still carry people upwards, and always on the
    /// one that goes least against the prices (a search like Dijkstra's over whole trees): most pivots of a first basis
    /// move nobody and only mend prices that its idle arcs brought.
    /// </summary>
    private void Connect(FreeArc[] arcs, ReadOnlySpan<long> price)
    {
        var members = Lists.ByKey(nodes + 1, Enumerable.Range(0, nodes + 1).Select(Find).ToArray());
        var into = Lists.ByKey(nodes + 1, Array.ConvertAll(arcs, a => a.To));
        var outOf = Lists.ByKey(nodes + 1, Enumerable.Range(0, arcs.Length).Select(k => simplex.StateOf(k) < 0 ? arcs[k].From : -1).ToArray());
        var rises = simplex.Rises;
        var below = Lists.Group(nodes + 1, Enumerable.Range(0, rises.Length).Where(n => rises[n].Count > 0), n => rises[n].Above);
        var isReached = new bool[nodes + 1];
        var queue = new PriorityQueue<(int Arc, bool IsForward), long>();
        var known = price.ToArray();
        Reach(Find(nodes), 0);
        while (queue.TryDequeue(out var next, out var far))
        {
            var (arc, isForward) = next;
            var (from, to) = arc < nodes ? (arc, rises[arc].Above) : (arcs[arc - nodes].From, arcs[arc - nodes].To);
            var outside = isForward ? from : to;
            if (isReached[outside]) continue;
            var hanging = Find(outside);
            if (arc < nodes && !isForward) simplex.SetLevel(arc, rises[arc].Level - 1);
            if (arc >= nodes) simplex.SetState(arc - nodes, 0);
            Link(from, to, arc, isForward ? 0 : simplex.CapacityOf(arc), true);
            Reach(hanging, far);
        }

        void Reach(int top, long far)
        {
            foreach (var n in members[top])
            {
                isReached[n] = true;
                foreach (var k in into[n])
                {
                    if (simplex.StateOf(k) > 0 && simplex.CapacityOfFree(k) > 0) Offer(nodes + k, arcs[k].From, n, arcs[k].Cost, true, far);
                }

                foreach (var k in outOf[n]) Offer(nodes + k, arcs[k].To, n, -arcs[k].Cost, false, far);
                foreach (var r in below[n])
                {
                    if (rises[r].Level < rises[r].Count) Offer(r, r, n, simplex.CostOf(r), true, far);
                }

                if (n < rises.Length && rises[n].Count > 0 && rises[n].Level > 0)
                    Offer(n, rises[n].Above, n, -simplex.CostOfSegment(n, rises[n].Level - 1), false, far);
            }
        }

        void Offer(int arc, int outside, int inside, long cost, bool isForward, long far)
        {
            if (isReached[outside]) return;
            queue.Enqueue((arc, isForward), far + Math.Max(0, cost + Known(inside) - Known(outside)));
        }

        long Known(int node) => node == nodes ? 0 : known[node];
    }

    private void Raise(int n, long[] left, List<(int Node, int Flow)> interior)
    {
        var rise = simplex.Rises[n];
        if (rise.Count == 0) return;
        var level = 0;
        var carried = 0;
        while (left[n] > 0 && level < rise.Count)
        {
            var most = simplex.CapacityOfSegment(n, level);
            var take = (int)Math.Min(left[n], most);
            left[n] -= take;
            left[rise.Above] += take;
            if (take < most || most == Simplex.Unlimited)
            {
                carried = take;
                break;
            }

            level++;
        }

        simplex.SetLevel(n, level);
        if (carried > 0) interior.Add((n, carried));
    }

    /// <summary>Adds an arc strictly between its bounds: it joins two trees, or closes a circle.</summary>
    private void Add(int from, int to, int arc, int flow)
    {
        if (Find(from) != Find(to)) Link(from, to, arc, flow, true);
        else Empty(from, to, arc, flow);
    }

    private void Link(int from, int to, int arc, int flow, bool isForward)
    {
        var (a, b) = (Find(from), Find(to));
        var (inner, outer) = setSize[a] <= setSize[b] ? (from, to) : (to, from);
        TurnTo(inner);
        tree.Node[inner].Hang(outer, arc, flow, isForward == (inner == from));
        var (small, large) = setSize[a] <= setSize[b] ? (a, b) : (b, a);
        set[small] = large;
        setSize[large] += setSize[small];
    }

    /// <summary>Pushes round the circle that the arc closes, the way that does not cost more, until something on it is at a bound.</summary>
    private void Empty(int from, int to, int arc, int flow)
    {
        stamps++;
        for (var u = from; u >= 0; u = tree.Node[u].Parent) stamp[u] = stamps;
        var join = to;
        while (stamp[join] != stamps) join = tree.Node[join].Parent;
        var cost = simplex.CostOf(arc);
        for (var u = from; u != join; u = tree.Node[u].Parent) cost += tree.Node[u].IsUp ? -simplex.CostOf(tree.Node[u].Arc) : simplex.CostOf(tree.Node[u].Arc);
        for (var u = to; u != join; u = tree.Node[u].Parent) cost += tree.Node[u].IsUp ? simplex.CostOf(tree.Node[u].Arc) : -simplex.CostOf(tree.Node[u].Arc);
        var isForward = cost < 0;
        var delta = isForward ? Room(arc, flow) : flow;
        var leaving = -1;
        for (var u = from; u != join; u = tree.Node[u].Parent) Narrow(u, tree.Node[u].IsUp != isForward);
        for (var u = to; u != join; u = tree.Node[u].Parent) Narrow(u, tree.Node[u].IsUp == isForward);
        if (delta == Simplex.Unlimited) throw new InvalidOperationException("flow without end");
        var onFromSide = false;
        for (var u = from; u != join; u = tree.Node[u].Parent)
        {
            tree.Node[u].Flow += tree.Node[u].IsUp != isForward ? delta : -delta;
            onFromSide |= u == leaving;
        }

        for (var u = to; u != join; u = tree.Node[u].Parent) tree.Node[u].Flow += tree.Node[u].IsUp == isForward ? delta : -delta;
        flow += isForward ? delta : -delta;
        if (leaving < 0)
        {
            simplex.Retire(arc, flow);
            return;
        }

        simplex.Retire(tree.Node[leaving].Arc, tree.Node[leaving].Flow);
        tree.Node[leaving].Parent = -1;
        var (inner, outer) = onFromSide ? (from, to) : (to, from);
        TurnTo(inner);
        tree.Node[inner].Hang(outer, arc, flow, inner == from);

        void Narrow(int u, bool grows)
        {
            var room = grows ? Room(tree.Node[u].Arc, tree.Node[u].Flow) : tree.Node[u].Flow;
            if (room < delta) (delta, leaving) = (room, u);
        }
    }

    private int Room(int arc, int flow)
    {
        var most = simplex.CapacityOf(arc);
        return most == Simplex.Unlimited ? Simplex.Unlimited : most - flow;
    }

    /// <summary>Makes the node the root of its tree.</summary>
    private void TurnTo(int node)
    {
        var (above, arc, flow, isUp) = (-1, -1, 0, false);
        while (node >= 0)
        {
            var old = tree.Node[node];
            tree.Node[node].Hang(above, arc, flow, isUp);
            (above, arc, flow, isUp) = (node, old.Arc, old.Flow, !old.IsUp);
            node = old.Parent;
        }
    }

    private int Find(int node)
    {
        while (set[node] != node) node = set[node] = set[set[node]];
        return node;
    }
}
