using System.Runtime.InteropServices;

namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// Improves a flow region by region: what crosses the border of a region stays as it is, and within each the flow is
/// solved in full, all regions at once. A region is so small that a pivot costs little. The borders lie elsewhere in
/// every pass, so that few people are left for the simplex of the whole (block coordinate descent, which never makes a
/// flow dearer).
/// </summary>
internal sealed class Regions
{
    /// <summary>Outermost places in a region at most.</summary>
    private const int MostUnits = 1_500;
    private const double TurnPerPass = 0.55;
    private readonly ProblemIndex index;
    private readonly Destinations ends;
    private readonly Simplex whole;

    /// <summary>Per node the home whose people pass it, -1 for destinations; a home is in one region.</summary>
    private readonly int[] homeOf;
    private readonly int[] supply;
    private readonly List<int> flow;
    private readonly long[] price;
    private readonly int[] rank;
    private readonly int[] regionOf;
    private readonly int[] localOf;
    private int count;

    /// <param name="whole">Has all arcs; its basis is neither used nor changed.</param>
    /// <param name="flow">People per arc, improved in place.</param>
    /// <param name="price">Receives what one more person at a node costs, as far as its region tells.</param>
    public Regions(NodeNumbers numbers, Simplex whole, int[] supply, List<int> flow, long[] price)
    {
        index = numbers.Index;
        ends = numbers.Ends;
        homeOf = numbers.Homes();
        this.whole = whole;
        this.supply = supply;
        this.flow = flow;
        this.price = price;
        rank = new int[homeOf.Length];
        var next = 0;
        foreach (var n in ends.ChildrenFirst()) rank[n] = next++;
        regionOf = new int[homeOf.Length];
        localOf = new int[homeOf.Length];
    }

    /// <summary>False when all places are one region, which the simplex of the whole solves as well.</summary>
    public bool AreSeveral => index.Children.Count + MostUnits < index.Problem.Places.Length;

    public void Improve(int pass, Func<bool> stop)
    {
        Divide(pass);
        var arcs = whole.FreeArcs.ToArray();
        var arcRegion = new int[arcs.Length];
        var stays = new Dictionary<(int Reserve, int Region), (int People, int Most)>();
        var at = (int[])supply.Clone();
        for (var k = 0; k < arcs.Length; k++)
        {
            var (from, to) = (arcs[k].From, arcs[k].To);
            arcRegion[k] = regionOf[from];
            if (IsReserve(to))
            {
                var key = (to, regionOf[from]);
                var sum = stays.GetValueOrDefault(key);
                stays[key] = (sum.People + flow[k], (int)Math.Min(Simplex.Unlimited, (long)sum.Most + whole.Capacities[k]));
            }
            else if (regionOf[to] != regionOf[from])
            {
                arcRegion[k] = -1;
                at[from] -= flow[k];
                at[to] += flow[k];
            }
        }

        var arcsOf = Lists.ByKey(count, arcRegion);
        var nodesOf = Lists.ByKey(count, regionOf);
        var reserves = Reserves(stays);
        Parallel.For(0, count, r => Solve(nodesOf[r], arcsOf[r], arcs, reserves[r], at, stop));
    }

    private bool IsReserve(int node) => node >= ends.ReserveBase && node < ends.Count;

    /// <summary>Sets the region of every node; that of a home is where most of its people go.</summary>
    private void Divide(int pass)
    {
        var (sin, cos) = Math.SinCos(pass * TurnPerPass);
        var places = index.Problem.Places;
        var units = Enumerable.Range(0, places.Length).Where(p => places[p].Parent < 0).ToArray();
        var regionOfUnit = new int[places.Length];
        count = 0;
        foreach (var part in Halving.Parts(units, Turned, MostUnits))
        {
            foreach (var u in part) regionOfUnit[u] = count;
            count++;
        }

        for (var n = 0; n < ends.ReserveBase; n++) regionOf[n] = regionOfUnit[index.Unit[ends.PlaceOf(n)]];
        for (var n = ends.ReserveBase; n < ends.Count; n++) regionOf[n] = -1;
        var votes = new Dictionary<(int Home, int Region), int>();
        var arcs = whole.FreeArcs;
        for (var k = 0; k < arcs.Length; k++)
        {
            if (arcs[k].To >= ends.ReserveBase) continue;
            CollectionsMarshal.GetValueRefOrAddDefault(votes, (homeOf[arcs[k].From], regionOf[arcs[k].To]), out _) += flow[k];
        }

        var best = new (int People, int Region)[homeOf.Max() + 1];
        foreach (var ((home, region), people) in votes)
        {
            if (people + 1 > best[home].People || (people + 1 == best[home].People && region < best[home].Region)) best[home] = (people + 1, region);
        }

        for (var n = ends.Count; n < regionOf.Length; n++) regionOf[n] = best[homeOf[n]].Region;

        (int, int) Turned(int p) => ((int)((places[p].X * cos) - (places[p].Y * sin)), (int)((places[p].X * sin) + (places[p].Y * cos)));
    }

