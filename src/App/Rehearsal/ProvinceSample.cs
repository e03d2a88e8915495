using Muster.Optimiser.Placing;
using Muster.Territory.Register;

namespace Muster.Rehearsal;

/// <summary>
/// An invented placement problem over a real province. A quarter of the counties keep their own agencies to themselves
/// and have people to spare, so quotas bind there; elsewhere more is asked for than there are people, so shortage has
/// to be shared. The same areas, people and seed give the same problem.
/// </summary>
public static class ProvinceSample
{
    /// <summary>Share of people that counties with a hard pairing ask for, and the others.</summary>
    private const double SpareDemand = 0.84;
    private const double ShortDemand = 1.03;

    /// <param name="areas">One province of the register.</param>
    /// <param name="people">At least 10; below ten to a community the sample covers the first streets only.</param>
    /// <param name="seed">Any value.</param>
    public static PlacingProblem Make(RegisteredArea[] areas, int people, long seed)
    {
        var dice = new Dice(unchecked((ulong)seed));
        var territory = SampleTerritory.Of(areas, people);
        var countyOfCommunity = Array.ConvertAll(
            territory.Communities, community => SampleAgencies.CountyOf(territory, community));
        var tight = PickTight(territory, dice.Split());
        var agencies = SampleAgencies.Make(territory, tight, people, dice.Split());
        var demand = Demand(territory, agencies, tight, countyOfCommunity);
        var places = SamplePlaces.Make(territory, demand, countyOfCommunity, dice.Split());
        var seats = SamplePlaces.MakeSeats(places, dice.Split());
        var wants = SamplePlaces.MakeWants(places, dice.Split());
        var invented = new SamplePeople(territory, places, dice.Split());
        var persons = invented.Make(agencies, people);
        return new PlacingProblem
        {
            People = persons,
            Places = places,
            Agencies = Array.ConvertAll(agencies, agency => agency.Row),
            Seats = seats,
            Wants = wants,
            Exclusions = [.. invented.Exclusions],
            Aparts = [.. invented.Aparts],
            Wishes = [.. invented.Wishes],
            Pins = Pins(persons, places, agencies, [.. invented.Exclusions], dice.Split()),
            Skills = SamplePlaces.Skills,
            SkillSets = SamplePlaces.SkillSets,
            Limits = SamplePlaces.Limits,
            LimitSets = SamplePlaces.LimitSets,
            Teams = [.. invented.Teams],
            Homes = Array.ConvertAll(territory.Streets, street => SamplePlaces.Code(areas[street])),
            Settings = new PlacingSettings { Seed = seed },
        };
    }

    private static bool[] PickTight(SampleTerritory territory, Dice dice)
    {
        var tight = new bool[territory.Counties.Length];
        for (var i = 0; i < tight.Length; i++) tight[i] = dice.Chance(0.25);
        return tight;
    }

    /// <summary>
    /// What each county asks for in all: those with a hard pairing a part of what their own agencies can send, the
    /// others together more than is left, by their number of communities.
    /// </summary>
    private static int[] Demand(
        SampleTerritory territory, SampleAgency[] agencies, bool[] tight, int[] countyOfCommunity)
    {
        var demand = new int[tight.Length];
        var own = new int[tight.Length];
        var free = 0;
        foreach (var agency in agencies)
        {
            var going = agency.Headcount - agency.Row.Stay;
            if (agency.Row.Pairing == Pairing.Hard) own[SampleAgencies.CountyOf(territory, agency.Seat)] += going;
            else free += going;
        }

        var communities = new double[tight.Length];
        foreach (var county in countyOfCommunity) communities[county]++;
        var shared = new double[tight.Length];
        for (var i = 0; i < tight.Length; i++)
        {
            if (tight[i]) demand[i] = (int)(SpareDemand * own[i]);
            else shared[i] = communities[i];
        }

        if (!Array.Exists(tight, binds => !binds)) return demand;
        var parts = Apportionment.ByWeights((int)(ShortDemand * free), shared);
        for (var i = 0; i < tight.Length; i++) demand[i] += parts[i];
        return demand;
    }

    /// <summary>A few are already fixed: at a place near home, or kept in reserve. No pin breaks another rule.</summary>
    private static PlacingPin[] Pins(
        PlacingPerson[] persons, PlacingPlace[] places, SampleAgency[] agencies, PlacingExclusion[] exclusions, Dice dice)
    {
        var near = new PlaceFinder(places);
        var avoided = exclusions.Select(e => (e.Person, e.Place)).ToHashSet();
        var taken = new int[places.Length];
        var kept = new int[agencies.Length];
        var pins = new List<PlacingPin>();
        for (var i = 0; i < persons.Length; i++)
        {
            if (!dice.Chance(0.002)) continue;
            var agency = persons[i].Agency;
            if (dice.Chance(0.2))
            {
                if (++kept[agency] <= agencies[agency].Row.Stay) pins.Add(new PlacingPin(i, -1));
                continue;
            }

            foreach (var place in near.Nearest(persons[i].X, persons[i].Y, 6))
            {
                var allowed = !avoided.Contains((i, place)) && places[place].Refuses == 0 && taken[place] == 0
                    && (agencies[agency].Row.Pairing != Pairing.Hard
                        || Array.IndexOf(agencies[agency].Row.Streets, places[place].Street) >= 0);
                if (!allowed) continue;
                taken[place]++;
                pins.Add(new PlacingPin(i, place));
                break;
            }
        }

        return [.. pins];
    }
}
