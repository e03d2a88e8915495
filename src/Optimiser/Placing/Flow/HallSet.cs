namespace Muster.Optimiser.Placing.Flow;

/// <summary>
/// Grows the set of places that compete with a short one: whoever may serve in the set and serves elsewhere brings
/// that place in. If the closed set asks for more than the people open to it, no plan can fill it (Hall 1935).
/// </summary>
internal sealed class HallSet(Board board)
{
    public ShortExplanation Of(int place, int missing)
    {
        var index = board.Index;
        var problem = index.Problem;
        var classes = new Dictionary<(int Rule, int Limits), List<int>>();
        for (var i = 0; i < problem.People.Length; i++)
        {
            if (index.PinOf[i] >= 0 && problem.Pins[index.PinOf[i]].Place < 0) continue;
            var rule = index.RuleOf(problem.People[i].Agency);
            var key = (index.KindOfRule(rule) == Pairing.Hard ? rule : 0, problem.People[i].Limits);
            if (!classes.TryGetValue(key, out var list)) classes.Add(key, list = []);
            list.Add(i);
        }

        var open = classes.Values.ToList();
        var set = new HashSet<int> { place };
        var queue = new Queue<int>(set);
        var available = 0L;
        var free = new Dictionary<int, long>();
        while (queue.TryDequeue(out var at))
        {
            for (var c = open.Count - 1; c >= 0; c--)
            {
                var first = problem.People[open[c][0]];
                var rule = index.RuleOf(first.Agency);
                if (index.IsRefused(first.Limits, at) || (index.KindOfRule(rule) == Pairing.Hard && index.IsOutsideStreets(rule, at))) continue;
                foreach (var i in open[c])
                {
                    var agency = problem.People[i].Agency;
                    if (agency >= 0) free[agency] = free.GetValueOrDefault(agency) + 1;
                    else available++;
                    if (board.Place[i] >= 0 && set.Add(board.Place[i])) queue.Enqueue(board.Place[i]);
                }

                open.RemoveAt(c);
            }
        }

        foreach (var (agency, count) in free)
            available += Math.Min(count, index.AgencySize[agency] - index.Stay(agency));
        var belowMinimum = board.At[place] < board.Minimum[place];
        var asked = set.Sum(p => belowMinimum ? board.Minimum[p] : (long)board.Target[p]);
        var reason = available == 0 ? "nobody-allowed" : asked > available ? "too-few-people" : "shared";
        return new ShortExplanation(place, missing, reason, [.. set.Order()], asked, available);
    }
}
