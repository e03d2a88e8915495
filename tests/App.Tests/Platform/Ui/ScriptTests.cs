using System.Diagnostics;
using Muster.App.Tests.Architecture;

namespace Muster.App.Tests.Platform.Ui;

/// <summary>The build checks the types of every script before it is bundled; here its settings are held against planted mistakes.</summary>
public sealed class ScriptTests
{
    [Theory]
    [InlineData("const places: number = 'seven'; export { places };", "TS2322")]
    [InlineData("const list = ['a']; export const first: string = list[0];", "TS2322")]
    [InlineData("export const open = (box: HTMLElement | null) => box.hidden;", "TS18047")]
    public async Task A_planted_mistake_of_types_stops_the_build(string script, string error)
    {
        var folder = Directory.CreateTempSubdirectory("muster-script-");
        try
        {
            var settings = Path.Combine(Repository.Root, "src/App/tsconfig.json");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "planted.ts"), script);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "tsconfig.json"), $$"""{ "extends": "{{settings}}", "include": ["planted.ts"] }""");
            using var check = Process.Start(new ProcessStartInfo("npx", ["--no-install", "tsc", "-p", folder.FullName]) { UseShellExecute = false, WorkingDirectory = Repository.Root, RedirectStandardOutput = true })!;
            var said = await check.StandardOutput.ReadToEndAsync();
            await check.WaitForExitAsync();
            Assert.NotEqual(0, check.ExitCode);
            Assert.Contains(error, said, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
