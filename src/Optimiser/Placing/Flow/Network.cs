using System.Runtime.InteropServices;

namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// The flow of batches through classes and hubs to destinations. It starts from the flow between whole neighbourhoods
/// (<see cref="Neighbourhoods"/>), improves that region by region (<see cref="Regions"/>), and is then solved as a whole and
/// priced out over all destinations until no arc that is not there could improve it, or so little that it does not matter.
/// </summary>
internal sealed class Network
{
    /// <summary>How many neighbourhoods there are about, level by level, and how far staying then moves towards what their prices tell.</summary>
    private static readonly (int Count, double Step)[] Levels = [(200, 0.7), (200, 0.5), (200, 0.4), (200, 0.3), (2_000, 0.25), (2_000, 0)];
    private const int RegionPasses = 3;

    /// <summary>Arcs are priced out again after so many pivots per node: better arcs are worth more than a best flow on poor ones.</summary>
    private const double PivotsPerNode = 0.2;
    private const int LeastPivots = 5_000;

    /// <summary>From so many people on pricing ends when it can gain less than this share of the cost.</summary>
    private const int ManyPeople = 20_000;
    private const double NegligibleGain = 2e-5;

    private readonly ProblemIndex index;
    private readonly Grouping grouping;
    private readonly NodeNumbers numbers;
    private readonly Simplex simplex;
    private readonly Pricing pricing;
    private readonly long[] price;

    /// <param name="stop">Ends the first flows early; what they have is then where the full one starts.</param>
    public Network(ProblemIndex index, Grouping grouping, Func<bool>? stop = null)
    {
        this.index = index;
        this.grouping = grouping;
        numbers = new NodeNumbers(index, grouping);
        price = new long[numbers.Count];
        var candidates = new Candidates(numbers);
        simplex = new Simplex(
            numbers.Count, Ends.Rises(numbers.Count), Ends.Segments(), (grouping.Supply.Count * 3) + (numbers.FirstOfClasses * 8));
        pricing = new Pricing(numbers, candidates, simplex, price);
        Build(new FirstArcs(numbers, candidates, simplex), stop ?? (() => false));
    }

    public int Nodes => numbers.Count;

    /// <summary>Arcs of the last flow; those after them were found by the last pricing and could gain next to nothing.</summary>
    public int SolvedArcs { get; private set; }
    public long Pivots => simplex.Pivots;
    public int Rounds { get; private set; }
    public Simplex Simplex => simplex;
    public Destinations Ends => numbers.Ends;
    public ReadOnlySpan<int> NodeOfClass => numbers.OfClass;

    /// <summary>What a person of each class costs at least with the prices now standing, over all destinations but reserve (the certificate's best).</summary>
    public long[] Best => pricing.Best;

    /// <summary>Whether people of a class may be in reserve: all but those pinned to a place.</summary>
    public bool MayStay(int of) => numbers.MayStay(of);

    public int HubNode(int hub) => numbers.Hub(hub);

    /// <summary>The first node that is a class; hubs and the shared ways of homes to seats and wants come before.</summary>
    public int FirstOfClasses => numbers.FirstOfClasses;

    /// <summary>The place of a destination, -1 for a reserve or a hub.</summary>
    public int PlaceOf(int node) => numbers.PlaceOf(node);

    /// <summary>True when optimal over all places (nearly, with very many people: <see cref="Best"/> says how nearly); false when stopped.</summary>
    public bool Solve(long mostPivots, Func<bool> stop, Action<int, int, Price> onRound)
    {
        var perRound = Math.Max(LeastPivots, (long)(Nodes * PivotsPerNode));
        while (true)
        {
            var isOptimal = simplex.Run(Math.Min(mostPivots, simplex.Pivots + perRound), stop);
            var isStopped = !isOptimal && (simplex.Pivots >= mostPivots || stop());
            SolvedArcs = simplex.FreeCount;
            for (var n = 0; n < price.Length; n++) price[n] = simplex.ToRoot(n);
            var gain = pricing.Out(!isStopped);
            Rounds++;
            var added = simplex.FreeCount - SolvedArcs;
            onRound(Rounds, added, gain);
            if (isStopped) return false;
            if (isOptimal && (added == 0 || IsNegligible(gain))) return true;
        }
    }

    /// <summary>The places that cost a hub at most so much more than the best of its ways, the cheapest first, with how much more.</summary>
    public (int Place, long Beyond)[] Near(int hub, long beyond, int most) => pricing.Near(hub, beyond, most);

    private bool IsNegligible(Price gain)
    {
        if (index.Problem.People.Length < ManyPeople || gain.High != 0) return false;
        long travel = 0;
        var arcs = simplex.FreeArcs.ToArray();
        simplex.EachFreeFlow((arc, people) => travel += (long)arcs[arc].Cost * people);
        return gain.Low <= NegligibleGain * travel;
    }

    private void Build(FirstArcs first, Func<bool> stop)
    {
        var staying = new Staying(index, grouping);
        var levels = new List<NeighbourhoodFlow>();
        Neighbourhoods? map = null;
        foreach (var (count, step) in Levels)
        {
            if (levels.Count > 0 && Ends.SeatBase <= count / 4) break;
            var most = Math.Max(1, Ends.SeatBase / count);
            if (map?.Most != most) map = new Neighbourhoods(numbers, most);
            var level = new NeighbourhoodFlow(numbers, map, staying);
            level.Solve(levels.LastOrDefault(), stop);
            levels.Add(level);
            staying.Choose(h => level.PriceOfHub(h), step);
        }

        first.Add(levels[^1], levels[0].Map, staying);
        first.Price(levels[^1], price);
        var supply = numbers.Supply();
        Improve(first.Flow, supply, stop);
        new FirstBasis(simplex).Build(supply, CollectionsMarshal.AsSpan(first.Flow), Ends.ChildrenFirst(), price);
    }

    private void Improve(List<int> flow, int[] supply, Func<bool> stop)
    {
        var regions = new Regions(numbers, simplex, supply, flow, price);
        for (var pass = 0; pass < RegionPasses && regions.AreSeveral && !stop(); pass++)
        {
            regions.Improve(pass, stop);
            pricing.Out(true);
            while (flow.Count < simplex.FreeCount) flow.Add(0);
        }
    }
}
