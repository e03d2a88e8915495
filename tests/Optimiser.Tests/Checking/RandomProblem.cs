using Muster.Optimiser.Placing;

namespace Muster.Optimiser.Tests.Checking;

/// <summary>Small problems with every feature of the format, drawn by seed, and prices of no merit for them.</summary>
internal static class RandomProblem
{
    public static PlacingProblem Of(int seed)
    {
        var random = new Random(seed);
        var places = new PlacingPlace[random.Next(1, 30)];
        for (var p = 0; p < places.Length; p++)
        {
            var minimum = random.Next(0, 3);
            var target = minimum + random.Next(0, 30);
            places[p] = new PlacingPlace(
                $"c{p}", p > 0 && random.Next(3) == 0 ? random.Next(p) : -1, random.Next(-5000, 5000), random.Next(-5000, 5000),
                minimum, target, random.Next(2) == 0 ? PlacingPlace.NoLimit : target + random.Next(3),
                random.Next(5) > 0, $"s{random.Next(4)}", random.Next(4) == 0 ? random.Next(3) : 0);
        }

        var agencies = new PlacingAgency[random.Next(0, 5)];
        for (var a = 0; a < agencies.Length; a++)
        {
            var pairing = (Pairing)random.Next(3);
            agencies[a] = new PlacingAgency(
                $"a{a}", "", random.Next(8), random.Next(4), pairing == Pairing.None ? [] : [$"s{random.Next(4)}", $"s{random.Next(4)}"], pairing);
        }

        var seats = Enumerable.Range(0, random.Next(6)).Select(s => new PlacingSeat(
            random.Next(places.Length), $"r{s}", random.Next(1, 3), random.Next(4), random.Next(3) == 0, random.Next(-1, 2))).ToArray();
        var wants = Enumerable.Range(0, random.Next(5)).Select(_ => (Place: random.Next(places.Length), Skill: random.Next(2)))
            .Distinct().Select(w => new PlacingWant(w.Place, w.Skill, random.Next(1, 3))).ToArray();
        var people = new PlacingPerson[random.Next(1, 60)];
        for (var i = 0; i < people.Length; i++)
        {
            var hasHome = random.Next(8) > 0;
            people[i] = new PlacingPerson(
                $"p{i}", hasHome ? random.Next(-5000, 5000) : PlacingPerson.Nowhere, hasHome ? random.Next(-5000, 5000) : PlacingPerson.Nowhere,
                agencies.Length == 0 ? -1 : random.Next(-1, agencies.Length), (Experience)random.Next(3), random.Next(5), random.Next(2) == 0,
                random.Next(4), random.Next(3), random.Next(-1, 2), random.Next(4) == 0 ? random.Next(places.Length) : -1);
        }

        int Person() => random.Next(people.Length);
        int Place() => random.Next(places.Length);
        return new PlacingProblem
        {
            People = people,
            Places = places,
            Agencies = agencies,
            Seats = seats,
            Wants = wants,
            Skills = ["s0", "s1"],
            SkillSets = [[], [0], [1], [0, 1]],
            Limits = ["l0", "l1"],
            LimitSets = [[], [0], [0, 1]],
            Teams = ["t0", "t1"],
            Exclusions = [.. Enumerable.Range(0, random.Next(20)).Select(_ => new PlacingExclusion(Person(), Place()))],
            Wishes = [.. Enumerable.Range(0, random.Next(20)).Select(_ => new PlacingWish(Person(), Place()))],
            Pins = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Person()).Distinct().Select(i => Pin(i, random, places.Length, seats))],
            Settings = new PlacingSettings { FillToLimit = random.Next(2) == 0, Travel = random.Next(4) },
        };
    }

    public static PlacingPrices Prices(PlacingProblem problem, int seed)
    {
        var random = new Random(seed);
        var prices = Town.NoPrices(problem);
        long[][] all =
        [
            prices.PlaceHigh, prices.PlaceLow, prices.SeatHigh, prices.SeatLow,
            prices.WantHigh, prices.WantLow, prices.AgencyHigh, prices.AgencyLow,
        ];
        foreach (var part in all)
        {
            for (var i = 0; i < part.Length; i++) part[i] = random.Next(3) == 0 ? random.Next(-4000, 4000) : 0;
        }

        return prices;
    }

    private static PlacingPin Pin(int person, Random random, int places, PlacingSeat[] seats)
    {
        if (random.Next(4) == 0) return new PlacingPin(person, -1);
        if (seats.Length == 0 || random.Next(2) == 0) return new PlacingPin(person, random.Next(places));
        var seat = random.Next(seats.Length);
        return new PlacingPin(person, seats[seat].Place, seat);
    }
}
