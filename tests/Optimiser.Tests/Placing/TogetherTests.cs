using Muster.Optimiser.Placing;
using Muster.Optimiser.Placing.Flow;

namespace Muster.Optimiser.Tests.Placing;

public sealed class TogetherTests
{
    [Fact]
    public void What_an_exchange_saves_is_the_difference_of_the_cost_before_and_after()
    {
        var saved = 0;
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            const int people = 60, units = 12;
            var problem = new PlacingProblem
            {
                Places = [.. Enumerable.Range(0, units).Select(p => new PlacingPlace($"c{p}", -1, 0, 0, 1, 6, 9))],
                Agencies = [.. Enumerable.Range(0, 8).Select(a => new PlacingAgency($"a{a}", "", 0, 0, [], Pairing.None))],
                Teams = [.. Enumerable.Range(0, 5).Select(t => $"t{t}")],
                People = [.. Enumerable.Range(0, people).Select(i => new PlacingPerson(
                    $"p{i}", 0, 0, random.Next(-1, 8), (Experience)random.Next(3), Team: random.Next(-5, 5) is >= 0 and var t ? t : -1))],
            };
            var together = new Together(new ProblemIndex(problem));
            var place = Array.ConvertAll(problem.People, _ => random.Next(-1, units));
            for (var i = 0; i < people; i++) together.Add(i, place[i]);
            for (var tries = 0; tries < 300; tries++)
            {
                var (a, b) = (random.Next(people), random.Next(people));
                if (place[a] == place[b]) continue;
                var stated = together.SavedByExchange(a, b, place[a], place[b]);
                var before = together.Cost;
                foreach (var i in (int[])[a, b]) together.Remove(i, place[i]);
                (place[a], place[b]) = (place[b], place[a]);
                foreach (var i in (int[])[a, b]) together.Add(i, place[i]);
                Assert.Equal(before - together.Cost, stated);
                if (stated > 0) saved++;
            }
        }

        Assert.True(saved > 500);
    }
}
