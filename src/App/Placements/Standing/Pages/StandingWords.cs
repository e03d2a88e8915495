using Muster.Placements.Pages;
using Muster.Platform.Ui.Kit;
using Muster.Platform.Ui.Language;

namespace Muster.Placements.Standing.Pages;

/// <summary>What somebody does to placements in force, as buttons name it.</summary>
public enum StandingChange { Recall, End, Extend, Replace, Lost }

internal static class StandingWords
{
    public static Mood MoodOf(CoverageState state) => state switch
    {
        CoverageState.Short => Mood.Bad,
        CoverageState.Low => Mood.Warn,
        CoverageState.Full => Mood.Good,
        _ => Mood.Note,
    };

    /// <summary>The code in words, and what somebody wrote about it.</summary>
    public static string Why(Tongue t, string? code, string? reason)
    {
        if (code is null) return "";
        var why = PlanWords.Why(t, code);
        return string.IsNullOrEmpty(reason) || reason == code ? why : $"{why}{(t.IsChinese ? "：" : ": ")}{PlanWords.Why(t, reason)}";
    }

    public static string Period(Tongue t, DateTimeOffset? from, DateTimeOffset? to) => from is null ? "" : $"{t.Moment(from.Value)} – {(to is { } end ? t.Moment(end) : t["standing.open-ended"])}";
}
