namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// Arcs that pricing has found. Of those to one destination only the best few are kept: a free seat is cheap for
/// everybody, yet few can have it.
/// </summary>
internal sealed class Improving
{
    private readonly List<(int To, long Reduced, int From, int Cost)> arcs = [];

    /// <param name="reduced">By how much less one person pays who goes that way than the sender's price; below 0.</param>
    public void Add(long reduced, int from, Way way) => arcs.Add((way.Node, reduced, from, way.Cost));

    public void AddTo(Simplex simplex, int mostPerDestination)
    {
        Forget(simplex);
        arcs.Sort();
        var taken = 0;
        for (var k = 0; k < arcs.Count; k++)
        {
            taken = k > 0 && arcs[k].To == arcs[k - 1].To ? taken + 1 : 0;
            if (taken < mostPerDestination) simplex.AddFree(arcs[k].From, arcs[k].To, arcs[k].Cost);
        }
    }

    /// <summary>Leaves out the arcs that are there already: in the middle of a flow they may improve as well.</summary>
    private void Forget(Simplex simplex)
    {
        var found = new HashSet<(int From, int To)>(arcs.Count);
        var isSender = new bool[simplex.Nodes];
        foreach (var a in arcs) isSender[a.From] = true;
        foreach (ref readonly var arc in simplex.FreeArcs)
        {
            if (isSender[arc.From]) found.Add((arc.From, arc.To));
        }

        arcs.RemoveAll(a => found.Contains((a.From, a.To)));
    }
}
