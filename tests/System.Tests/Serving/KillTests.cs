using System.Diagnostics;
using System.Text.Json;

namespace Muster.System.Tests.Serving;

/// <summary>
/// The server is killed (-9) while phones check in through its real endpoint; nothing that it acknowledged is lost, nothing doubled. A few times here;
/// <c>bin/prove kill</c> does it 200 times.
/// </summary>
public sealed class KillTests
{
    [Fact]
    public async Task What_was_acknowledged_before_a_kill_is_there_after_it_once()
    {
        var said = await Kill("--times", "4");
        Assert.Equal((4, 0, 0, 0, true), (said.GetProperty("kills").GetInt32(), said.GetProperty("lost").GetInt32(), said.GetProperty("doubled").GetInt32(), said.GetProperty("errors").GetInt32(), said.GetProperty("trail").GetBoolean()));
        Assert.True(said.GetProperty("acknowledged").GetInt32() > 100, said.ToString());
    }

    [Fact]
    public async Task A_planted_server_that_answers_before_its_commit_is_caught() => Assert.True((await Kill("--times", "10", "--plant")).GetProperty("lost").GetInt32() > 0);

    private static async Task<JsonElement> Kill(params string[] arguments)
    {
        var top = AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf("/artifacts/", StringComparison.Ordinal)];
        var bench = new[] { "debug", "release" }.Select(c => Path.Combine(top, "artifacts/bin/Bench", c, "muster-bench.dll")).First(File.Exists);
        using var process = Process.Start(new ProcessStartInfo("dotnet", [bench, "kill", "--json", .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return JsonDocument.Parse(said.TrimEnd().Split('\n')[^1]).RootElement;
    }
}
