using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Muster.Cli.Serving;

/// <summary><c>muster components</c>: what the program is made of, each with version and hash, as CycloneDX with --json; to look up known holes by.</summary>
internal static class ComponentsVerb
{
    /// <param name="Hash">SHA-512 in hexadecimal of the package as it was restored.</param>
    internal sealed record Component(string Kind, string Name, string Version, string? Hash)
    {
        /// <summary>A package URL, by which advisories are found.</summary>
        public string Purl => $"pkg:{Kind}/{Name.Replace("@", "%40", StringComparison.Ordinal)}@{Version}";
    }

    public static Command Make()
    {
        var command = new Command("components", "what the program is made of, with versions and hashes (CycloneDX with --json)") { Verbs.Json };
        command.SetAction(parse =>
        {
            var all = All();
            Output.Show(parse, CycloneDx(all), string.Join('\n', all.Select(c => $"{c.Purl}  {c.Hash?[..16]}")));
            return 0;
        });
        return command;
    }

    /// <summary>Packages of the program as built (its .deps.json), the runtime that runs it, and what its pages bring to the browser (package-lock.json).</summary>
    internal static IReadOnlyList<Component> All()
    {
        var runtime = new Component("generic", "dotnet-runtime", Environment.Version.ToString(), null);
        return [runtime, .. Built().Concat(Browser()).OrderBy(c => c.Purl, StringComparer.Ordinal)];
    }

    private static IEnumerable<Component> Built()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "muster.deps.json")));
        foreach (var library in file.RootElement.GetProperty("libraries").EnumerateObject().Where(l => l.Value.GetProperty("type").GetString() == "package"))
            if (library.Name.Split('/') is [var name, var version]) yield return new Component("nuget", name, version, Hash(library.Value.GetProperty("sha512").GetString()));
    }

    private static IEnumerable<Component> Browser()
    {
        using var file = JsonDocument.Parse(typeof(ComponentsVerb).Assembly.GetManifestResourceStream("package-lock.json")!);
        const string folder = "node_modules/";
        foreach (var package in file.RootElement.GetProperty("packages").EnumerateObject().Where(p => p.Name.StartsWith(folder, StringComparison.Ordinal) && !p.Value.TryGetProperty("dev", out _)))
            yield return new Component("npm", package.Name[folder.Length..], package.Value.GetProperty("version").GetString()!, Hash(package.Value.GetProperty("integrity").GetString()));
    }

    private static string? Hash(string? integrity) => integrity?.StartsWith("sha512-", StringComparison.Ordinal) == true ? System.Convert.ToHexStringLower(System.Convert.FromBase64String(integrity["sha512-".Length..])) : null;

    private static object CycloneDx(IReadOnlyList<Component> all) => new
    {
        bomFormat = "CycloneDX", specVersion = "1.6", version = 1,
        metadata = new { component = new { type = "application", name = "muster", version = typeof(ComponentsVerb).Assembly.GetName().Version?.ToString(3), description = RuntimeInformation.FrameworkDescription } },
        components = all.Select(c => new
        {
            type = c.Kind == "generic" ? "platform" : "library", name = c.Name, version = c.Version, purl = c.Purl,
            hashes = c.Hash is null ? null : new[] { new { alg = "SHA-512", content = c.Hash } },
        }),
    };
}
