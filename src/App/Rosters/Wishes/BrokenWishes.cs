using Muster.Rosters.Changing;
using Muster.Rosters.Filling;

namespace Muster.Rosters.Wishes;

/// <summary>A wish that a roster does not keep on a day.</summary>
/// <param name="ShiftId">The turn that was not wanted; null where one was wanted and there is none.</param>
/// <param name="Others">How many others the rules would let have that turn.</param>
/// <param name="Refusal">What is against the turn that was wanted (<see cref="TurnRefusal"/>, or <see cref="Taken"/>, <see cref="NoBand"/>).</param>
public sealed record BrokenWish(Guid PersonId, string Person, DateOnly Day, WishPart Part, bool Wanted, Guid? ShiftId, int Others, string? Refusal)
{
    /// <summary>Others have the turns, or there is none of that part of the day.</summary>
    public const string Taken = "taken", NoBand = "no-band";
}

/// <summary>Which wishes a roster does not keep, and why. Pure.</summary>
public static class BrokenWishes
{
    public static IReadOnlyList<BrokenWish> Of(RosterGround ground)
    {
        if (ground.People.All(p => p.Wishes.Count == 0)) return [];
        var (bands, turns) = (ground.Bands.ToDictionary(b => b.Id), ground.Shifts.Where(s => s.PersonId is not null).ToLookup(s => (s.PersonId!.Value, s.Day)));
        var broken = new List<BrokenWish>();
        foreach (var person in ground.People.Where(p => p.Wishes.Count > 0))
            foreach (var day in ground.Days.Where(person.IsThere))
                foreach (var wish in person.Wishes.Where(w => w.IsOn(day)))
                {
                    var had = turns[(person.Id, day)].FirstOrDefault(s => Matches(wish, bands[s.PostTimeId]));
                    if (!wish.Wanted && had is not null)
                        broken.Add(new BrokenWish(person.Id, person.Name, day, wish.Part, false, had.Id, CoverSuggestions.For(ground, bands[had.PostTimeId], day, person.Id).Count(s => s.Refusal is null && s.Wished != false), null));
                    else if (wish.Wanted && had is null) broken.Add(new BrokenWish(person.Id, person.Name, day, wish.Part, true, null, 0, Why(ground, person, wish, day)));
                }
        return broken;
    }

    private static string Why(RosterGround ground, AvailablePerson person, DayWish wish, DateOnly day)
    {
        var there = ground.Bands.Where(b => ground.IsOn(b, day) && Matches(wish, b)).ToList();
        if (there.Count == 0) return BrokenWish.NoBand;
        var turns = ground.Shifts.Where(s => s.PersonId == person.Id).Select(Turn.Of).Concat(person.Elsewhere).ToList();
        var refusals = there.Select(b => TurnRefusal.Of(person, b, day, turns, ground.Roster)).ToList();
        return refusals.Contains(null) ? BrokenWish.Taken : refusals[0]!;
    }

    private static bool Matches(DayWish wish, PostBand band) => WishRules.Matches(wish.Part, band.Band.From, band.Band.Minutes);
}
