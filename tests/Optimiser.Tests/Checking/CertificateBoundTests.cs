using Muster.Optimiser.Checking;
using Muster.Optimiser.Placing;

namespace Muster.Optimiser.Tests.Checking;

/// <summary>
/// The bound is recomputed quickly in the checker; here it is recomputed as slowly and plainly as the page states it,
/// every person against every destination, and both must agree on any prices.
/// </summary>
public sealed class CertificateBoundTests
{
    [Fact]
    public void The_quick_bound_equals_the_plain_one_on_any_prices()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var problem = RandomProblem.Of(seed);
            var prices = RandomProblem.Prices(problem, seed);
            var quick = new CertificateBound(problem, new PlaceTree(problem.Places), prices).Compute(CancellationToken.None);
            var plain = Plain(problem, prices);
            Assert.True(quick == plain, $"seed {seed}: quick {quick}, plain {plain}");
        }
    }

    [Fact]
    public void No_plan_without_a_broken_rule_is_below_the_bound_of_any_prices()
    {
        var sound = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var problem = RandomProblem.Of(seed) with { Pins = [] };
            var plan = Everywhere(problem, seed);
            if (PlacingChecker.Check(problem, plan).Violations.Any(v => v.Code is not ("uncovered" or "quota" or "stay" or "cost"))) continue;
            sound++;
            // Throws when a bound lies above the plan's own value.
            var findings = PlacingChecker.Check(problem, plan, RandomProblem.Prices(problem, seed));
            Assert.NotNull(findings.Cost);
        }

        Assert.True(sound > 100, $"only {sound} sound plans were drawn");
    }

    [Fact]
    public void A_false_bound_is_found()
    {
        var problem = Town.Problem();
        var plan = Town.Plan();
        plan.Tiers[^1] = plan.Tiers[^1] with { Bound = 4000 };
        var findings = PlacingChecker.Check(problem, plan, Town.NoPrices(problem));
        Assert.Contains(findings.Violations, v => v.Code == "bound");
    }

    [Fact]
    public void A_bound_above_the_cost_is_found_without_a_certificate()
    {
        var plan = Town.Plan();
        plan.Tiers[^1] = plan.Tiers[^1] with { Bound = 4701 };
        Assert.Equal("bound", Assert.Single(PlacingChecker.Check(Town.Problem(), plan).Violations).Code);
    }

    [Fact]
    public void Prices_too_large_to_add_are_found()
    {
        var problem = Town.Problem();
        var prices = Town.NoPrices(problem);
        prices.PlaceHigh[0] = long.MinValue;
        Assert.Contains(PlacingChecker.Check(problem, Town.Plan(), prices).Violations, v => v.Code == "prices");
    }

    // Each person at the first place that every rule on persons allows and that has room, else in reserve.
    private static PlacingPlan Everywhere(PlacingProblem problem, int seed)
    {
        var plan = new PlacingPlan
        {
            Place = new int[problem.People.Length],
            Seat = new int[problem.People.Length],
            Want = new int[problem.People.Length],
        };
        Array.Fill(plan.Place, -1);
        Array.Fill(plan.Seat, -1);
        Array.Fill(plan.Want, -1);
        var random = new Random(seed);
        for (var i = 0; i < plan.Place.Length; i++)
        {
            var ways = Ways(problem, i).Where(way => way.Place >= 0).ToArray();
            random.Shuffle(ways);
            foreach (var way in ways.Take(3))
            {
                (plan.Place[i], plan.Seat[i], plan.Want[i]) = (way.Place, way.Seat, way.Want);
                var broken = PlacingChecker.Check(problem, plan).Violations;
                if (!broken.Any(v => v.Code is "limit" or "seat-count" or "want-count")) break;
                (plan.Place[i], plan.Seat[i], plan.Want[i]) = (-1, -1, -1);
            }
        }

        return plan with { Placed = plan.Place.Count(p => p >= 0) };
    }

    private static ProvedBound Plain(PlacingProblem problem, PlacingPrices prices)
    {
        var depth = Enumerable.Range(0, problem.Places.Length).Select(p => Chain(problem, p).Count()).DefaultIfEmpty(1).Max();
        Int128 k = 2 * (depth + 1);
        var w3 = k + 1;
        var w2 = (k * ((20_000 * w3) + 1)) + 1;
        var w1 = (k * (w2 + (20_000 * w3) + 1)) + 1;
        var w0 = (k * (w1 + w2 + (20_000 * w3) + 1)) + 1;
        Int128 high = 0, low = 0;
        var settings = problem.Settings;
        for (var a = 0; a < problem.Agencies.Length; a++)
        {
            var n = problem.People.Count(p => p.Agency == a);
            var (q, s) = (Math.Min(problem.Agencies[a].Quota, n), Math.Min(problem.Agencies[a].Stay, n));
            high += w0 * s;
            for (var j = 1; j <= n; j++)
            {
                var unit = (j <= s ? -w0 : 0) + (j > n - q ? w0 : 0) + (settings.FillToLimit ? 1 : 0);
                Worth(unit - prices.AgencyHigh[a], -prices.AgencyLow[a]);
            }
        }

        for (var p = 0; p < problem.Places.Length; p++)
        {
            var place = problem.Places[p];
            high += w1 * place.Minimum;
            for (var j = 1; j <= place.Target; j++) high += w3 * B(place.Target, j);
            var (aboveHigh, aboveLow) = place.Parent < 0 ? (0, 0) : (prices.PlaceHigh[place.Parent], prices.PlaceLow[place.Parent]);
            for (var j = 1; j <= Math.Min(place.Limit, problem.People.Length); j++)
            {
                var unit = (j <= place.Minimum ? -w1 : 0) + (j <= place.Target ? -w3 * B(place.Target, place.Target - j + 1) : 0);
                Worth(unit + aboveHigh - prices.PlaceHigh[p], aboveLow - prices.PlaceLow[p]);
            }
        }

        for (var s = 0; s < problem.Seats.Length; s++)
        {
            var seat = problem.Seats[s];
            high += w2 * seat.Count;
            for (var j = 0; j < seat.Count; j++)
                Worth(-w2 + prices.PlaceHigh[seat.Place] - prices.SeatHigh[s], prices.PlaceLow[seat.Place] - prices.SeatLow[s]);
        }

        for (var w = 0; w < problem.Wants.Length; w++)
        {
            var want = problem.Wants[w];
            low += (Int128)settings.SkillMiss * want.Count;
            for (var j = 0; j < want.Count; j++)
                Worth(prices.PlaceHigh[want.Place] - prices.WantHigh[w], -settings.SkillMiss + prices.PlaceLow[want.Place] - prices.WantLow[w]);
        }

        for (var i = 0; i < problem.People.Length; i++)
        {
            var best = Ways(problem, i).Select(way => Value(problem, prices, i, way)).Min();
            high += best.High;
            low += best.Low;
        }

        return new ProvedBound(high, low);

        void Worth(Int128 unitHigh, Int128 unitLow)
        {
            if (unitHigh > 0 || (unitHigh == 0 && unitLow > 0)) return;
            high += unitHigh;
            low += unitLow;
        }
    }

    private static long B(int target, int j)
    {
        var bands = Math.Min(target, 20);
        var band = ((long)(j - 1) * bands / target) + 1;
        return ((2 * band) - 1) * 10_000 / bands;
    }

    private static IEnumerable<int> Chain(PlacingProblem problem, int place)
    {
        for (var p = place; p >= 0; p = problem.Places[p].Parent) yield return p;
    }

    private static IEnumerable<(int Place, int Seat, int Want)> Ways(PlacingProblem problem, int i)
    {
        var person = problem.People[i];
        var pin = problem.Pins.FirstOrDefault(p => p.Person == i);
        var isPinned = pin is not null;
        if (!isPinned || pin!.Place < 0) yield return (-1, -1, -1);
        for (var p = 0; p < problem.Places.Length; p++)
        {
            if (isPinned ? pin!.Place != p : !MayServe(problem, i, p)) continue;
            var anyWay = pin is null || pin.Seat < 0;
            if ((problem.Places[p].Open || isPinned) && anyWay) yield return (p, -1, -1);
            for (var s = 0; s < problem.Seats.Length; s++)
            {
                var seat = problem.Seats[s];
                var fit = person.Grade >= seat.Grade && (!seat.Member || person.Member)
                    && (seat.Skill < 0 || problem.SkillSets[person.Skills].Contains(seat.Skill));
                if (seat.Place == p && (pin is { Seat: >= 0 } ? pin.Seat == s : fit)) yield return (p, s, -1);
            }

            for (var w = 0; w < problem.Wants.Length; w++)
            {
                var has = problem.SkillSets[person.Skills].Contains(problem.Wants[w].Skill);
                if (problem.Wants[w].Place == p && has && anyWay) yield return (p, -1, w);
            }
        }
    }

    private static bool MayServe(PlacingProblem problem, int i, int place)
    {
        var person = problem.People[i];
        if (Chain(problem, place).Any(p => problem.Exclusions.Any(e => e.Person == i && e.Place == p))) return false;
        if (Chain(problem, place).Any(p => problem.LimitSets[problem.Places[p].Refuses].Intersect(problem.LimitSets[person.Limits]).Any())) return false;
        if (person.Agency < 0) return true;
        var agency = problem.Agencies[person.Agency];
        return agency.Pairing != Pairing.Hard || agency.Streets.Contains(problem.Places[place].Street);
    }

    private static (Int128 High, Int128 Low) Value(PlacingProblem problem, PlacingPrices prices, int i, (int Place, int Seat, int Want) way)
    {
        var person = problem.People[i];
        var settings = problem.Settings;
        Int128 own = 0;
        bool IsUnder(int place) => way.Place >= 0 && Chain(problem, way.Place).Contains(place);
        if (person.Previous >= 0 && !IsUnder(person.Previous)) own += settings.Change;
        var wishes = problem.Wishes.Where(w => w.Person == i).ToArray();
        if (wishes.Length > 0 && !wishes.Any(w => IsUnder(w.Place))) own += settings.WishMiss;
        if (way.Place < 0)
        {
            return person.Agency < 0
                ? (settings.FillToLimit ? 1 : 0, own)
                : (prices.AgencyHigh[person.Agency], prices.AgencyLow[person.Agency] + own);
        }

        var place = problem.Places[way.Place];
        if (person.HasHome)
        {
            Int128 east = place.X - person.X, north = place.Y - person.Y;
            own += settings.Travel * (Int128)Math.Floor(Math.Sqrt((double)((east * east) + (north * north))));
        }

        if (person.Agency >= 0 && problem.Agencies[person.Agency] is { Pairing: Pairing.Preferred } agency && !agency.Streets.Contains(place.Street))
            own += settings.PairingMiss;
        return way.Seat >= 0 ? (prices.SeatHigh[way.Seat], prices.SeatLow[way.Seat] + own)
            : way.Want >= 0 ? (prices.WantHigh[way.Want], prices.WantLow[way.Want] + own)
            : (prices.PlaceHigh[way.Place], prices.PlaceLow[way.Place] + own);
    }
}
