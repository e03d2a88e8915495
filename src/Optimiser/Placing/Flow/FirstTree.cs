namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// A first tree that is already a sensible plan: those who must stay do, every hub sends its people to the nearest
/// places that still have room. A hub fills places one after another, so each place is filled up by one hub and each
/// hub ends at one place; that makes the arcs in use a tree (the north-west corner rule).
/// </summary>
internal sealed class FirstTree(
    ProblemIndex index, Grouping grouping, Destinations ends, Simplex simplex, Candidates candidates,
    int groupBase, int[] hubNode, int[] hubOffset)
{
    public const int NearestPlaces = 10;
    private readonly int[] arrived = new int[ends.Count];
    private readonly int[] room = new int[ends.Count];
    private readonly bool[] hangs = new bool[ends.Count];
    private readonly int[] reserved = new int[grouping.Supply.Count];
    private bool hubHangs;
    private readonly int[] homeArc = new int[grouping.Supply.Count];
    private readonly int[] homeNode = new int[grouping.Supply.Count];

    public void Build()
    {
        AddGroupArcs();
        Pin();
        SetRoom();
        for (var h = 0; h < hubNode.Length; h++) SendHub(h);
        for (var n = ends.SeatBase; n < ends.ReserveBase; n++) arrived[candidates.PlaceOf(n)] += arrived[n];
        for (var i = index.Preorder.Length - 1; i >= 0; i--)
        {
            var p = index.Preorder[i];
            if (index.Problem.Places[p].Parent is var parent and >= 0) arrived[parent] += arrived[p];
        }

        for (var n = 0; n < ends.Count; n++)
        {
            if (!hangs[n]) simplex.HangRise(n, arrived[n]);
        }
    }

    private void AddGroupArcs()
    {
        var list = new List<(int Node, int Cost)>();
        var kept = new Dictionary<int, int>();
        for (var g = 0; g < homeArc.Length; g++)
        {
            list.Clear();
            candidates.Fixed(grouping.First[g], grouping.Surcharge(g), list);
            homeArc[g] = simplex.AddFree(groupBase + g, list[0].Node, list[0].Cost);
            homeNode[g] = list[0].Node;
            for (var k = 1; k < list.Count; k++) simplex.AddFree(groupBase + g, list[k].Node, list[k].Cost);
            if (list[0].Node < ends.ReserveBase) continue;
            var agency = index.Problem.People[grouping.First[g]].Agency;
            var left = grouping.HubOf[g] < 0 ? grouping.Supply[g] : 0;
            if (left == 0 && agency >= 0)
                left = kept.GetValueOrDefault(agency) < index.Stay(agency) ? grouping.Supply[g] : 0;
            reserved[g] = left;
            if (agency >= 0) kept[agency] = kept.GetValueOrDefault(agency) + left;
        }
    }

    private void Pin()
    {
        for (var g = 0; g < homeArc.Length; g++)
        {
            if (grouping.HubOf[g] >= 0) continue;
            simplex.HangFree(groupBase + g, homeArc[g], grouping.Supply[g]);
            arrived[homeNode[g]] += grouping.Supply[g];
        }
    }

    private void SetRoom()
    {
        long asked = 0, going = 0;
        for (var p = 0; p < ends.SeatBase; p++)
        {
            if (index.Problem.Places[p].Open) asked += index.Problem.Places[p].Target;
        }

        for (var g = 0; g < homeArc.Length; g++) going += grouping.Supply[g] - reserved[g];
        var share = asked == 0 ? 0 : Math.Min(1, (double)going / asked);
        for (var p = 0; p < ends.SeatBase; p++)
        {
            var place = index.Problem.Places[p];
            var isPlain = place.Open && index.Children[p].Length == 0 && arrived[p] == 0;
            foreach (var s in index.SeatsOf[p]) isPlain &= arrived[ends.SeatBase + s] == 0;
            room[p] = isPlain ? simplex.SegmentEnd(p, place.Target * share) : 0;
        }
    }

    private void SendHub(int h)
    {
        var node = hubNode[h];
        var isOwn = node >= groupBase + homeArc.Length;
        var people = 0;
        foreach (var g in grouping.GroupsOfHub[h]) people += grouping.Supply[g] - reserved[g];
        var near = new (int Node, int Cost)[NearestPlaces];
        var count = candidates.ForHub(grouping.Hubs[h], new Price(0, long.MaxValue), 0, near);
        var arcs = new int[count];
        for (var k = 0; k < count; k++) arcs[k] = simplex.AddFree(node, near[k].Node, near[k].Cost + hubOffset[h]);
        var left = people;
        var hung = false;
        for (var k = 0; k < count && left > 0; k++)
        {
            var p = near[k].Node;
            if (room[p] == 0) continue;
            var flow = Math.Min(room[p], left);
            arrived[p] += flow;
            left -= flow;
            if (left > 0)
            {
                room[p] = 0;
                hangs[p] = true;
                simplex.HangBelow(p, arcs[k], flow, arrived[p]);
                continue;
            }

            // The hub ends here; the place still hangs by its own arc even if that leaves it full.
            room[p] = Math.Max(0, room[p] - flow);
            if (people > 0) simplex.HangFree(node, arcs[k], flow);
            hung = true;
        }

        HangGroups(h, node, isOwn, left, hung);
        if (!isOwn || hung || hubHangs) return;
        var open = Array.FindIndex(near, 0, count, n => !hangs[n.Node]);
        if (open >= 0) simplex.HangFree(node, arcs[open], 0);
        else simplex.HangArtificial(node);
    }

    /// <summary>Hangs a hub's groups; whoever finds no room near stays in reserve for now.</summary>
    private void HangGroups(int h, int node, bool isOwn, int left, bool hung)
    {
        hubHangs = false;
        foreach (var g in grouping.GroupsOfHub[h])
        {
            var supply = grouping.Supply[g];
            var stays = reserved[g] > 0 ? supply : Math.Min(left, supply);
            if (reserved[g] == 0) left -= stays;
            arrived[homeNode[g]] += stays;
            if (!isOwn)
            {
                if (!hung) simplex.HangFree(node, homeArc[g], stays);
                return;
            }

            var toHub = simplex.AddFree(groupBase + g, node, grouping.Surcharge(g));
            if (stays == 0)
            {
                simplex.HangFree(groupBase + g, toHub, supply);
                continue;
            }

            simplex.HangFree(groupBase + g, homeArc[g], stays);
            if (stays == supply) continue;
            simplex.HangBelow(node, toHub, supply - stays, 0);
            hubHangs = true;
        }
    }
}
