namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// For a first flow: how many of each batch must stay and how many more may. What an agency must keep and must send is
/// shared among its batches by size, so that the sums are right for the agency.
/// </summary>
internal sealed class Staying
{
    public Staying(ProblemIndex index, Grouping grouping)
    {
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

    private static int Share(long of, long from, long to, long all) => (int)((of * to / all) - (of * from / all));
}
