using System.Globalization;
using Muster.Optimiser.Placing;
using Muster.Optimiser.Placing.Flow;

namespace Muster.Bench.Placement;

/// <summary>
/// The final flow network of a placement as a DIMACS minimum-cost-flow file, for both programs to solve. The pairs
/// (tiers above, cost) become one number, high × <see cref="HighUnit"/> + low; convex arcs become parallel arcs. Comment
/// lines carry what the pairs and convex arcs were: another program does not need them.
/// </summary>
internal static class ArcsFile
{
    /// <summary>More than the low parts along any cycle can add up to, and small enough that sums of costs fit 64 bits.</summary>
    public const long HighUnit = 1L << 31;

    public static void Write(string path, Network network, Grouping grouping)
    {
        var rises = network.Ends.Rises(network.Nodes);
        var segments = network.Ends.Segments();
        var people = grouping.Supply.Sum();
        var arcs = network.Arcs + rises.Sum(rise => rise.Count);
        using var file = new StreamWriter(path) { NewLine = "\n" };
        file.WriteLine($"c ends {network.Ends.Count}");
        file.WriteLine($"p min {network.Nodes + 1} {arcs}");
        for (var g = 0; g < grouping.Supply.Count; g++) file.WriteLine($"n {network.NodeOf(g) + 1} {grouping.Supply[g]}");
        file.WriteLine($"n {network.Nodes + 1} {-people}");
        for (var n = 0; n < network.Ends.Count; n++)
        {
            for (var s = rises[n].Start; s < rises[n].Start + rises[n].Count; s++)
            {
                var cost = (segments[s].High * HighUnit) + segments[s].Low;
                file.WriteLine($"a {n + 1} {rises[n].Above + 1} 0 {Math.Min(segments[s].Capacity, people)} {cost}");
            }
        }

        foreach (var arc in network.Simplex.FreeArcs) file.WriteLine($"a {arc.From + 1} {arc.To + 1} 0 {people} {arc.Cost}");
    }

    public static ArcsRead Read(string path)
    {
        var read = new ArcsRead();
        using var file = new StreamReader(path);
        while (file.ReadLine() is { } line)
        {
            var at = line.AsSpan(1);
            if (line[0] == 'c') read.Ends = (int)Number(ref at, skipWords: 1);
            if (line[0] == 'p')
            {
                read.Nodes = (int)Number(ref at, skipWords: 1) - 1;
                read.Supply = new int[read.Nodes];
                read.RiseCount = new int[read.Ends];
                read.Above = new int[read.Ends];
            }

            if (line[0] == 'n')
            {
                var node = (int)Number(ref at) - 1;
                if (node < read.Nodes) read.Supply[node] = (int)Number(ref at);
            }

            if (line[0] != 'a') continue;
            var from = (int)Number(ref at) - 1;
            var to = (int)Number(ref at) - 1;
            Number(ref at);
            var capacity = (int)Number(ref at);
            var cost = Number(ref at);
            if (from >= read.Ends)
            {
                read.Free.Add(new FreeArc { From = from, To = to, Cost = (int)cost });
                continue;
            }

            var high = (cost + (HighUnit / 2)) >> 31;
            read.RiseCount[from]++;
            read.Above[from] = to;
            read.Segments.Add(new Segment { High = high, Low = (int)(cost - (high * HighUnit)), Capacity = capacity });
        }

        return read;
    }

    private static long Number(ref ReadOnlySpan<char> line, int skipWords = 0)
    {
        for (; ; skipWords--)
        {
            line = line.TrimStart(' ');
            var end = line.IndexOf(' ');
            var word = end < 0 ? line : line[..end];
            line = end < 0 ? [] : line[end..];
            if (skipWords == 0) return long.Parse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        }
    }
}

/// <summary>An arcs file as our simplex takes it.</summary>
internal sealed class ArcsRead
{
    /// <summary>Nodes without the root, which is the last.</summary>
    public int Nodes { get; set; }

    /// <summary>The first so many nodes have rising arcs only, the others free arcs only.</summary>
    public int Ends { get; set; }
    public int[] Supply { get; set; } = [];
    public int[] RiseCount { get; set; } = [];
    public int[] Above { get; set; } = [];
    public List<Segment> Segments { get; } = [];
    public List<FreeArc> Free { get; } = [];
}
