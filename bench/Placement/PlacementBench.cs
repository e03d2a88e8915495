using System.Text.Json.Nodes;
using Muster.Optimiser.Placing.Flow;
using Muster.Rehearsal;
using Muster.Territory.Register;

namespace Muster.Bench.Placement;

/// <summary>Our network simplex beside LEMON's on the arcs of a province's placement, in one run, in turns.</summary>
internal static class PlacementBench
{
    public static int Compare(int province, int people, long seed, int runs, bool json)
    {
        var arcs = Path.Combine("artifacts", "bench", $"placement-{province}-{people}-{seed}.min");
        Console.Error.WriteLine($"bench: making the arcs of {people} people in province {province}");
        MakeArcs(province, people, seed, arcs);
        var ours = new List<Run>();
        var peer = new List<Run>();
        var self = typeof(PlacementBench).Assembly.Location;
        for (var run = 1; run <= runs; run++)
        {
            ours.Add(Run.Of("dotnet", self, "own", arcs));
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
    }

    private static void MakeArcs(int province, int people, long seed, string path)
    {
        var problem = ProvinceSample.Make(NationalRegister.Embedded.Load(province), people, seed);
        var index = new ProblemIndex(problem);
        var grouping = new Grouping(index, new bool[problem.People.Length]);
        var network = new Network(index, grouping);
        network.Solve(long.MaxValue, () => false, (round, added) =>
            Console.Error.WriteLine($"bench: pricing round {round}: {added} arcs added, {network.Arcs} in all"));
        ArcsFile.Write(path, network, grouping);
    }
}
