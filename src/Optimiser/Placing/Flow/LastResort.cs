namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// People whom no swap brings into agreement with apart or an exclusion go to the nearest place with room, else to
/// reserve. This may cost a tier above the last; the plan then says that the tier is not proved.
/// </summary>
internal static class LastResort
{
    public static PlacingPlan Run(ProblemIndex index, Slots slots, List<int> broken)
    {
        var people = index.Problem.People.Length;
        var place = new int[people];
        var seat = new int[people];
        var want = new int[people];
        for (var i = 0; i < people; i++)
        {
            var slot = slots.SlotOf[i];
            (place[i], seat[i], want[i]) = (slots.Place[slot], slots.Seat[slot], slots.Want[slot]);
        }

        if (broken.Count > 0)
        {
            var load = new int[index.Problem.Places.Length];
            foreach (var p in place)
            {
                if (p >= 0) load[p]++;
            }

            PlanCosts.SumUp(index, load);
            foreach (var i in broken)
            {
                if (IsFine(index, place, i, place[i])) continue;
                Raise(index, load, place[i], -1);
                (seat[i], want[i]) = (-1, -1);
                place[i] = Nearest(index, place, load, i);
                Raise(index, load, place[i], 1);
            }
        }

        return new PlacingPlan { Place = place, Seat = seat, Want = want };
    }

    private static int Nearest(ProblemIndex index, int[] place, int[] load, int person)
    {
        var best = -1;
        var least = long.MaxValue;
        for (var p = 0; p < load.Length; p++)
        {
            if (!index.Problem.Places[p].Open || !index.MayServe(person, p) || !HasRoom(index, load, p)) continue;
            if (!IsFine(index, place, person, p)) continue;
            var short_ = load[p] < index.Problem.Places[p].Minimum ? 0L : load[p] < index.Problem.Places[p].Target ? 1L : 2L;
            var cost = (short_ << 40) + index.Own(person, p);
            if (cost < least) (least, best) = (cost, p);
        }

        return least >> 40 == 2 ? -1 : best;
    }

    private static bool HasRoom(ProblemIndex index, int[] load, int place)
    {
        for (var p = place; p >= 0; p = index.Problem.Places[p].Parent)
        {
            if (load[p] >= index.Problem.Places[p].Limit) return false;
        }

        return true;
    }

    private static bool IsFine(ProblemIndex index, int[] place, int person, int at)
    {
        if (at < 0) return true;
        if (index.IsExcluded(person, at)) return false;
        foreach (var other in index.Aparts[person])
        {
            if (place[other] >= 0 && index.Unit[place[other]] == index.Unit[at]) return false;
        }

        return true;
    }

    private static void Raise(ProblemIndex index, int[] load, int place, int by)
    {
        for (var p = place; p >= 0; p = index.Problem.Places[p].Parent) load[p] += by;
    }
}
