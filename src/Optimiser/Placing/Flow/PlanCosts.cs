namespace Muster.Optimiser.Placing.Flow;

/// <summary>Values of every tier and part of the cost of a plan, straight from the plan.</summary>
internal static class PlanCosts
{
    public static (long[] Tiers, PlacingCost Cost, int Placed) Of(ProblemIndex index, int[] place, int[] seat, int[] want)
    {
        var problem = index.Problem;
        var at = new int[problem.Places.Length];
        var held = new int[problem.Seats.Length];
        var filled = new int[problem.Wants.Length];
        var reserve = new int[problem.Agencies.Length];
        long travel = 0, pairing = 0, change = 0, wish = 0;
        var placed = 0;
        for (var i = 0; i < place.Length; i++)
        {
            var p = place[i];
            change += index.Change(i, p);
            wish += index.Wish(i, p);
            if (p < 0)
            {
                if (problem.People[i].Agency is var a and >= 0) reserve[a]++;
                continue;
            }

            placed++;
            at[p]++;
            travel += index.Travel(i, p);
            pairing += index.PairingMiss(i, p);
            if (seat[i] >= 0) held[seat[i]]++;
            if (want[i] >= 0) filled[want[i]]++;
        }

        SumUp(index, at);
        long rules = 0, minimum = 0, shortage = 0;
        for (var a = 0; a < reserve.Length; a++)
        {
            rules += Math.Max(0, index.Stay(a) - reserve[a]);
            rules += Math.Max(0, reserve[a] - (index.AgencySize[a] - index.Quota(a)));
        }

        for (var p = 0; p < at.Length; p++)
        {
            minimum += Math.Max(0, problem.Places[p].Minimum - at[p]);
            shortage += Shortage(problem.Places[p].Target, at[p]);
        }

        var seats = problem.Seats.Select((s, k) => (long)s.Count - held[k]).Sum();
        var skill = problem.Wants.Select((w, k) => (long)w.Count - filled[k]).Sum() * problem.Settings.SkillMiss;
        var (team, alone, mix) = Together(index, place);
        var cost = new PlacingCost(travel, pairing, skill, change, wish, team, alone, mix);
        return ([rules, minimum, seats, shortage, problem.Settings.FillToLimit ? place.Length - placed : 0], cost, placed);
    }

    /// <summary>Turns counts exactly at each place into counts at or below it.</summary>
    public static void SumUp(ProblemIndex index, int[] at)
    {
        for (var k = index.Preorder.Length - 1; k >= 0; k--)
        {
            var p = index.Preorder[k];
            if (index.Problem.Places[p].Parent is var parent and >= 0) at[parent] += at[p];
        }
    }

    public static long Shortage(int target, int have)
    {
        long sum = 0;
        for (var j = 1; j <= target - have; j++) sum += TierWeights.ShortagePrice(target, j);
        return sum;
    }

    private static (long Team, long Alone, long Mix) Together(ProblemIndex index, int[] place)
    {
        var together = new Together(index);
        for (var i = 0; i < place.Length; i++) together.Add(i, place[i]);
        return (together.TeamCost, together.AloneCost, together.MixCost);
    }
}
