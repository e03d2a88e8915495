namespace Muster.People;

/// <summary>
/// The ranks of the civil service as one order, so that 处级 and above can be asked for. Posts (县处级正职) and the
/// parallel ranks (一级调研员) of the Civil Servants Law stand side by side at the height the law gives them.
/// </summary>
public static class Grades
{
    public const int Clerk = 10, Section = 30, Division = 50, Bureau = 70;

    private static readonly (int Rank, string[] Names)[] Order =
    [
        (95, ["省部级正职", "正部级", "部级正职", "正省级"]),
        (90, ["省部级副职", "副部级", "部级副职", "副省级"]),
        (80, ["厅局级正职", "正厅级", "正局级", "正厅局级", "一级巡视员", "正司级", "地厅级正职"]),
        (70, ["厅局级副职", "副厅级", "副局级", "副厅局级", "二级巡视员", "副司级", "厅级", "局级", "厅局级"]),
        (60, ["县处级正职", "正处级", "正县级", "正县处级", "一级调研员", "二级调研员", "正处"]),
        (50, ["县处级副职", "副处级", "副县级", "副县处级", "三级调研员", "四级调研员", "副处", "处级", "县处级", "县级"]),
        (40, ["乡科级正职", "正科级", "正科", "正乡级", "一级主任科员", "二级主任科员", "主任科员"]),
        (30, ["乡科级副职", "副科级", "副科", "副乡级", "三级主任科员", "四级主任科员", "副主任科员", "科级", "乡科级"]),
        (20, ["一级科员", "科员", "科员级"]),
        (10, ["二级科员", "办事员", "办事员级", "试用期"]),
    ];

    private static readonly Dictionary<string, int> Ranks = Order
        .SelectMany(grade => grade.Names.Select(name => (name, grade.Rank))).ToDictionary(g => g.name, g => g.Rank, StringComparer.Ordinal);

    /// <summary>What can be asked for as a least grade, highest first: rank and name.</summary>
    public static readonly IReadOnlyList<(int Rank, string Zh, string En)> Steps =
    [
        (80, "厅局级正职", "bureau, principal"), (70, "厅局级副职", "bureau, deputy"), (60, "县处级正职", "division, principal"),
        (50, "县处级副职", "division, deputy"), (40, "乡科级正职", "section, principal"), (30, "乡科级副职", "section, deputy"),
        (20, "科员", "staff"), (10, "办事员", "clerk"),
    ];

    /// <summary>The rank of a grade as people write it; null where it is none that is known (a technician's title has no rank).</summary>
    public static int? Rank(string? written)
    {
        if (string.IsNullOrWhiteSpace(written)) return null;
        var name = written.Trim().Replace(" ", "", StringComparison.Ordinal);
        if (Ranks.TryGetValue(name, out var rank)) return rank;
        foreach (var (text, known) in Ranks.OrderByDescending(r => r.Key.Length))
            if (text.Length > 2 && name.StartsWith(text, StringComparison.Ordinal)) return known;
        return null;
    }
}
