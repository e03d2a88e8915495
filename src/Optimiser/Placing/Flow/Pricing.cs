namespace Muster.Optimiser.Placing.Flow;

/// <summary>Looks over all destinations for ways that are cheaper than those the flow has, at prices now standing.</summary>
internal sealed class Pricing
{
    private const int PerRound = 6;
    private const int PerTarget = 6;

    private readonly ProblemIndex index;
    private readonly Grouping grouping;
    private readonly NodeNumbers numbers;
    private readonly Candidates candidates;
    private readonly Simplex simplex;
    private readonly long[] price;

    /// <param name="simplex">Receives the arcs that are found.</param>
    /// <param name="price">What one more person at a node costs from there on.</param>
    public Pricing(NodeNumbers numbers, Candidates candidates, Simplex simplex, long[] price)
    {
        index = numbers.Index;
        grouping = numbers.Grouping;
        this.numbers = numbers;
        this.candidates = candidates;
        this.simplex = simplex;
        this.price = price;
    }

    /// <summary>What a person of each class costs at least, over all destinations but reserve (the certificate's best).</summary>
    public long[] Best { get; private set; } = [];

    /// <summary>
    /// Adds the arcs that would improve and sets <see cref="Best"/>; returns what they could improve at most (High is 0 when
    /// the tiers above the cost cannot). When <paramref name="isOptimal"/> is false the prices do not fit the arcs that
    /// are there, and nothing is added.
    /// </summary>
    public Price Out(bool isOptimal)
    {
        candidates.Reprice(n => price[n]);
        var hubs = grouping.HubPerson.Count;
        var found = new List<Way>[hubs];
        var hubBest = new long[hubs];
        var slotBest = new long[numbers.Shared.Count];
        var slotWays = new List<Way>[numbers.Shared.Count];
        var pairedWays = new List<(int Class, Way Way)>[hubs];
        Chunks.Run(hubs, h =>
        {
            if (grouping.HubHome[h] == h) hubBest[h] = BestPlace(h, isOptimal, found);
        });
        Chunks.Run(hubs, h =>
        {
            if (grouping.HubHome[h] != h) hubBest[h] = BestPaired(h, isOptimal, hubBest, found);
        });
        Chunks.Run(numbers.Shared.Count, e => slotBest[e] = BestSlot(e, isOptimal, slotWays));
        Best = new long[numbers.OfClass.Length];
        Chunks.Run(numbers.OfClass.Length, c => Best[c] = BestOfClass(c, hubBest, slotBest));
        Chunks.Run(hubs, h =>
        {
            if (grouping.HubRule[h] != 0) pairedWays[h] = BestPairedSlots(h);
        });
        if (!isOptimal) return default;
        var improving = new Improving();
        for (var h = 0; h < hubs; h++)
        {
            foreach (var way in found[h] ?? []) improving.Add(Reduced(numbers.Hub(h), way), numbers.Hub(h), way);
            foreach (var (c, way) in pairedWays[h] ?? []) improving.Add(Reduced(numbers.OfClass[c], way), numbers.OfClass[c], way);
        }

        for (var e = 0; e < slotWays.Length; e++)
        {
            foreach (var way in slotWays[e] ?? []) improving.Add(Reduced(numbers.OfShared(e), way), numbers.OfShared(e), way);
        }

        improving.AddTo(simplex, PerTarget);
        var gain = default(Price);
        for (var c = 0; c < Best.Length; c++)
        {
            var now = price[numbers.OfClass[c]];
            if (Best[c] >= now) continue;
            var one = numbers.Ends.Scale.Split(now - Best[c]);
            long people = 0;
            foreach (var b in grouping.BatchesOfClass[c]) people += grouping.Supply[b];
            // How much higher tiers could gain is not asked, only whether they could.
            gain += new Price(one.High, one.High == 0 ? one.Low * people : 0);
        }

        return gain;
    }

    /// <summary>The places that cost a hub at most so much more than the best of its ways, the cheapest first, with how much more.</summary>
    public (int Place, long Beyond)[] Near(int hub, long beyond, int most)
    {
        var home = grouping.HubHome[hub];
        var now = price[numbers.Hub(hub)];
        var near = new List<(long Value, int Place)>();
        var rule = numbers.RuleOf(hub);
        foreach (var way in candidates.PairedPlaces(hub)) near.Add((way.Cost + price[way.Node], way.Node));
        if (home == hub || rule == Pairing.Preferred)
        {
            var miss = home == hub ? 0 : index.Problem.Settings.PairingMiss;
            Span<Way> ways = stackalloc Way[most];
            Span<long> values = stackalloc long[most];
            var count = candidates.Places(home, now + beyond - miss, ways, values);
            for (var k = 0; k < count; k++)
            {
                if (home == hub || index.IsOutsideStreets(grouping.HubRule[hub], ways[k].Node)) near.Add((values[k] + miss, ways[k].Node));
            }
        }

        near.RemoveAll(n => n.Value >= now + beyond);
        near.Sort();
        return [.. near.Take(most).Select(n => (n.Place, n.Value - now))];
    }

