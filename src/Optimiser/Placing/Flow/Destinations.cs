namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// Numbers the nodes people arrive at (places, seats, wants, reserves) and builds their rising arcs, whose segments
/// carry every tier above the cost.
/// </summary>
internal sealed class Destinations
{
    private readonly ProblemIndex index;
    private readonly List<Segment> segments = [];
    private readonly List<Rise> rises = [];

    /// <param name="reserveOf">Per agency: itself when its reserve is bounded, else -1.</param>
    public Destinations(ProblemIndex index, int[] reserveOf)
    {
        this.index = index;
        var problem = index.Problem;
        Scale = CostScale.For(index.Weights, index.Levels);
        SeatBase = problem.Places.Length;
        WantBase = SeatBase + problem.Seats.Length;
        ReserveBase = WantBase + problem.Wants.Length;
        ReserveNode = new int[problem.Agencies.Length];
        var next = ReserveBase + 1;
        for (var a = 0; a < ReserveNode.Length; a++) ReserveNode[a] = reserveOf[a] < 0 ? ReserveBase : next++;
        Count = next;
        for (var p = 0; p < problem.Places.Length; p++) AddPlace(problem.Places[p]);
        var weights = index.Weights;
        foreach (var seat in problem.Seats) AddRise(seat.Place, (-weights.Seats, 0, seat.Count));
        foreach (var want in problem.Wants) AddRise(want.Place, (0, -problem.Settings.SkillMiss, want.Count));
        AddRise(-1, (ReserveHigh, 0, Simplex.Unlimited));
        for (var a = 0; a < ReserveNode.Length; a++)
        {
            if (reserveOf[a] >= 0) AddAgency(a);
        }
    }

    /// <summary>How pairs of costs are joined in the segments.</summary>
    public CostScale Scale { get; }
    public int SeatBase { get; }
    public int WantBase { get; }

    /// <summary>The reserve that agencies without quota and stay share.</summary>
    public int ReserveBase { get; }
    public int[] ReserveNode { get; }
    public int Count { get; }
    public long ReserveHigh => index.Problem.Settings.FillToLimit ? 1 : 0;

    public int ReserveOf(int person)
    {
        var agency = index.Problem.People[person].Agency;
        return agency < 0 ? ReserveBase : ReserveNode[agency];
    }

    /// <summary>Rising arcs of the destinations; a parent of -1 becomes the root, node number <paramref name="root"/>.</summary>
    public Rise[] Rises(int root)
    {
        var all = rises.ToArray();
        for (var n = 0; n < all.Length; n++)
        {
            if (all[n].Above < 0) all[n].Above = root;
        }

        return all;
    }

    /// <summary>The destinations, each before the node above it.</summary>
    public IEnumerable<int> ChildrenFirst()
    {
        for (var n = SeatBase; n < Count; n++) yield return n;
        for (var k = index.Preorder.Length - 1; k >= 0; k--) yield return index.Preorder[k];
    }

    public int PlaceOf(int node) => node < SeatBase ? node
        : node < WantBase ? index.Problem.Seats[node - SeatBase].Place
        : node < ReserveBase ? index.Problem.Wants[node - WantBase].Place : -1;

    public Segment[] Segments() => [.. segments];

    public ReadOnlySpan<Segment> SegmentsOf(int node) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(segments).Slice(rises[node].Start, rises[node].Count);

    private void AddPlace(PlacingPlace place)
    {
        var weights = index.Weights;
        var units = new List<(long High, int Low, int Capacity)>();
        var room = Math.Min(place.Target, place.Limit);
        for (var k = 1; k <= room;)
        {
            var high = High(k);
            var from = k;
            k = EndOfRun(place, k);
            units.Add((high, 0, k - from));
        }

        if (place.Limit > place.Target)
            units.Add((0, 0, place.Limit == PlacingPlace.NoLimit ? Simplex.Unlimited : place.Limit - place.Target));
        AddRise(place.Parent, [.. units]);

        long High(int k) => -(k <= place.Minimum ? weights.Minimum : 0) -
            (weights.Shortage * TierWeights.ShortagePrice(place.Target, place.Target - k + 1));
    }

    /// <summary>The first unit after <paramref name="k"/> whose price differs.</summary>
    private static int EndOfRun(PlacingPlace place, int k)
    {
        var bands = Math.Min(place.Target, TierWeights.MostBands);
        var missing = place.Target - k + 1;
        var band = (long)(missing - 1) * bands / place.Target;
        var leastMissing = (int)(((band * place.Target) + bands - 1) / bands) + 1;
        var end = place.Target - leastMissing + 2;
        return k <= place.Minimum ? Math.Min(end, place.Minimum + 1) : end;
    }

    private void AddAgency(int agency)
    {
        var size = index.AgencySize[agency];
        var stay = index.Stay(agency);
        var free = size - index.Quota(agency);
        var rules = index.Weights.Rules;
        var first = Math.Min(stay, free);
        var second = Math.Max(stay, free);
        AddRise(
            -1,
            (ReserveHigh - rules, 0, first),
            (ReserveHigh, 0, second - first),
            (ReserveHigh + rules, 0, size - second));
    }

    private void AddRise(int above, params ReadOnlySpan<(long High, int Low, int Capacity)> units)
    {
        var start = segments.Count;
        foreach (var (high, low, capacity) in units)
        {
            if (capacity == 0) continue;
            var cost = Scale.Join(high, low);
            if (segments.Count > start && segments[^1].Cost == cost && capacity != Simplex.Unlimited)
                segments[^1] = segments[^1] with { Capacity = segments[^1].Capacity + capacity };
            else segments.Add(new Segment { Cost = cost, Capacity = capacity });
        }

        rises.Add(new Rise { Above = above, Start = start, Count = segments.Count - start });
    }
}
