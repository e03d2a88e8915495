using System.Globalization;
using Muster.Optimiser.Placing;

namespace Muster.Rehearsal;

/// <summary>
/// Invents the people of each agency in blocks that share home street and class (skills, grade, party, experience,
/// limits), long-tailed in size, and then what is personal: exclusions, previous places, teams, wishes, pairs kept apart.
/// </summary>
internal sealed class SamplePeople(SampleTerritory territory, PlacingPlace[] places, Dice dice)
{
    /// <summary>Mean size of a block; 748,100 people make some 90,000 distinct supplies.</summary>
    private const int PeoplePerBlock = 8;

    private readonly PlaceFinder near = new(places);

    // Where the people of an agency live: mostly in its own county, some in the city, a few anywhere.
    private readonly Dictionary<int, int[]> streetsOf = territory.Streets
        .GroupBy(street => territory.Areas[street].Parent)
        .ToDictionary(group => group.Key, group => group.ToArray());

    public List<PlacingExclusion> Exclusions { get; } = [];

    public List<PlacingApart> Aparts { get; } = [];

    public List<PlacingWish> Wishes { get; } = [];

    public List<string> Teams { get; } = [];

    public PlacingPerson[] Make(SampleAgency[] agencies, int people)
    {
        var made = new PlacingPerson[people];
        var at = 0;
        for (var agency = 0; agency < agencies.Length; agency++)
        {
            var left = agencies[agency].Headcount;
            var medical = agencies[agency].Row.Id.Contains("卫健", StringComparison.Ordinal)
                || agencies[agency].Row.Id.Contains("医院", StringComparison.Ordinal)
                || agencies[agency].Row.Id.Contains("疾控", StringComparison.Ordinal);
            while (left > 0)
            {
                var size = Math.Min(left, 1 + (int)dice.LongTailed(0.72 * (PeoplePerBlock - 1), 0.8));
                left -= size;
                var home = HomeStreet(agencies[agency].Seat);
                var person = new PlacingPerson(
                    "", territory.X[home], territory.Y[home], agency, Draw(Experience.FirstTimer, Experience.OldHand),
                    Grade(), dice.Chance(0.45), Skill(medical), dice.Chance(0.09) ? 1 + dice.Below(4) : 0,
                    Home: Array.BinarySearch(territory.Streets, home));
                for (var i = 0; i < size; i++)
                {
                    made[at] = person with { Id = "p" + (at + 1).ToString("D7", CultureInfo.InvariantCulture) };
                    at++;
                }
            }
        }

        for (var i = 0; i < people; i++) MakePersonal(made, i);
        MakeTeams(made);
        return made;
    }

    private void MakePersonal(PlacingPerson[] made, int i)
    {
        var person = made[i];
        if (dice.Chance(0.06))
        {
            // Avoidance keeps people from where they live or have kin, which is where distance would send them.
            var avoided = near.Nearest(person.X, person.Y, 8);
            var count = 1 + dice.Below(Math.Min(3, avoided.Length));
            dice.Shuffle<int>(avoided);
            foreach (var place in avoided.AsSpan(0, count)) Exclusions.Add(new PlacingExclusion(i, place, "亲属回避"));
        }

        if (dice.Chance(0.03))
        {
            var close = near.Nearest(person.X, person.Y, 24);
            made[i] = person with { Previous = close[dice.Below(close.Length)] };
        }

        if (dice.Chance(0.015))
        {
            var close = near.Nearest(person.X, person.Y, 40);
            Wishes.Add(new PlacingWish(i, close[dice.Below(close.Length)]));
        }

        if (i > 0 && dice.Chance(0.002))
        {
            var other = Math.Max(0, i - 1 - dice.Below(30));
            Aparts.Add(new PlacingApart(other, i, "同住"));
        }
    }

    // A team is a run of colleagues, so it comes from one agency and often from one home.
    private void MakeTeams(PlacingPerson[] made)
    {
        for (var i = 0; i + 12 < made.Length; i++)
        {
            if (!dice.Chance(0.003)) continue;
            var size = 4 + dice.Below(7);
            var team = Teams.Count;
            Teams.Add("先锋队" + (team + 1).ToString(CultureInfo.InvariantCulture));
            for (var k = 0; k < size && made[i + k].Agency == made[i].Agency; k++) made[i + k] = made[i + k] with { Team = team };
            i += size;
        }
    }

    private int HomeStreet(int seat)
    {
        var areas = territory.Areas;
        var draw = dice.Share();
        if (draw >= 0.95) return territory.Streets[dice.Below(territory.Streets.Length)];
        var county = SampleAgencies.CountyOf(territory, seat);
        if (county >= 0 && draw < 0.85)
        {
            var own = streetsOf[territory.Counties[county]];
            // The county town, whose streets come first in the code, houses most office workers.
            return own[(int)(own.Length * dice.Share() * dice.Share())];
        }

        var city = county >= 0 ? areas[territory.Counties[county]].Parent : seat;
        var counties = territory.Counties.Where(c => city == 0 || areas[c].Parent == city).ToArray();
        if (counties.Length == 0) return territory.Streets[dice.Below(territory.Streets.Length)];
        var streets = streetsOf[counties[(int)(counties.Length * dice.Share() * dice.Share())]];
        return streets[dice.Below(streets.Length)];
    }

    private Experience Draw(Experience common, Experience rare) => dice.Share() switch
    {
        < 0.55 => common,
        < 0.75 => rare,
        _ => Experience.Unstated,
    };

    private int Grade() => dice.Share() switch { < 0.55 => 1, < 0.80 => 2, < 0.93 => 3, < 0.98 => 4, _ => 5 };

    private int Skill(bool medical)
    {
        if (dice.Chance(medical ? 0.6 : 0.015)) return dice.Chance(0.2) ? 6 : 1;
        return dice.Chance(0.15) ? 2 + dice.Below(SamplePlaces.SkillSets.Length - 2) : 0;
    }
}
