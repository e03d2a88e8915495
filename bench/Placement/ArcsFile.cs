using Muster.Optimiser.Placing.Flow;

namespace Muster.Bench.Placement;

/// <summary>
/// The final flow network of a placement as a DIMACS minimum-cost-flow file, for another program to solve. The tiers above
/// the cost and the cost are one number (<see cref="CostScale"/>); convex arcs become parallel arcs.
/// </summary>
internal static class ArcsFile
{
    /// <returns>How many arcs there are.</returns>
    public static int Write(string path, Network network, Grouping grouping)
    {
        var rises = network.Ends.Rises(network.Nodes);
        var people = grouping.Supply.Sum();
        var arcs = network.SolvedArcs + rises.Sum(rise => rise.Count);
        using var file = new StreamWriter(path) { NewLine = "\n" };
        file.WriteLine($"p min {network.Nodes + 1} {arcs}");
        foreach (var ofNode in Enumerable.Range(0, grouping.Supply.Count).GroupBy(b => network.NodeOfClass[grouping.ClassOf[b]]))
            file.WriteLine($"n {ofNode.Key + 1} {ofNode.Sum(b => grouping.Supply[b])}");
        file.WriteLine($"n {network.Nodes + 1} {-people}");
        for (var n = 0; n < network.Ends.Count; n++)
        {
            foreach (var segment in network.Ends.SegmentsOf(n))
                file.WriteLine($"a {n + 1} {rises[n].Above + 1} 0 {Math.Min(segment.Capacity, people)} {segment.Cost}");
        }

        var free = network.Simplex.FreeArcs;
        var most = network.Simplex.Capacities;
        for (var k = 0; k < network.SolvedArcs; k++)
            file.WriteLine($"a {free[k].From + 1} {free[k].To + 1} 0 {Math.Min(most[k], people)} {free[k].Cost}");
        return arcs;
    }
}
