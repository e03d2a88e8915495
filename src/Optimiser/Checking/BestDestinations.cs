using System.Runtime.InteropServices;
using Muster.Optimiser.Placing;

namespace Muster.Optimiser.Checking;

/// <summary>
/// Σ over people of best(i): the least own cost + price over every destination the hard rules allow. People who may go
/// to the same places at the same price share one search tree, and people who are alike in everything share one answer.
/// </summary>
internal sealed class BestDestinations
{
    private readonly PlacingProblem problem;
    private readonly PlaceTree tree;
    private readonly PlacingPrices prices;
    private readonly int[] pinOf;
    private readonly ILookup<int, int> wishes;
    private readonly ILookup<int, int> excluded;
    private readonly ILookup<int, int> seatsAt;
    private readonly ILookup<int, int> wantsAt;
    private readonly int[][] pairedPlaces;
    private readonly int[] grades;
    private readonly NearestPlaces nearest;

    public BestDestinations(PlacingProblem problem, PlaceTree tree, PlacingPrices prices)
    {
        (this.problem, this.tree, this.prices) = (problem, tree, prices);
        pinOf = HardRules.PinOfPerson(problem);
        wishes = problem.Wishes.ToLookup(w => w.Person, w => w.Place);
        excluded = problem.Exclusions.ToLookup(e => e.Person, e => e.Place);
        seatsAt = Enumerable.Range(0, problem.Seats.Length).ToLookup(s => problem.Seats[s].Place);
        wantsAt = Enumerable.Range(0, problem.Wants.Length).ToLookup(w => problem.Wants[w].Place);
        var places = Enumerable.Range(0, problem.Places.Length)
            .ToLookup(p => problem.Places[p].Street, StringComparer.Ordinal);
        pairedPlaces = Array.ConvertAll(problem.Agencies, a => a.Pairing == Pairing.None
            ? []
            : a.Streets.Distinct(StringComparer.Ordinal).SelectMany(street => places[street]).ToArray());
        grades = problem.Seats.Select(s => s.Grade).Distinct().Order().ToArray();
        nearest = new NearestPlaces(problem.Places);
    }

    public PriceSum Sum(CancellationToken cancel)
    {
        var kinds = new Dictionary<Kind, List<int>>();
        var total = new PriceSum();
        for (var i = 0; i < problem.People.Length; i++)
        {
            if (pinOf[i] >= 0)
            {
                total.Add(BestOfPinned(i));
                continue;
            }

            ref readonly var person = ref problem.People[i];
            ref var alike = ref CollectionsMarshal.GetValueRefOrAddDefault(
                kinds, new Kind(GradeStep(person.Grade), person.Member, person.Skills, person.Limits), out _);
            (alike ??= []).Add(i);
        }

        var gate = new Lock();
        var byKind = kinds.Values.OrderByDescending(list => list.Count).ToArray();
        Parallel.ForEach(
            byKind,
            new ParallelOptions { CancellationToken = cancel },
            () => (Search: nearest.With(), PriceOf: new Price[problem.Places.Length], Sum: new PriceSum()),
            (alike, _, own) =>
            {
                SetPrices(own.PriceOf, problem.People[alike[0]]);
                own.Search.Set(own.PriceOf);
                var sum = own.Sum;
                var known = new Dictionary<Alike, Price>();
                foreach (var i in alike)
                {
                    ref readonly var person = ref problem.People[i];
                    if (person.Previous >= 0 || wishes.Contains(i) || excluded.Contains(i))
                    {
                        sum.Add(BestOf(i, own.Search, own.PriceOf));
                        continue;
                    }

                    var key = new Alike(person.X, person.Y, person.Agency);
                    if (!known.TryGetValue(key, out var best)) known[key] = best = BestOf(i, own.Search, own.PriceOf);
                    sum.Add(best);
                }

                return own with { Sum = sum };
            },
            own =>
            {
                lock (gate) total.Add(own.Sum);
            });
        return total;
    }

    private readonly record struct Kind(int GradeStep, bool Member, int Skills, int Limits);

    private readonly record struct Alike(int X, int Y, int Agency);

