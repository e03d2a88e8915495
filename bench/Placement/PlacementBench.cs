using System.Globalization;
using System.Text.Json.Nodes;

namespace Muster.Bench.Placement;

/// <summary>
/// Our flow of a province's placement beside LEMON's network simplex on the arcs ours ends with, in one run, in turns. Ours
/// counts everything from grouped people on, the peer the solve alone; memory is of the whole process, ours with the problem.
/// </summary>
internal static class PlacementBench
{
    public static int Compare(int province, int people, long seed, int runs, bool json)
    {
        var arcs = Path.Combine("artifacts", "bench", $"placement-{province}-{people}-{seed}.min");
        var ours = new List<Run>();
        var peer = new List<Run>();
        var self = typeof(PlacementBench).Assembly.Location;
        for (var run = 1; run <= runs; run++)
        {
            ours.Add(Run.Of("dotnet", self, "own", Text(province), Text(people), Text(seed), arcs));
            peer.Add(Run.Of(Path.Combine("artifacts", "bench", "lemon-peer"), arcs));
            Console.Error.WriteLine($"bench: run {run}: ours {ours[^1].Cpu:0.00} s CPU, peer {peer[^1].Cpu:0.00} s CPU");
        }

        var (us, them) = (Run.Median(ours), Run.Median(peer));
        var sameCost = us.Cost == them.Cost && us.Arcs == them.Arcs;
        var (cpu, seconds, memory) = (us.Cpu / them.Cpu, us.Seconds / them.Seconds, us.MemoryMiB / them.MemoryMiB);
        if (json)
        {
            Console.WriteLine(new JsonObject
            {
                ["ours"] = us.ToJson(),
                ["peer"] = them.ToJson(),
                ["arcs"] = us.Arcs,
                ["sameCost"] = sameCost,
                ["ratio"] = new JsonObject
                {
                    ["cpu"] = Math.Round(cpu, 3),
                    ["seconds"] = Math.Round(seconds, 3),
                    ["memory"] = Math.Round(memory, 3),
                },
            }.ToJsonString());
        }
        else
        {
            Console.WriteLine($"{us.Arcs} arcs, {(sameCost ? "the same cost" : "DIFFERENT COSTS")}");
            Console.WriteLine($"ours  {us.Cpu:0.00} s CPU  {us.Seconds:0.00} s  {us.MemoryMiB:0} MiB");
            Console.WriteLine($"LEMON {them.Cpu:0.00} s CPU  {them.Seconds:0.00} s  {them.MemoryMiB:0} MiB");
            Console.WriteLine($"ratio {cpu:0.00} CPU  {seconds:0.00} time  {memory:0.00} memory");
        }

        return sameCost ? 0 : 1;

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
