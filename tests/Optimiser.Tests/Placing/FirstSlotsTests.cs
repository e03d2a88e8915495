using Muster.Optimiser.Placing;
using Muster.Optimiser.Placing.Flow;

namespace Muster.Optimiser.Tests.Placing;

public sealed class FirstSlotsTests
{
    [Fact]
    public void Whoever_prefers_streets_and_changes_places_for_a_slot_stays_in_them()
    {
        var seats = 0;
        for (var seed = 0; seed < 5; seed++)
        {
            var index = new ProblemIndex(TownOfStreets(seed));
            var grouping = new Grouping(index, new bool[index.Problem.People.Length]);
            var numbers = new NodeNumbers(index, grouping);
            var candidates = new Candidates(numbers);
            var staying = new Staying(index, grouping);
            var wide = new NeighbourhoodFlow(numbers, new Neighbourhoods(numbers, 60), staying);
            wide.Solve(null, () => false);
            var spread = new Spread(numbers, candidates, wide, staying);
            seats += new FirstSlots(numbers, spread, candidates, wide.Map).Filled.Values.Sum(f => f.People);
            for (var h = 0; h < spread.Sent.Length; h++)
            {
                if (grouping.HubRule[h] == 0) continue;
                Assert.All(spread.Sent[h], sent => Assert.False(index.IsOutsideStreets(grouping.HubRule[h], sent.Place)));
            }
        }

        Assert.True(seats > 100);
    }

    /// <summary>Agencies prefer a street each, and seats ask for what few people are, so that many change places.</summary>
    private static PlacingProblem TownOfStreets(int seed)
    {
        const int people = 800, places = 120;
        var random = new Random(seed);
        return new PlacingProblem
        {
            Places = [.. Enumerable.Range(0, places).Select(p => new PlacingPlace($"c{p}", -1, random.Next(9000), random.Next(9000), 1, 6, 9, Street: $"s{p % 6}"))],
            Agencies = [.. Enumerable.Range(0, 6).Select(a => new PlacingAgency($"a{a}", "", 0, a, [$"s{a}"], Pairing.Preferred))],
            Seats = [.. Enumerable.Range(0, places).Select(p => new PlacingSeat(p, "lead", 2, 3))],
            People = [.. Enumerable.Range(0, people).Select(i => new PlacingPerson(
                $"p{i}", random.Next(9000), random.Next(9000), i % 3 == 0 ? -1 : i % 6, Experience.Unstated, random.Next(5)))],
        };
    }
}
