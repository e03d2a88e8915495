using System.Text.RegularExpressions;

namespace Muster.App.Tests.Architecture;

/// <summary>The page on security names tests that exist, and every requirement of ASVS levels 1 and 2 once.</summary>
public sealed partial class SecurityPageTests
{
    /// <summary>Sections of the standard, each with the number of its requirements of levels 1 and 2, which come first.</summary>
    private const string Sections =
        "1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2";

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
        // As the standard of 5.0.0 numbers them: 70 of level 1, 183 of level 2.
        Assert.Equal(70, Requirement().Matches(Page).Count(m => m.Groups[2].Value == "1"));
        Assert.Equal(Sections.Split(' ').SelectMany(section => section.Split(':') is [var at, var most] ? Enumerable.Range(1, int.Parse(most)).Select(i => $"{at}.{i}") : []), rows.Select(r => r.Id));
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
