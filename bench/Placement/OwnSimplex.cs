using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using Muster.Optimiser.Placing.Flow;

namespace Muster.Bench.Placement;

/// <summary>Our network simplex on an arcs file, from a first tree of its own, as the peer starts from its own.</summary>
internal static class OwnSimplex
{
    /// <summary>Prints what <see cref="Run.Of"/> reads.</summary>
    public static int Solve(string path)
    {
        var read = ArcsFile.Read(path);
        using var self = Process.GetCurrentProcess();
        var cpuBefore = self.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var simplex = Build(read);
        var isOptimal = simplex.Run(long.MaxValue, () => false);
        var seconds = clock.Elapsed.TotalSeconds;
        self.Refresh();
        var cpu = (self.TotalProcessorTime - cpuBefore).TotalSeconds;
        var arcs = read.Free.Count + read.Segments.Count;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"program\":\"Muster\",\"optimal\":{(isOptimal ? "true" : "false")},\"cost\":{Cost(read, simplex)},\"nodes\":{read.Nodes + 1},\"arcs\":{arcs},\"seconds\":{seconds:0.000},\"cpu\":{cpu:0.000},\"memoryMiB\":{PeakMemoryMiB():0.0}}}"));
        return isOptimal && simplex.ArtificialFlow() == 0 ? 0 : 1;
    }

    private static Simplex Build(ArcsRead read)
    {
        var rises = new Rise[read.Nodes];
        var start = 0;
        for (var n = 0; n < rises.Length; n++)
        {
            rises[n] = n < read.Ends
                ? new Rise { Above = read.Above[n], Start = start, Count = read.RiseCount[n] }
                : new Rise { Above = -1 };
            start += rises[n].Count;
        }

        var simplex = new Simplex(read.Nodes, rises, [.. read.Segments], read.Free.Count);
        var hung = new bool[read.Nodes];
        var arrived = new int[read.Ends];
        foreach (var arc in read.Free)
        {
            var number = simplex.AddFree(arc.From, arc.To, arc.Cost);
            // People start at the first end their node leads to; a hub, which has none of its own, just hangs.
            if (hung[arc.From] || arc.To >= read.Ends) continue;
            hung[arc.From] = true;
            simplex.HangFree(arc.From, number, read.Supply[arc.From]);
            arrived[arc.To] += read.Supply[arc.From];
        }

        for (var n = read.Ends; n < read.Nodes; n++)
        {
            if (!hung[n]) simplex.HangArtificial(n);
        }

        foreach (var n in Enumerable.Range(0, read.Ends).OrderByDescending(n => Depth(read, n)))
        {
            if (read.Above[n] < read.Ends) arrived[read.Above[n]] += arrived[n];
        }

        for (var n = 0; n < read.Ends; n++) simplex.HangRise(n, arrived[n]);
        simplex.Settle();
        return simplex;
    }

    private static int Depth(ArcsRead read, int node)
    {
        var depth = 0;
        for (; node < read.Ends; node = read.Above[node]) depth++;
        return depth;
    }

    private static BigInteger Cost(ArcsRead read, Simplex simplex)
    {
        var sum = BigInteger.Zero;
        var start = 0;
        for (var n = 0; n < read.Ends; n++)
        {
            var flow = simplex.RiseFlow(n);
            for (var s = start; s < start + read.RiseCount[n] && flow > 0; s++)
            {
                var segment = read.Segments[s];
                var through = Math.Min(flow, segment.Capacity);
                sum += (((BigInteger)segment.High * ArcsFile.HighUnit) + segment.Low) * through;
                flow -= through;
            }

            start += read.RiseCount[n];
        }

        simplex.EachFreeFlow((arc, flow) => sum += (BigInteger)read.Free[arc].Cost * flow);
        return sum;
    }

    private static double PeakMemoryMiB()
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', '\t')[^2], CultureInfo.InvariantCulture) / 1024;
    }
}
