using Muster.Optimiser.Placing;
using Muster.Rehearsal;
using Muster.Territory.Register;

namespace Muster.App.Tests.Rehearsal;

/// <summary>The instance must not be easy (optimiser's figures are measured on it), at any size.</summary>
public sealed class ProvinceSampleTests
{
    private const int People = 20_000;
    private static readonly RegisteredArea[] Hebei = NationalRegister.Embedded.Load(13);
    private static readonly PlacingProblem Sample = ProvinceSample.Make(Hebei, People, 1);

    [Fact]
    public void Everyone_asked_for_is_made_and_ten_share_a_community_at_least()
    {
        Assert.Equal(People, Sample.People.Length);
        Assert.Equal(People, Sample.People.Select(p => p.Id).Distinct().Count());
        Assert.InRange(Sample.Places.Length, People / 20, People / SampleTerritory.LeastPeoplePerCommunity);
        Assert.Equal(Sample.Places.Length, Sample.Places.Select(p => p.Id).Distinct().Count());
    }

    [Fact]
    public void Enough_people_cover_every_community_of_the_province()
    {
        var territory = SampleTerritory.Of(Hebei, 748_100);
        Assert.Equal(54_145, territory.Communities.Length);
        var points = territory.Communities.Select(c => (territory.X[c], territory.Y[c])).Distinct().Count();
        Assert.True(points > territory.Communities.Length * 0.99, $"{points} points");
    }

    [Fact]
    public void Distinct_supplies_are_as_many_in_proportion_as_sixty_thousand_of_a_whole_province()
    {
        var supplies = Sample.People
            .Select(p => (p.Home, p.Agency, p.Experience, p.Grade, p.Member, p.Skills, p.Limits)).Distinct().Count();
        Assert.True(supplies >= People * 60_000L / 748_100, $"{supplies} supplies");
    }

    [Fact]
    public void Needs_are_long_tailed()
    {
        var targets = Sample.Places.Select(p => p.Target).Order().ToArray();
        var median = targets[targets.Length / 2];
        var topTenth = targets.Skip(targets.Length * 9 / 10).Sum();
        Assert.True(targets[^1] >= 8 * median, $"largest {targets[^1]}, median {median}");
        Assert.True(topTenth * 4 >= targets.Sum(), $"top tenth {topTenth} of {targets.Sum()}");
    }

    [Fact]
    public void A_fifth_of_places_have_seats_and_a_twentieth_of_people_have_exclusions()
    {
        Assert.True(Sample.Seats.Select(s => s.Place).Distinct().Count() * 5 >= Sample.Places.Length);
        Assert.True(Sample.Exclusions.Select(e => e.Person).Distinct().Count() * 20 >= People);
    }

    [Fact]
    public void Seats_fit_into_their_place_and_minimums_into_the_people()
    {
        foreach (var seats in Sample.Seats.GroupBy(s => s.Place))
        {
            Assert.True(seats.Sum(s => s.Count) <= Sample.Places[seats.Key].Target);
        }

        Assert.All(Sample.Places, p => Assert.True(p.Minimum <= p.Target && p.Target <= p.Limit));
        Assert.True(Sample.Places.Sum(p => p.Minimum) < People / 2);
    }

    [Fact]
    public void Some_agencies_are_bound_to_streets_that_ask_for_fewer_and_the_rest_ask_for_more_than_there_are()
    {
        var bound = Sample.Agencies.Select((a, i) => (a, i)).Where(x => x.a.Pairing == Pairing.Hard).ToArray();
        var free = Sample.Agencies.Select((a, i) => (a, i)).Where(x => x.a.Pairing != Pairing.Hard).ToArray();
        var boundStreets = bound.SelectMany(x => x.a.Streets).ToHashSet();
        var people = Sample.People.GroupBy(p => p.Agency).ToDictionary(g => g.Key, g => g.Count());
        int Going((PlacingAgency Agency, int Index) x) => people[x.Index] - x.Agency.Stay;
        Assert.True(Sample.Places.Where(p => boundStreets.Contains(p.Street)).Sum(p => p.Target) < bound.Sum(Going));
        Assert.True(Sample.Places.Where(p => !boundStreets.Contains(p.Street)).Sum(p => p.Target) > free.Sum(Going));
    }

    [Fact]
    public void The_same_seed_makes_the_same_sample_and_another_seed_another()
    {
        var again = ProvinceSample.Make(Hebei, People, 1);
        Assert.Equal(Sample.People, again.People);
        Assert.Equal(Sample.Places, again.Places);
        Assert.Equal(Sample.Exclusions, again.Exclusions);
        Assert.NotEqual(Sample.People, ProvinceSample.Make(Hebei, People, 2).People);
    }

    [Theory]
    [InlineData(42, 3_000)]
    [InlineData(31, 500)]
    [InlineData(65, 10)]
    public void Any_province_and_any_number_of_people_make_a_sample(int province, int people)
    {
        var sample = ProvinceSample.Make(NationalRegister.Embedded.Load(province), people, 7);
        Assert.Equal(people, sample.People.Length);
        Assert.NotEmpty(sample.Places);
        Assert.All(sample.Pins, pin => Assert.InRange(pin.Person, 0, people - 1));
    }
}
