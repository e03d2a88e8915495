using Muster.Optimiser.Placing;
using Muster.Optimiser.Placing.Flow;

namespace Muster.Optimiser.Tests.Placing;

/// <summary>Small random problems with every kind of rule, and their best plan by trying everything.</summary>
internal static class TinyProblems
{
    public static PlacingProblem Make(int seed, bool withTogether = false, bool withApart = false)
    {
        var random = new Random(seed);
        var streets = new[] { "s1", "s2" };
        var places = new List<PlacingPlace>();
        var communities = random.Next(1, 4);
        for (var p = 0; p < communities; p++)
        {
            var minimum = random.Next(0, 2);
            var target = minimum + random.Next(0, 3);
            var limit = random.Next(3) == 0 ? PlacingPlace.NoLimit : target + random.Next(0, 2);
            places.Add(new PlacingPlace(
                $"c{p}", -1, random.Next(100), random.Next(100), minimum, target, limit, random.Next(4) > 0, streets[random.Next(2)],
                random.Next(4) == 0 ? 1 : 0));
        }

        if (random.Next(2) == 0)
        {
            var minimum = random.Next(0, 2);
            places.Add(new PlacingPlace("post", random.Next(communities), 50, 50, minimum, minimum + random.Next(0, 2), 3, true, "s1"));
        }

        var agencies = new[]
        {
            new PlacingAgency("a", "", random.Next(0, 3), random.Next(0, 2), ["s1"], (Pairing)random.Next(0, 3)),
            new PlacingAgency("b", "", 0, 0, [], Pairing.None),
        };
        var count = random.Next(1, 6);
        var people = new PlacingPerson[count];
        for (var i = 0; i < count; i++)
        {
            var home = random.Next(6) == 0 ? PlacingPerson.Nowhere : random.Next(100);
            people[i] = new PlacingPerson(
                $"p{i}", home, home == PlacingPerson.Nowhere ? home : random.Next(100), random.Next(-1, 2), (Experience)random.Next(3), random.Next(3),
                random.Next(2) == 0, random.Next(3), random.Next(3) == 0 ? 1 : 0, withTogether ? random.Next(-1, 2) : -1,
                random.Next(3) == 0 ? random.Next(places.Count) : -1);
        }

        int Person() => random.Next(count);
        int Place() => random.Next(places.Count);
        return new PlacingProblem
        {
            People = people,
            Places = [.. places],
            Agencies = agencies,
            Skills = ["x", "y"],
            SkillSets = [[], [0], [0, 1]],
            Limits = ["no-nights"],
            LimitSets = [[], [0]],
            Teams = ["t0", "t1"],
            Seats = random.Next(2) == 0 ? [] : [new PlacingSeat(Place(), "lead", random.Next(1, 3), random.Next(3), random.Next(2) == 0, random.Next(-1, 1))],
            Wants = random.Next(2) == 0 ? [] : [new PlacingWant(Place(), random.Next(2), random.Next(1, 3))],
            Exclusions = random.Next(2) == 0 ? [] : [new PlacingExclusion(Person(), Place()), new PlacingExclusion(Person(), Place())],
            Aparts = !withApart || count < 2 ? [] : [new PlacingApart(0, 1), new PlacingApart(0, count - 1)],
            Pins = random.Next(3) > 0 ? [] : [new PlacingPin(Person(), random.Next(-1, places.Count))],
            Wishes = random.Next(2) == 0 ? [] : [new PlacingWish(Person(), Place()), new PlacingWish(Person(), Place())],
            Settings = new PlacingSettings
            {
                FillToLimit = random.Next(2) == 0,
                Travel = random.Next(1, 3),
                PairingMiss = 40,
                SkillMiss = 60,
                Change = 30,
                WishMiss = 25,
                TeamSplit = withTogether ? 20 : 0,
                Alone = withTogether ? 10 : 0,
                MixMiss = withTogether ? 15 : 0,
            },
        };
    }

