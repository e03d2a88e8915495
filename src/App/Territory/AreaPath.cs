namespace Muster.Territory;

/// <summary>
/// An area's materialised path: one fixed-width base-36 segment per level of depth, from the root down, so that "my area and below"
/// is an index range in byte order and an ancestor is a prefix. A path changes when an area moves; records store ids, never paths.
/// </summary>
public static class AreaPath
{
    /// <summary>Characters per segment: 36⁴ = 1,679,616 children of one parent.</summary>
    public const int SegmentLength = 4;

    /// <summary>Sorts after every character a path can have: the end of "below" is the path followed by this.</summary>
    public const string After = "~";

    /// <summary>
    /// Children that come from the national register carry the number of their code, below this; children made here count from it.
    /// So loading one county or the whole nation gives the same paths.
    /// </summary>
    public const int FirstOwn = 100_000;

    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <param name="parent">Path of the parent, empty for a root.</param>
    /// <param name="number">Number of the child under its parent, from 0.</param>
    public static string Child(string parent, int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        Span<char> segment = stackalloc char[SegmentLength];
        for (var i = SegmentLength - 1; i >= 0; i--, number /= Digits.Length) segment[i] = Digits[number % Digits.Length];
        ArgumentOutOfRangeException.ThrowIfNotEqual(number, 0);
        return string.Concat(parent, segment);
    }

    /// <summary>The number of the last segment: which child of its parent it is.</summary>
    public static int Number(string path)
    {
        var number = 0;
        foreach (var digit in path.AsSpan(path.Length - SegmentLength)) number = number * Digits.Length + Digits.IndexOf(digit, StringComparison.Ordinal);
        return number;
    }

    /// <summary>Paths of the areas above, outermost first, without the path itself.</summary>
    public static IEnumerable<string> Above(string path)
    {
        for (var length = SegmentLength; length < path.Length; length += SegmentLength) yield return path[..length];
    }

    /// <summary>Path of the area above; empty for a root.</summary>
    public static string Parent(string path) => path[..^SegmentLength];

    /// <summary>The first path that is no longer at or below: the range of a subtree is [path, End(path)).</summary>
    public static string End(string path) => path + After;

    public static int Depth(string path) => path.Length / SegmentLength;

    public static bool IsAtOrBelow(string path, string above) => path.StartsWith(above, StringComparison.Ordinal);
}
