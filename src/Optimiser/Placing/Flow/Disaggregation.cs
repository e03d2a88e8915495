namespace Muster.Optimiser.Placing.Flow;

/// <summary>Tells the people of each group which of the group's places is theirs, colleagues and teams side by side.</summary>
internal sealed class Disaggregation(ProblemIndex index, Grouping grouping, Network network)
{
    private readonly Slots slots = new(index, grouping.ReserveOf);
    private int nextSlot;

    public Slots Run()
    {
        var flows = new List<(int From, int To, int Flow)>();
        var arcs = network.Simplex.FreeArcs.ToArray();
        network.Simplex.EachFreeFlow((arc, flow) => flows.Add((arcs[arc].From, arcs[arc].To, flow)));
        var byNode = Lists.Group(network.Nodes, Enumerable.Range(0, flows.Count), f => flows[f].From);
        var pools = new List<int>?[grouping.Hubs.Count];
        for (var g = 0; g < grouping.Supply.Count; g++)
        {
            var members = Ordered(grouping.Members[g].ToArray());
            var targets = new List<(int Node, int Count)>();
            var toHub = 0;
            foreach (var f in byNode[network.NodeOf(g)])
            {
                if (network.IsHub(flows[f].To)) toHub += flows[f].Flow;
                else targets.Add((flows[f].To, flows[f].Flow));
            }

            var rest = Fill(members, targets);
            if (toHub != rest.Count) throw new InvalidOperationException("a group's flow does not add up");
            if (toHub > 0) (pools[grouping.HubOf[g]] ??= []).AddRange(rest);
        }

        for (var h = 0; h < pools.Length; h++)
        {
            if (pools[h] is not { } pool) continue;
            var targets = new List<(int Node, int Count)>();
            foreach (var f in byNode[network.HubNode(h)]) targets.Add((flows[f].To, flows[f].Flow));
            var rest = Fill(Ordered([.. pool]), targets);
            if (rest.Count > 0) throw new InvalidOperationException("a hub's flow does not add up");
        }

        slots.Freeze();
        return slots;
    }

    private int[] Ordered(int[] people)
    {
        if (people.Length < 2) return people;
        var all = index.Problem.People;
        Array.Sort(people, (a, b) =>
        {
            var byTeam = all[a].Team.CompareTo(all[b].Team);
            if (byTeam != 0) return byTeam;
            var byAgency = all[a].Agency.CompareTo(all[b].Agency);
            return byAgency != 0 ? byAgency : a.CompareTo(b);
        });
        return people;
    }

    /// <summary>Gives slots of the targets to people in order, passing over whoever is excluded there while somebody else is not.</summary>
    private List<int> Fill(int[] people, List<(int Node, int Count)> targets)
    {
        var rest = new List<int>(people);
        if (targets.Count > 1) targets.Sort((a, b) => Rank(a.Node).CompareTo(Rank(b.Node)));
        foreach (var (node, count) in targets)
        {
            for (var k = 0; k < count; k++)
            {
                var place = Describe(node, nextSlot);
                var pick = 0;
                while (pick < rest.Count && place >= 0 && index.PinOf[rest[pick]] < 0 && index.IsExcluded(rest[pick], place)) pick++;
                if (pick == rest.Count) pick = 0;
                slots.Holder[nextSlot] = rest[pick];
                slots.SlotOf[rest[pick]] = nextSlot++;
                rest.RemoveAt(pick);
            }
        }

        return rest;
    }

    private (int, int) Rank(int node)
    {
        var place = network.PlaceOf(node);
        return place < 0 ? (int.MaxValue, node) : (index.Unit[place], node);
    }

    private int Describe(int node, int slot)
    {
        var place = network.PlaceOf(node);
        slots.Place[slot] = place;
        if (place < 0) return place;
        var ends = network.Ends;
        if (node >= ends.WantBase) slots.Want[slot] = node - ends.WantBase;
        else if (node >= ends.SeatBase) slots.Seat[slot] = node - ends.SeatBase;
        return place;
    }
}
