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
    public void Build(ReadOnlySpan<int> supply, ReadOnlySpan<int> flow, IEnumerable<int> childrenFirst)
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

        for (var k = order.Length - 1; k >= 0; k--)
        {
            var n = order[k];
            var rise = simplex.Rises[n];
            if (rise.Level < rise.Count && Find(n) != Find(rise.Above)) Link(n, rise.Above, n, 0, true);
        }

        for (var k = 0; k < arcs.Length; k++)
        {
            var isHub = arcs[k].From >= simplex.Rises.Length && simplex.CapacityOfFree(k) == Simplex.Unlimited;
            if (isHub && Find(arcs[k].From) != Find(nodes) && Find(arcs[k].To) != Find(arcs[k].From))
            {
                simplex.SetState(k, 0);
                Link(arcs[k].From, arcs[k].To, nodes + k, 0, true);
            }
        }

        for (var n = 0; n < nodes; n++)
        {
            if (Find(n) != Find(nodes)) Link(n, nodes, Simplex.Artificial + n, 0, true);
        }

        TurnTo(nodes);
        tree.Settle(n => simplex.CostOf(tree.Node[n].Arc));
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
