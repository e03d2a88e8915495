using System.Text.RegularExpressions;
using Muster.Platform.Ui.Language;

namespace Muster.App.Tests.Platform.Ui;

/// <summary>Every sentence stands in both languages, and pages and texts name each other exactly.</summary>
public sealed partial class TextsTests
{
    [Fact]
    public void Every_text_stands_in_both_languages_and_is_used()
    {
        Assert.Empty(TextCheck.Of(Sources()));
    }

    [Theory]
    [InlineData("People/Texts/zh.txt", "a.only = 只有中文", "a.only: not in en.txt")]
    [InlineData("People/Texts/en.txt", "a.only = English only", "a.only: not in zh.txt")]
    [InlineData("People/Pages/X.razor", "@T[\"a.nowhere\"]", "a.nowhere: used in People/Pages/X.razor, but not defined")]
    [InlineData("People/Pages/X.razor", "@T[$\"a.{x}\"]", "People/Pages/X.razor: a key put together cannot be checked")]
    public void A_planted_mistake_is_found(string path, string content, string found)
    {
        Assert.Contains(found, TextCheck.Of(Planted((path, content))));
    }

    [Fact]
    public void A_text_that_nothing_uses_is_found()
    {
        var found = TextCheck.Of(Planted(("People/Texts/zh.txt", "a.idle = 闲"), ("People/Texts/en.txt", "a.idle = idle")));
        Assert.Contains("a.idle: defined, but not used", found);
    }

    [Fact]
    public void Values_that_one_language_leaves_out_are_found()
    {
        var found = TextCheck.Of(Planted(("People/Texts/zh.txt", "a.many = {0} 人"), ("People/Texts/en.txt", "a.many = people"), ("X.razor", "@T[\"a.many\", 3]")));
        Assert.Contains("a.many: the two languages put in different values", found);
    }

    private static Dictionary<string, string> Planted(params (string Path, string Content)[] files) =>
        new(files.Select(f => KeyValuePair.Create(f.Path, f.Content)), StringComparer.Ordinal);

    private static Dictionary<string, string> Sources()
    {
        var app = Path.Combine(Top(), "src", "App");
        return Directory.EnumerateFiles(app, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".cs" or ".razor" || (Path.GetExtension(f) == ".txt" && Path.GetFileName(Path.GetDirectoryName(f)) == "Texts"))
            .ToDictionary(f => Path.GetRelativePath(app, f).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);
    }

    private static string Top()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Muster.slnx"))) folder = folder.Parent!;
        return folder.FullName;
    }

    private static partial class TextCheck
    {
        /// <summary>Every mistake among the sources, given by path under src/App.</summary>
        public static List<string> Of(Dictionary<string, string> sources)
        {
            var zh = All(sources, "/Texts/zh.txt");
            var en = All(sources, "/Texts/en.txt");
            var mistakes = new List<string>();
            mistakes.AddRange(zh.Keys.Except(en.Keys).Select(k => $"{k}: not in en.txt"));
            mistakes.AddRange(en.Keys.Except(zh.Keys).Select(k => $"{k}: not in zh.txt"));
            mistakes.AddRange(zh.Where(p => en.TryGetValue(p.Key, out var other) && !Values(p.Value).SetEquals(Values(other)))
                .Select(p => $"{p.Key}: the two languages put in different values"));
            // What is put together from a value: words of enums, kinds of jobs, and the four pages about something wrong.
            var used = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (path, code) in sources.Where(s => !s.Key.EndsWith(".txt", StringComparison.Ordinal)))
            {
                foreach (Match key in Key().Matches(code))
                {
                    used.Add(key.Groups[1].Value);
                    if (!zh.ContainsKey(key.Groups[1].Value) && !code[(key.Index + key.Length)..].StartsWith(" +", StringComparison.Ordinal))
                        mistakes.Add($"{key.Groups[1].Value}: used in {path}, but not defined");
                }
                if (PutTogether().IsMatch(code) && !path.EndsWith("WrongPage.razor", StringComparison.Ordinal))
                    mistakes.Add($"{path}: a key put together cannot be checked");
                foreach (Match literal in Literal().Matches(code)) used.Add(literal.Groups[1].Value);
            }
            mistakes.AddRange(zh.Keys.Where(k => !used.Contains(k) && !k.StartsWith("word.", StringComparison.Ordinal)
                && !k.StartsWith("wrong.", StringComparison.Ordinal) && !IsJob(k, used) && !IsAct(k)).Select(k => $"{k}: defined, but not used"));
            return mistakes;
        }

        private static bool IsJob(string key, HashSet<string> used) => key.StartsWith("job.", StringComparison.Ordinal)
            && char.IsUpper(key[4]) && (used.Contains(key[4..]) || TypeNames.Contains(key[4..]));

        private static bool IsAct(string key) => key.StartsWith("act.", StringComparison.Ordinal) && TypeNames.Contains(key[4..]);

        private static readonly HashSet<string> TypeNames = [.. typeof(Texts).Assembly.GetTypes().Select(t => t.Name)];

        private static Dictionary<string, string> All(Dictionary<string, string> sources, string ending) =>
            sources.Where(s => s.Key.EndsWith(ending, StringComparison.Ordinal)).SelectMany(s => Texts.Parse(s.Value, s.Key))
                .ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);

        private static HashSet<string> Values(string sentence) => [.. Value().Matches(sentence).Select(m => m.Groups[1].Value)];

        [GeneratedRegex("""(?:\bT|Tongue|tongue)\["([^"]+)"(?!\s*:)""")]
        private static partial Regex Key();

        [GeneratedRegex("""(?:\bT|Tongue|tongue)\[\$" """, RegexOptions.IgnorePatternWhitespace)]
        private static partial Regex PutTogether();

        [GeneratedRegex("""["]([A-Za-z][\w-]*(?:\.[\w-]+)*)["]""")]
        private static partial Regex Literal();

        [GeneratedRegex(@"\{(\d)")]
        private static partial Regex Value();
    }

    [Theory]
    [InlineData("1", "1 place falls short")]
    [InlineData("2", "2 places fall short")]
    [InlineData("1,001", "1,001 places fall short")]
    public void One_and_many_are_told_apart(string count, string said)
    {
        var tongue = new Tongue("en", new Dictionary<string, string> { ["a"] = "{0} {0:place falls|places fall} short" });
        Assert.Equal(said, tongue["a", count]);
    }

    [Fact]
    public void Every_value_of_an_enum_that_pages_show_has_its_word()
    {
        var texts = new Texts();
        foreach (var key in texts.Keys.Where(k => k.StartsWith("word.", StringComparison.Ordinal)))
        {
            var (type, value) = (key.Split('.')[1], key.Split('.')[2]);
            var found = typeof(Texts).Assembly.GetTypes().FirstOrDefault(t => t.IsEnum && t.Name == type);
            Assert.True(found is not null && Enum.GetNames(found).Contains(value), $"{key} names no value of an enum");
            Assert.All(Enum.GetNames(found), name => Assert.Contains($"word.{type}.{name}", texts.Keys));
        }
    }
}
