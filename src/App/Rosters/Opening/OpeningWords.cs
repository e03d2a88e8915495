using Muster.Platform.Ui.Language;

namespace Muster.Rosters.Opening;

/// <summary>Why a post is not open, or is open short: in words that board, list and phone share.</summary>
internal static class OpeningWords
{
    /// <summary>Empty for a post that is open with everything.</summary>
    public static string Why(Tongue t, Openness openness, IReadOnlyList<string> lacking, string reason = "", string by = "")
    {
        var things = string.Join(t.Pick("、", ", "), lacking);
        return openness switch
        {
            Openness.NotOpen => things.Length > 0 ? t["opening.why.unlooked", things] : t["opening.why.unbriefed"],
            Openness.Outdated => t["opening.why.changed", things],
            Openness.Short => (things.Length > 0 ? t["opening.why.missing", things] : t["opening.why.unbriefed"]) + (reason.Length > 0 ? " " + t["opening.why.said", reason, by] : ""),
            _ => "",
        };
    }

    public static string Why(Tongue t, PostStand stand) => Why(t, stand.Openness, stand.Lacking, stand.Reason, stand.OpenedBy);
}
