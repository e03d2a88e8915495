namespace Muster.Optimiser.Placing.Flow;

/// <summary>Finds the destinations that are cheapest for a person at given prices, over all of them.</summary>
internal sealed class Candidates
{
    private readonly ProblemIndex index;
    private readonly Destinations ends;
    private readonly KdTree places;
    private readonly List<(PlacingSeat Like, KdTree Tree)> seats = [];
    private readonly List<(int Skill, KdTree Tree)> wants = [];
    private readonly bool[] isOpen;
    private Func<int, Price> priceOf = _ => default;

    private readonly bool[] keepsExclusions;

    /// <param name="keepsExclusions">Per person: its exclusions hold for its whole group and are kept here.</param>
    public Candidates(ProblemIndex index, Destinations ends, bool[] keepsExclusions)
    {
        this.index = index;
        this.ends = ends;
        this.keepsExclusions = keepsExclusions;
        var problem = index.Problem;
        isOpen = problem.Places.Select(p => p.Open).ToArray();
        places = new KdTree(Enumerable.Range(0, isOpen.Length).Where(p => isOpen[p]).ToArray(), At);
        foreach (var same in Enumerable.Range(0, problem.Seats.Length).GroupBy(s => (problem.Seats[s].Grade, problem.Seats[s].Member, problem.Seats[s].Skill)))
            seats.Add((problem.Seats[same.First()], new KdTree(same.Select(s => ends.SeatBase + s).ToArray(), At)));
        foreach (var same in Enumerable.Range(0, problem.Wants.Length).GroupBy(w => problem.Wants[w].Skill))
            wants.Add((same.Key, new KdTree(same.Select(w => ends.WantBase + w).ToArray(), At)));
    }

    private (int X, int Y) At(int node) => (index.Problem.Places[PlaceOf(node)].X, index.Problem.Places[PlaceOf(node)].Y);

    public bool HasSlots => seats.Count + wants.Count > 0;

    /// <summary>The place of a node that is a place, a seat or a want.</summary>
    public int PlaceOf(int node) => node < ends.SeatBase ? node
        : node < ends.WantBase ? index.Problem.Seats[node - ends.SeatBase].Place
        : index.Problem.Wants[node - ends.WantBase].Place;

    public void Reprice(Func<int, Price> price)
    {
        priceOf = price;
        places.Reprice(price);
        foreach (var (_, tree) in seats) tree.Reprice(price);
        foreach (var (_, tree) in wants) tree.Reprice(price);
    }

    /// <summary>
    /// The open places cheapest for somebody without previous place and wishes, whose price + cost + offset is below the limit.
    /// Costs are without the offset.
    /// </summary>
    public int ForHub(int person, Price below, int offset, Span<(int Node, int Cost)> found, bool nearestFirst = false, int mask = 0, int salt = 0)
    {
        var rule = index.RuleOf(index.Problem.People[person].Agency);
        var kind = index.KindOfRule(rule);
        if (kind == Pairing.None) return Search(places, person, below, offset, 0, found, nearestFirst, mask, salt);
        var count = kind == Pairing.Hard
            ? 0
            : Search(places, person, below, offset, rule, found, nearestFirst, mask, salt);
        if (nearestFirst && kind == Pairing.Preferred) return count;
        foreach (var street in index.StreetsOfRule(rule))
        {
            foreach (var p in index.PlacesOfStreet[street])
            {
                if (isOpen[p] && MayServe(person, p))
                    count = Insert(found, count, p, (int)index.Travel(person, p), offset, below);
            }
        }

        return count;
    }

    /// <summary>Destinations a person always has arcs to: reserve first, then wished and previous places, and slots in paired streets.</summary>
    public void Fixed(int person, int surcharge, List<(int Node, int Cost)> list)
    {
        var pin = index.PinOf[person];
        if (pin >= 0)
        {
            FixedByPin(person, index.Problem.Pins[pin], list);
            return;
        }

        list.Add((ends.ReserveOf(person), (int)index.Own(person, -1)));
        if (surcharge > 0)
        {
            foreach (var w in index.WishedPlaces[person]) AddBelow(person, w, surcharge, list);
            if (index.Problem.People[person].Previous is var previous and >= 0) AddBelow(person, previous, surcharge, list);
        }

        var rule = index.RuleOf(index.Problem.People[person].Agency);
        if (rule == 0 || !HasSlots) return;
        foreach (var street in index.StreetsOfRule(rule))
        {
            foreach (var p in index.PlacesOfStreet[street]) AddSlots(person, p, list);
        }
    }

    public bool MayFillSlots(int person)
    {
        foreach (var (like, _) in seats)
        {
            if (Fits(person, like)) return true;
        }

        foreach (var (skill, _) in wants)
        {
            if (index.HasSkill(index.Problem.People[person].Skills, skill)) return true;
        }

        return false;
    }

    /// <summary>Adds the cheapest seats and wants of each kind below the limit, for the surcharged way of getting there.</summary>
    public void Slots(int person, int surcharge, Price below, int perKind, List<(int Node, int Cost)> list, bool nearestFirst = false, int mask = 0, int salt = 0)
    {
        if (index.PinOf[person] >= 0) return;
        var rule = index.RuleOf(index.Problem.People[person].Agency);
        if (index.KindOfRule(rule) == Pairing.Hard) return;
        Span<(int Node, int Cost)> found = stackalloc (int, int)[perKind];
        foreach (var (like, tree) in seats)
        {
            if (!Fits(person, like)) continue;
            var count = Search(tree, person, below, surcharge, rule, found, nearestFirst, mask, salt);
            for (var k = 0; k < count; k++) list.Add((found[k].Node, found[k].Cost + surcharge));
        }

        foreach (var (skill, tree) in wants)
        {
            if (!index.HasSkill(index.Problem.People[person].Skills, skill)) continue;
            var count = Search(tree, person, below, surcharge, rule, found, nearestFirst, mask, salt);
            for (var k = 0; k < count; k++) list.Add((found[k].Node, found[k].Cost + surcharge));
        }
    }