    /// <summary>The lexicographically best (high, cost) over all plans that keep every hard rule but quota and stay.</summary>
    public static (long High, long Cost) Best(PlacingProblem problem)
    {
        var index = new ProblemIndex(problem);
        var n = problem.People.Length;
        var (place, seat, want) = (new int[n], new int[n], new int[n]);
        var best = (High: long.MaxValue, Cost: long.MaxValue);
        Try(0);
        return best;

        void Try(int i)
        {
            if (i == n)
            {
                if (!KeepsRules(problem, place, seat, want)) return;
                var (tiers, cost, _) = PlanCosts.Of(index, place, seat, want);
                var value = (Certificate.High(index, tiers), cost.Total);
                if (value.CompareTo(best) < 0) best = value;
                return;
            }

            for (var p = -1; p < problem.Places.Length; p++)
            {
                (place[i], seat[i], want[i]) = (p, -1, -1);
                Try(i + 1);
                if (p < 0) continue;
                for (var s = 0; s < problem.Seats.Length; s++)
                {
                    if (problem.Seats[s].Place != p) continue;
                    (place[i], seat[i], want[i]) = (p, s, -1);
                    Try(i + 1);
                }

                for (var w = 0; w < problem.Wants.Length; w++)
                {
                    if (problem.Wants[w].Place != p) continue;
                    (place[i], seat[i], want[i]) = (p, -1, w);
                    Try(i + 1);
                }
            }
        }
    }

    /// <summary>The hard rules, written from the documentation without the solver.</summary>
    public static bool KeepsRules(PlacingProblem problem, int[] place, int[] seat, int[] want)
    {
        var pins = problem.Pins.ToDictionary(p => p.Person);
        bool Below(int p, int above)
        {
            for (; p >= 0; p = problem.Places[p].Parent)
            {
                if (p == above) return true;
            }

            return false;
        }

        int Unit(int p) => problem.Places[p].Parent < 0 ? p : Unit(problem.Places[p].Parent);
        for (var i = 0; i < place.Length; i++)
        {
            var person = problem.People[i];
            var p = place[i];
            if (want[i] >= 0 && !problem.SkillSets[person.Skills].Contains(problem.Wants[want[i]].Skill)) return false;
            if (seat[i] >= 0 && !(pins.TryGetValue(i, out var held) && held.Seat == seat[i]))
            {
                var s = problem.Seats[seat[i]];
                if (person.Grade < s.Grade || (s.Member && !person.Member)) return false;
                if (s.Skill >= 0 && !problem.SkillSets[person.Skills].Contains(s.Skill)) return false;
            }

            if (pins.TryGetValue(i, out var pin))
            {
                if (pin.Place != p || (pin.Seat >= 0 && pin.Seat != seat[i])) return false;
                continue;
            }

            if (p < 0) continue;
            if (!problem.Places[p].Open && seat[i] < 0 && want[i] < 0) return false;
            for (var above = p; above >= 0; above = problem.Places[above].Parent)
            {
                if (problem.LimitSets[problem.Places[above].Refuses].Intersect(problem.LimitSets[person.Limits]).Any()) return false;
            }

            if (problem.Exclusions.Any(e => e.Person == i && Below(p, e.Place))) return false;
            if (person.Agency >= 0 && problem.Agencies[person.Agency] is { Pairing: Pairing.Hard } agency && !agency.Streets.Contains(problem.Places[p].Street)) return false;
        }

        for (var p = 0; p < problem.Places.Length; p++)
        {
            if (place.Count(q => q >= 0 && Below(q, p)) > problem.Places[p].Limit) return false;
        }

        for (var s = 0; s < problem.Seats.Length; s++)
        {
            if (seat.Count(x => x == s) > problem.Seats[s].Count) return false;
        }

        for (var w = 0; w < problem.Wants.Length; w++)
        {
            if (want.Count(x => x == w) > problem.Wants[w].Count) return false;
        }

        return problem.Aparts.All(a => place[a.Person] < 0 || place[a.Other] < 0 || Unit(place[a.Person]) != Unit(place[a.Other])
            || (pins.ContainsKey(a.Person) && pins.ContainsKey(a.Other)));
    }
}
