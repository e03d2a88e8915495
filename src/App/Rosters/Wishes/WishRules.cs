using Muster.Platform.Acts;
using Muster.Rosters.Filling;

namespace Muster.Rosters.Wishes;

/// <summary>A wish as rosters weigh it.</summary>
/// <param name="To">The first day it is not about.</param>
public readonly record struct DayWish(DateOnly From, DateOnly To, WishPart Part, bool Wanted)
{
    public bool IsOn(DateOnly day) => day >= From && day < To;
}

/// <summary>What a wish may be, and which turns it speaks of; pure.</summary>
public static class WishRules
{
    public const int DaysMax = 31, OpenMax = 20, AheadDaysMax = 92;

    private const int Noon = 12 * 60;

    public static IEnumerable<Broken> ForMade(DateOnly startsOn, int days, WishPart part, bool wanted, DateOnly today, IReadOnlyList<Wish> same)
    {
        if (days is < 1 or > DaysMax) yield return new Broken("wish-days", $"一次 1–{DaysMax} 天。", $"1–{DaysMax} days at a time.", "Days");
        if (startsOn < today) yield return new Broken("wish-past", "不能写过去的日子。", "It cannot be about the past.", "StartsOn");
        if (startsOn.DayNumber - today.DayNumber > AheadDaysMax) yield return new Broken("wish-far", $"最多写到 {AheadDaysMax} 天以后。", $"At most {AheadDaysMax} days ahead.", "StartsOn");
        if (same.Count >= OpenMax) yield return new Broken("wishes-many", $"最多同时有 {OpenMax} 条意愿，请先删去不要的。", $"At most {OpenMax} wishes at a time: take some back first.");
        if (same.Any(w => w.StartsOn < startsOn.AddDays(days) && w.EndsOn > startsOn && (w.Part == part || w.Part == WishPart.Any || part == WishPart.Any) && (w.Wanted != wanted || w.Part == part)))
            yield return new Broken("wish-twice", "这些天已经写过意愿，请先删去原来的。", "There is a wish for these days already: take it back first.", "StartsOn");
    }

    /// <summary>Whether a turn that begins at this minute is of the part.</summary>
    public static bool Matches(WishPart part, int from, int minutes) => part switch
    {
        WishPart.Any => true,
        WishPart.Night => RestRules.IsNight(from, minutes),
        WishPart.Early => from < Noon && !RestRules.IsNight(from, minutes),
        _ => from >= Noon && !RestRules.IsNight(from, minutes),
    };

    /// <summary>True: would like it; false: would rather not; null: nothing was said.</summary>
    public static bool? Of(AvailablePerson person, PostBand band, DateOnly day)
    {
        bool? said = null;
        foreach (var wish in person.Wishes.Where(w => w.IsOn(day) && Matches(w.Part, band.Band.From, band.Band.Minutes)))
            if (!wish.Wanted) return false;
            else said = true;
        return said;
    }
}
