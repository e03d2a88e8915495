namespace Muster.Optimiser.Placing.Flow;

/// <summary>A destination and what going there costs, without the price of the destination.</summary>
internal readonly record struct Way(int Node, int Cost);

/// <summary>Finds the destinations that are cheapest for a home at given prices, over all of them, and those that somebody may always go to.</summary>
internal sealed class Candidates
{
    private readonly ProblemIndex index;
    private readonly Destinations ends;
    private readonly Grouping grouping;
    private readonly KdTree places;
    private readonly KdTree[] slots;
    private readonly int[] kindOfSlot;
    private readonly bool[] isOpen;
    private readonly Way[][] own;
    private readonly Way[][] pairedPlaces;
    private readonly (Way Way, int Kind)[][] pairedSlots;

    public Candidates(NodeNumbers numbers)
    {
        index = numbers.Index;
        ends = numbers.Ends;
        grouping = numbers.Grouping;
        var problem = index.Problem;
        isOpen = Array.ConvertAll(problem.Places, p => p.Open);
        places = new KdTree(Enumerable.Range(0, isOpen.Length).Where(p => isOpen[p]).ToArray(), At);
        slots = Array.ConvertAll(grouping.Kinds, k => new KdTree(Array.ConvertAll(k.Of, s => NodeOf(k, s)), At));
        kindOfSlot = new int[ends.ReserveBase];
        for (var k = 0; k < slots.Length; k++)
        {
            foreach (var s in grouping.Kinds[k].Of) kindOfSlot[NodeOf(grouping.Kinds[k], s)] = k;
        }

        own = new Way[grouping.First.Count][];
        pairedPlaces = new Way[grouping.HubPerson.Count][];
        pairedSlots = new (Way Way, int Kind)[grouping.HubPerson.Count][];
        Chunks.Run(own.Length, c => own[c] = OwnOf(c));
        Chunks.Run(pairedPlaces.Length, h => (pairedPlaces[h], pairedSlots[h]) = PairedOf(h));
    }

    public void Reprice(Func<int, long> price)
    {
        places.Reprice(price);
        foreach (var tree in slots) tree.Reprice(price);
    }

    /// <summary>The open places cheapest for the home of a hub, whatever its rule, whose price and way are below the limit.</summary>
    public int Places(int hub, long below, Span<Way> found, Span<long> values) => Search(places, hub, below, found, values);

    /// <summary>Likewise the seats or wants of a kind.</summary>
    public int Slots(int kind, int hub, long below, Span<Way> found, Span<long> values) => Search(slots[kind], hub, below, found, values);

    /// <summary>The nodes of all seats or wants of a kind.</summary>
    public IEnumerable<int> NodesOf(int kind) => grouping.Kinds[kind].Of.Select(s => NodeOf(grouping.Kinds[kind], s));

    /// <summary>Open places in the streets of the hub's rule.</summary>
    public ReadOnlySpan<Way> PairedPlaces(int hub) => pairedPlaces[hub];

    /// <summary>Seats and wants in the streets of the hub's rule, with the kind of each.</summary>
    public ReadOnlySpan<(Way Way, int Kind)> PairedSlots(int hub) => pairedSlots[hub];

    /// <summary>What a class has beyond its hub: where a pin puts it, or wished and previous places at less than the surcharge.</summary>
    public ReadOnlySpan<Way> Own(int of) => own[of];

    /// <summary>Whether the rules that a whole hub shares let it serve at a place (other exclusions are each person's own).</summary>
    public bool MayServe(int hub, int place) => MayServe(grouping.HubPerson[hub], grouping.HubRule[hub], place);

    private bool MayServe(int person, int rule, int place)
    {
        if (index.IsRefused(index.Problem.People[person].Limits, place)) return false;
        if (grouping.KeepsExclusions[person] && index.IsExcluded(person, place)) return false;
        return index.KindOfRule(rule) != Pairing.Hard || !index.IsOutsideStreets(rule, place);
    }

