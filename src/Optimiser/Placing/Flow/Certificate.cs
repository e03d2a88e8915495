namespace Muster.Optimiser.Placing.Flow;

/// <summary>Prices and the bound they prove, as docs/placement-problem.md defines them.</summary>
internal sealed record Certificate(PlacingPrices Prices, Price Bound)
{
    /// <summary>The prices of the flow and the bound they prove.</summary>
    public static Certificate Of(ProblemIndex index, Grouping grouping, Network network)
    {
        var problem = index.Problem;
        var ends = network.Ends;
        var scale = ends.Scale;
        var all = new Price[ends.Count];
        for (var n = 0; n < all.Length; n++) all[n] = scale.Split(network.Simplex.ToRoot(n));
        all[ends.ReserveBase] = new Price(ends.ReserveHigh, 0);
        var holds = all.All(p => scale.Holds(p.Low));
        var bound = Constant(index);
        for (var b = 0; b < grouping.Supply.Count; b++)
        {
            var of = grouping.ClassOf[b];
            var one = network.Best[of] == long.MaxValue ? new Price(long.MaxValue, 0) : scale.Split(network.Best[of]);
            if (network.MayStay(of))
            {
                var stay = all[ends.ReserveOf(grouping.FirstOfBatch[b])] + new Price(0, grouping.Surcharge(of));
                if (stay.IsBelow(one)) one = stay;
            }

            holds &= scale.Holds(one.Low);
            bound += new Price(one.High * grouping.Supply[b], one.Low * grouping.Supply[b]);
        }

        bound += Worth(index, ends, all);
        var prices = new PlacingPrices
        {
            PlaceHigh = [.. all.Take(ends.SeatBase).Select(p => p.High)],
            PlaceLow = [.. all.Take(ends.SeatBase).Select(p => p.Low)],
            SeatHigh = [.. all.Skip(ends.SeatBase).Take(problem.Seats.Length).Select(p => p.High)],
            SeatLow = [.. all.Skip(ends.SeatBase).Take(problem.Seats.Length).Select(p => p.Low)],
            WantHigh = [.. all.Skip(ends.WantBase).Take(problem.Wants.Length).Select(p => p.High)],
            WantLow = [.. all.Skip(ends.WantBase).Take(problem.Wants.Length).Select(p => p.Low)],
            AgencyHigh = [.. ends.ReserveNode.Select(n => all[n].High)],
            AgencyLow = [.. ends.ReserveNode.Select(n => all[n].Low)],
        };
        // Without order between high and low parts the least price is not known; a bound of nothing is then the truth.
        return new Certificate(prices, holds ? bound : new Price(long.MinValue, 0));
    }

    public static long High(ProblemIndex index, long[] tiers)
    {
        var w = index.Weights;
        return (w.Rules * tiers[0]) + (w.Minimum * tiers[1]) + (w.Seats * tiers[2]) + (w.Shortage * tiers[3]) + tiers[4];
    }

    private static Price Constant(ProblemIndex index)
    {
        var problem = index.Problem;
        var w = index.Weights;
        var high = 0L;
        for (var a = 0; a < problem.Agencies.Length; a++) high += w.Rules * index.Stay(a);
        foreach (var place in problem.Places)
            high += (w.Minimum * place.Minimum) + (w.Shortage * PlanCosts.Shortage(place.Target, 0));
        foreach (var seat in problem.Seats) high += w.Seats * seat.Count;
        return new Price(high, problem.Settings.SkillMiss * problem.Wants.Sum(x => (long)x.Count));
    }

    private static Price Worth(ProblemIndex index, Destinations ends, Price[] price)
    {
        var people = index.Problem.People.Length;
        var rises = ends.Rises(ends.Count);
        var sum = default(Price);
        for (var n = 0; n < ends.Count; n++)
        {
            if (n == ends.ReserveBase) continue;
            var gap = (rises[n].Above == ends.Count ? default : price[rises[n].Above]) - price[n];
            long left = n < ends.SeatBase ? people : long.MaxValue;
            foreach (var segment in ends.SegmentsOf(n))
            {
                var unit = ends.Scale.Split(segment.Cost) + gap;
                var count = Math.Min(left, segment.Capacity == Simplex.Unlimited ? people : segment.Capacity);
                left -= count;
                if (unit.IsBelow(default)) sum += new Price(unit.High * count, unit.Low * count);
            }
        }

        return sum;
    }
}
