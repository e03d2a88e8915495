using System.Text.RegularExpressions;

namespace Muster.App.Tests.Architecture;

/// <summary>The page on security names tests that exist, and every requirement of ASVS levels 1 and 2 once.</summary>
public sealed partial class SecurityPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "security.md"));

    [Fact]
    public void Every_test_that_the_page_names_is_there()
    {
        var there = Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories).SelectMany(file => Tests(File.ReadAllText(file))).ToHashSet(StringComparer.Ordinal);
        var named = Named().Matches(Page).Select(m => m.Groups[1].Value).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(named.Count > 60, $"only {named.Count} names");
        Assert.Equal([], named.Except(there, StringComparer.Ordinal));
        Assert.DoesNotContain("SecurityPageTests.A_test_that_is_not_there", there);
    }

    [Fact]
    public void Every_requirement_stands_once_and_every_check_that_is_referred_to_is_there()
    {
        var rows = Requirement().Matches(Page).Select(m => (Id: m.Groups[1].Value, State: m.Groups[3].Value, By: m.Groups[4].Value)).ToList();
        Assert.Equal(rows.Count, rows.Select(r => r.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(70, Requirement().Matches(Page).Count(m => m.Groups[2].Value == "1"));
        Assert.All(rows, r => Assert.Contains(r.State, (string[])["covered", "n/a", "open"]));
        var checks = Check().Matches(Page).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(51, checks.Count);
        Assert.Equal([], rows.SelectMany(r => Reference().Matches(r.By).Select(m => m.Groups[1].Value)).Except(checks, StringComparer.Ordinal));
    }

    /// <summary>Methods of test classes as Class.Method.</summary>
    private static IEnumerable<string> Tests(string source) =>
        Class().Match(source) is { Success: true } found ? Method().Matches(source).Select(m => $"{found.Groups[1].Value}.{m.Groups[1].Value}") : [];

    [GeneratedRegex("`([A-Za-z]+Tests\\.[A-Za-z0-9_]+)`", RegexOptions.NonBacktracking)]
    private static partial Regex Named();

    [GeneratedRegex("class ([A-Za-z]+Tests)\\b", RegexOptions.NonBacktracking)]
    private static partial Regex Class();

    [GeneratedRegex("public (?:async )?(?:Task|void|bool|Property) ([A-Za-z0-9_]+)\\(", RegexOptions.NonBacktracking)]
    private static partial Regex Method();

    [GeneratedRegex("^\\| ([0-9]+\\.[0-9]+\\.[0-9]+) \\| ([12]) \\| [^|]* \\| ([^|]*) \\| ([^|]*) \\|$", RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex Requirement();

    [GeneratedRegex("^\\| ([0-9]+) \\|", RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex Check();

    [GeneratedRegex("#([0-9]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Reference();
}
