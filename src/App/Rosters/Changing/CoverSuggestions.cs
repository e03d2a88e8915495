using Muster.Rosters.Filling;

namespace Muster.Rosters.Changing;

/// <summary>Somebody who could have a turn, and what speaks for it.</summary>
/// <param name="Refusal">A <see cref="TurnRefusal"/> where a rule is against it; null: fits.</param>
/// <param name="OwnPost">Was placed at the post itself.</param>
/// <param name="RestHours">To the nearest other turn; null: none within a week.</param>
/// <param name="Minutes">At posts in this roster so far.</param>
public sealed record CoverSuggestion(AvailablePerson Person, string? Refusal, bool OwnPost, bool Skilled, double? RestHours, int Minutes, int Nights)
{
    /// <summary>Would like such a turn, or would rather not; null: said nothing.</summary>
    public bool? Wished { get; init; }
}

/// <summary>Who could take a turn, the best first: by fit (own post, skill), then who owes a turn, who would rather not last, then by load, then by rest. Pure.</summary>
public static class CoverSuggestions
{
    public static IReadOnlyList<CoverSuggestion> For(RosterGround ground, PostBand band, DateOnly day, Guid? notThis = null)
    {
        var turns = ground.Shifts.Where(s => s.PersonId is not null).ToLookup(s => s.PersonId!.Value, Turn.Of);
        return [.. ground.People.Where(p => p.Id != notThis).Select(p => Of(ground, p, band, day, [.. turns[p.Id]]))
            .OrderBy(s => s.Refusal is null ? 0 : 1).ThenBy(s => (s.OwnPost ? 0 : 1) + (s.Skilled ? 0 : 2)).ThenByDescending(s => s.Person.Owed).ThenBy(s => s.Wished switch { true => 0, null => 1, _ => 2 }).ThenBy(s => s.Minutes).ThenByDescending(s => s.RestHours ?? 168).ThenBy(s => s.Person.Id)];
    }

    private static CoverSuggestion Of(RosterGround ground, AvailablePerson person, PostBand band, DateOnly day, List<Turn> own)
    {
        List<Turn> all = [.. person.Elsewhere, .. own];
        var turn = band.On(day);
        var rest = all.Where(t => t.EndsAt <= turn.StartsAt || t.StartsAt >= turn.EndsAt).Select(t => t.EndsAt <= turn.StartsAt ? (turn.StartsAt - t.EndsAt).TotalHours : (t.StartsAt - turn.EndsAt).TotalHours).ToList();
        return new CoverSuggestion(person, TurnRefusal.Of(person, band, day, all, ground.Roster), person.PostId == band.PostId, band.Band.Skill is not { } skill || person.Skills.Contains(skill),
            rest.Count == 0 || rest.Min() > 168 ? null : rest.Min(), own.Sum(t => t.Minutes), own.Count(t => t.IsNight)) { Wished = Wishes.WishRules.Of(person, band, day) };
    }
}
