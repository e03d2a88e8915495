using Muster.Platform.Acts;

namespace Muster.Organisation.Commanding;

/// <summary>When a command may be delegated; pure.</summary>
public static class CommandRules
{
    /// <summary>A delegation ends by itself: for longer, the seat is given to somebody else.</summary>
    public static readonly TimeSpan LongestPeriod = TimeSpan.FromDays(92);

    /// <summary>How long somebody from outside commands after a loss, unless the lost come back before.</summary>
    public static readonly TimeSpan LossPeriod = TimeSpan.FromDays(30);

    /// <param name="area">Its name; null where it does not stand.</param>
    /// <param name="host">Who holds the seat that commands the area.</param>
    public static IEnumerable<Broken> ForDelegating(string? area, string? person, Guid? host, Guid personId, DateTimeOffset from, DateTimeOffset until, string reason)
    {
        if (area is null) yield return new("area-unknown", "没有这个属地，或已撤销。", "There is no such area, or it was closed.", "AreaId");
        else if (host is null) yield return new("command-without-host", $"“{area}”现在没有属地书记，先安排书记才能授权。", $"Nobody holds the command of {area} now: give its seat a holder first.", "AreaId");
        if (person is null) yield return new("person-unknown", "没有这个人。", "There is no such person.", "PersonId");
        else if (host == personId) yield return new("command-own", $"{person}本来就指挥这里。", $"{person} commands here anyway.", "PersonId");
        if (until <= from) yield return new("command-period", "结束时间要晚于开始时间，也要晚于现在。", "It must end after it begins, and after now.", "EndsAt");
        else if (until - from > LongestPeriod)
            yield return new("command-period-long", $"一次授权最多 {LongestPeriod.Days} 天；更久请更换书记。", $"A delegation lasts {LongestPeriod.Days} days at most; for longer, give the seat to somebody else.", "EndsAt");
        foreach (var broken in SeatRules.ForReason(reason)) yield return broken;
    }
}
