using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Muster.Optimiser.Placing.Flow;
using Muster.Rehearsal;
using Muster.Territory.Register;

namespace Muster.Bench.Placement;

/// <summary>
/// Our flow of a province's placement in a process of its own: from the groups of people to an optimum over all places,
/// with the flow between neighbourhoods it starts from and all pricing. The peer is given the arcs this ends with.
/// </summary>
internal static class OwnFlow
{
    /// <summary>Writes the arcs and prints what <see cref="Run.Of"/> reads.</summary>
    public static int Solve(int province, int people, long seed, string path)
    {
        var problem = ProvinceSample.Make(NationalRegister.Embedded.Load(province), people, seed);
        var index = new ProblemIndex(problem);
        var grouping = new Grouping(index, new bool[problem.People.Length]);
        var cpuBefore = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        var network = new Network(index, grouping);
        var isOptimal = network.Solve(long.MaxValue, () => false, (round, added, _) =>
            Console.Error.WriteLine($"bench: {clock.Elapsed.TotalSeconds:0.0} s, pricing round {round}: {added} arcs added, {network.Pivots} pivots"));
        var seconds = clock.Elapsed.TotalSeconds;
        var cpu = (Environment.CpuUsage.TotalTime - cpuBefore).TotalSeconds;
        var memory = PeakMemoryMiB();
        var arcs = ArcsFile.Write(path, network, grouping);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"program\":\"Muster\",\"optimal\":{(isOptimal ? "true" : "false")},\"cost\":{Cost(network)},\"nodes\":{network.Nodes + 1},\"arcs\":{arcs},\"seconds\":{seconds:0.000},\"cpu\":{cpu:0.000},\"memoryMiB\":{memory:0.0}}}"));
        return isOptimal && network.Simplex.ArtificialFlow() == 0 ? 0 : 1;
    }

    private static BigInteger Cost(Network network)
    {
        var sum = BigInteger.Zero;
        for (var n = 0; n < network.Ends.Count; n++)
        {
            var flow = network.Simplex.RiseFlow(n);
            foreach (var segment in network.Ends.SegmentsOf(n))
            {
                var through = Math.Min(flow, segment.Capacity);
                sum += (BigInteger)segment.Cost * through;
                flow -= through;
            }
        }

        var free = network.Simplex.FreeArcs.ToArray();
        network.Simplex.EachFreeFlow((arc, flow) => sum += (BigInteger)free[arc].Cost * flow);
        return sum;
    }

    private static double PeakMemoryMiB()
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', '\t')[^2], CultureInfo.InvariantCulture) / 1024;
    }
}
