using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Muster.System.Tests;

/// <summary>What an operator types.</summary>
internal static class Typed
{
    /// <summary>The program's exit code, its last line when that is JSON, and what it said on standard error.</summary>
    public static (int Exit, JsonNode Json, string Error) Run(params string[] arguments)
    {
        var program = typeof(Muster.Cli.Program).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var last = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
        return (process.ExitCode, last.StartsWith('{') ? JsonNode.Parse(last)! : new JsonObject(), error.GetAwaiter().GetResult());
    }
}
