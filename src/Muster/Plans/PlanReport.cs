using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Muster.Optimiser.Placing;
using Muster.Platform.Acts;
using Spectre.Console;

namespace Muster.Cli.Plans;

/// <summary>How the verbs on problem folders speak: results on standard output, everything else on standard error.</summary>
internal static class PlanReport
{
    public const int Refused = 2;
    private const int MistakesShown = 20;

    private static readonly JsonSerializerOptions OneLine = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict,
    };

    /// <summary>The result as one line of JSON.</summary>
    public static void Say<T>(T result) => Console.Out.WriteLine(JsonSerializer.Serialize(result, OneLine));

    /// <summary>What solving or repairing gave.</summary>
    public static void Solved(bool json, PlacingPlan plan, double seconds, FileInfo file)
    {
        var reserve = plan.Place.Length - plan.Placed;
        if (json)
        {
            Say(new
            {
                cost = plan.Cost.Total,
                bound = plan.Bound,
                gap = plan.Gap,
                placed = plan.Placed,
                reserve,
                seconds = Round(seconds),
                memoryMiB = PeakMemoryMiB(),
                end = plan.End.ToString(),
                tiers = plan.Tiers,
            });
            return;
        }

        Console.WriteLine($"已安排 {plan.Placed} 人，后备 {reserve} 人 → {file.FullName}");
        Console.WriteLine($"Placed {plan.Placed}, in reserve {reserve}; {seconds:0.0} s, {PeakMemoryMiB():0} MiB");
        foreach (var tier in plan.Tiers)
        {
            Console.WriteLine($"  {tier.Name,-9} {tier.Value,16}  {(tier.Proved ? "已证明最优 proved best" : $"下界 bound {tier.Bound}")}");
        }

        Console.WriteLine($"差距 gap: {plan.Gap:P4}");
    }

    /// <summary>Shows how far a solver is on standard error while the work runs; nothing when that is not a terminal.</summary>
    public static T WithProgress<TNow, T>(Func<TNow, string> describe, Func<IProgress<TNow>, T> work)
    {
        if (Console.IsErrorRedirected) return work(new Direct<TNow>(_ => { }));
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Status().Start("…", context => work(new Direct<TNow>(now => context.Status(Markup.Escape(describe(now))))));
    }

    /// <summary>Stage, count, cost and bound.</summary>
    public static string Describe(PlacingProgress now)
    {
        var count = now.Total > 0 ? $" {now.Done}/{now.Total}" : now.Done > 0 ? $" {now.Done}" : "";
        var figures = now.Bound > 0 ? $"  cost {now.Cost}  bound {now.Bound}" : "";
        return now.Stage + count + figures;
    }

    /// <summary>Says why nothing was done, and gives the exit code for unreadable input.</summary>
    public static int Refuse(bool json, string zh, string en) =>
        Refuse(json, [new Broken("problem-impossible", zh, en)]);

    private static int Refuse(bool json, IReadOnlyList<Broken> mistakes)
    {
        foreach (var mistake in mistakes.Take(MistakesShown)) Console.Error.WriteLine($"muster: {mistake.Zh}\nmuster: {mistake.En}");
        if (mistakes.Count > MistakesShown) Console.Error.WriteLine($"muster: … {mistakes.Count - MistakesShown} more");
        if (json) Say(new { ok = false, violations = Array.Empty<object>(), exitCode = Refused, message = mistakes[0].En, refused = mistakes });
        return Refused;
    }

    /// <summary>Names the mistakes of a folder or plan file by file, line and column.</summary>
    public static int Refuse(bool json, FolderException unreadable) =>
        Refuse(json, [.. unreadable.Mistakes.Select(mistake => new Broken("problem-unreadable", mistake.ToChinese(), mistake.ToString()))]);

    /// <summary>Peak resident memory of this process (VmHWM), or the current working set where the system does not say.</summary>
    public static double PeakMemoryMiB()
    {
        const string status = "/proc/self/status";
        if (File.Exists(status))
        {
            var line = File.ReadLines(status).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            if (line is not null) return Round(double.Parse(line.Split(' ', '\t')[^2], CultureInfo.InvariantCulture) / 1024);
        }

        return Round(Environment.WorkingSet / 1048576.0);
    }

    public static double Round(double value) => Math.Round(value, 3);

    // The progress of a solver is shown as it comes, without a synchronisation context to hop through.
    private sealed class Direct<TNow>(Action<TNow> report) : IProgress<TNow>
    {
        public void Report(TNow value) => report(value);
    }
}
