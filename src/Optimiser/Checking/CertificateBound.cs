using Muster.Optimiser.Placing;

namespace Muster.Optimiser.Checking;

/// <summary>What a certificate proves: no plan has less than (High, Low), compared high first.</summary>
public readonly record struct ProvedBound(Int128 High, Int128 Low);

/// <summary>
/// Recomputes the bound of a certificate as docs/placement-problem.md gives it ("The certificate"): the constant, the
/// best destination of every person over all places, and the worth of every place, seat, want and agency.
/// </summary>
internal sealed class CertificateBound
{
    private readonly PlacingProblem problem;
    private readonly PlaceTree tree;
    private readonly PlacingPrices prices;

    public CertificateBound(PlacingProblem problem, PlaceTree tree, PlacingPrices prices)
    {
        (this.problem, this.tree, this.prices) = (problem, tree, prices);
        Weights = new TierWeights(tree.Levels);
    }

    public TierWeights Weights { get; }

    /// <summary>False when a price is missing or so large that sums of prices would overflow.</summary>
    public static bool IsSound(PlacingProblem problem, PlacingPrices prices) =>
        Sound(prices.PlaceHigh, problem.Places.Length) && Sound(prices.PlaceLow, problem.Places.Length)
        && Sound(prices.SeatHigh, problem.Seats.Length) && Sound(prices.SeatLow, problem.Seats.Length)
        && Sound(prices.WantHigh, problem.Wants.Length) && Sound(prices.WantLow, problem.Wants.Length)
        && Sound(prices.AgencyHigh, problem.Agencies.Length) && Sound(prices.AgencyLow, problem.Agencies.Length);

    /// <summary>The bound; every processor works on it.</summary>
    public ProvedBound Compute(CancellationToken cancel)
    {
        var sum = new PriceSum();
        var people = new int[problem.Agencies.Length];
        foreach (var person in problem.People)
        {
            if (person.Agency >= 0) people[person.Agency]++;
        }

        AddPlaces(ref sum);
        AddSeatsAndWants(ref sum);
        AddAgencies(ref sum, people);
        sum.Add(new BestDestinations(problem, tree, prices).Sum(cancel));
        return new ProvedBound(sum.High, sum.Low);
    }

    private static bool Sound(long[] part, int count) =>
        part.Length == count && Array.TrueForAll(part, p => p is > -Price.Largest and < Price.Largest);

    private Price OfPlace(int place) => place < 0 ? default : new Price(prices.PlaceHigh[place], prices.PlaceLow[place]);

    private void AddPlaces(ref PriceSum sum)
    {
        for (var p = 0; p < problem.Places.Length; p++)
        {
            var place = problem.Places[p];
            sum.Add(new Price(Weights.Minimum, 0), place.Minimum);
            for (var j = 1; j <= place.Target; j++) sum.Add(new Price(Weights.Shortage * PlanFigures.MissingPrice(place.Target, j), 0));

            var through = OfPlace(place.Parent) - OfPlace(p);
            var most = Math.Min(place.Limit, problem.People.Length);
            var pulled = Math.Min(most, place.Target);
            for (var k = 1; k <= pulled; k++)
            {
                var unit = -Weights.Shortage * PlanFigures.MissingPrice(place.Target, place.Target - k + 1);
                if (k <= place.Minimum) unit -= Weights.Minimum;
                sum.Add(Price.Least(default, through with { High = through.High + unit }));
            }

            sum.Add(Price.Least(default, through), most - pulled);
        }
    }

    private void AddSeatsAndWants(ref PriceSum sum)
    {
        for (var s = 0; s < problem.Seats.Length; s++)
        {
            var seat = problem.Seats[s];
            sum.Add(new Price(Weights.Seats, 0), seat.Count);
            var through = new Price(-Weights.Seats, 0) + OfPlace(seat.Place) - new Price(prices.SeatHigh[s], prices.SeatLow[s]);
            sum.Add(Price.Least(default, through), seat.Count);
        }

        for (var w = 0; w < problem.Wants.Length; w++)
        {
            var want = problem.Wants[w];
            sum.Add(new Price(0, problem.Settings.SkillMiss), want.Count);
            var through = new Price(0, -problem.Settings.SkillMiss) + OfPlace(want.Place) - new Price(prices.WantHigh[w], prices.WantLow[w]);
            sum.Add(Price.Least(default, through), want.Count);
        }
    }

    private void AddAgencies(ref PriceSum sum, int[] people)
    {
        for (var a = 0; a < problem.Agencies.Length; a++)
        {
            var count = people[a];
            var stay = Math.Min(problem.Agencies[a].Stay, count);
            var spare = count - Math.Min(problem.Agencies[a].Quota, count);
            sum.Add(new Price(Weights.Rules, 0), stay);
            var price = new Price(prices.AgencyHigh[a], prices.AgencyLow[a]);
            for (var k = 1; k <= count; k++)
            {
                var unit = (k <= stay ? -Weights.Rules : 0) + (k > spare ? Weights.Rules : 0) + (problem.Settings.FillToLimit ? 1 : 0);
                sum.Add(Price.Least(default, new Price(unit, 0) - price));
            }
        }
    }
}

/// <summary>What joins the tiers above the cost into one high part, for a forest of so many levels.</summary>
internal sealed class TierWeights
{
    public TierWeights(int levels)
    {
        var arcs = 2L * (levels + 1);
        Shortage = arcs + 1;
        Seats = (arcs * ((20_000 * Shortage) + 1)) + 1;
        Minimum = (arcs * (Seats + (20_000 * Shortage) + 1)) + 1;
        Rules = (arcs * (Minimum + Seats + (20_000 * Shortage) + 1)) + 1;
    }

    public long Rules { get; }

    public long Minimum { get; }

    public long Seats { get; }

    public long Shortage { get; }

    public Int128 Join(TierFigures tiers) =>
        ((Int128)Rules * tiers.Rules) + ((Int128)Minimum * tiers.Minimum) + ((Int128)Seats * tiers.Seats)
        + ((Int128)Shortage * tiers.Shortage) + tiers.Reserve;
}
