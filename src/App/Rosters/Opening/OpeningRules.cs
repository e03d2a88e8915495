using Muster.Platform.Acts;

namespace Muster.Rosters.Opening;

/// <summary>Not opened; open with all that must be there; open though something is missing; the list has changed since, so that it is to be confirmed again.</summary>
public enum Openness { NotOpen, Open, Short, Outdated }

/// <summary>What must be there and known before a post opens; pure.</summary>
public static class OpeningRules
{
    public const int ItemsMax = 40, ItemLengthMax = 60, BriefingMax = 2000;

    private static readonly char[] Between = ['\n', '\r'], Inline = ['\n', '\r', '、', '，', ',', '；', ';'];

    /// <summary>One thing to a line, each once.</summary>
    public static IReadOnlyList<string> Items(string text) => Split(text, Between);

    /// <summary>What was written of a post before it had a list: things with commas between them.</summary>
    public static IReadOnlyList<string> OfPost(string kit) => Split(kit, Inline);

    public static string Text(IEnumerable<string> items) => string.Join('\n', items);

    public static IEnumerable<Broken> ForList(string? kind, Guid? post, string items, string briefing)
    {
        var all = Items(items);
        if ((kind is null) == (post is null)) yield return new Broken("kit-whose", "清单属于一类岗位，或者一个岗位。", "A list is of a kind of post, or of one post.", "Kind");
        if (all.Count > ItemsMax) yield return new Broken("kit-many", $"最多 {ItemsMax} 样。", $"At most {ItemsMax} things.", "Items");
        if (all.FirstOrDefault(i => i.Length > ItemLengthMax) is { } longest) yield return new Broken("kit-long", $"“{longest[..20]}…”太长，一样最多 {ItemLengthMax} 个字。", $"“{longest[..20]}…” is too long: at most {ItemLengthMax} characters each.", "Items");
        if (briefing.Length > BriefingMax) yield return new Broken("briefing-long", $"岗前说明最多 {BriefingMax} 个字。", $"A briefing has at most {BriefingMax} characters.", "Briefing");
    }

    public static IEnumerable<Broken> ForOpening(IReadOnlyList<string> wanted, IReadOnlyCollection<string> there, bool briefed, bool hasBriefing, string reason)
    {
        if (reason is { Length: > 200 }) yield return new Broken("reason-long", "原因不超过 200 个字。", "A reason has at most 200 characters.", "Reason");
        if (!string.IsNullOrWhiteSpace(reason)) yield break;
        var missing = wanted.Where(w => !there.Contains(w)).ToList();
        if (missing.Count > 0) yield return new Broken("kit-missing", $"缺{string.Join('、', missing)}：不能开岗。一定要开，请写明原因。", $"Missing: {string.Join(", ", missing)}. The post does not open; if it must, say why.", "Reason");
        if (hasBriefing && !briefed) yield return new Broken("not-briefed", "还没有讲岗前说明：不能开岗。一定要开，请写明原因。", "Nobody was briefed. The post does not open; if it must, say why.", "Reason");
    }

    /// <param name="opening">The one that stands; null where there is none.</param>
    /// <param name="wanted">What must be there now.</param>
    public static Openness Of(PostOpening? opening, IReadOnlyList<string> wanted, bool hasBriefing)
    {
        if (opening is null) return wanted.Count == 0 && !hasBriefing ? Openness.Open : Openness.NotOpen;
        var known = Items(opening.There).Concat(Items(opening.Missing)).ToHashSet(StringComparer.Ordinal);
        if (wanted.Any(w => !known.Contains(w))) return Openness.Outdated;
        return wanted.Any(Items(opening.Missing).Contains) || hasBriefing && !opening.Briefed ? Openness.Short : Openness.Open;
    }

    /// <summary>What is not there, or nobody looked whether it is.</summary>
    public static IReadOnlyList<string> Lacking(PostOpening? opening, IReadOnlyList<string> wanted) => opening is null ? wanted : [.. wanted.Except(Items(opening.There))];

    private static IReadOnlyList<string> Split(string text, char[] at) => [.. text.Split(at, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
}
