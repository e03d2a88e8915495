namespace Muster.Optimiser.Placing.Flow;

/// <summary>Prices and the bound they prove, as docs/placement-problem.md defines them.</summary>
internal sealed record Certificate(PlacingPrices Prices, Price Bound)
{
    /// <param name="isOptimal">The flow is optimal over all places, so each group's own potential is its best.</param>
    public static Certificate Of(ProblemIndex index, Grouping grouping, Network network, bool isOptimal)
    {
        var problem = index.Problem;
        var ends = network.Ends;
        var at = network.Simplex;
        var reserve = problem.Agencies.Select((_, a) => ends.ReserveNode[a] == ends.ReserveBase
            ? new Price(ends.ReserveHigh, 0)
            : at.ToRoot(ends.ReserveNode[a])).ToArray();
        var place = Enumerable.Range(0, ends.SeatBase).Select(at.ToRoot).ToArray();
        var seat = Enumerable.Range(ends.SeatBase, problem.Seats.Length).Select(at.ToRoot).ToArray();
        var want = Enumerable.Range(ends.WantBase, problem.Wants.Length).Select(at.ToRoot).ToArray();
        var prices = new PlacingPrices
        {
            PlaceHigh = [.. place.Select(p => p.High)],
            PlaceLow = [.. place.Select(p => p.Low)],
            SeatHigh = [.. seat.Select(p => p.High)],
            SeatLow = [.. seat.Select(p => p.Low)],
            WantHigh = [.. want.Select(p => p.High)],
            WantLow = [.. want.Select(p => p.Low)],
            AgencyHigh = [.. reserve.Select(p => p.High)],
            AgencyLow = [.. reserve.Select(p => p.Low)],
        };
        var best = isOptimal ? null : network.Best();
        var bound = Constant(index);
        for (var g = 0; g < grouping.Supply.Count; g++)
        {
            var one = best is null ? at.ToRoot(network.NodeOf(g)) : best[g];
            bound += new Price(one.High * grouping.Supply[g], one.Low * grouping.Supply[g]);
        }

        return new Certificate(prices, bound + Worth(index, ends, n => at.ToRoot(n)));
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

    private static Price Worth(ProblemIndex index, Destinations ends, Func<int, Price> toRoot)
    {
        var people = index.Problem.People.Length;
        var segments = ends.Segments();
        var rises = ends.Rises(ends.Count);
        var sum = default(Price);
        for (var n = 0; n < ends.Count; n++)
        {
            var rise = rises[n];
            var gap = (rise.Above == ends.Count ? default : toRoot(rise.Above)) - toRoot(n);
            long left = n < ends.SeatBase ? people : long.MaxValue;
            for (var s = 0; s < rise.Count; s++)
            {
                var segment = segments[rise.Start + s];
                var unit = new Price(segment.High, segment.Low) + gap;
                var count = Math.Min(left, segment.Capacity == Simplex.Unlimited ? people : segment.Capacity);
                left -= count;
                if (unit.IsBelow(default)) sum += new Price(unit.High * count, unit.Low * count);
            }
        }

        return sum;
    }
}
