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

    /// <summary>So many people are looked at by all processors before the best exchanges of these are made, one after another.</summary>
    private const int AtOnce = 4096;
    private readonly ProblemIndex index;
    private readonly Slots slots;
    private readonly Grouping grouping;
    private readonly PlacingSettings settings;

    /// <summary>Per hub the places that cost its people little more than where they are, with how much more, least first.</summary>
    private readonly (int Place, long Beyond)[][] near;

    /// <summary>Per unit the round in which somebody last came or went, and the look (of some thousand people) after which.</summary>
    private readonly int[] changed;
    private readonly int[] changedAfter;
    private int looks;

    /// <summary>What is asked of everybody again and again, laid out side by side.</summary>
    private readonly Kin[] kin;

    private readonly record struct Kin(int Agency, int Team, Experience Experience, long Own);

    /// <summary>The best exchange of one person; partner -1 where none saves anything.</summary>
    private readonly record struct Exchange(int Partner, long Saves, int Tried);

    public Polish(ProblemIndex index, Grouping grouping, Network network, Slots slots)
    {
        this.index = index;
        this.grouping = grouping;
        this.slots = slots;
        settings = index.Problem.Settings;
        changed = new int[index.Problem.Places.Length];
        changedAfter = new int[index.Problem.Places.Length];
        kin = new Kin[index.Problem.People.Length];
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

        Chunks.Run(kin.Length, i =>
        {
            ref readonly var p = ref index.Problem.People[i];
            kin[i] = new Kin(p.Agency, p.Team, p.Experience, index.Own(i, slots.PlaceOf(i)));
        });
        var found = new Exchange[Math.Min(AtOnce, order.Count)];
        for (var round = 1; round <= MostRounds; round++)
        {
            var gained = 0L;
            for (var first = 0; first < order.Count; first += AtOnce)
            {
                if (Tried >= mostTried || stop()) return;
                var count = Math.Min(AtOnce, order.Count - first);
                Chunks.Run(count, k => found[k] = Look(order[first + k], round));
                looks++;
                for (var k = 0; k < count; k++) gained += Make(order[first + k], found[k], round);
            }

            if (gained == 0) return;
        }
    }

    /// <summary>Makes an exchange, if there is one, and returns what it saved. Where an exchange before it has changed a unit of its own, it is looked for anew.</summary>
    private long Make(int person, Exchange exchange, int round)
    {
        Tried += exchange.Tried;
        if (exchange.Partner < 0) return 0;
        if (WasChanged(person) || WasChanged(exchange.Partner))
        {
            exchange = Look(person, round);
            Tried += exchange.Tried;
            if (exchange.Partner < 0) return 0;
        }

        Change(person, round);
        Change(exchange.Partner, round);
        slots.Swap(person, exchange.Partner);
        kin[person] = kin[person] with { Own = index.Own(person, slots.PlaceOf(person)) };
        kin[exchange.Partner] = kin[exchange.Partner] with { Own = index.Own(exchange.Partner, slots.PlaceOf(exchange.Partner)) };
        return exchange.Saves;
    }

    private bool WasChanged(int person) => slots.PlaceOf(person) is var place and >= 0 && changedAfter[index.Unit[place]] == looks;

    private void Change(int person, int round)
    {
        if (slots.PlaceOf(person) is not (var place and >= 0)) return;
        changed[index.Unit[place]] = round;
        changedAfter[index.Unit[place]] = looks;
    }

    /// <summary>The exchange that saves most. Changes nothing, so that many are looked for at once.</summary>
    private Exchange Look(int person, int round)
    {
        var (best, partner, tried) = (0L, -1, 0);
        var here = slots.PlaceOf(person);
        var from = here < 0 ? -1 : index.Unit[here];
        var isNew = round == 1 || (from >= 0 && changed[from] >= round - 1);
        var self = kin[person];
        var leaving = slots.Soft.SavedByLeaving(self.Agency, self.Team, from);
        var company = (2L * settings.Alone) + settings.TeamSplit;
        foreach (var (place, beyond) in near[grouping.HubOfPerson(person)])
        {
            var to = index.Unit[place];
            if (beyond - MostSaved >= best) break;
            if (to == from || (!isNew && changed[to] < round - 1)) continue;
            // Whoever comes in exchange may be drawn here too; if only they gain, it is their own turn that finds it.
            var mixed = slots.Soft.MostMixed(self.Experience, from, to);
            var saved = leaving + (self.Agency >= 0 ? settings.Alone : 0);
            if (saved + mixed <= 0 || beyond - saved - mixed - company >= best) continue;
            saved = leaving + slots.Soft.SavedByJoining(self.Agency, self.Team, to);
            if (saved + mixed <= 0 || beyond - saved - mixed - company >= best) continue;
            var own = index.Own(person, place) - self.Own;
            var left = MostTriedPerPlace;
            foreach (var slot in slots.At(place))
            {
                var other = slots.Holder[slot];
                ref readonly var q = ref kin[other];
                var most = saved + slots.Soft.Mixed(self.Experience, q.Experience, from, to)
                    + (q.Agency >= 0 ? 2L * settings.Alone : 0) + (q.Team >= 0 ? settings.TeamSplit : 0);
                if (beyond - most >= best) continue;
                if (left-- == 0) break;
                tried++;
                var change = own + index.Own(other, here) - q.Own;
                if (change - most >= best) continue;
                change -= slots.Soft.SavedByExchange(person, other, from, to);
                if (change >= best || !slots.MaySwap(person, other)) continue;
                (best, partner) = (change, other);
            }
        }

        return new Exchange(partner, -best, tried);
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
