using System.Text.Json.Nodes;

namespace Muster.System.Tests.Doors;

/// <summary>The list of materials is that of the lock files, from which alone the program is restored.</summary>
public sealed class ComponentsTests
{
    [Fact]
    public void ASVS_15_1_2_Every_component_stands_in_a_lock_file_with_the_same_version_and_hash()
    {
        var (exit, list, error) = Typed.Run("components", "--json");
        Assert.True(exit == 0, error);
        Assert.Equal("CycloneDX", (string?)list["bomFormat"]);
        var locked = Locked();
        var listed = list["components"]!.AsArray().Where(c => (string?)c!["type"] == "library").Select(c => $"{((string)c!["purl"]!).ToLowerInvariant()} {(string)c["hashes"]![0]!["content"]!}").ToList();
        Assert.True(listed.Count > 30, $"only {listed.Count} components");
        Assert.Empty(listed.Except(locked, StringComparer.Ordinal));
        foreach (var needed in (string[])["pkg:npm/htmx.org@", "pkg:npm/%40tabler/core@", "pkg:nuget/npgsql@", "pkg:nuget/microsoft.data.sqlite.core@"]) Assert.Contains(listed, c => c.StartsWith(needed, StringComparison.Ordinal));
        Assert.DoesNotContain(listed, c => c.Contains("playwright", StringComparison.Ordinal) || c.Contains("analyzer", StringComparison.Ordinal));
    }

    private static HashSet<string> Locked()
    {
        var top = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(top.FullName, "Muster.slnx"))) top = top.Parent!;
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, package) in JsonNode.Parse(File.ReadAllText(Path.Combine(top.FullName, "src/Muster/packages.lock.json")))!["dependencies"]!["net10.0"]!.AsObject())
            if (package!["contentHash"] is { } hash) found.Add($"pkg:nuget/{name.ToLowerInvariant()}@{(string)package["resolved"]!} {Hex((string)hash!)}");
        foreach (var (name, package) in JsonNode.Parse(File.ReadAllText(Path.Combine(top.FullName, "package-lock.json")))!["packages"]!.AsObject())
            if (package!["integrity"] is { } hash) found.Add($"pkg:npm/{name["node_modules/".Length..].Replace("@", "%40", StringComparison.Ordinal)}@{(string)package["version"]!} {Hex(((string)hash!)["sha512-".Length..])}");
        return found;
    }

    private static string Hex(string base64) => Convert.ToHexStringLower(Convert.FromBase64String(base64));
}
