namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// Fills seats and wants in the first flow with people who go to the place anyway, so that the simplex has only the rest
/// to find. Seats come before wants.
/// </summary>
internal sealed class FirstSlots
{
    private readonly ProblemIndex index;
    private readonly Grouping grouping;
    private readonly Spread spread;
    private readonly Candidates candidates;
    private readonly List<int>[] senders;
    private readonly int[] left;

    public FirstSlots(NodeNumbers numbers, Spread spread, Candidates candidates, Neighbourhoods wide)
    {
        index = numbers.Index;
        grouping = numbers.Grouping;
        var ends = numbers.Ends;
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
            var near = wide.Members(wide.LumpOf(place));
            for (var k = 0; k < count && Exchange(kind, place, node, near) > 0; k++)
            {
            }
        }
    }

    /// <summary>
    /// Somebody who goes to a place near by fills the slot, and somebody who goes to this one takes the other's place: the
    /// two whose ways grow least. 0 when there are none.
    /// </summary>
    private int Exchange(int kind, int place, int node, List<int> near)
    {
        var best = (Cost: long.MaxValue, Other: -1, Hub: -1, Back: -1);
        foreach (var other in near)
        {
            if (other == place || senders[other] is not { } there) continue;
            var (hub, forth) = Least(there, h => grouping.HubRule[h] == 0 && Has(h, kind), other, place);
            if (forth >= best.Cost) continue;
            var (back, home) = Least(senders[place] ?? [], _ => true, place, other);
            if (hub >= 0 && back >= 0 && forth + home < best.Cost) best = (forth + home, other, hub, back);
        }

        if (best.Hub < 0 || Take(best.Hub, kind, best.Other, node, 1) == 0) return 0;
        Change(best.Back, place, -1);
        Change(best.Back, best.Other, 1);
        return 1;
    }

    /// <summary>The hub that pays least for sending somebody to another place than now, with what more it pays.</summary>
    private (int Hub, long More) Least(List<int> hubs, Func<int, bool> fits, int from, int to)
    {
        var best = (Hub: -1, More: long.MaxValue / 4);
        foreach (var h in hubs)
        {
            var more = index.Travel(grouping.HubPerson[h], to) - index.Travel(grouping.HubPerson[h], from);
            if (more < best.More && PeopleAt(h, from) > 0 && MayGoStraight(h, to) && fits(h)) best = (h, more);
        }

        return best;
    }

    /// <summary>A hub with a rule knows only the way to its own streets; to others its people pass the hub of their home.</summary>
    private bool MayGoStraight(int hub, int place) =>
        candidates.MayServe(hub, place) && (grouping.HubRule[hub] == 0 || !index.IsOutsideStreets(grouping.HubRule[hub], place));

    /// <summary>Whether somebody of a hub is left who goes and fits a kind of slot.</summary>
    private bool Has(int hub, int kind)
    {
        foreach (var c in grouping.ClassesOfHub[hub])
        {
            if (left[c] > 0 && Array.IndexOf(grouping.KindsOf(c), kind) >= 0) return true;
        }

        return false;
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
