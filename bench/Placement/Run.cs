using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace Muster.Bench.Placement;

/// <summary>One solve of the arcs file in a process of its own, as the process itself reported it.</summary>
/// <param name="Cost">Total cost of the flow, in the file's units.</param>
/// <param name="Arcs">Arcs solved over.</param>
/// <param name="Seconds">Wall time of the solve alone, reading apart.</param>
/// <param name="Cpu">Processor seconds of the solve alone, every thread counted.</param>
/// <param name="MemoryMiB">Peak resident memory of the whole process (VmHWM).</param>
internal sealed record Run(BigInteger Cost, long Arcs, double Seconds, double Cpu, double MemoryMiB)
{
    /// <summary>Starts a program and reads the last line of its standard output.</summary>
    /// <exception cref="InvalidOperationException">The program failed or printed no result.</exception>
    public static Run Of(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)
            ?? throw new InvalidOperationException($"{program} did not start.");
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        if (process.ExitCode != 0 || lines.Length == 0 || JsonNode.Parse(lines[^1]) is not { } result)
        {
            throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {string.Join(' ', lines)}");
        }

        return new Run(
            BigInteger.Parse(result["cost"]!.ToJsonString(), CultureInfo.InvariantCulture),
            (long)result["arcs"]!,
            (double)result["seconds"]!,
            (double)result["cpu"]!,
            (double)result["memoryMiB"]!);
    }

    /// <summary>The median of each measure by itself; all runs are on the same arcs and must agree on the cost.</summary>
    public static Run Median(IReadOnlyList<Run> runs)
    {
        if (runs.Select(run => (run.Cost, run.Arcs)).Distinct().Count() != 1)
        {
            throw new InvalidOperationException("Runs on the same arcs disagree on the cost.");
        }

        return runs[0] with
        {
            Seconds = Middle(runs.Select(run => run.Seconds)),
            Cpu = Middle(runs.Select(run => run.Cpu)),
            MemoryMiB = Middle(runs.Select(run => run.MemoryMiB)),
        };
    }

    /// <summary>As the result names it; the cost is a number of any length.</summary>
    public JsonObject ToJson() => new()
    {
        ["cost"] = JsonNode.Parse(Cost.ToString(CultureInfo.InvariantCulture)),
        ["seconds"] = Seconds,
        ["cpu"] = Cpu,
        ["memoryMiB"] = MemoryMiB,
    };

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