    private void FixedByPin(int person, PlacingPin pin, List<(int Node, int Cost)> list)
    {
        var cost = (int)index.Own(person, pin.Place);
        if (pin.Place < 0)
        {
            list.Add((ends.ReserveOf(person), cost));
            return;
        }

        if (pin.Seat >= 0)
        {
            list.Add((ends.SeatBase + pin.Seat, cost));
            return;
        }

        list.Add((pin.Place, cost));
        AddSlots(person, pin.Place, list);
    }

    private void AddBelow(int person, int above, int surcharge, List<(int Node, int Cost)> list)
    {
        foreach (var p in index.AtOrBelow(above))
        {
            if (index.Own(person, p) >= surcharge + index.Travel(person, p) + index.PairingMiss(person, p)) continue;
            if (isOpen[p] && MayServe(person, p)) list.Add((p, (int)index.Own(person, p)));
            AddSlots(person, p, list);
        }
    }

    private void AddSlots(int person, int place, List<(int Node, int Cost)> list)
    {
        if (!MayServe(person, place)) return;
        foreach (var s in index.SeatsOf[place])
        {
            if (index.MayHold(person, s)) list.Add((ends.SeatBase + s, (int)index.Own(person, place)));
        }

        foreach (var w in index.WantsOf[place])
        {
            if (index.HasSkill(index.Problem.People[person].Skills, index.Problem.Wants[w].Skill))
                list.Add((ends.WantBase + w, (int)index.Own(person, place)));
        }
    }

    /// <summary>The rules a whole group shares: exclusions are each person's own.</summary>
    private bool MayServe(int person, int place)
    {
        if (index.PinOf[person] >= 0) return index.Problem.Pins[index.PinOf[person]].Place == place;
        ref readonly var p = ref index.Problem.People[person];
        if (index.IsRefused(p.Limits, place)) return false;
        if (keepsExclusions[person] && index.IsExcluded(person, place)) return false;
        var rule = index.RuleOf(p.Agency);
        return index.KindOfRule(rule) != Pairing.Hard || !index.IsOutsideStreets(rule, place);
    }

    private bool Fits(int person, PlacingSeat like)
    {
        ref readonly var p = ref index.Problem.People[person];
        return p.Grade >= like.Grade && (!like.Member || p.Member) && (like.Skill < 0 || index.HasSkill(p.Skills, like.Skill));
    }

    /// <param name="outside">A rule whose streets are left out and whose miss is charged; 0 for none.</param>
    private int Search(KdTree tree, int person, Price below, int offset, int outside, Span<(int Node, int Cost)> found, bool nearestFirst = false, int mask = 0, int salt = 0)
    {
        ref readonly var p = ref index.Problem.People[person];
        var miss = outside == 0 ? 0 : index.Problem.Settings.PairingMiss;
        var search = new KdTree.Search(
            p.HasHome ? p.X : 0,
            p.HasHome ? p.Y : 0,
            p.HasHome ? index.Problem.Settings.Travel : 0,
            below.Low == long.MaxValue || below.High == long.MaxValue ? below : below - new Price(0, offset + miss),
            nearestFirst);
        Span<int> ids = stackalloc int[found.Length];
        Span<Price> costs = stackalloc Price[found.Length];
        var limits = p.Limits;
        var excludes = keepsExclusions[person];
        Func<int, bool>? admits = limits == 0 && outside == 0 && !excludes && mask == 0
            ? null
            : node =>
            {
                var place = PlaceOf(node);
                return IsSampled(place, mask, salt) && !index.IsRefused(limits, place) && !(excludes && index.IsExcluded(person, place)) && !(outside != 0 && !index.IsOutsideStreets(outside, place));
            };
        var count = tree.Cheapest(search, admits, ids, costs);
        for (var k = 0; k < count; k++) found[k] = (ids[k], (int)index.Travel(person, PlaceOf(ids[k])) + miss);
        return count;
    }

    /// <summary>One place in mask + 1, other ones for each salt: the nearest of a thin sample lies further off.</summary>
    private static bool IsSampled(int place, int mask, int salt) =>
        unchecked(((((uint)(place + salt) * 2654435761u) ^ (uint)salt) >> 12) & (uint)mask) == 0;

    private int Insert(Span<(int Node, int Cost)> found, int count, int node, int cost, int offset, Price below)
    {
        var price = priceOf(node) + new Price(0, cost);
        if (below.Low != long.MaxValue && below.High != long.MaxValue && !(price + new Price(0, offset)).IsBelow(below)) return count;
        var at = count;
        while (at > 0 && price.IsBelow(priceOf(found[at - 1].Node) + new Price(0, found[at - 1].Cost))) at--;
        if (at == found.Length) return count;
        var end = Math.Min(count, found.Length - 1);
        for (var k = end; k > at; k--) found[k] = found[k - 1];
        found[at] = (node, cost);
        return Math.Min(count + 1, found.Length);
    }
}
