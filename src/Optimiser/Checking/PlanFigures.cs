using Muster.Optimiser.Placing;

namespace Muster.Optimiser.Checking;

/// <summary>The value of each tier above the last.</summary>
public sealed record TierFigures(long Rules, long Minimum, long Seats, long Shortage, long Reserve);

/// <summary>The last tier by part, metre-equivalents, and their sum.</summary>
public sealed record CostFigures(
    long Travel, long Pairing, long Skill, long Change, long Wish, long Team, long Alone, long Mix)
{
    /// <summary>All parts together, the value of the last tier.</summary>
    public long Sum => Travel + Pairing + Skill + Change + Wish + Team + Alone + Mix;
}

/// <summary>Recomputes every tier and every part of the cost from who is where, by the tables of docs/placement-problem.md.</summary>
internal sealed class PlanFigures(PlacingProblem problem, PlaceTree tree)
{
    private readonly ILookup<int, int> wishes = problem.Wishes.ToLookup(w => w.Person, w => w.Place);
    private readonly HashSet<string>?[] preferred = Array.ConvertAll(
        problem.Agencies, a => a.Pairing == Pairing.Preferred ? new HashSet<string>(a.Streets, StringComparer.Ordinal) : null);

    /// <summary>Price of the j-th missing person of a target, j from 1.</summary>
    public static long MissingPrice(int target, int j)
    {
        long bands = Math.Min(target, 20);
        var band = ((j - 1) * bands / target) + 1;
        return ((2 * band) - 1) * 10_000 / bands;
    }

    public static long Distance(int fromX, int fromY, int toX, int toY)
    {
        long east = (long)toX - fromX;
        long north = (long)toY - fromY;
        return (long)Math.Sqrt((east * east) + (north * north));
    }

    public TierFigures Tiers(PlacingPlan plan)
    {
        long rules = 0, minimum = 0, seats = 0, shortage = 0;
        var (people, reserve) = PeopleAndReserve(plan);
        for (var a = 0; a < people.Length; a++)
        {
            var agency = problem.Agencies[a];
            rules += Math.Max(0, Math.Min(agency.Stay, people[a]) - reserve[a]);
            rules += Math.Max(0, reserve[a] - (people[a] - Math.Min(agency.Quota, people[a])));
        }

        var count = tree.Count(problem.Places, plan.Place);
        for (var p = 0; p < count.Length; p++)
        {
            var place = problem.Places[p];
            minimum += Math.Max(0, place.Minimum - count[p]);
            for (var j = 1; j <= place.Target - count[p]; j++) shortage += MissingPrice(place.Target, j);
        }

        var holders = HardRules.Tally(plan.Seat, problem.Seats.Length);
        for (var s = 0; s < holders.Length; s++) seats += problem.Seats[s].Count - holders[s];
        var waiting = problem.Settings.FillToLimit ? plan.Place.LongCount(place => place < 0) : 0;
        return new TierFigures(rules, minimum, seats, shortage, waiting);
    }

    /// <summary>Per agency: all its people, and those in reserve.</summary>
    public (int[] People, int[] Reserve) PeopleAndReserve(PlacingPlan plan)
    {
        var people = new int[problem.Agencies.Length];
        var reserve = new int[problem.Agencies.Length];
        for (var i = 0; i < plan.Place.Length; i++)
        {
            var agency = problem.People[i].Agency;
            if (agency < 0) continue;
            people[agency]++;
            if (plan.Place[i] < 0) reserve[agency]++;
        }

        return (people, reserve);
    }

    public CostFigures Costs(PlacingPlan plan)
    {
        var weights = problem.Settings;
        long travel = 0, pairing = 0, change = 0, wish = 0;
        for (var i = 0; i < plan.Place.Length; i++)
        {
            ref readonly var person = ref problem.People[i];
            var place = plan.Place[i];
            if (person.Previous >= 0 && (place < 0 || !tree.IsAtOrBelow(place, person.Previous))) change += weights.Change;
            if (wishes.Contains(i) && !(place >= 0 && wishes[i].Any(wished => tree.IsAtOrBelow(place, wished)))) wish += weights.WishMiss;
            if (place < 0) continue;
            if (person.HasHome) travel += weights.Travel * Distance(person.X, person.Y, problem.Places[place].X, problem.Places[place].Y);
            if (person.Agency >= 0 && preferred[person.Agency] is { } own && !own.Contains(problem.Places[place].Street)) pairing += weights.PairingMiss;
        }

        long missing = 0;
        var fillers = HardRules.Tally(plan.Want, problem.Wants.Length);
        for (var w = 0; w < fillers.Length; w++) missing += problem.Wants[w].Count - fillers[w];
        return new CostFigures(
            travel, pairing, weights.SkillMiss * missing, change, wish, Teams(plan), Alone(plan), Mix(plan));
    }

    private long Teams(PlacingPlan plan)
    {
        var destinations = new HashSet<(int Team, int Unit)>();
        var teams = new HashSet<int>();
        for (var i = 0; i < plan.Place.Length; i++)
        {
            var team = problem.People[i].Team;
            if (team < 0) continue;
            teams.Add(team);
            destinations.Add((team, plan.Place[i] < 0 ? -1 : tree.Unit[plan.Place[i]]));
        }

        return (long)problem.Settings.TeamSplit * (destinations.Count - teams.Count);
    }

    private long Alone(PlacingPlan plan)
    {
        var together = new List<long>(plan.Place.Length);
        for (var i = 0; i < plan.Place.Length; i++)
        {
            var agency = problem.People[i].Agency;
            if (agency >= 0 && plan.Place[i] >= 0) together.Add(((long)agency << 32) | (uint)tree.Unit[plan.Place[i]]);
        }

        together.Sort();
        long alone = 0;
        for (var i = 0; i < together.Count; i++)
        {
            var hasOther = (i > 0 && together[i - 1] == together[i])
                || (i + 1 < together.Count && together[i + 1] == together[i]);
            if (!hasOther) alone++;
        }

        return problem.Settings.Alone * alone;
    }

    private long Mix(PlacingPlan plan)
    {
        var firstTimers = new int[problem.Places.Length];
        var oldHands = new int[problem.Places.Length];
        for (var i = 0; i < plan.Place.Length; i++)
        {
            if (plan.Place[i] < 0) continue;
            var unit = tree.Unit[plan.Place[i]];
            if (problem.People[i].Experience == Experience.FirstTimer) firstTimers[unit]++;
            if (problem.People[i].Experience == Experience.OldHand) oldHands[unit]++;
        }

        long missing = 0;
        var guided = problem.Settings.FirstTimersPerOldHand;
        for (var unit = 0; unit < firstTimers.Length; unit++)
        {
            missing += Math.Max(0, ((firstTimers[unit] + (long)guided - 1) / guided) - oldHands[unit]);
        }

        return problem.Settings.MixMiss * missing;
    }
}
