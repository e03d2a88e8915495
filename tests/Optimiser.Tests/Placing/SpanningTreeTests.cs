using Muster.Optimiser.Placing.Flow;

namespace Muster.Optimiser.Tests.Placing;

public sealed unsafe class SpanningTreeTests
{
    [Fact]
    public void Prices_after_random_moves_are_those_of_a_tree_built_anew()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var nodes = random.Next(2, 60);
            // Arc n is the arc that node n was first hung by; moves bring new ones.
            var costs = Enumerable.Range(0, nodes + 500).Select(_ => (long)random.Next(-1000, 1000)).ToArray();
            var tree = new SpanningTree(nodes);
            for (var n = 0; n < nodes; n++) tree.Node[n].Hang(n == 0 ? nodes : random.Next(4) == 0 ? nodes : random.Next(n), n, 0, random.Next(2) == 0);
            tree.Settle(n => costs[tree.Node[n].Arc]);
            for (var move = 0; move < 300; move++)
            {
                var inner = random.Next(nodes);
                var leaving = inner;
                while (tree.Node[leaving].Parent != nodes && random.Next(3) > 0) leaving = tree.Node[leaving].Parent;
                var outer = random.Next(nodes + 1);
                if (IsBelow(tree, outer, leaving)) continue;
                var arc = nodes + move;
                var isUp = random.Next(2) == 0;
                var wanted = tree.Price(outer) + (isUp ? -costs[arc] : costs[arc]);
                tree.Move(leaving, inner, outer, tree.Join(leaving, outer), arc, 0, isUp, wanted - tree.Price(inner));
                if (random.Next(20) == 0) tree.Straighten();
                AssertConsistent(tree, nodes, costs);
            }
        }
    }

    private static bool IsBelow(SpanningTree tree, int node, int top)
    {
        for (var u = node; u >= 0; u = tree.Node[u].Parent)
        {
            if (u == top) return true;
        }

        return false;
    }

    private static void AssertConsistent(SpanningTree tree, int nodes, long[] costs)
    {
        var fresh = new SpanningTree(nodes);
        for (var n = 0; n < nodes; n++) fresh.Node[n].Hang(tree.Node[n].Parent, tree.Node[n].Arc, 0, tree.Node[n].IsUp);
        fresh.Settle(n => costs[tree.Node[n].Arc]);
        for (var n = 0; n < nodes; n++) Assert.Equal(fresh.Price(n) - fresh.Price(nodes), tree.Price(n) - tree.Price(nodes));
        for (var n = 0; n <= nodes; n++) Assert.Equal(fresh.Node[n].Size, tree.Node[n].Size);
    }
}
