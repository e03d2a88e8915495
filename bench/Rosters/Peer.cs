using System.Diagnostics;
using System.Globalization;
using Muster.Optimiser.Checking;
using Muster.Optimiser.Rostering;

namespace Muster.Bench.Rosters;

/// <summary>Other programs on the same integer program in the same time. What they find is counted by our checker, not believed.</summary>
internal static class Peer
{
    /// <summary>CBC of Debian on both cores. Null: no roster found.</summary>
    public static long? Cbc(RosterProblem problem, string program, double seconds)
    {
        var found = program + ".cbc";
        File.Delete(found);
        Run("cbc", Math.Ceiling(seconds) + 120, program, "-timeMode", "elapsed", "-sec", Text(seconds), "-threads", "2", "-solve", "-solution", found);
        // The first line says how it ended; without a solution the rest is the relaxation, which the checker or the values refuse.
        return File.Exists(found) && !File.ReadLines(found).First().Contains("infeasible", StringComparison.OrdinalIgnoreCase)
            ? Counted(problem, File.ReadLines(found).Skip(1).Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(f => f is [not "**", _, _, ..]).Select(f => (f[1], double.Parse(f[2], CultureInfo.InvariantCulture))))
            : null;
    }

    /// <summary>HiGHS as WebAssembly (npm highs), one thread. Null: no roster found, or it ran out of its memory.</summary>
    public static long? Highs(RosterProblem problem, string program, double seconds)
    {
        var found = program + ".highs";
        File.Delete(found);
        Run("node", Math.Ceiling(seconds) + 120, Path.Combine("bench", "Rosters", "highs.mjs"), program, found, Text(seconds));
        return File.Exists(found)
            ? Counted(problem, File.ReadLines(found).Select(l => l.Split(' ')).Select(f => (f[0], double.Parse(f[1], CultureInfo.InvariantCulture))))
            : null;
    }

    private static long? Counted(RosterProblem problem, IEnumerable<(string Name, double Value)> values)
    {
        var all = values.Where(v => v.Name.StartsWith('x')).ToList();
        if (all.Any(v => Math.Abs(v.Value - Math.Round(v.Value)) > 1e-4)) return null;
        var check = RosterChecker.Check(problem, IntegerProgram.Read(problem, all.Where(v => v.Value > 0.5).Select(v => v.Name)));
        return check.Violations.Count == 0 ? check.Objective : null;
    }

    private static void Run(string program, double atMost, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })
            ?? throw new InvalidOperationException($"{program} did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => { if (line.Data is { Length: > 0 } said) Console.Error.WriteLine($"{program}: {said}"); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(TimeSpan.FromSeconds(atMost))) process.Kill(entireProcessTree: true);
    }

    private static string Text(double seconds) => seconds.ToString(CultureInfo.InvariantCulture);
}
