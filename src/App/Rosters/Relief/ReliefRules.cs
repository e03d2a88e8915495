using Muster.Platform.Acts;

namespace Muster.Rosters.Relief;

/// <summary>When local staff are due a day off, and what a relief day must be; pure.</summary>
public static class ReliefRules
{
    /// <summary>After so many days without one off a relief day is proposed, unless asked otherwise; and it is looked for so many days ahead.</summary>
    public const int RunDays = 6, AheadDays = 7;

    /// <summary>Days worked one after another up to today, or to yesterday where today is free so far.</summary>
    public static int Run(IReadOnlySet<DateOnly> worked, DateOnly today)
    {
        var day = worked.Contains(today) ? today : today.AddDays(-1);
        var run = 0;
        for (; worked.Contains(day); day = day.AddDays(-1)) run++;
        return run;
    }

    /// <summary>The first of the coming days with a turn to hand over.</summary>
    public static DateOnly? Next(IReadOnlySet<DateOnly> worked, DateOnly today) => Enumerable.Range(1, AheadDays).Select(today.AddDays).Where(worked.Contains).Select(d => (DateOnly?)d).FirstOrDefault();

    public static IEnumerable<Broken> Of(bool isLocal, bool isMustered, bool hasOne, DateOnly day, DateOnly today)
    {
        if (!isLocal) yield return new Broken("relief-not-local", "轮休日只给本地工作人员。", "Relief days are for local staff.", "PersonId");
        if (!isMustered) yield return new Broken("stand-in-not-mustered", "顶班的要是这次行动集结的人。", "The stand-in must be mustered for this emergency.", "StandInId");
        if (hasOne) yield return new Broken("relief-twice", "这个人这天已有轮休。", "This person has a relief day then already.", "Day");
        if (day <= today || day > today.AddDays(AheadDays)) yield return new Broken("relief-day", $"轮休日在明天到 {AheadDays} 天以内。", $"A relief day is tomorrow or within {AheadDays} days.", "Day");
    }
}
