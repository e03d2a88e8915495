namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// Numbers the nodes of a flow: destinations, then hubs, then the ways that people of a home share to seats and wants of a
/// kind, then classes that are more than their hub.
/// </summary>
internal sealed class NodeNumbers
{
    private readonly Dictionary<(int Home, int Kind), int> sharedOf = [];

    public NodeNumbers(ProblemIndex index, Grouping grouping)
    {
        Index = index;
        Grouping = grouping;
        Ends = new Destinations(index, grouping.ReserveOf);
        for (var c = 0; c < grouping.First.Count; c++)
        {
            var hub = grouping.HubOf[c];
            if (hub < 0 || RuleOf(hub) == Pairing.Hard) continue;
            foreach (var kind in grouping.KindsOf(c))
            {
                if (sharedOf.TryAdd((grouping.HubHome[hub], kind), Shared.Count)) Shared.Add((grouping.HubHome[hub], kind));
            }
        }

        OfClass = new int[grouping.First.Count];
        var next = FirstOfClasses;
        for (var c = 0; c < OfClass.Length; c++) OfClass[c] = grouping.IsPlain(c) ? Hub(grouping.HubOf[c]) : next++;
        Count = next;
    }

    public ProblemIndex Index { get; }
    public Grouping Grouping { get; }
    public Destinations Ends { get; }

    /// <summary>All nodes but the root.</summary>
    public int Count { get; }

    /// <summary>The node of each class: its hub's when it is all its hub is.</summary>
    public int[] OfClass { get; }

    /// <summary>Homes with somebody for a kind of seat or want.</summary>
    public List<(int Home, int Kind)> Shared { get; } = [];

    /// <summary>The first node that is a class.</summary>
    public int FirstOfClasses => FirstOfShared + Shared.Count;

    private int FirstOfShared => Ends.Count + Grouping.HubPerson.Count;

    public int Hub(int hub) => Ends.Count + hub;

    public int OfShared(int shared) => FirstOfShared + shared;

    public int SharedOf(int home, int kind) => sharedOf[(home, kind)];

    public bool IsShared(int node) => node >= FirstOfShared && node < FirstOfClasses;

    /// <summary>The place of a destination, -1 for a reserve or a hub.</summary>
    public int PlaceOf(int node) => node < Ends.ReserveBase ? Ends.PlaceOf(node) : -1;

    public Pairing RuleOf(int hub) => Index.KindOfRule(Grouping.HubRule[hub]);

    /// <summary>Whether people of a class may be in reserve: all but those pinned to a place.</summary>
    public bool MayStay(int of) => Grouping.HubOf[of] >= 0 || Index.Problem.Pins[Index.PinOf[Grouping.First[of]]].Place < 0;

    /// <summary>People per node.</summary>
    public int[] Supply()
    {
        var supply = new int[Count];
        for (var b = 0; b < Grouping.Supply.Count; b++) supply[OfClass[Grouping.ClassOf[b]]] += Grouping.Supply[b];
        return supply;
    }

    /// <summary>Per node that sends: the home of its people; a pinned person is at home alone. -1 for destinations.</summary>
    public int[] Homes()
    {
        var home = new int[Count];
        Array.Fill(home, -1);
        for (var h = 0; h < Grouping.HubPerson.Count; h++) home[Hub(h)] = Grouping.HubHome[h];
        for (var e = 0; e < Shared.Count; e++) home[OfShared(e)] = Shared[e].Home;
        for (var c = 0; c < OfClass.Length; c++)
            home[OfClass[c]] = Grouping.HubOf[c] < 0 ? Grouping.HubPerson.Count + c : Grouping.HubHome[Grouping.HubOf[c]];
        return home;
    }
}
