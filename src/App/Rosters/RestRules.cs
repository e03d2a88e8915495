using Muster.Platform.Acts;
using Muster.Rosters.Patterns;

namespace Muster.Rosters;

/// <summary>Somebody at a post from when to when, half-open.</summary>
/// <param name="Day">The day it begins on, in the area's zone.</param>
public readonly record struct Turn(Guid Id, DateOnly Day, DateTimeOffset StartsAt, DateTimeOffset EndsAt)
{
    public int Minutes => (int)(EndsAt - StartsAt).TotalMinutes;

    public bool IsNight => RestRules.IsNight((int)StartsAt.ToOffset(WorkDays.Zone).TimeOfDay.TotalMinutes, Minutes);

    internal static Turn Of(Shift shift) => new(shift.Id, shift.Day, shift.StartsAt, shift.EndsAt);
}

/// <summary>Which rule a turn would break.</summary>
public enum RestBreach { Overlap, Rest, Run, Nights, Hours }

/// <summary>
/// Rest as a hard limit: what no roster breaks, and what a change by hand breaks only with a named person's reason. Hours of rest and days in a row are
/// those of the labour law's usual reading (a day off in seven, eleven hours between turns); nights in a row and hours a week are this program's.
/// </summary>
public static class RestRules
{
    public const int RestMinutesMin = 11 * 60, RunDaysMax = 6, NightRunMax = 3, WeekMinutesMax = 60 * 60;

    /// <summary>Minutes between ten in the evening and six in the morning that make a turn a night.</summary>
    public const int NightMinutesMin = 3 * 60;

    /// <param name="from">Minutes after midnight.</param>
    public static bool IsNight(int from, int minutes)
    {
        var inside = 0;
        for (var window = -120; window <= 2760; window += 1440) inside += Math.Max(0, Math.Min(from + minutes, window + 480) - Math.Max(from, window));
        return inside >= NightMinutesMin;
    }

    /// <summary>The most minutes in so many days.</summary>
    public static int MinutesMost(int days) => WeekMinutesMax * Math.Max(7, days) / 7;

    /// <summary>What the turn would break beside the person's others; overlap first, each once.</summary>
    /// <param name="others">The person's other turns, in any order, at least a week before and after.</param>
    /// <param name="from">First day of the roster, that hours are counted from.</param>
    /// <param name="days">Its days.</param>
    public static IEnumerable<RestBreach> Of(Turn turn, IReadOnlyList<Turn> others, DateOnly from, int days)
    {
        var rest = TimeSpan.FromMinutes(RestMinutesMin);
        if (others.Any(o => o.StartsAt < turn.EndsAt && o.EndsAt > turn.StartsAt)) yield return RestBreach.Overlap;
        else if (others.Any(o => o.StartsAt < turn.EndsAt + rest && o.EndsAt + rest > turn.StartsAt)) yield return RestBreach.Rest;
        if (Run(turn.Day, [.. others.Select(o => o.Day)]) > RunDaysMax) yield return RestBreach.Run;
        if (turn.IsNight && Run(turn.Day, [.. others.Where(o => o.IsNight).Select(o => o.Day)]) > NightRunMax) yield return RestBreach.Nights;
        if (turn.Minutes + others.Where(o => o.Day >= from && o.Day < from.AddDays(days)).Sum(o => o.Minutes) > MinutesMost(days)) yield return RestBreach.Hours;
    }

    /// <summary>In words, with the person's name.</summary>
    public static Broken Told(RestBreach breach, string name, string field = "PersonId") => breach switch
    {
        RestBreach.Overlap => new("shift-overlap", $"{name}这时已在别的岗位。", $"{name} is at another post then.", field),
        RestBreach.Rest => new("rest-short", $"{name}前后两班之间休息不足 {RestMinutesMin / 60} 小时。", $"{name} would rest less than {RestMinutesMin / 60} hours between two turns.", field),
        RestBreach.Run => new("run-long", $"{name}会连续上岗超过 {RunDaysMax} 天。", $"{name} would work more than {RunDaysMax} days in a row.", field),
        RestBreach.Nights => new("nights-long", $"{name}会连续超过 {NightRunMax} 个夜班。", $"{name} would have more than {NightRunMax} nights in a row.", field),
        _ => new("hours-many", $"{name}这一期的工时会超过每周 {WeekMinutesMax / 60} 小时。", $"{name} would work more than {WeekMinutesMax / 60} hours a week in this roster.", field),
    };

    /// <summary>Days in a row around one, itself included.</summary>
    private static int Run(DateOnly day, HashSet<DateOnly> worked)
    {
        var (first, last) = (day, day);
        while (worked.Contains(first.AddDays(-1))) first = first.AddDays(-1);
        while (worked.Contains(last.AddDays(1))) last = last.AddDays(1);
        return last.DayNumber - first.DayNumber + 1;
    }
}
