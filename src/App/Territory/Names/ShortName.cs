namespace Muster.Territory.Names;

/// <summary>
/// The name people use for an area, from the one that is registered. The register writes the same thing in many ways
/// (村委会, 村村委会, 村民委员会, 村村民委员会), and so do spreadsheets.
/// </summary>
public static class ShortName
{
    // Longest first, with the slips the register itself has (民委会, 民委员, 民民委员会). 村 and 居 are left standing.
    private static readonly string[] CommitteeEndings =
    [
        "委会村民委员会", "民村委会", "民民委员会", "民委员会", "民委会会", "民委会员", "委员会", "民委会", "民委员", "委会", "民委", "委",
    ];

    private static readonly string[] Seats = ["街道", "街", "镇", "乡", "区", "县", "市", "省"];

    /// <summary>
    /// For showing: 花园路社区居委会 → 花园路社区, 三林新村第四居委会 → 三林新村第四居委, 三民村村委会 → 三民村,
    /// 三林镇人民政府 → 三林镇. What follows in brackets stays. A name that is nothing but an ending is returned whole.
    /// </summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = name.AsSpan().Trim();
        var tail = ReadOnlySpan<char>.Empty;
        if (text.Length > 0 && text[^1] is ')' or '）')
        {
            var bracket = text.LastIndexOfAny('(', '（');
            // A bracket that only repeats what the place is (（村委会）) says nothing.
            tail = bracket <= 0 ? [] : text[bracket..];
            if (bracket > 0)
            {
                text = text[..bracket];
                tail = tail.Contains('委') ? [] : tail;
            }
        }

        var head = Committee(text);
        return tail.IsEmpty ? head : string.Concat(head, tail);
    }

    /// <summary>
    /// For searching: the short name without 社区 or 居委 at its end (三林新村第四居委会 → 三林新村第四). Words that tell
    /// streets and villages apart (镇, 街道, 村) stay. Never empty unless the name is.
    /// </summary>
    public static string Stem(string name)
    {
        var text = Of(name);
        foreach (var ending in (ReadOnlySpan<string>)["社区", "居委"])
        {
            if (text.Length > ending.Length && text.EndsWith(ending, StringComparison.Ordinal))
            {
                return text[..^ending.Length];
            }
        }

        return text;
    }

    private static string Committee(ReadOnlySpan<char> text)
    {
        foreach (var seat in Seats)
        {
            // 街道办 is 街道办事处; other names may end in 办 by themselves.
            foreach (var ending in (ReadOnlySpan<string>)["人民政府", "政府", "办事处", "办"])
            {
                var whole = text.EndsWith(ending) ? text[..^ending.Length] : [];
                if (whole.Length > seat.Length && whole.EndsWith(seat) && (ending != "办" || seat == "街道"))
                {
                    return whole.ToString();
                }
            }
        }

        foreach (var ending in CommitteeEndings)
        {
            if (!text.EndsWith(ending))
            {
                continue;
            }

            var rest = text[..^ending.Length];
            switch (rest)
            {
                case ['社', '区', '居']:
                    return text.ToString();
                case [.., '社', '区', '居']:
                    return Once(rest[..^1], "社区");
                case [_, .., '居']:
                    return string.Concat(rest, "委");
                case [_, .., '嘎', '查', '村']:
                    return rest[..^1].ToString();
                case [_, .., '嘎', '查']:
                    return rest.ToString();
                case [_, .., '村']:
                    return Once(rest, "村");
            }
        }

        return Once(text, "社区");
    }

    // 星岛社区社区 → 星岛社区, 三民村村 → 三民村; 村村 alone and 新村 stay as they are.
    private static string Once(ReadOnlySpan<char> text, string ending) =>
        text.Length > 2 * ending.Length && text.EndsWith(ending) && text[..^ending.Length].EndsWith(ending)
            ? text[..^ending.Length].ToString()
            : text.ToString();
}
