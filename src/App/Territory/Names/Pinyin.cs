using System.Text;

namespace Muster.Territory.Names;

/// <summary>Whose name is read: surnames and place names have readings of their own (单 shan, 乐清 yueqing).</summary>
public enum NameKind
{
    /// <summary>An area, a post, an agency, a firm.</summary>
    Place,

    /// <summary>A person: the surname first.</summary>
    Person,
}

/// <summary>A name in Latin letters, lower case, without tones or spaces, ü written v; letters and digits stand as they are.</summary>
/// <param name="Full">All syllables run together: zhangsan.</param>
/// <param name="Initials">The first letter of each syllable: zs.</param>
public readonly record struct PinyinText(string Full, string Initials);

/// <summary>
/// Reads Chinese names. Characters the table does not know (most beyond the commonly used ones of Unicode's extensions B
/// and on) are left out. The table is data/pinyin.txt.
/// </summary>
public static class Pinyin
{
    /// <summary>The likeliest reading.</summary>
    public static PinyinText Of(string name, NameKind kind)
    {
        ArgumentNullException.ThrowIfNull(name);
        Span<ushort> syllables = name.Length <= 64 ? stackalloc ushort[name.Length] : new ushort[name.Length];
        return Text(syllables[..Read(name, kind, syllables, [])]);
    }

    /// <summary>
    /// The likeliest reading first, then others that differ from it in one character, at most <paramref name="most"/>:
    /// whoever searches may not know how the bearer says the name.
    /// </summary>
    public static IReadOnlyList<PinyinText> Readings(string name, NameKind kind, int most = 4)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var table = PinyinTable.Embedded;
        var syllables = new ushort[name.Length];
        var starts = new int[name.Length];
        var count = Read(name, kind, syllables, starts);
        var found = new List<PinyinText> { Text(syllables.AsSpan(0, count)) };
        for (var i = 0; i < count && found.Count < most; i++)
        {
            Rune.DecodeFromUtf16(name.AsSpan(starts[i]), out var rune, out _);
            var likeliest = syllables[i];
            foreach (var other in table.Others(rune).Append(table.Alone(rune)))
            {
                syllables[i] = other;
                var text = Text(syllables.AsSpan(0, count));
                if (other != 0 && found.Count < most && !found.Contains(text))
                {
                    found.Add(text);
                }
            }

            syllables[i] = likeliest;
        }

        return found;
    }

    private static int Read(ReadOnlySpan<char> name, NameKind kind, Span<ushort> syllables, Span<int> starts)
    {
        var table = PinyinTable.Embedded;
        var count = 0;
        for (var at = 0; at < name.Length;)
        {
            var rest = name[at..];
            var known = kind == NameKind.Place ? table.Word(rest) : at == 0 ? table.Surname(rest) : null;
            if (known is { } word)
            {
                for (var i = 0; i < word.Length; i++)
                {
                    Put(word.Syllables[i], at + i, syllables, starts, ref count);
                }

                at += word.Length;
                continue;
            }

            Rune.DecodeFromUtf16(rest, out var rune, out var used);
            if (rune.Value is > 0xFF00 and < 0xFF5F)
            {
                rune = new Rune(rune.Value - 0xFEE0);
            }

            var syllable = rune.IsAscii && Rune.IsLetterOrDigit(rune)
                ? (ushort)(PinyinTable.Literal + Rune.ToLowerInvariant(rune).Value)
                : table.Alone(rune);
            if (syllable != 0)
            {
                Put(syllable, at, syllables, starts, ref count);
            }

            at += used;
        }

        return count;
    }

    private static void Put(ushort syllable, int start, Span<ushort> syllables, Span<int> starts, ref int count)
    {
        syllables[count] = syllable;
        if (!starts.IsEmpty)
        {
            starts[count] = start;
        }

        count++;
    }

    private static PinyinText Text(ReadOnlySpan<ushort> syllables)
    {
        var table = PinyinTable.Embedded;
        // No syllable is longer than zhuang.
        Span<char> full = syllables.Length <= 64 ? stackalloc char[384] : new char[syllables.Length * 6];
        Span<char> initials = syllables.Length <= 64 ? stackalloc char[64] : new char[syllables.Length];
        var length = 0;
        for (var i = 0; i < syllables.Length; i++)
        {
            if (syllables[i] >= PinyinTable.Literal)
            {
                initials[i] = full[length++] = (char)(syllables[i] - PinyinTable.Literal);
                continue;
            }

            var syllable = table.Syllable(syllables[i]);
            syllable.CopyTo(full[length..]);
            length += syllable.Length;
            initials[i] = syllable[0];
        }

        return new PinyinText(full[..length].ToString(), initials[..syllables.Length].ToString());
    }
}