    private Way[] OwnOf(int of)
    {
        var person = grouping.First[of];
        if (index.PinOf[person] < 0 && grouping.Surcharge(of) == 0) return [];
        var list = new List<Way>();
        if (index.PinOf[person] is var k and >= 0)
        {
            Pinned(person, index.Problem.Pins[k], list);
            return [.. list];
        }

        foreach (var w in index.WishedPlaces[person]) AddBelow(person, w, grouping.Surcharge(of), list);
        if (index.Problem.People[person].Previous is var previous and >= 0) AddBelow(person, previous, grouping.Surcharge(of), list);
        return [.. list];
    }

    private (Way[] Places, (Way Way, int Kind)[] Slots) PairedOf(int hub)
    {
        if (grouping.HubRule[hub] == 0) return ([], []);
        var (places, slots) = (new List<Way>(), new List<(Way Way, int Kind)>());
        foreach (var street in index.StreetsOfRule(grouping.HubRule[hub]))
        {
            foreach (var p in index.PlacesOfStreet[street])
            {
                if (!MayServe(hub, p)) continue;
                var way = (int)index.Travel(grouping.HubPerson[hub], p);
                if (isOpen[p]) places.Add(new Way(p, way));
                foreach (var s in index.SeatsOf[p]) slots.Add((new Way(ends.SeatBase + s, way), kindOfSlot[ends.SeatBase + s]));
                foreach (var w in index.WantsOf[p]) slots.Add((new Way(ends.WantBase + w, way), kindOfSlot[ends.WantBase + w]));
            }
        }

        return ([.. places], [.. slots]);
    }

    private int NodeOf(SlotKind kind, int slot) => (kind.IsWant ? ends.WantBase : ends.SeatBase) + slot;

    private (int X, int Y) At(int node) => (index.Problem.Places[ends.PlaceOf(node)].X, index.Problem.Places[ends.PlaceOf(node)].Y);

    private void Pinned(int person, PlacingPin pin, List<Way> list)
    {
        var cost = (int)index.Own(person, pin.Place);
        if (pin.Place < 0) return;
        if (pin.Seat >= 0)
        {
            list.Add(new Way(ends.SeatBase + pin.Seat, cost));
            return;
        }

        list.Add(new Way(pin.Place, cost));
        AddSlots(person, pin.Place, list);
    }

    private void AddBelow(int person, int above, int surcharge, List<Way> list)
    {
        foreach (var p in index.AtOrBelow(above))
        {
            var cost = index.Own(person, p);
            if (cost >= surcharge + index.Travel(person, p) + index.PairingMiss(person, p)) continue;
            if (!MayServe(person, index.RuleOf(index.Problem.People[person].Agency), p)) continue;
            if (isOpen[p]) list.Add(new Way(p, (int)cost));
            AddSlots(person, p, list);
        }
    }

    private void AddSlots(int person, int place, List<Way> list)
    {
        foreach (var s in index.SeatsOf[place])
        {
            if (index.MayHold(person, s)) list.Add(new Way(ends.SeatBase + s, (int)index.Own(person, place)));
        }

        foreach (var w in index.WantsOf[place])
        {
            if (index.HasSkill(index.Problem.People[person].Skills, index.Problem.Wants[w].Skill))
                list.Add(new Way(ends.WantBase + w, (int)index.Own(person, place)));
        }
    }

    private int Search(KdTree tree, int hub, long below, Span<Way> found, Span<long> values)
    {
        var person = grouping.HubPerson[hub];
        var p = index.Problem.People[person];
        var limits = p.Limits;
        var excludes = grouping.KeepsExclusions[person] && index.ExcludedPlaces[person].Length > 0;
        Func<int, bool>? admits = limits == 0 && !excludes
            ? null
            : node => !index.IsRefused(limits, ends.PlaceOf(node)) && !(excludes && index.IsExcluded(person, ends.PlaceOf(node)));
        Span<int> ids = stackalloc int[found.Length];
        var search = new KdTree.Search(p.HasHome ? p.X : 0, p.HasHome ? p.Y : 0, p.HasHome ? index.Problem.Settings.Travel : 0, below);
        var count = tree.Cheapest(search, admits, ids, values);
        for (var k = 0; k < count; k++) found[k] = new Way(ids[k], (int)index.Travel(person, ends.PlaceOf(ids[k])));
        return count;
    }
}
