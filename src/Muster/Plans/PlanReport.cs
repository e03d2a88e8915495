using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Muster.Optimiser.Placing;

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

    /// <summary>The result: one line of JSON, or both sentences.</summary>
    public static void Say<T>(bool json, T result, string zh, string en) =>
        Console.Out.WriteLine(json ? JsonSerializer.Serialize(result, OneLine) : $"{zh}\n{en}");

    /// <summary>Says why nothing was done, and gives the exit code for unreadable input.</summary>
    public static int Refuse(string zh, string en)
    {
        Console.Error.WriteLine($"muster: {zh}\nmuster: {en}");
        return Refused;
    }

    /// <summary>Names the mistakes of a folder or plan file by file, line and column.</summary>
    public static int Refuse(FolderException unreadable)
    {
        foreach (var mistake in unreadable.Mistakes.Take(MistakesShown))
        {
            Console.Error.WriteLine($"muster: {mistake.ToChinese()}\nmuster: {mistake}");
        }

        if (unreadable.Mistakes.Count > MistakesShown)
        {
            Console.Error.WriteLine($"muster: … {unreadable.Mistakes.Count - MistakesShown} more");
        }

        return Refused;
    }

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
}