    // Grades between two grades that seats ask for open the same seats.
    private int GradeStep(int grade)
    {
        var found = Array.BinarySearch(grades, grade);
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>The cheapest way of serving at each place for people of a kind, or unreachable.</summary>
    private void SetPrices(Price[] priceOf, in PlacingPerson person)
    {
        var limits = problem.LimitSets[person.Limits];
        for (var p = 0; p < priceOf.Length; p++)
        {
            priceOf[p] = HardRules.Refuses(problem, p, limits)
                ? Price.Unreachable
                : WayIn(p, person, mustBeOpen: true);
        }
    }

    private Price WayIn(int place, in PlacingPerson person, bool mustBeOpen)
    {
        var best = problem.Places[place].Open || !mustBeOpen
            ? new Price(prices.PlaceHigh[place], prices.PlaceLow[place])
            : Price.Unreachable;
        foreach (var seat in seatsAt[place])
        {
            if (HardRules.IsFit(problem, person, problem.Seats[seat]))
            {
                best = Price.Least(best, new Price(prices.SeatHigh[seat], prices.SeatLow[seat]));
            }
        }

        foreach (var want in wantsAt[place])
        {
            if (HardRules.Has(problem, person, problem.Wants[want].Skill))
            {
                best = Price.Least(best, new Price(prices.WantHigh[want], prices.WantLow[want]));
            }
        }

        return best;
    }

    private Price Reserve(int i)
    {
        ref readonly var person = ref problem.People[i];
        var price = person.Agency >= 0
            ? new Price(prices.AgencyHigh[person.Agency], prices.AgencyLow[person.Agency])
            : new Price(problem.Settings.FillToLimit ? 1 : 0, 0);
        return price with { Low = price.Low + Restless(i) };
    }

    // What being neither where one was nor where one wishes costs.
    private long Restless(int i) =>
        (problem.People[i].Previous >= 0 ? problem.Settings.Change : 0L) + (wishes.Contains(i) ? problem.Settings.WishMiss : 0L);

    private Price BestOfPinned(int i)
    {
        var pin = problem.Pins[pinOf[i]];
        if (pin.Place < 0) return Reserve(i);
        var price = pin.Seat >= 0
            ? new Price(prices.SeatHigh[pin.Seat], prices.SeatLow[pin.Seat])
            : WayIn(pin.Place, problem.People[i], mustBeOpen: false);
        return price with { Low = price.Low + OwnCost(i, pin.Place) };
    }

    private Price BestOf(int i, NearestPlaces.Search search, Price[] priceOf)
    {
        ref readonly var person = ref problem.People[i];
        var best = Reserve(i);
        var pairing = person.Agency < 0 ? Pairing.None : problem.Agencies[person.Agency].Pairing;
        if (pairing == Pairing.Hard)
        {
            foreach (var place in pairedPlaces[person.Agency]) best = At(i, place, priceOf, best);
            return best;
        }

        // Places where the person pays less than elsewhere are looked at one by one; everywhere else pays the same.
        if (pairing == Pairing.Preferred)
        {
            foreach (var place in pairedPlaces[person.Agency]) best = At(i, place, priceOf, best);
        }

        if (person.Previous >= 0)
        {
            foreach (var place in tree.AtAndBelow(person.Previous)) best = At(i, place, priceOf, best);
        }

        foreach (var wished in wishes[i])
        {
            foreach (var place in tree.AtAndBelow(wished)) best = At(i, place, priceOf, best);
        }

        var everywhere = Restless(i) + (pairing == Pairing.Preferred ? problem.Settings.PairingMiss : 0);
        var weight = person.HasHome ? problem.Settings.Travel : 0;
        Predicate<int>? except = excluded.Contains(i) ? place => IsExcluded(i, place) : null;
        return search.Best(person.X, person.Y, weight, everywhere, best, except);
    }

    private bool IsExcluded(int i, int place)
    {
        foreach (var around in excluded[i])
        {
            if (tree.IsAtOrBelow(place, around)) return true;
        }

        return false;
    }

    private Price At(int i, int place, Price[] priceOf, Price best)
    {
        var price = priceOf[place];
        if (!(price < best) || IsExcluded(i, place)) return best;
        return Price.Least(best, price with { Low = price.Low + OwnCost(i, place) });
    }

    private long OwnCost(int i, int place)
    {
        ref readonly var person = ref problem.People[i];
        var weights = problem.Settings;
        var cost = 0L;
        if (person.HasHome) cost += weights.Travel * PlanFigures.Distance(person.X, person.Y, problem.Places[place].X, problem.Places[place].Y);
        if (person.Agency >= 0 && problem.Agencies[person.Agency].Pairing == Pairing.Preferred
            && Array.IndexOf(problem.Agencies[person.Agency].Streets, problem.Places[place].Street) < 0)
        {
            cost += weights.PairingMiss;
        }

        if (person.Previous >= 0 && !tree.IsAtOrBelow(place, person.Previous)) cost += weights.Change;
        if (wishes.Contains(i) && !wishes[i].Any(wished => tree.IsAtOrBelow(place, wished))) cost += weights.WishMiss;
        return cost;
    }
}
