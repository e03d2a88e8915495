namespace Muster.Rosters.Patterns;

/// <summary>On which days a time band is: Monday 1, Tuesday 2 … Sunday 64, public holidays 128. Pure.</summary>
public static class WorkDays
{
    public const int Every = 255, Holidays = 128, Week = 31, Weekend = 96;

    /// <summary>Days are counted there, all year eight hours before Greenwich.</summary>
    public static readonly TimeSpan Zone = TimeSpan.FromHours(8);

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
}
