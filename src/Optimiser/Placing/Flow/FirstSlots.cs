namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// Fills seats and wants in the first flow with people who go to the place anyway, so that the simplex has only the rest
/// to find. Seats come before wants.
/// </summary>
internal sealed class FirstSlots
{
    private readonly Grouping grouping;
    private readonly Spread spread;
    private readonly Candidates candidates;
    private readonly List<int>[] senders;
    private readonly int[] left;

    public FirstSlots(ProblemIndex index, Grouping grouping, Spread spread, Destinations ends, Candidates candidates, Neighbourhoods coarse)
    {
        this.grouping = grouping;
        this.spread = spread;
        left = new int[grouping.First.Count];
        for (var b = 0; b < grouping.Supply.Count; b++) left[grouping.ClassOf[b]] += grouping.Supply[b] - spread.Stays[b];
        this.candidates = candidates;
        var open = new List<(int Kind, int Place, int Node, int Count)>();
        senders = new List<int>[ends.SeatBase];
        for (var h = 0; h < spread.Sent.Length; h++)
        {
            foreach (var (place, _) in spread.Sent[h]) (senders[place] ??= []).Add(h);
        }

        foreach (var kind in Enumerable.Range(0, grouping.Kinds.Length).OrderBy(k => grouping.Kinds[k].IsWant))
        {
            foreach (var slot in grouping.Kinds[kind].Of)
            {
                var isWant = grouping.Kinds[kind].IsWant;
                var place = isWant ? index.Problem.Wants[slot].Place : index.Problem.Seats[slot].Place;
                var count = isWant ? index.Problem.Wants[slot].Count : index.Problem.Seats[slot].Count;
                foreach (var h in senders[place] ?? [])
                {
                    if (count > 0) count -= Take(h, kind, place, (isWant ? ends.WantBase : ends.SeatBase) + slot, count);
                }
                if (count > 0) open.Add((kind, place, (isWant ? ends.WantBase : ends.SeatBase) + slot, count));
            }
        }

        foreach (var (kind, place, node, count) in open)
        {
            var near = coarse.Members(coarse.LumpOf(place));
            for (var k = 0; k < count && Exchange(kind, place, node, near) > 0; k++)
            {
            }
        }
    }

    /// <summary>Somebody who goes to a place near by fills the slot, and somebody who goes to this one takes the other's place.</summary>
    private int Exchange(int kind, int place, int node, List<int> near)
    {
        foreach (var other in near)
        {
            if (other == place) continue;
            foreach (var h in senders[other] ?? [])
            {
                if (!candidates.MayServe(h, place) || grouping.HubRule[h] != 0) continue;
                foreach (var back in senders[place] ?? [])
                {
                    if (PeopleAt(back, place) == 0 || !candidates.MayServe(back, other) || Take(h, kind, other, node, 1) == 0) continue;
                    Change(back, place, -1);
                    Change(back, other, 1);
                    return 1;
                }
            }
        }

        return 0;
    }

    private int PeopleAt(int hub, int place) => spread.Sent[hub].Find(s => s.Place == place).People;

    private void Change(int hub, int place, int by)
    {
        var at = spread.Sent[hub].FindIndex(s => s.Place == place);
        if (at >= 0)
        {
            spread.Sent[hub][at] = (place, spread.Sent[hub][at].People + by);
            return;
        }

        spread.Sent[hub].Add((place, by));
        (senders[place] ??= []).Add(hub);
    }

    /// <summary>People of a class who fill a seat or want.</summary>
    public Dictionary<(int Class, int Node), (int Kind, int People)> Filled { get; } = [];

    private int Take(int hub, int kind, int place, int node, int most)
    {
        var at = spread.Sent[hub].FindIndex(s => s.Place == place);
        var taken = 0;
        foreach (var c in grouping.ClassesOfHub[hub])
        {
            var people = Math.Min(Math.Min(left[c], most - taken), spread.Sent[hub][at].People);
            if (people == 0 || Array.IndexOf(grouping.KindsOf(c), kind) < 0) continue;
            left[c] -= people;
            taken += people;
            spread.Sent[hub][at] = (place, spread.Sent[hub][at].People - people);
            Filled[(c, node)] = (kind, Filled.GetValueOrDefault((c, node)).People + people);
        }

        return taken;
    }
}
