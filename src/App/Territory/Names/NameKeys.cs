using System.Text;

namespace Muster.Territory.Names;

/// <summary>
/// The words under which a name stands in an indexed table, so that whatever people type is found as the beginning of
/// one of them: 三林, 第四, sanlin, sl all find 三林新村第四居委会. A trigram index does not find words of two characters.
/// </summary>
public static class NameKeys
{
    /// <summary>No key of characters or initials is longer; what is typed is cut to it.</summary>
    public const int LengthMax = 8;

    /// <summary>No key of full pinyin is longer.</summary>
    public const int PinyinLengthMax = 32;

    private const int SuffixesMax = 16;

    // What people type or leave out after the name proper; as far as it is typed it is taken off, longest first.
    private static readonly string[] Endings =
    [
        "居民委员会", "村民委员会", "居民委员", "村民委员", "居民委", "村民委", "居委会", "村委会", "居委", "村委",
    ];

    /// <summary>
    /// The keys of a name, without repeats: the ends of its stem from two characters up, the ends of its initials
    /// likewise, and its full pinyin. About seven for a community.
    /// </summary>
    public static IReadOnlyList<string> Of(string name, NameKind kind = NameKind.Place)
    {
        ArgumentNullException.ThrowIfNull(name);
        var stem = Fold(kind == NameKind.Place ? ShortName.Stem(name) : name);
        var keys = new List<string>(12);
        if (stem.Length == 0)
        {
            return keys;
        }

        var text = Pinyin.Of(stem, kind);
        var taken = 0;
        for (var at = 0; at < stem.Length && taken < SuffixesMax; at++)
        {
            if (char.IsLowSurrogate(stem[at]))
            {
                continue;
            }

            var end = Cut(stem, at);
            if (at == 0 || end - at > (char.IsHighSurrogate(stem[at]) ? 2 : 1))
            {
                Add(keys, stem[at..end]);
                taken++;
            }
        }

        var letters = text.Initials.Length;
        for (var i = 0; i < Math.Min(letters, SuffixesMax); i++)
        {
            if (i == 0 || letters - i > 1)
            {
                Add(keys, text.Initials[i..Math.Min(letters, i + LengthMax)]);
            }
        }

        Add(keys, text.Full[..Math.Min(text.Full.Length, PinyinLengthMax)]);
        return keys;
    }

    /// <summary>
    /// What is typed, made into the beginning to look for: folded, without 居委会 or 社区 at its end however far it is
    /// typed, cut to the length of the keys. Empty when nothing is left to look for.
    /// </summary>
    public static string Query(string typed)
    {
        ArgumentNullException.ThrowIfNull(typed);
        var text = Fold(typed);
        foreach (var ending in Endings)
        {
            if (text.Length > ending.Length && text.EndsWith(ending, StringComparison.Ordinal))
            {
                // 三民村委 is 三民村 and 委: the village keeps its 村.
                text = text[..^ending.Length] + (ending[0] == '村' && text[^(ending.Length + 1)] != '村' ? "村" : "");
                break;
            }
        }

        if (text.Length > 2 && text.EndsWith("社区", StringComparison.Ordinal))
        {
            text = text[..^2];
        }

        if (text.Length > 0 && char.IsAscii(text[0]) && text.All(char.IsAscii))
        {
            // Pinyin with the ü of passports, and with the apostrophe and blanks already gone.
            text = text.Replace("lyu", "lv", StringComparison.Ordinal);
            return text[..Math.Min(text.Length, PinyinLengthMax)];
        }

        return text[..Cut(text, 0)];
    }

    /// <summary>Lower case, full-width letters and digits made half-width, everything but letters, digits and characters dropped; ü is v.</summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var value = rune.Value is > 0xFF00 and < 0xFF5F ? new Rune(rune.Value - 0xFEE0) : rune;
            if (value.Value is 'ü' or 'Ü')
            {
                folded.Append('v');
            }
            // Private-use characters stand for rare ones in old files: they are letters to whoever typed them.
            else if (Rune.IsLetterOrDigit(value) || value.Value is >= 0xE000 and < 0xF900)
            {
                folded.Append(Rune.ToLowerInvariant(value).ToString());
            }
        }

        return folded.ToString();
    }

    // The end of the key that starts there: LengthMax characters on, a pair of surrogates being one.
    private static int Cut(string text, int start)
    {
        var at = start;
        for (var taken = 0; taken < LengthMax && at < text.Length; taken++)
        {
            at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
        }

        return at;
    }

    private static void Add(List<string> keys, string key)
    {
        if (key.Length > 0 && !keys.Contains(key))
        {
            keys.Add(key);
        }
    }
}
