namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// Spreads the flow between neighbourhoods over hubs and places: a neighbourhood's people go to its places up to what its
/// segments carried, from each hub to the nearest first. Whom no rule lets in is left for the simplex to place.
/// </summary>
internal sealed class Spread
{
    private readonly ProblemIndex index;
    private readonly Grouping grouping;
    private readonly Destinations ends;
    private readonly Candidates candidates;
    private readonly NeighbourhoodFlow coarse;
    private readonly Staying staying;
    private readonly int[] pool;

    public Spread(NodeNumbers numbers, Candidates candidates, NeighbourhoodFlow coarse, Staying staying)
    {
        this.staying = staying;
        index = numbers.Index;
        grouping = numbers.Grouping;
        ends = numbers.Ends;
        this.candidates = candidates;
        this.coarse = coarse;
        var hubs = grouping.HubPerson.Count;
        pool = new int[hubs];
        Stays = new int[grouping.Supply.Count];
        ToHome = new int[hubs];
        Sent = new List<(int Place, int People)>[hubs];
        for (var h = 0; h < hubs; h++) Sent[h] = [];
        LetStay();
        ShareOut();
    }

    /// <summary>Per batch: how many stay.</summary>
    public int[] Stays { get; }

    /// <summary>Per hub with a rule: how many go beyond its streets.</summary>
    public int[] ToHome { get; }

    /// <summary>Per hub: whom it sends where.</summary>
    public List<(int Place, int People)>[] Sent { get; }

    private void LetStay()
    {
        var left = (int[])coarse.Stays.Clone();
        // Those with nothing to fill stay first.
        foreach (var b in Enumerable.Range(0, Stays.Length).OrderBy(b => grouping.KindsOf(grouping.ClassOf[b]).Length))
        {
            var hub = grouping.HubOf[grouping.ClassOf[b]];
            Stays[b] = staying.Least[b];
            if (hub < 0) continue;
            var more = Math.Min(left[coarse.Map.HubOf[hub]], staying.More[b]);
            Stays[b] += more;
            left[coarse.Map.HubOf[hub]] -= more;
            pool[hub] += grouping.Supply[b] - Stays[b];
        }
    }

    private void ShareOut()
    {
        // A preference counts once it is known where people of the home go: all go past the home's hub first.
        var own = new int[pool.Length];
        for (var h = 0; h < pool.Length; h++)
        {
            if (index.KindOfRule(grouping.HubRule[h]) != Pairing.Preferred) continue;
            own[h] = pool[h];
            pool[grouping.HubHome[h]] += pool[h];
            pool[h] = 0;
        }

        var fine = Lists.ByKey(coarse.Map.HubCount, coarse.Map.HubOf);
        var bySender = Lists.Of(coarse.Map.HubCount, coarse.Sent.Select((s, k) => (s.Hub, k)));
        var toLump = new List<(int Hub, int People)>[coarse.Map.Count];
        for (var l = 0; l < toLump.Length; l++) toLump[l] = [];
        for (var c = 0; c < coarse.Map.HubCount; c++) Hand(fine[c], bySender[c], toLump);
        for (var l = 0; l < toLump.Length; l++) Fill(l, toLump[l]);
        for (var h = 0; h < own.Length; h++)
        {
            if (own[h] > 0) Prefer(h, own[h]);
        }
    }

    /// <summary>Of what the hub of the home sends to streets that this hub prefers, as much as it has is its own.</summary>
    private void Prefer(int hub, int people)
    {
        var home = Sent[grouping.HubHome[hub]];
        for (var k = 0; k < home.Count && people > 0; k++)
        {
            if (index.IsOutsideStreets(grouping.HubRule[hub], home[k].Place)) continue;
            var own = Math.Min(people, home[k].People);
            home[k] = (home[k].Place, home[k].People - own);
            Sent[hub].Add((home[k].Place, own));
            people -= own;
        }

        ToHome[hub] = people;
    }

    private void Hand(ReadOnlySpan<int> hubs, ReadOnlySpan<int> sent, List<(int Hub, int People)>[] toLump)
    {
        var at = 0;
        foreach (var k in sent)
        {
            var left = coarse.Sent[k].People;
            while (left > 0 && at < hubs.Length)
            {
                var people = Math.Min(left, pool[hubs[at]]);
                if (people > 0) toLump[coarse.Sent[k].Lump].Add((hubs[at], people));
                left -= people;
                pool[hubs[at]] -= people;
                if (left > 0) at++;
            }
        }
    }

    private void Fill(int lump, List<(int Hub, int People)> senders)
    {
        if (senders.Count == 0) return;
        // Who may not serve everywhere chooses first.
        senders.Sort((a, b) => (Limits(b.Hub), a.Hub).CompareTo((Limits(a.Hub), b.Hub)));
        var filling = new Filling(
            [.. coarse.Map.Members(lump)], coarse.Load[lump], p => index.Problem.Places[p].Open ? ends.SegmentsOf(p).ToArray() : []);
        filling.Fill(
            senders,
            (hub, place) => candidates.MayServe(hub, place) ? index.Travel(grouping.HubPerson[hub], place) : long.MaxValue,
            Send);
    }

    private int Limits(int hub) => Math.Min(1, index.Problem.People[grouping.HubPerson[hub]].Limits);

    private void Send(int hub, int place, int people)
    {
        var list = Sent[hub];
        var known = list.FindIndex(x => x.Place == place);
        if (known >= 0) list[known] = (place, list[known].People + people);
        else list.Add((place, people));
    }
}
