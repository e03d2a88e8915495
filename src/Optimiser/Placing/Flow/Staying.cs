namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// For a first flow: how many of each batch must stay and how many more may. What an agency must keep and must send is
/// shared among its batches by size, so that the sums are right for the agency.
/// </summary>
internal sealed class Staying
{
    private readonly ProblemIndex index;
    private readonly Grouping grouping;

    public Staying(ProblemIndex index, Grouping grouping)
    {
        this.index = index;
        this.grouping = grouping;
        Least = new int[grouping.Supply.Count];
        More = new int[Least.Length];
        var pinned = new int[index.Problem.Agencies.Length];
        var pinnedAway = new int[pinned.Length];
        foreach (var pin in index.Problem.Pins)
        {
            var agency = index.Problem.People[pin.Person].Agency;
            if (agency < 0) continue;
            pinned[agency]++;
            if (pin.Place >= 0) pinnedAway[agency]++;
        }

        var seen = new long[pinned.Length];
        for (var b = 0; b < Least.Length; b++)
        {
            var people = grouping.Supply[b];
            var agency = index.Problem.People[grouping.FirstOfBatch[b]].Agency;
            if (index.PinOf[grouping.FirstOfBatch[b]] >= 0)
            {
                Least[b] = index.Problem.Pins[index.PinOf[grouping.FirstOfBatch[b]]].Place < 0 ? people : 0;
                continue;
            }

            if (agency < 0 || grouping.ReserveOf[agency] < 0)
            {
                More[b] = people;
                continue;
            }

            var free = index.AgencySize[agency] - pinned[agency];
            var keeps = Math.Clamp(index.Stay(agency) - (pinned[agency] - pinnedAway[agency]), 0, free);
            var mayKeep = Math.Clamp(index.AgencySize[agency] - index.Quota(agency) - (pinned[agency] - pinnedAway[agency]), keeps, free);
            var before = seen[agency];
            seen[agency] += people;
            Least[b] = Share(keeps, before, seen[agency], free);
            More[b] = Math.Max(0, Share(mayKeep, before, seen[agency], free) - Least[b]);
        }
    }

    public int[] Least { get; }
    public int[] More { get; }

    /// <summary>Moves staying towards those for whom going is dearest, agency by agency, by a share of the way.</summary>
    /// <param name="price">Per hub: what one more person of it who goes costs.</param>
    /// <param name="step">0 (nothing changes) to 1 (all the way).</param>
    public void Choose(Func<int, long> price, double step)
    {
        if (step == 0) return;
        var agencyOf = new int[Least.Length];
        for (var b = 0; b < agencyOf.Length; b++)
        {
            var first = grouping.FirstOfBatch[b];
            var agency = index.Problem.People[first].Agency;
            agencyOf[b] = index.PinOf[first] >= 0 || agency < 0 || grouping.ReserveOf[agency] < 0 ? -1 : agency;
        }

        var batches = Lists.ByKey(index.Problem.Agencies.Length, agencyOf);
        for (var a = 0; a < index.Problem.Agencies.Length; a++)
        {
            var of = batches[a].ToArray();
            if (of.Length < 2) continue;
            var values = Array.ConvertAll(of, b => -price(grouping.HubOf[grouping.ClassOf[b]]));
            Array.Sort(values, of);
            int keeps = 0, more = 0;
            foreach (var b in of)
            {
                keeps += Least[b];
                more += More[b];
            }

            double owedLeast = 0, owedMore = 0;
            foreach (var b in of)
            {
                var least = Math.Min(grouping.Supply[b], keeps);
                keeps -= least;
                var extra = Math.Min(grouping.Supply[b] - least, more);
                more -= extra;
                // What rounding takes from one batch the next one gets.
                owedLeast += Least[b] + (step * (least - Least[b]));
                owedMore += More[b] + (step * (extra - More[b]));
                Least[b] = Math.Clamp((int)Math.Round(owedLeast), 0, grouping.Supply[b]);
                More[b] = Math.Clamp((int)Math.Round(owedMore), 0, grouping.Supply[b] - Least[b]);
                owedLeast -= Least[b];
                owedMore -= More[b];
            }
        }
    }

    private static int Share(long of, long from, long to, long all) => (int)((of * to / all) - (of * from / all));
}
