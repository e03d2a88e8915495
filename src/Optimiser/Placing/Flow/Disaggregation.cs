namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// Tells each person which of the places is theirs. People flow as the network does: from their class, past the hubs, to
/// destinations; within one flow they cost the same everywhere, so colleagues and teams are kept side by side.
/// </summary>
internal sealed class Disaggregation(ProblemIndex index, Grouping grouping, Network network)
{
    private const int LookAhead = 64;
    private readonly Slots slots = new(index, grouping.ReserveOf);
    private int nextSlot;

    public Slots Run()
    {
        var flows = new List<(int From, int To, int People)>();
        var arcs = network.Simplex.FreeArcs.ToArray();
        network.Simplex.EachFreeFlow((arc, people) => flows.Add((arcs[arc].From, arcs[arc].To, people)));
        flows.Sort();
        var byNode = Lists.Of(network.Nodes, flows.Select((f, k) => (f.From, k)));
        var pools = new List<int>?[network.Nodes];
        for (var b = 0; b < grouping.Supply.Count; b++)
            (pools[network.NodeOfClass[grouping.ClassOf[b]]] ??= []).AddRange(grouping.Members[b]);

        // Classes, then hubs with a rule, then the hubs and ways of homes: each only receives from those before it.
        for (var n = network.Nodes - 1; n >= network.FirstOfClasses; n--) Pass(n, pools, byNode, flows);
        for (var h = 0; h < grouping.HubPerson.Count; h++)
        {
            if (grouping.HubHome[h] != h) Pass(network.HubNode(h), pools, byNode, flows);
        }

        for (var n = network.HubNode(0); n < network.FirstOfClasses; n++) Pass(n, pools, byNode, flows);
        slots.Freeze();
        return slots;
    }

    private void Pass(int node, List<int>?[] pools, Lists byNode, List<(int From, int To, int People)> flows)
    {
        if (pools[node] is not { } pool) return;
        pools[node] = null;
        var people = Ordered(pool);
        var head = 0;
        var isAtReserve = false;
        // Bounded ways to reserve first, by batch: whoever shares that reserve.
        foreach (var k in byNode[node]) isAtReserve |= network.PlaceOf(flows[k].To) < 0 && flows[k].To < network.HubNode(0);
        if (isAtReserve) people = LetStay(people, node, byNode, flows);
        var targets = new List<(int Unit, int Node, int People)>();
        foreach (var k in byNode[node])
        {
            var to = flows[k].To;
            if (to >= network.HubNode(0)) targets.Add((int.MaxValue, to, flows[k].People));
            else if (network.PlaceOf(to) is var place and >= 0) targets.Add((index.Unit[place], to, flows[k].People));
        }

        targets.Sort();
        foreach (var (_, to, count) in targets)
        {
            if (to >= network.HubNode(0)) (pools[to] ??= []).AddRange(people.AsSpan(head, count));
            for (var k = 0; k < count && to < network.HubNode(0); k++)
            {
                Admit(people, head + k, network.PlaceOf(to));
                Settle(people[head + k], to);
            }

            head += count;
        }

        // Whom a flow that was stopped early has not placed yet stays in reserve.
        for (; head < people.Length; head++) Settle(people[head], network.Ends.ReserveOf(people[head]));
    }

    /// <summary>Puts into reserve as many of each batch as the flow keeps there; returns the others in their order.</summary>
    private int[] LetStay(int[] people, int node, Lists byNode, List<(int From, int To, int People)> flows)
    {
        var stays = new Dictionary<int, int>();
        foreach (var k in byNode[node])
        {
            if (flows[k].To < network.HubNode(0) && network.PlaceOf(flows[k].To) < 0)
                stays[flows[k].To] = stays.GetValueOrDefault(flows[k].To) + flows[k].People;
        }

        var going = new List<int>(people.Length);
        // From the end, so that colleagues at the front of the order stay side by side.
        for (var k = people.Length - 1; k >= 0; k--)
        {
            var reserve = network.Ends.ReserveOf(people[k]);
            if (stays.GetValueOrDefault(reserve) > 0)
            {
                stays[reserve]--;
                Settle(people[k], reserve);
            }
            else
            {
                going.Add(people[k]);
            }
        }

        going.Reverse();
        return [.. going];
    }

    /// <summary>Brings somebody who is not excluded from the place to the head, when there is one near in the order.</summary>
    private void Admit(int[] people, int head, int place)
    {
        if (place < 0 || index.PinOf[people[head]] >= 0) return;
        for (var k = head; k < Math.Min(people.Length, head + LookAhead); k++)
        {
            if (index.IsExcluded(people[k], place)) continue;
            (people[head], people[k]) = (people[k], people[head]);
            return;
        }
    }

    private int[] Ordered(List<int> pool)
    {
        var people = pool.ToArray();
        var all = index.Problem.People;
        if (people.Length > 1)
            Array.Sort(Array.ConvertAll(people, i => (all[i].Team, all[i].Agency, i)), people);
        return people;
    }

    private void Settle(int person, int node)
    {
        slots.Holder[nextSlot] = person;
        slots.SlotOf[person] = nextSlot;
        slots.Place[nextSlot] = network.PlaceOf(node);
        var ends = network.Ends;
        if (node >= ends.WantBase && node < ends.ReserveBase) slots.Want[nextSlot] = node - ends.WantBase;
        else if (node >= ends.SeatBase && node < ends.WantBase) slots.Seat[nextSlot] = node - ends.SeatBase;
        nextSlot++;
    }
}
