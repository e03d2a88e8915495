namespace Muster.Placements.Cards;

/// <summary>A rule text as its single rules: cut after ；。; and line ends.</summary>
public static class Sentences
{
    private static readonly char[] Ends = ['；', '。', ';', '\n', '\r'];

    public static IReadOnlyList<string> Of(string text) => text.Split(Ends, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