    /// <summary>Gives each region its part of every reserve: of each segment what its people use, and of the rest in proportion to who may still stay.</summary>
    private Dictionary<int, List<Segment>>[] Reserves(Dictionary<(int Reserve, int Region), (int People, int Most)> stays)
    {
        var reserves = new Dictionary<int, List<Segment>>[count];
        for (var r = 0; r < count; r++) reserves[r] = [];
        foreach (var of in stays.GroupBy(s => s.Key.Reserve))
        {
            var shares = of.OrderBy(s => s.Key.Region).Select(s => (s.Key.Region, s.Value.People, More: s.Value.Most - s.Value.People)).ToArray();
            foreach (var (region, _, _) in shares) reserves[region].Add(of.Key, []);
            foreach (var segment in ends.SegmentsOf(of.Key))
            {
                long used = shares.Sum(s => (long)s.People), rest = shares.Sum(s => (long)s.More);
                var taken = Math.Min(used, segment.Capacity);
                var spare = segment.Capacity == Simplex.Unlimited ? rest : Math.Min(rest, segment.Capacity - taken);
                long usedBefore = 0, restBefore = 0;
                for (var k = 0; k < shares.Length; k++)
                {
                    var (region, people, more) = shares[k];
                    var mine = (int)(Share(taken, usedBefore + people, used) - Share(taken, usedBefore, used));
                    var extra = (int)(Share(spare, restBefore + more, rest) - Share(spare, restBefore, rest));
                    usedBefore += people;
                    restBefore += more;
                    shares[k] = (region, people - mine, more - extra);
                    if (mine + extra > 0) reserves[region][of.Key].Add(segment with { Capacity = mine + extra });
                }
            }
        }

        return reserves;

        static long Share(long of, long part, long all) => all == 0 ? 0 : of * part / all;
    }

    private void Solve(
        ReadOnlySpan<int> nodes, ReadOnlySpan<int> arcIds, FreeArc[] arcs, Dictionary<int, List<Segment>> reserves, int[] at, Func<bool> stop)
    {
        var rises = new List<Rise>();
        var segments = new List<Segment>();
        var size = nodes.Length + reserves.Count;
        var locals = new int[size];
        foreach (var n in nodes)
        {
            if (n >= ends.Count) continue;
            localOf[n] = rises.Count;
            locals[rises.Count] = n;
            rises.Add(new Rise { Start = segments.Count, Count = ends.SegmentsOf(n).Length });
            segments.AddRange(ends.SegmentsOf(n));
        }

        var here = rises.Count;
        var localReserve = new Dictionary<int, int>();
        foreach (var (n, list) in reserves.OrderBy(r => r.Key))
        {
            localReserve.Add(n, rises.Count);
            locals[rises.Count] = n;
            rises.Add(new Rise { Above = size, Start = segments.Count, Count = list.Count });
            segments.AddRange(list);
        }

        var next = rises.Count;
        foreach (var n in nodes)
        {
            if (n < ends.Count) continue;
            localOf[n] = next;
            locals[next++] = n;
        }

        var wholeRises = whole.Rises;
        var own = CollectionsMarshal.AsSpan(rises);
        for (var n = 0; n < here; n++)
        {
            var above = wholeRises[locals[n]].Above;
            own[n].Above = above == whole.Nodes ? size : localOf[above];
        }

        var part = new Simplex(size, [.. rises], [.. segments], arcIds.Length);
        var localFlow = new int[arcIds.Length];
        for (var k = 0; k < arcIds.Length; k++)
        {
            ref readonly var arc = ref arcs[arcIds[k]];
            part.AddFree(localOf[arc.From], IsReserve(arc.To) ? localReserve[arc.To] : localOf[arc.To], arc.Cost, whole.Capacities[arcIds[k]]);
            localFlow[k] = flow[arcIds[k]];
        }

        var localSupply = new int[size];
        for (var n = 0; n < size; n++) localSupply[n] = IsReserve(locals[n]) ? 0 : at[locals[n]];
        new FirstBasis(part).Build(
            localSupply, localFlow, Enumerable.Range(0, rises.Count).OrderBy(n => rank[locals[n]]), Array.ConvertAll(locals, n => price[n]));
        part.Run(long.MaxValue, stop);
        Array.Clear(localFlow);
        part.EachFreeFlow((arc, people) => localFlow[arc] = people);
        for (var k = 0; k < arcIds.Length; k++) flow[arcIds[k]] = localFlow[k];
        for (var n = 0; n < size; n++)
        {
            if (!IsReserve(locals[n])) price[locals[n]] = part.ToRoot(n);
        }
    }
}
