namespace Muster.People.Import.Reading;

/// <summary>Tables of words and what they stand for, written as one line of words for each meaning.</summary>
internal static class WordTable
{
    /// <summary>Every word with its meaning, in the order given.</summary>
    public static (string Word, T Value)[] InOrder<T>(params (T Value, string Words)[] lines) =>
        [.. lines.SelectMany(l => l.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => (w, l.Value)))];

    /// <summary>Longer words before those they may contain; among equals the earlier first.</summary>
    public static (string Word, T Value)[] LongestFirst<T>(params (T Value, string Words)[] lines) =>
        [.. InOrder(lines).OrderByDescending(w => w.Word.Length)];
}
