namespace Muster.Rosters.Patterns;

/// <summary>On which days a time band is: Monday 1, Tuesday 2 … Sunday 64, public holidays 128. Pure.</summary>
public static class WorkDays
{
    public const int Every = 255, Holidays = 128, Week = 31, Weekend = 96;

    /// <summary>Days are counted there, all year eight hours before Greenwich.</summary>
    public static readonly TimeSpan Zone = TimeSpan.FromHours(8);

    private static readonly string[] Chinese = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
    private static readonly string[] English = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    private static readonly (string Zh, string En, int Days)[] Sets = [("每天", "daily", Every), ("工作日", "workdays", Week), ("周末", "weekend", Weekend), ("节假日", "holidays", Holidays)];

    public static int Bit(DayOfWeek day) => 1 << (((int)day + 6) % 7);

    /// <param name="off">What the table of holidays says of the day: true a day off, false a day worked in its stead, null nothing.</param>
    public static bool Has(int days, DateOnly day, bool? off = null) => off switch
    {
        true => (days & Holidays) != 0,
        // A Saturday that is worked is a working day, like a Monday.
        false => (days & Bit(DayOfWeek.Monday)) != 0,
        null => (days & Bit(day.DayOfWeek)) != 0,
    };

    public static DateTimeOffset At(DateOnly day, int minute) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), Zone).AddMinutes(minute).ToUniversalTime();

    public static DateOnly Of(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(Zone).DateTime);

    /// <summary>In words that <see cref="Read"/> understands: 每天, 工作日, 周末, 周一+周三+节假日.</summary>
    public static string Words(int days, bool chinese = true)
    {
        if (Array.Find(Sets, s => s.Days == days) is { Days: not 0 } set) return chinese ? set.Zh : set.En;
        var names = Enumerable.Range(0, 7).Where(i => (days & (1 << i)) != 0).Select(i => (chinese ? Chinese : English)[i]).ToList();
        if ((days & Week) == Week) names = [chinese ? Sets[1].Zh : Sets[1].En, .. names.Skip(5)];
        if ((days & Holidays) != 0) names.Add(chinese ? Sets[3].Zh : Sets[3].En);
        return string.Join('+', names);
    }

    /// <summary>Names of days and of sets of days, joined by + or 、; 周一至周五 and Mon-Fri are runs. Null where it is no day.</summary>
    public static int? Read(string text)
    {
        var days = 0;
        foreach (var part in text.Split(['+', '、', ',', '，', '/'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (Part(part.Replace("星期", "周", StringComparison.Ordinal)) is { } found) days |= found;
            else return null;
        return days == 0 ? null : days;
    }

    private static int? Part(string text)
    {
        foreach (var set in Sets)
            if (text == set.Zh || text.Equals(set.En, StringComparison.OrdinalIgnoreCase)) return set.Days;
        if (text.Split(['至', '-', '~', '–']) is [var from, var to])
            return Index(from) is { } first && Index(to) is { } last ? Enumerable.Range(0, ((last - first + 7) % 7) + 1).Sum(i => 1 << ((first + i) % 7)) : null;
        return Index(text) is { } one ? 1 << one : null;
    }

    private static int? Index(string text)
    {
        text = text.Trim();
        for (var i = 0; i < 7; i++)
            if (text == Chinese[i] || (text.Length == 1 && text[0] == Chinese[i][1]) || (i == 6 && text == "周天") || (text.Length >= 3 && text.StartsWith(English[i], StringComparison.OrdinalIgnoreCase)))
                return i;
        return null;
    }
}
