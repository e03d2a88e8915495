using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Muster.Optimiser.Checking;
using Muster.Optimiser.Rostering;
using Muster.Optimiser.Rostering.Nrp;

namespace Muster.Bench.Rosters;

/// <summary>
/// Our rosters beside those of HiGHS and CBC in the same time, on instances of the Curtois-Qu set; and, without peers, on problem files that <c>muster roster problem</c> wrote:
/// how near their best each is proved to be, and all together.
/// </summary>
internal static class RosterBench
{
    /// <summary>Best known costs, and bounds where they differ, of the set's instances (schedulingbenchmarks.org/nrp and wssuite/NurseScheduler, as gathered in 2026).</summary>
    private static readonly Dictionary<string, long> Best = new()
    {
        ["Instance1"] = 607, ["Instance2"] = 828, ["Instance3"] = 1001, ["Instance4"] = 1716, ["Instance5"] = 1143, ["Instance6"] = 1950, ["Instance7"] = 1056, ["Instance8"] = 1300,
        ["Instance9"] = 439, ["Instance10"] = 4631, ["Instance11"] = 3443, ["Instance12"] = 4040, ["Instance13"] = 1348, ["Instance14"] = 1278, ["Instance15"] = 3829, ["Instance16"] = 3225,
        ["Instance17"] = 5746, ["Instance18"] = 4459, ["Instance19"] = 3149, ["Instance20"] = 4769, ["Instance21"] = 21133, ["Instance24"] = 42463,
    };

    private sealed record Row(string Instance, long? Ours, long? Bound, long? Best, long? Highs, long? Cbc, IReadOnlyList<long?> Seeds, double Share);

    /// <param name="from">A file, or a folder of Instance*.txt or of problem files *.json.</param>
    /// <param name="page">Markdown page to write, or null.</param>
    public static int Run(string from, string? only, double seconds, int seeds, bool peers, string? page, bool json)
    {
        var files = Directory.Exists(from) ? Directory.GetFiles(from, "Instance*.txt").Concat(Directory.GetFiles(from, "*.json")).OrderBy(f => f.Length).ThenBy(f => f, StringComparer.Ordinal).ToArray() : [from];
        if (only is not null) files = [.. files.Where(f => only.Split(',').Contains(Number(Path.GetFileNameWithoutExtension(f))))];
        if (files.Length == 0) throw new FileNotFoundException($"There is no instance in {from}.");
        var rows = new List<Row>();
        foreach (var file in files)
        {
            rows.Add(Of(file, seconds, seeds, peers));
            Console.Error.WriteLine(Said(rows[^1]));
        }

        if (rows.Count > 1 && rows.TrueForAll(r => r is { Ours: not null, Bound: not null, Best: null }))
            Console.Error.WriteLine($"All: ours {rows.Sum(r => r.Ours)}, bound {rows.Sum(r => r.Bound)}, gap {Part(rows.Sum(r => r.Ours), rows.Sum(r => r.Bound))}");
        if (page is not null) File.WriteAllText(page, Page(Table(page, rows, seconds, seeds)));
        if (json) Console.WriteLine(JsonSerializer.Serialize(rows.Select(r => new { r.Instance, r.Ours, r.Bound, r.Best, r.Highs, r.Cbc, r.Seeds, r.Share }), JsonSerializerOptions.Web));
        return rows.TrueForAll(r => r.Ours is not null) ? 0 : 1;
    }

    private static Row Of(string file, double seconds, int seeds, bool peers)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        RosterProblem problem;
        if (Path.GetExtension(file) == ".json")
        {
            using var stream = File.OpenRead(file);
            (problem, peers) = (RosterProblemFile.Read(stream), false);
        }
        else
        {
            using var text = new StreamReader(file);
            problem = NrpFile.Read(text);
        }

        var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var plans = Enumerable.Range(1, seeds).Select(seed => Rosterer.Solve(problem, new RosterOptions(seed, Seconds: seconds))).ToList();
        var share = (Environment.CpuUsage.TotalTime - cpu) / clock.Elapsed / Environment.ProcessorCount;
        // What we state is counted again like theirs.
        var ours = plans.ConvertAll(plan => RosterChecker.Check(problem, plan.Kinds) is { Violations.Count: 0 } check ? (long?)check.Objective : null);
        long? highs = null, cbc = null;
        if (peers)
        {
            var program = Path.Combine("artifacts", "bench", $"{name}.lp");
            using (var writer = new StreamWriter(program)) IntegerProgram.Write(problem, writer);
            (highs, cbc) = (Peer.Highs(problem, program, seconds), Peer.Cbc(problem, program, seconds));
        }

        var bound = plans.Max(p => p.Bound);
        return new Row(name, Median(ours), bound == long.MinValue ? null : bound, Best.TryGetValue(name, out var best) ? best : null, highs, cbc, ours, Math.Round(share, 2));
    }

    /// <summary>The middle one; a seed that found nothing counts as worst.</summary>
    private static long? Median(List<long?> values) => values.OrderBy(v => v ?? long.MaxValue).ElementAt(values.Count / 2);

    private static string Said(Row r) => $"{r.Instance}: ours {Text(r.Ours)} (bound {Text(r.Bound)}, best known {Text(r.Best)}), HiGHS {Text(r.Highs)}, CBC {Text(r.Cbc)}; {r.Share.ToString("P0", CultureInfo.InvariantCulture)} of the processors";

    /// <summary>Lines of the page's table: those of instances that were not run now stay as they are.</summary>
    private static IEnumerable<string> Table(string page, List<Row> rows, double seconds, int seeds)
    {
        var lines = (File.Exists(page) ? File.ReadAllLines(page) : []).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsDigit(line[2])).ToDictionary(line => line.Split(' ')[1], StringComparer.Ordinal);
        foreach (var r in rows)
        {
            lines[Number(r.Instance)] = string.Create(CultureInfo.InvariantCulture,
                $"| {Number(r.Instance)} | {Text(r.Ours)} | {Part(r.Ours, r.Best)} | {Text(r.Bound)} | {Part(r.Ours, r.Bound)} | {Text(r.Best)} | {Text(r.Highs)} | {Text(r.Cbc)} | {seconds} | {seeds} | {r.Share:P0} |");
        }

        return lines.Values.OrderBy(line => line.Split(' ')[1].Length).ThenBy(line => line.Split(' ')[1], StringComparer.Ordinal);
    }

    private static string Page(IEnumerable<string> table) =>
        $"""
        # Rosters beside others

        Made by `bin/bench roster --page`: instances of the Employee Shift Scheduling Benchmark Data Sets (Curtois and Qu, 2014) on {Environment.ProcessorCount} cores, so many seconds and seeds as each line says; ours is the
        median of the seeds, every cost counted by the checker. The bound is our own: no roster costs less. Best known values are those that others published. HiGHS (npm, one thread) and CBC (Debian, two threads) solve
        the compact integer program in the same time; – means that they found no roster, or were not run. The last column says what part of all processors ours had: what else ran on the machine took the rest, and
        with less of it rosters are worse.

        | instance | ours | to best known | bound | own gap | best known | HiGHS | CBC | seconds | seeds | processors |
        |---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
        {string.Join("\n", table)}

        """;

    private static string Number(string instance) => instance.StartsWith("Instance", StringComparison.Ordinal) ? instance["Instance".Length..] : instance;

    private static string Part(long? value, long? of) => value is { } v && of is > 0 and { } o ? ((v - o) / (double)o).ToString("P1", CultureInfo.InvariantCulture) : "–";

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "–";
}
