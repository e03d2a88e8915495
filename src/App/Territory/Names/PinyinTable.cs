using System.Text;

namespace Muster.Territory.Names;

/// <summary>
/// The readings of data/pinyin.txt in a form for fast look-up: a syllable is a number, a character's number is found by
/// its place in Unicode, words by their characters. Immutable.
/// </summary>
internal sealed class PinyinTable
{
    /// <summary>Added to an ASCII letter or digit that stands in a name and is its own reading.</summary>
    public const ushort Literal = 0x8000;

    private const int LongestWord = 4;

    private static readonly Lazy<PinyinTable> OfProgram = new(() =>
    {
        using var stream = typeof(PinyinTable).Assembly.GetManifestResourceStream("pinyin.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return new PinyinTable(reader);
    });

    private readonly List<string> _syllables = [""];
    private readonly Dictionary<string, ushort> _numbers = [];
    private readonly ushort[] _plane0 = new ushort[0x10000];
    private readonly Dictionary<int, ushort> _beyond = [];
    private readonly Dictionary<int, List<ushort>> _others = [];
    private readonly Dictionary<string, ushort[]> _surnames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ushort[]> _words = new(StringComparer.Ordinal);
    private readonly bool[] _startsWord = new bool[0x10000];

    private PinyinTable(StreamReader reader)
    {
        var section = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
            {
                section = line;
            }
            else if (!line.StartsWith('#'))
            {
                Add(section, line.Split(' '));
            }
        }
    }

    public static PinyinTable Embedded => OfProgram.Value;

    public string Syllable(ushort number) => _syllables[number];

    /// <summary>The reading of a character where no word says otherwise; 0 when it has none.</summary>
    public ushort Alone(Rune character) => character.IsBmp
        ? _plane0[character.Value]
        : _beyond.GetValueOrDefault(character.Value);

    public IReadOnlyList<ushort> Others(Rune character) =>
        _others.TryGetValue(character.Value, out var others) ? others : [];

    /// <summary>The readings of the surname at the head of a person's name, and how many chars it takes; null where it has no own.</summary>
    public (ushort[] Syllables, int Length)? Surname(ReadOnlySpan<char> name)
    {
        var surnames = _surnames.GetAlternateLookup<ReadOnlySpan<char>>();
        if (name.Length > 2 && surnames.TryGetValue(name[..2], out var two))
        {
            return (two, 2);
        }

        return !name.IsEmpty && surnames.TryGetValue(name[..1], out var one) ? (one, 1) : null;
    }

    /// <summary>The longest word at the head of the text; null where there is none.</summary>
    public (ushort[] Syllables, int Length)? Word(ReadOnlySpan<char> text)
    {
        if (!_startsWord[text[0]])
        {
            return null;
        }

        var words = _words.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = Math.Min(LongestWord, text.Length); length >= 2; length--)
        {
            if (words.TryGetValue(text[..length], out var syllables))
            {
                return (syllables, length);
            }
        }

        return null;
    }

    private void Add(string section, string[] parts)
    {
        switch (section)
        {
            case "[readings]":
                var number = Number(parts[0]);
                foreach (var rune in parts[1].EnumerateRunes())
                {
                    if (rune.IsBmp)
                    {
                        _plane0[rune.Value] = number;
                    }
                    else
                    {
                        _beyond[rune.Value] = number;
                    }
                }

                break;
            case "[others]":
                foreach (var rune in parts[1].EnumerateRunes())
                {
                    if (!_others.TryGetValue(rune.Value, out var others))
                    {
                        _others[rune.Value] = others = [];
                    }

                    others.Add(Number(parts[0]));
                }

                break;
            case "[surnames]":
                _surnames[parts[0]] = [.. parts[1..].Select(Number)];
                break;
            case "[words]":
                _words[parts[0]] = [.. parts[1..].Select(Number)];
                _startsWord[parts[0][0]] = true;
                break;
        }
    }

    private ushort Number(string syllable)
    {
        if (!_numbers.TryGetValue(syllable, out var number))
        {
            number = checked((ushort)_syllables.Count);
            _syllables.Add(syllable);
            _numbers[syllable] = number;
        }

        return number;
    }
}
