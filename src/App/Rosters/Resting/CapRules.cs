using Muster.Platform.Acts;

namespace Muster.Rosters.Resting;

/// <summary>What caps and their waivers must be; pure.</summary>
public static class CapRules
{
    /// <summary>A waiver is for four weeks at most: what lasts longer is a cap of the area.</summary>
    public const int WaiverDaysMax = 28;

    /// <summary>From where to where each can be set, in hours, days or nights. Eighty-four hours are twelve on each of seven days.</summary>
    public static (int Least, int Most) Range(RestCap cap) => cap switch
    {
        RestCap.Rest => (6, 24), RestCap.Run => (1, 14), RestCap.NightRun => (0, 7), RestCap.WeekHours => (8, 84), RestCap.WeekDays => (1, 7), _ => (0, 7),
    };

    public static IEnumerable<Broken> Of(RestCaps caps, string reason)
    {
        foreach (var cap in Enum.GetValues<RestCap>())
            if (caps.Of(cap) < Range(cap).Least || caps.Of(cap) > Range(cap).Most)
                yield return new Broken("cap-range", $"这一项在 {Range(cap).Least} 到 {Range(cap).Most} 之间。", $"This is between {Range(cap).Least} and {Range(cap).Most}.", Field(cap));
        if (string.IsNullOrWhiteSpace(reason) && Array.Exists(Enum.GetValues<RestCap>(), cap => RestCaps.IsLooser(cap, RestCaps.Usual.Of(cap), caps.Of(cap))))
            yield return new Broken("reason-missing", "比通常的上限更宽：要写明原因。", "This leaves less rest than usual: give a reason.", "Reason");
        if (reason is { Length: > 200 }) yield return new Broken("reason-long", "原因不超过 200 个字。", "A reason has at most 200 characters.", "Reason");
    }

    public static IEnumerable<Broken> ForWaiver(RestCap cap, int to, int now, DateOnly startsOn, DateOnly until, string reason, DateOnly today)
    {
        if (!RestCaps.IsLooser(cap, now, to)) yield return new Broken("waiver-needless", $"现在的上限是 {now}：破例要比它宽。", $"The cap is {now}: a waiver must be wider.", "To");
        if (to < Range(cap).Least || to > Range(cap).Most) yield return new Broken("cap-range", $"这一项在 {Range(cap).Least} 到 {Range(cap).Most} 之间。", $"This is between {Range(cap).Least} and {Range(cap).Most}.", "To");
        if (until < startsOn || until < today) yield return new Broken("waiver-days", "结束日期不早于开始日期，也不早于今天。", "It ends neither before it begins nor before today.", "Until");
        else if (until.DayNumber - startsOn.DayNumber >= WaiverDaysMax) yield return new Broken("waiver-long", $"一次破例最多 {WaiverDaysMax} 天。", $"A waiver is for {WaiverDaysMax} days at most.", "Until");
        if (string.IsNullOrWhiteSpace(reason)) yield return new Broken("reason-missing", "破例要写明原因。", "Give a reason for the waiver.", "Reason");
        if (reason is { Length: > 200 }) yield return new Broken("reason-long", "原因不超过 200 个字。", "A reason has at most 200 characters.", "Reason");
    }

    /// <summary>The parameter of <see cref="SetRestCaps"/>.</summary>
    public static string Field(RestCap cap) => cap == RestCap.Rest ? nameof(SetRestCaps.RestHours) : cap.ToString() is "Run" ? nameof(SetRestCaps.RunDays) : cap.ToString();
}
