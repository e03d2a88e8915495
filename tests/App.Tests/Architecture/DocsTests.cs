using System.Text.RegularExpressions;

namespace Muster.App.Tests.Architecture;

/// <summary>Docs name only paths that exist.</summary>
public sealed partial class DocsTests
{
    public static TheoryData<string> Pages => new(Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/artifacts/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal))
        .Select(file => Path.GetRelativePath(Repository.Root, file)));

    [Theory, MemberData(nameof(Pages))]
    public void A_page_names_only_paths_that_exist(string page) => Assert.Empty(Missing(page, File.ReadAllText(Path.Combine(Repository.Root, page))));

    [Fact]
    public void A_path_that_does_not_exist_is_noticed() => Assert.Equal(["bin/nothing", "src/App/Nowhere/"], Missing("README.md", "run `bin/nothing`, see `src/App/Nowhere/`"));

    private static List<string> Missing(string page, string text)
    {
        var beside = Path.Combine(Repository.Root, Path.GetDirectoryName(page)!);
        return NamedPath().Matches(text).Select(match => match.Groups[1].Value.TrimEnd('.', ',')).Where(path => !path.Contains('*', StringComparison.Ordinal)
            && !Exists(Path.Combine(Repository.Root, path)) && !Exists(Path.Combine(beside, path))).ToList();
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    [GeneratedRegex("`((?:bin|src|docs|data|samples|tests|bench)/[A-Za-z0-9_./*-]*)", RegexOptions.NonBacktracking)]
    private static partial Regex NamedPath();
}
