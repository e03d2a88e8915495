using System.Globalization;
using Muster.Platform.Acts;

namespace Muster.Rosters.Patterns;

/// <summary>
/// A time band as people write it, one to a line: <c>夜班 00:00-08:00 1-2人 每天 带班 技能:急救</c>. Days, leader and skill may be left out; so may
/// the people, in a pattern: then a post's own numbers say how many.
/// </summary>
/// <param name="From">Minutes after midnight, 0–1439.</param>
/// <param name="Minutes">15–1440; it may pass midnight.</param>
/// <param name="Needed">Null: as many as the post's minimum can keep up.</param>
public sealed record Band(string Name, int From, int Minutes, int Days = WorkDays.Every, int? Needed = null, int? Target = null, bool Leader = false, string? Skill = null)
{
    public string Hours => Clock(From) + "-" + (From + Minutes == 1440 ? "24:00" : Clock((From + Minutes) % 1440));

    public int DaysPerWeek => int.PopCount(Days & 127);

    public override string ToString() => string.Join(' ', new[]
    {
        Name, Hours, Needed is { } n ? string.Create(CultureInfo.InvariantCulture, $"{n}{(Target is { } t && t != n ? $"-{t}" : "")}人") : null,
        Days == WorkDays.Every ? null : WorkDays.Words(Days), Leader ? "带班" : null, Skill is null ? null : "技能:" + Skill,
    }.OfType<string>());

    public static string Write(IEnumerable<Band> bands) => string.Join('\n', bands);

    /// <summary>Reads bands, one to a line; what cannot be read is told with its line.</summary>
    /// <param name="field">The act's parameter that the text stands in.</param>
    public static (IReadOnlyList<Band> Bands, IReadOnlyList<Broken> Broken) Read(string text, string field)
    {
        var (bands, broken) = (new List<Band>(), new List<Broken>());
        foreach (var line in text.Split(['\n', '；', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (band, wrong) = One(line);
            if (band is not null) bands.Add(band);
            broken.AddRange(wrong.Select(w => new Broken(w.Code, $"“{line}”：{w.Zh}", $"“{line}”: {w.En}", field)));
        }
        return (bands, broken);
    }

    private static (Band?, IEnumerable<Broken>) One(string line)
    {
        var words = line.Split([' ', '\t', '　'], StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindIndex(words, w => ReadHours(w) is not null);
        if (at < 0) return (null, [new("band-hours", "要写几点到几点，例如 08:00-16:00。", "say from when to when, such as 08:00-16:00.")]);
        var (from, minutes) = ReadHours(words[at])!.Value;
        var band = new Band(string.Join(' ', words[..at]), from, minutes);
        if (band.Name.Length == 0) band = band with { Name = band.Hours };
        foreach (var word in words[(at + 1)..])
        {
            if (ReadPeople(word) is { } people) band = band with { Needed = people.Needed, Target = people.Target };
            else if (word is "带班" or "leader") band = band with { Leader = true };
            else if (word.Split([':', '：'], 2) is ["技能" or "skill", { Length: > 0 } skill]) band = band with { Skill = skill };
            else if (WorkDays.Read(word) is { } days) band = band with { Days = days };
            else return (null, [new("band-word", $"不明白“{word}”。", $"“{word}” is not understood.")]);
        }
        return (band, BandRules.Of(band));
    }

    /// <summary>08:00-16:00; a dash of any width; the end may be the next day's.</summary>
    internal static (int From, int Minutes)? ReadHours(string text)
    {
        if (text.Replace('：', ':').Split(['-', '–', '—', '~', '至']) is not [var a, var b] || Minute(a) is not { } from || Minute(b) is not { } to || from == 1440) return null;
        return (from, to > from ? to - from : to + 1440 - from);
    }

    internal static int? Minute(string text) => text.Trim().Replace('：', ':').Split(':') is [var hour, var minute, ..] && int.TryParse(hour, NumberStyles.None, CultureInfo.InvariantCulture, out var h)
        && int.TryParse(minute, NumberStyles.None, CultureInfo.InvariantCulture, out var m) && h <= 24 && m < 60 && (h < 24 || m == 0) ? (h * 60) + m : null;

    private static (int Needed, int? Target)? ReadPeople(string text)
    {
        var parts = text.TrimEnd('人').Split(['-', '–', '~', '至']);
        return parts.Length is 1 or 2 && parts.All(p => p.Length is > 0 and < 4 && p.All(char.IsAsciiDigit))
            ? (int.Parse(parts[0], CultureInfo.InvariantCulture), parts.Length == 2 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : null) : null;
    }

    private static string Clock(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}

/// <summary>What a time band must be; pure.</summary>
public static class BandRules
{
    public const int MinutesMin = 15, MinutesMax = 1440, PeopleMax = 500, BandsMax = 24;

    /// <summary>What a person gives in a week when a post's numbers are turned into people per band.</summary>
    public const int WeekMinutes = 40 * 60;

    public static IEnumerable<Broken> Of(Band band)
    {
        if (band.Name.Length is 0 or > 20) yield return new Broken("band-name", "时段名称为 1–20 个字。", "a band's name has 1–20 characters.", "Name");
        if (band.From is < 0 or > 1439) yield return new Broken("band-from", "开始时间在 00:00 到 23:59 之间。", "it begins between 00:00 and 23:59.", "From");
        if (band.Minutes is < MinutesMin or > MinutesMax) yield return new Broken("band-length", "时长在 15 分钟到 24 小时之间。", "it lasts between 15 minutes and 24 hours.", "To");
        if (band.Days is < 1 or > WorkDays.Every) yield return new Broken("band-days", "至少选一天。", "it is on one day at least.", "Days");
        if (band.Needed is < 0 or > PeopleMax || band.Target is < 0 or > PeopleMax) yield return new Broken("band-people", $"人数在 0 到 {PeopleMax} 之间。", $"people are between 0 and {PeopleMax}.", "Needed");
        if (band.Target < band.Needed) yield return new Broken("band-target", $"目标人数 {band.Target} 不能少于最少人数 {band.Needed}。", $"the target {band.Target} cannot be below the minimum {band.Needed}.", "Target");
        if (band.Skill is { Length: > 40 }) yield return new Broken("band-skill", "技能不超过 40 个字。", "a skill has at most 40 characters.", "Skill");
    }

    /// <summary>Of one post together.</summary>
    public static IEnumerable<Broken> Of(IReadOnlyList<Band> bands, string field)
    {
        if (bands.Count > BandsMax) yield return new Broken("bands-many", $"一个岗位最多 {BandsMax} 个时段。", $"A post has at most {BandsMax} bands.", field);
        foreach (var twice in bands.GroupBy(b => (b.Name, b.From, b.Minutes, b.Days)).Where(g => g.Count() > 1))
            yield return new Broken("band-twice", $"时段“{twice.First()}”写了不止一次。", $"The band “{twice.First()}” stands there more than once.", field);
    }

    /// <summary>
    /// How many at once: as many as the people of the post can keep up, each giving forty hours a week, one at least. Seven people who keep a post
    /// day and night (168 h) are one at a time; three who keep it ten hours on seven days are one.
    /// </summary>
    /// <param name="people">Of the post, in all.</param>
    public static int AtOnce(int people, IReadOnlyList<Band> bands)
    {
        var week = bands.Sum(b => b.Minutes * Math.Max(1, b.DaysPerWeek));
        return week == 0 ? 1 : Math.Max(1, people * WeekMinutes / week);
    }
}
