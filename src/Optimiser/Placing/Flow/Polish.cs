namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// Swaps of two people after the flow: first to keep the rules the flow does not know (apart, single exclusions), then
/// to bring teams and colleagues together and old hands to first-timers where that costs less than it saves.
/// </summary>
internal sealed class Polish
{
    private const int MostTriedPerPlace = 24;
    private readonly ProblemIndex index;
    private readonly Slots slots;
    private readonly Grouping grouping;
    private readonly Lists near;
    private readonly int[] nearPlace;

    public Polish(ProblemIndex index, Grouping grouping, Network network, Slots slots)
    {
        this.index = index;
        this.grouping = grouping;
        this.slots = slots;
        var settings = index.Problem.Settings;
        var most = 2L * (settings.TeamSplit + settings.Alone + settings.MixMiss);
        var pairs = new List<(int Hub, int Arc)>();
        var places = new List<int>();
        var simplex = network.Simplex;
        var arcs = simplex.FreeArcs;
        var hubOfNode = new int[network.Nodes];
        Array.Fill(hubOfNode, -1);
        for (var h = 0; h < grouping.HubPerson.Count; h++) hubOfNode[network.HubNode(h)] = h;
        for (var k = 0; k < arcs.Length; k++)
        {
            if (hubOfNode[arcs[k].From] < 0 || arcs[k].To >= network.Ends.SeatBase) continue;
            if (simplex.ToRoot(arcs[k].To) + arcs[k].Cost - simplex.ToRoot(arcs[k].From) > most) continue;
            pairs.Add((hubOfNode[arcs[k].From], places.Count));
            places.Add(arcs[k].To);
        }

        nearPlace = [.. places];
        near = Lists.Of(grouping.HubPerson.Count, pairs);
    }

    public long Tried { get; private set; }

    /// <summary>People who still break apart or an exclusion after swapping.</summary>
    public List<int> KeepRules()
    {
        var left = new List<int>();
        for (var i = 0; i < index.Problem.People.Length; i++)
        {
            if (index.PinOf[i] >= 0 || Keeps(i)) continue;
            if (!SwapOut(i)) left.Add(i);
        }

        return left;
    }

    public bool Keeps(int person)
    {
        var place = slots.PlaceOf(person);
        return place < 0 || (!index.IsExcluded(person, place) && slots.MeetsNobodyApart(person, place, -1));
    }

    public void Improve(Random random, long mostTried, Func<bool> stop)
    {
        var order = new List<int>();
        for (var round = 0; round < 3; round++)
        {
            order.Clear();
            for (var i = 0; i < index.Problem.People.Length; i++)
            {
                if (index.PinOf[i] < 0 && grouping.HubOfPerson(i) >= 0 && Bothered(i)) order.Add(i);
            }

            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(order));
            var gained = 0L;
            for (var k = 0; k < order.Count; k++)
            {
                if (Tried >= mostTried || ((k & 255) == 0 && stop())) return;
                if (Bothered(order[k])) gained += BestSwap(order[k]);
            }

            if (gained == 0) return;
        }
    }

    private bool Bothered(int person)
    {
        ref readonly var p = ref index.Problem.People[person];
        var place = slots.PlaceOf(person);
        if (p.Team >= 0 && slots.Soft.DestinationsOf(p.Team) > 1) return true;
        if (place < 0) return false;
        var unit = index.Unit[place];
        if (p.Agency >= 0 && index.Problem.Settings.Alone > 0 && slots.Soft.Colleagues(unit, p.Agency) == 1) return true;
        return p.Experience == Experience.FirstTimer && slots.Soft.LacksOldHands(unit);
    }

    /// <summary>Makes the swap that saves most, if any does, and returns what it saved.</summary>
    private long BestSwap(int person)
    {
        ref readonly var p = ref index.Problem.People[person];
        var best = 0L;
        var partner = -1;
        var here = slots.PlaceOf(person);
        // A unit without enough old hands is helped by one in exchange for a first-timer.
        var mayGuide = here >= 0 && p.Experience == Experience.FirstTimer && slots.Soft.LacksOldHands(index.Unit[here]);
        var settings = index.Problem.Settings;
        var mostSaved = (4L * settings.Alone) + (2L * settings.MixMiss) + (p.Team >= 0 ? settings.TeamSplit : 0);
        foreach (var k in near[grouping.HubOfPerson(person)])
        {
            var place = nearPlace[k];
            if (place == here) continue;
            var unit = index.Unit[place];
            var isDrawn = (p.Agency >= 0 && slots.Soft.Colleagues(unit, p.Agency) > 0) || (p.Team >= 0 && slots.Soft.TeamMates(unit, p.Team) > 0);
            if (!isDrawn && !mayGuide) continue;
            var left = MostTriedPerPlace;
            foreach (var slot in slots.At(place))
            {
                var other = slots.Holder[slot];
                if (!isDrawn && index.Problem.People[other].Experience != Experience.OldHand) continue;
                if (left-- == 0) break;
                Tried++;
                // What the two themselves pay is quickly known, and bounds what being together can make up for.
                var most = mostSaved + (index.Problem.People[other].Team >= 0 ? index.Problem.Settings.TeamSplit : 0);
                if (slots.OwnChange(person, other) - most >= best || !slots.MaySwap(person, other)) continue;
                var change = slots.Swap(person, other);
                slots.Swap(person, other);
                if (change < best) (best, partner) = (change, other);
            }
        }

        if (partner >= 0) slots.Swap(person, partner);
        return -best;
    }

    /// <summary>Exchanges somebody who breaks a rule with whoever makes it cheapest, near first, then anywhere.</summary>
    private bool SwapOut(int person)
    {
        var hub = grouping.HubOfPerson(person);
        var best = long.MaxValue;
        var partner = -1;
        if (hub >= 0)
        {
            foreach (var k in near[hub]) Consider(nearPlace[k]);
        }

        if (partner < 0)
        {
            var tried = 0;
            var from = index.Problem.People[person];
            var byDistance = Enumerable.Range(0, index.Problem.Places.Length)
                .OrderBy(p => from.HasHome ? ProblemIndex.Metres(from.X, from.Y, index.Problem.Places[p]) : 0);
            foreach (var place in byDistance)
            {
                Consider(place);
                if (partner >= 0 && ++tried > 40) break;
            }
        }

        if (partner < 0)
        {
            for (var other = 0; other < index.Problem.People.Length && partner < 0; other++)
            {
                if (slots.PlaceOf(other) < 0 && slots.MaySwap(person, other)) partner = other;
            }
        }

        if (partner < 0) return false;
        slots.Swap(person, partner);
        return true;

        void Consider(int place)
        {
            foreach (var slot in slots.At(place))
            {
                var other = slots.Holder[slot];
                if (other == person || !slots.MaySwap(person, other)) continue;
                var change = slots.Swap(person, other);
                slots.Swap(person, other);
                if (change < best) (best, partner) = (change, other);
            }
        }
    }
}
