using System.Collections.Frozen;
using System.Reflection;
using System.Text;

namespace Muster.Platform.Ui.Language;

/// <summary>
/// Our own Chinese sentences in traditional characters, from <c>data/hant.txt</c>: the longest known word first, else character by character. What
/// people entered (names, addresses) is shown as they wrote it, but for what stands inside a sentence of ours that names it.
/// </summary>
public static class Traditional
{
    private static readonly Lazy<Written> Table = new(Load);

    public static string Of(string simplified)
    {
        var (characters, words, longest) = Table.Value;
        var known = words.GetAlternateLookup<ReadOnlySpan<char>>();
        StringBuilder? written = null;
        for (var at = 0; at < simplified.Length;)
        {
            var length = longest.TryGetValue(simplified[at], out var most) ? Math.Min(most, simplified.Length - at) : 1;
            string? word = null;
            for (; length > 1; length--)
                if (known.TryGetValue(simplified.AsSpan(at, length), out word)) break;
            if (word is not null) (written ??= new StringBuilder(simplified, 0, at, simplified.Length)).Append(word);
            else if (characters.TryGetValue(simplified[at], out var one)) (written ??= new StringBuilder(simplified, 0, at, simplified.Length)).Append(one);
            else written?.Append(simplified[at]);
            at += length;
        }
        return written?.ToString() ?? simplified;
    }

    /// <summary>Written so in simplified Chinese alone: none of these is in traditional text.</summary>
    public static bool IsSimplifiedOnly(char character) => Table.Value.Always.Contains(character);

    private static Written Load()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("hant.txt")!);
        var (characters, words, longest, always) = (new Dictionary<char, char>(), new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<char, int>(), new HashSet<char>());
        var section = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('[')) section = line;
            else if (line.StartsWith('#')) continue;
            else if (section == "[words]")
            {
                var length = line.IndexOf(' ', StringComparison.Ordinal);
                words.Add(line[..length], line[(length + 1)..]);
                longest[line[0]] = Math.Max(longest.GetValueOrDefault(line[0]), length);
            }
            else
            {
                characters.Add(line[0], line[1]);
                if (section == "[always]") always.Add(line[0]);
            }
        }
        return new Written(characters.ToFrozenDictionary(), words.ToFrozenDictionary(StringComparer.Ordinal), longest.ToFrozenDictionary()) { Always = always.ToFrozenSet() };
    }

    /// <param name="Longest">Characters of the longest word that begins so.</param>
    private sealed record Written(FrozenDictionary<char, char> Characters, FrozenDictionary<string, string> Words, FrozenDictionary<char, int> Longest)
    {
        public FrozenSet<char> Always { get; init; } = [];
    }
}
