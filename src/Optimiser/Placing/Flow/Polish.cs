namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// Swaps of two people after the flow: first to keep the rules the flow does not know (apart, single exclusions), then
/// to bring teams and colleagues together and old hands to first-timers where that costs less than it saves.
/// </summary>
internal sealed class Polish
{
    private const int MostNear = 64;
    private const int MostTriedPerPlace = 64;
    private const int MostRounds = 4;
    private readonly ProblemIndex index;
    private readonly Slots slots;
    private readonly Grouping grouping;
    private readonly PlacingSettings settings;

    /// <summary>Per hub the places that cost its people little more than where they are, with how much more, least first.</summary>
    private readonly (int Place, long Beyond)[][] near;

    /// <summary>Per unit the round in which somebody last came or went.</summary>
    private readonly int[] changed;

    public Polish(ProblemIndex index, Grouping grouping, Network network, Slots slots)
    {
        this.index = index;
        this.grouping = grouping;
        this.slots = slots;
        settings = index.Problem.Settings;
        changed = new int[index.Problem.Places.Length];
        near = new (int Place, long Beyond)[grouping.HubPerson.Count][];
        var most = MostSaved;
        Chunks.Run(near.Length, h => near[h] = network.Near(h, most, MostNear));
    }

    /// <summary>What an exchange of two people can save at most by whom they serve with.</summary>
    private long MostSaved => (4L * settings.Alone) + (2L * settings.MixMiss) + (2L * settings.TeamSplit);

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
        // Home by home, since people of one home look at the same places.
        var homes = Enumerable.Range(0, near.Length).ToArray();
        random.Shuffle(homes);
        var order = new List<int>();
        foreach (var hub in homes)
        {
            foreach (var of in grouping.ClassesOfHub[hub])
            {
                foreach (var b in grouping.BatchesOfClass[of])
                {
                    foreach (var i in grouping.Members[b])
                    {
                        if (index.PinOf[i] < 0 && (slots.PlaceOf(i) >= 0 || index.Problem.People[i].Team >= 0)) order.Add(i);
                    }
                }
            }
        }

        for (var round = 1; round <= MostRounds; round++)
        {
            var gained = 0L;
            for (var k = 0; k < order.Count; k++)
            {
                if (Tried >= mostTried || ((k & 255) == 0 && stop())) return;
                gained += BestSwap(order[k], round);
            }

            if (gained == 0) return;
        }
    }

    /// <summary>Makes the swap that saves most, if any does, and returns what it saved.</summary>
    private long BestSwap(int person, int round)
    {
        var best = 0L;
        var partner = -1;
        var here = slots.PlaceOf(person);
        var from = here < 0 ? -1 : index.Unit[here];
        var isNew = round == 1 || (from >= 0 && changed[from] >= round - 1);
        var experience = index.Problem.People[person].Experience;
        foreach (var (place, beyond) in near[grouping.HubOfPerson(person)])
        {
            var to = index.Unit[place];
            if (beyond - MostSaved >= best) break;
            if (to == from || (!isNew && changed[to] < round - 1)) continue;
            var saved = slots.Soft.SavedByMove(person, from, to);
            var mixed = slots.Soft.MostMixed(experience, from, to);
            // Whoever comes in exchange may be drawn here too; if only they gain, it is their own turn that finds it.
            if (saved + mixed <= 0 || beyond - saved - mixed - (2L * settings.Alone) - settings.TeamSplit >= best) continue;
            var own = index.Own(person, place) - index.Own(person, here);
            var left = MostTriedPerPlace;
            foreach (var slot in slots.At(place))
            {
                var other = slots.Holder[slot];
                ref readonly var q = ref index.Problem.People[other];
                var most = saved + slots.Soft.Mixed(experience, q.Experience, from, to)
                    + (q.Agency >= 0 ? 2L * settings.Alone : 0) + (q.Team >= 0 ? settings.TeamSplit : 0);
                if (beyond - most >= best) continue;
                if (left-- == 0) break;
                Tried++;
                var change = own + index.Own(other, here) - index.Own(other, place);
                if (change - most >= best) continue;
                change -= slots.Soft.SavedByExchange(person, other, from, to);
                if (change >= best || !slots.MaySwap(person, other)) continue;
                (best, partner) = (change, other);
            }
        }

        if (partner < 0) return 0;
        if (from >= 0) changed[from] = round;
        changed[index.Unit[slots.PlaceOf(partner)]] = round;
        slots.Swap(person, partner);
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
            foreach (var (place, _) in near[hub]) Consider(place);
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
