using System.Globalization;
using Muster.Platform.Ui.Language;
using Muster.Rosters.Filling;

namespace Muster.Rosters.Board;

/// <summary>Words that the board, its day and its spreadsheet share.</summary>
public static class BoardWords
{
    /// <summary>18 Tue, 2/18 周二: short enough for a column's head.</summary>
    public static string Day(Tongue t, DateOnly day) => t.IsChinese ? day.ToString("M/d ", CultureInfo.InvariantCulture) + "日一二三四五六"[(int)day.DayOfWeek] : day.ToString("d MMM ", CultureInfo.InvariantCulture) + day.DayOfWeek.ToString()[..2];

    /// <summary>Why somebody cannot have a turn.</summary>
    public static string Refusal(Tongue t, string refusal) => refusal switch
    {
        TurnRefusal.Away => t["board.refusal.away"],
        TurnRefusal.Leave => t["board.refusal.leave"],
        TurnRefusal.Nights => t["board.refusal.nights"],
        TurnRefusal.Busy => t["board.refusal.busy"],
        TurnRefusal.Rest => t["board.refusal.rest"],
        TurnRefusal.Run => t["board.refusal.run"],
        TurnRefusal.NightRun => t["board.refusal.night-run"],
        TurnRefusal.Hours => t["board.refusal.hours"],
        TurnRefusal.Rotation => t["board.refusal.rotation"],
        TurnRefusal.WeekDays => t["board.refusal.days"],
        TurnRefusal.WeekNights => t["board.refusal.week-nights"],
        HoleReason.Free => t["board.refusal.free"],
        "not-placed" => t["board.refusal.not-placed"],
        _ => refusal,
    };

    /// <summary>A turn's reason: as the program counted it, or as somebody wrote it.</summary>
    public static string Reason(Tongue t, string reason)
    {
        if (reason == RosterReasons.Help) return t["board.help"];
        if (!reason.StartsWith(RosterReasons.Why, StringComparison.Ordinal)) return reason;
        var counts = reason[RosterReasons.Why.Length..].Split(' ').Select(c => c.Split('=')).Where(c => c.Length == 2).ToList();
        var people = counts.Find(c => c[0] == "people")?[1] ?? "0";
        if (people == "0") return t["board.why.nobody"];
        return t["board.why.of", people, string.Join(t.Pick("，", ", "), counts.Where(c => c[0] != "people").Select(c => t["board.why.one", c[1], Refusal(t, c[0])]))];
    }

    /// <summary>What speaks for somebody, or is against it.</summary>
    public static string Why(Tongue t, Changing.CoverSuggestion s) => string.Join(" · ", new[]
    {
        s.Refusal is { } r ? Refusal(t, r) : t["board.fits"], s.OwnPost ? t["board.own-post"] : t["board.other-post"], t["board.hours.n", t.Number(s.Minutes / 60)],
        s.RestHours is { } rest ? t["board.rest.n", t.Number((long)rest)] : null, s.Skilled ? null : t["board.unskilled"], s.Person.Owed > 0 ? t["owed.n", s.Person.Owed] : null, s.Wished switch { true => t["wishes.yes"], false => t["wishes.no"], _ => null },
    }.OfType<string>());
}