    private long Reduced(int from, Way way) => way.Cost + price[way.Node] - price[from];

    private long BestPlace(int h, bool isOptimal, List<Way>[] found)
    {
        Span<Way> ways = stackalloc Way[PerRound];
        Span<long> values = stackalloc long[PerRound];
        var now = price[numbers.Hub(h)];
        var count = candidates.Places(h, isOptimal ? now : long.MaxValue, isOptimal ? ways : ways[..1], values);
        if (count == 0) return isOptimal ? now : long.MaxValue;
        if (isOptimal) found[h] = [.. ways[..count]];
        return values[0];
    }

    private long BestPaired(int h, bool isOptimal, long[] hubBest, List<Way>[] found)
    {
        var now = price[numbers.Hub(h)];
        var best = isOptimal ? now : long.MaxValue;
        if (numbers.RuleOf(h) == Pairing.Preferred && hubBest[grouping.HubHome[h]] != long.MaxValue)
            best = Math.Min(best, hubBest[grouping.HubHome[h]] + index.Problem.Settings.PairingMiss);
        var ways = new List<Way>();
        foreach (var way in candidates.PairedPlaces(h))
        {
            var value = way.Cost + price[way.Node];
            best = Math.Min(best, value);
            if (isOptimal && value < now) ways.Add(way);
        }

        if (!isOptimal) return best;
        if (ways.Count > PerRound)
        {
            ways.Sort((a, b) => (a.Cost + price[a.Node]).CompareTo(b.Cost + price[b.Node]));
            ways.RemoveRange(PerRound, ways.Count - PerRound);
        }

        found[h] = ways;
        return best;
    }

    private long BestSlot(int e, bool isOptimal, List<Way>[] slotWays)
    {
        const int most = 3;
        Span<Way> ways = stackalloc Way[most];
        Span<long> values = stackalloc long[most];
        var now = price[numbers.OfShared(e)];
        var count = candidates.Slots(numbers.Shared[e].Kind, numbers.Shared[e].Home, isOptimal ? now : long.MaxValue, isOptimal ? ways : ways[..1], values);
        if (count == 0) return isOptimal ? now : long.MaxValue;
        if (isOptimal) slotWays[e] = [.. ways[..count]];
        return values[0];
    }

    /// <summary>Least cost of a class over what it can reach by its hub, its shared ways and its own; paired slots come in addition.</summary>
    private long BestOfClass(int c, long[] hubBest, long[] slotBest)
    {
        var best = long.MaxValue;
        foreach (var way in candidates.Own(c)) best = Math.Min(best, way.Cost + price[way.Node]);
        var hub = grouping.HubOf[c];
        if (hub < 0) return best;
        var surcharge = grouping.Surcharge(c);
        if (hubBest[hub] != long.MaxValue) best = Math.Min(best, hubBest[hub] + surcharge);
        var rule = numbers.RuleOf(hub);
        if (rule == Pairing.Hard) return best;
        var miss = rule == Pairing.Preferred ? index.Problem.Settings.PairingMiss : 0;
        foreach (var kind in grouping.KindsOf(c))
        {
            var value = slotBest[numbers.SharedOf(grouping.HubHome[hub], kind)];
            if (value != long.MaxValue) best = Math.Min(best, value + surcharge + miss);
        }

        return best;
    }

    /// <summary>Brings the seats and wants in the streets of a hub's rule into the best of its classes; returns the arcs that improve.</summary>
    private List<(int Class, Way Way)> BestPairedSlots(int h)
    {
        var improving = new List<(int Class, Way Way)>();
        var slots = candidates.PairedSlots(h);
        if (slots.IsEmpty) return improving;
        var best = new Dictionary<int, Way>();
        foreach (var (way, kind) in slots)
        {
            if (!best.TryGetValue(kind, out var other) || way.Cost + price[way.Node] < other.Cost + price[other.Node])
                best[kind] = way;
        }

        foreach (var c in grouping.ClassesOfHub[h])
        {
            var now = price[numbers.OfClass[c]];
            foreach (var kind in grouping.KindsOf(c))
            {
                if (!best.TryGetValue(kind, out var way)) continue;
                var cost = way.Cost + grouping.Surcharge(c);
                var value = cost + price[way.Node];
                Best[c] = Math.Min(Best[c], value);
                if (value < now) improving.Add((c, new Way(way.Node, cost)));
            }
        }

        return improving;
    }
}
