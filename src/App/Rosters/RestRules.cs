using Muster.Platform.Acts;
using Muster.Rosters.Patterns;
using Muster.Rosters.Resting;

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
public enum RestBreach { Overlap, Rest, Run, Nights, Hours, Days, WeekNights }

/// <summary>
/// Rest as a hard limit: what no roster breaks, and what a change by hand breaks only with a named person's reason. How much is for the place and the person
/// to say (<see cref="RestGuard"/>).
/// </summary>
public static class RestRules
{
    /// <summary>Minutes between ten in the evening and six in the morning that make a turn a night.</summary>
    public const int NightMinutesMin = 3 * 60;

    /// <param name="from">Minutes after midnight.</param>
    public static bool IsNight(int from, int minutes)
    {
        var inside = 0;
        for (var window = -120; window <= 2760; window += 1440) inside += Math.Max(0, Math.Min(from + minutes, window + 480) - Math.Max(from, window));
        return inside >= NightMinutesMin;
    }

    /// <summary>The first day of the week that a day belongs to: seven days each, counted from a roster's first day, backward too.</summary>
    public static DateOnly WeekOf(DateOnly day, DateOnly from) => day.AddDays(-(((day.DayNumber - from.DayNumber) % 7) + 7) % 7);

    /// <summary>What the turn would break beside the person's others; overlap first, each once.</summary>
    /// <param name="others">The person's other turns, in any order, at least a week before and after.</param>
    /// <param name="from">First day of the roster, that weeks are counted from.</param>
    /// <param name="caps">Those of the person on the turn's day.</param>
    public static IEnumerable<RestBreach> Of(Turn turn, IReadOnlyList<Turn> others, DateOnly from, RestCaps caps)
    {
        var rest = TimeSpan.FromMinutes(caps.RestMinutes);
        if (others.Any(o => o.StartsAt < turn.EndsAt && o.EndsAt > turn.StartsAt)) yield return RestBreach.Overlap;
        else if (others.Any(o => o.StartsAt < turn.EndsAt + rest && o.EndsAt + rest > turn.StartsAt)) yield return RestBreach.Rest;
        if (Run(turn.Day, [.. others.Select(o => o.Day)]) > caps.RunDays) yield return RestBreach.Run;
        if (turn.IsNight && Run(turn.Day, [.. others.Where(o => o.IsNight).Select(o => o.Day)]) > caps.NightRun) yield return RestBreach.Nights;
        var week = WeekOf(turn.Day, from);
        var same = others.Where(o => o.Day >= week && o.Day < week.AddDays(7)).ToList();
        if (turn.Minutes + same.Sum(o => o.Minutes) > caps.WeekMinutes) yield return RestBreach.Hours;
        if (same.Select(o => o.Day).Append(turn.Day).Distinct().Count() > caps.WeekDays) yield return RestBreach.Days;
        if (turn.IsNight && same.Where(o => o.IsNight).Select(o => o.Day).Append(turn.Day).Distinct().Count() > caps.WeekNights) yield return RestBreach.WeekNights;
    }

    /// <summary>In words, with the person's name.</summary>
    /// <param name="caps">Those of the person that day.</param>
    public static Broken Told(RestBreach breach, string name, RestCaps caps, string field = "PersonId") => breach switch
    {
        RestBreach.Overlap => new("shift-overlap", $"{name}这时已在别的岗位。", $"{name} is at another post then.", field),
        RestBreach.Rest => new("rest-short", $"{name}前后两班之间休息不足 {caps.RestMinutes / 60} 小时。", $"{name} would rest less than {caps.RestMinutes / 60} hours between two turns.", field),
        RestBreach.Run => new("run-long", $"{name}会连续上岗超过 {caps.RunDays} 天。", $"{name} would work more than {caps.RunDays} days in a row.", field),
        RestBreach.Nights => new("nights-long", $"{name}会连续超过 {caps.NightRun} 个夜班。", $"{name} would have more than {caps.NightRun} nights in a row.", field),
        RestBreach.Hours => new("hours-many", $"{name}这一周会超过 {caps.WeekMinutes / 60} 小时。", $"{name} would work more than {caps.WeekMinutes / 60} hours that week.", field),
        RestBreach.Days => new("days-many", $"{name}这一周会上岗超过 {caps.WeekDays} 天。", $"{name} would work more than {caps.WeekDays} days that week.", field),
        _ => new("nights-many", $"{name}这一周会超过 {caps.WeekNights} 个夜班。", $"{name} would have more than {caps.WeekNights} nights that week.", field),
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
