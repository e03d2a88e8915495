using System.Text;

namespace Muster.Optimiser.Placing.Csv;

/// <summary>Numbers words and sets of words written as "a;b;c"; set 0 is the empty set.</summary>
internal sealed class WordSets
{
    private readonly TextPool words = new();
    private readonly TextPool written = new();
    private readonly List<int> setOfWritten = [];
    private readonly Dictionary<string, int> setByWords = new(StringComparer.Ordinal) { [""] = 0 };
    private readonly List<int[]> sets = [[]];

    public string[] Words => words.ToArray();
    public int[][] Sets => [.. sets];

    public int Word(ReadOnlySpan<byte> word) => words.Add(word, out _);

    public int Add(ReadOnlySpan<byte> text)
    {
        if (text.Length == 0) return 0;
        var index = written.Add(text, out var isNew);
        if (!isNew) return setOfWritten[index];
        var list = Encoding.UTF8.GetString(text)
            .Split([';', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(w => Word(Encoding.UTF8.GetBytes(w)))
            .Distinct().Order().ToArray();
        var key = string.Join(',', list);
        if (!setByWords.TryGetValue(key, out var set))
        {
            set = sets.Count;
            setByWords.Add(key, set);
            sets.Add(list);
        }

        setOfWritten.Add(set);
        return set;
    }
}
