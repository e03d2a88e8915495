namespace Muster.Rosters.Patterns;

/// <summary>
/// Time bands that are set at many posts at once: three shifts, twelve hours, nights, patrols. The usual ones come with the program
/// (<see cref="UsualPatterns"/>); one's own may belong to one area, and go before the usual ones there.
/// </summary>
public sealed class ShiftPattern
{
    public Guid Id { get; set; }
    public string Name { get; set; } = "";

    /// <summary>Only there and below; null for everywhere.</summary>
    public Guid? AreaId { get; set; }

    /// <summary>Kinds of post that it is the template of, with 、 between; empty: of none, it is chosen by hand.</summary>
    public string Kinds { get; set; } = "";

    /// <summary>One <see cref="Band"/> to a line.</summary>
    public string Bands { get; set; } = "";

    public DateTimeOffset? EndedAt { get; set; }
    public int Version { get; set; }

    public bool Fits(string kind) => Kinds.Split('、', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Contains(kind, StringComparer.Ordinal);
}

/// <summary>The patterns that come with the program.</summary>
public static class UsualPatterns
{
    public static readonly IReadOnlyList<UsualPattern> All =
    [
        new("three-shifts", "三班倒", "Three shifts", "值守", "早班 08:00-16:00 带班\n中班 16:00-24:00\n夜班 00:00-08:00"),
        new("twelve-hours", "十二小时两班", "Two of twelve hours", "重点人防控", "白班 08:00-20:00\n夜班 20:00-08:00"),
        new("two-halves", "上下午两段", "Morning and afternoon", "消杀、环境清整", "上午 08:30-11:30\n下午 14:00-17:00"),
        new("day", "白班", "Day", "宣传、后勤", "白班 08:30-17:30"),
        new("nights", "只上夜班", "Nights only", "", "夜班 20:00-08:00"),
        new("patrol", "全天巡逻", "Patrol round the clock", "巡逻", "一班 00:00-06:00\n二班 06:00-12:00\n三班 12:00-18:00\n四班 18:00-24:00"),
        new("workdays", "工作日白班", "Day, on workdays", "", "白班 08:30-17:30 工作日"),
    ];

    public static UsualPattern? Find(string? key) => All.FirstOrDefault(p => p.Key == key);
}

/// <param name="Kinds">As in <see cref="ShiftPattern.Kinds"/>.</param>
public sealed record UsualPattern(string Key, string Zh, string En, string Kinds, string Bands);
