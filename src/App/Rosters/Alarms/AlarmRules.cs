using Muster.Platform.Acts;

namespace Muster.Rosters.Alarms;

/// <summary>When an alarm rings, how long its owner has, and what taking and answering it ask; pure.</summary>
public static class AlarmRules
{
    /// <summary>An open turn rings so many minutes before its start, the longest first; 0 is the start itself.</summary>
    public static readonly IReadOnlyList<int> Stages = [24 * 60, 120, 15, 0];

    /// <summary>No turn is longer: the database keeps that.</summary>
    public static readonly TimeSpan LongestTurn = TimeSpan.FromDays(1);

    public const int WordsMax = 200;

    /// <summary>How long the owner has to take it, before it goes to the next superior. Ten hours before a night nobody has to be awake for it; with a quarter of an hour left, five minutes count.</summary>
    public static TimeSpan TakeWithin(int ahead) => ahead switch
    {
        >= 24 * 60 => TimeSpan.FromHours(2),
        >= 120 => TimeSpan.FromMinutes(20),
        _ => TimeSpan.FromMinutes(5),
    };

    /// <summary>The last stage that has come for a turn which is open; null while it begins in more than a day.</summary>
    public static int? Due(DateTimeOffset startsAt, DateTimeOffset now) => Stages.Cast<int?>().LastOrDefault(ahead => startsAt - now <= TimeSpan.FromMinutes(ahead!.Value));

    public static IEnumerable<Broken> ForAnswering(Alarm? alarm, string done)
    {
        if (alarm is null) yield return new("alarm-unknown", "没有这个告警。", "There is no such alarm.", "AlarmId");
        else if (alarm.ClosedAt is not null) yield return new("alarm-closed", "这个告警已经了结。", "This alarm is closed already.", "AlarmId");
        if (string.IsNullOrWhiteSpace(done) || done.Trim().Length > WordsMax) yield return new("done-missing", $"请写明做了什么（最多 {WordsMax} 字）。", $"Say what was done (at most {WordsMax} characters).", "Done");
    }
}
