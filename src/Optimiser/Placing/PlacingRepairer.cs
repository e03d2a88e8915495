using System.Diagnostics;
using Muster.Optimiser.Placing.Flow;

namespace Muster.Optimiser.Placing;

/// <summary>
/// Mends a plan after losses and new needs, moving few others: each vacancy is filled along the cheapest chain of
/// moves that ends in reserve, or at a place that can better spare somebody. Every further person in a chain costs
/// <see cref="MovePenalty"/>. Build once per plan; repairs follow one another. Not safe for several threads at once.
/// </summary>
public sealed class PlacingRepairer
{
    private const int NearPlaces = 24;
    private const int NearReserve = 12;
    private const int MostExpanded = 200;
    private readonly PlacingProblem problem;
    private readonly Board board;
    private readonly List<int>[] serving;
    private readonly KdTree places;
    private readonly KdTree? reserve;
    private readonly (long[] Tiers, PlacingCost Cost, int Placed) first;
    private PlacingPlan plan;

    public PlacingRepairer(PlacingProblem problem, PlacingPlan plan)
    {
        this.problem = problem;
        this.plan = plan;
        board = new Board(new ProblemIndex(problem), plan);
        first = PlanCosts.Of(board.Index, plan.Place, plan.Seat, plan.Want);
        serving = new List<int>[problem.Places.Length];
        for (var p = 0; p < serving.Length; p++) serving[p] = [];
        for (var i = 0; i < plan.Place.Length; i++)
        {
            if (plan.Place[i] >= 0) serving[plan.Place[i]].Add(i);
        }

        places = new KdTree([.. Enumerable.Range(0, serving.Length)], p => (problem.Places[p].X, problem.Places[p].Y));
        places.Reprice(_ => 0);
        var idle = Enumerable.Range(0, plan.Place.Length).Where(i => plan.Place[i] < 0 && problem.People[i].HasHome).ToArray();
        reserve = idle.Length == 0 ? null : new KdTree(idle, i => (problem.People[i].X, problem.People[i].Y));
        reserve?.Reprice(_ => 0);
    }

    /// <summary>Metre-equivalents that moving one more person must save.</summary>
    public int MovePenalty { get; init; } = 2000;

    /// <summary>What moving one more person must save of the tier shortage, in its units: 1000 is one step of twenty of a place's need.</summary>
    public int MoveShortage { get; init; } = 2_000;

    public PlacingRepair Repair(PlacingLoss loss)
    {
        var watch = Stopwatch.StartNew();
        var moves = new List<RepairMove>();
        var vacancies = new Queue<Vacancy>();
        foreach (var need in loss.NewNeeds) board.Ask(need);
        foreach (var place in loss.LostPlaces)
        {
            foreach (var p in board.Index.AtOrBelow(place)) board.Ask(new PlacingNeed(p, 0, 0, 0));
        }

        foreach (var person in loss.LostPeople)
        {
            board.Lost[person] = true;
            if (board.Place[person] >= 0) vacancies.Enqueue(Leave(person, "lost", moves));
        }

        foreach (var place in loss.LostPlaces)
        {
            foreach (var p in board.Index.AtOrBelow(place).ToArray())
            {
                while (serving[p].Count > 0) Leave(serving[p][^1], "place-lost", moves);
            }
        }

        foreach (var need in loss.NewNeeds)
        {
            while (board.At[need.Place] > need.Limit) Leave(Dearest(need.Place), "over-limit", moves);
            for (var k = board.At[need.Place]; k < need.Target; k++) vacancies.Enqueue(new Vacancy(need.Place, -1, -1));
        }

        var open = vacancies.Count;
        var filled = 0;
        while (vacancies.TryDequeue(out var vacancy))
        {
            if (Fill(vacancy, moves)) filled++;
        }

        filled += Resettle(moves);
        plan = State();
        return new PlacingRepair(plan, moves, open, filled, watch.Elapsed.TotalSeconds);
    }

    /// <summary>The plan as it now is: tiers and cost are those it began with and what the moves since have changed.</summary>
    private PlacingPlan State()
    {
        var sum = board.Sum;
        long[] tiers = [first.Tiers[0] + sum.Rules, first.Tiers[1] + sum.Minimum, first.Tiers[2] + sum.Seats, first.Tiers[3] + sum.Shortage, first.Tiers[4] + sum.Reserve];
        var cost = (new PlacingChange(0, 0, 0, 0, 0, first.Cost) + sum).Cost;
        var next = plan with { Place = [.. board.Place], Seat = [.. board.Seat], Want = [.. board.Want] };
        return Placer.Restate(next, tiers, cost, next.Place.Length - next.Place.AsSpan().Count(-1));
    }

    private Vacancy Leave(int person, string reason, List<RepairMove> moves)
    {
        var now = board.Now(person);
        serving[now.Place].Remove(person);
        var change = board.Make(new PlacingMove(person, -1));
        moves.Add(new RepairMove(person, now.Place, -1, reason, change.Cost.Total));
        return new Vacancy(now.Place, now.Seat, now.Want);
    }

    private int Dearest(int place)
    {
        var best = -1;
        foreach (var p in board.Index.AtOrBelow(place))
        {
            foreach (var i in serving[p])
            {
                if (best < 0 || board.Index.Own(i, p) > board.Index.Own(best, board.Place[best])) best = i;
            }
        }

        return best;
    }

    /// <summary>People put out of a lost or overfull place go where they help, if they still help anywhere.</summary>
    private int Resettle(List<RepairMove> moves)
    {
        var homeless = moves.Where(m => m.Reason is "place-lost" or "over-limit" && board.Place[m.Person] < 0).Select(m => m.Person).ToList();
        foreach (var person in homeless)
        {
            var best = default(Price);
            var to = -1;
            foreach (var p in Near(problem.People[person].X, problem.People[person].Y, problem.People[person].HasHome, NearPlaces * 2))
            {
                if (!problem.Places[p].Open || !board.HasRoom(p) || board.Breaks(new PlacingMove(person, p)).Any()) continue;
                var value = board.Value(board.Make(new PlacingMove(person, p)));
                board.Make(new PlacingMove(person, -1));
                if (value.IsBelow(best)) (best, to) = (value, p);
            }

            if (to < 0) continue;
            Go(new PlacingMove(person, to), "resettled", moves);
        }

        return 0;
    }

    private bool Fill(Vacancy vacancy, List<RepairMove> moves)
    {
        var paths = new List<Step> { new(vacancy.Place, -1, -1, default) };
        var queue = new PriorityQueue<int, (long, long)>();
        queue.Enqueue(0, (0, 0));
        var seen = new HashSet<int>();
        var gain = board.Marginal(vacancy.Place, 1) - (vacancy.Seat >= 0 ? board.Index.Weights.Seats : 0);
        var best = new Price(0, 0);
        var end = (Step: -1, Person: -1);
        while (queue.TryDequeue(out var at, out _) && seen.Count < MostExpanded)
        {
            var step = paths[at];
            if (!seen.Add(step.Place)) continue;
            if (!(new Price(gain, 0) + step.Cost).IsBelow(best) && at != 0) break;
            var isFirst = at == 0;
            foreach (var i in Idle(step.Place))
            {
                if (board.Place[i] >= 0 || board.Lost[i] || !Suits(i, step.Place, vacancy, isFirst, paths, at)) continue;
                var total = new Price(gain, 0) + step.Cost + new Price(board.LeavingReserve(i), board.Index.Own(i, step.Place) - board.Index.Own(i, -1));
                if (total.IsBelow(best)) (best, end) = (total, (at, i));
            }

            foreach (var q in Near(problem.Places[step.Place].X, problem.Places[step.Place].Y, true, NearPlaces))
            {
                if (q == step.Place || seen.Contains(q)) continue;
                var cheapest = long.MaxValue;
                var who = -1;
                foreach (var i in serving[q])
                {
                    if (board.Seat[i] >= 0 || board.Want[i] >= 0) continue;
                    var cost = board.Index.Own(i, step.Place) - board.Index.Own(i, q);
                    if (cost < cheapest && Suits(i, step.Place, vacancy, isFirst, paths, at)) (cheapest, who) = (cost, i);
                }

                if (who < 0) continue;
                var along = step.Cost + new Price(at == 0 ? 0 : board.Index.Weights.Shortage * MoveShortage, cheapest + MovePenalty);
                var spare = new Price(gain + board.Marginal(q, -1), 0) + along;
                paths.Add(new Step(q, at, who, along));
                if (spare.IsBelow(best)) (best, end) = (spare, (paths.Count - 1, -1));
                queue.Enqueue(paths.Count - 1, (along.High, along.Low));
            }
        }

        return end.Step >= 0 && Walk(paths, end.Step, end.Person, vacancy, best, moves);
    }

    /// <summary>Makes the moves of a chain, from its far end; takes them back if together they make the plan worse.</summary>
    private bool Walk(List<Step> paths, int at, int last, Vacancy vacancy, Price expected, List<RepairMove> moves)
    {
        var chain = new List<(int Person, int To)>();
        if (last >= 0) chain.Add((last, paths[at].Place));
        for (var s = at; paths[s].From >= 0; s = paths[s].From) chain.Add((paths[s].Person, paths[paths[s].From].Place));
        var undo = new List<PlacingMove>();
        var sum = default(PlacingChange);
        for (var k = chain.Count - 1; k >= 0; k--)
        {
            var (person, to) = chain[k];
            undo.Add(board.Now(person));
            sum += board.Make(to == vacancy.Place && k == chain.Count - 1
                ? new PlacingMove(person, to, vacancy.Seat, vacancy.Want)
                : new PlacingMove(person, to));
        }

        var isAllowed = chain.TrueForAll(c => !board.Breaks(board.Now(c.Person)).Any() && IsWithinLimits(c.To));
        if (!isAllowed || (!board.Value(sum).IsBelow(default) && expected.High < 0))
        {
            for (var k = undo.Count - 1; k >= 0; k--) board.Make(undo[k]);
            return false;
        }

        for (var k = 0; k < undo.Count; k++)
        {
            var (from, to) = (undo[k].Place, board.Place[undo[k].Person]);
            if (from >= 0) serving[from].Remove(undo[k].Person);
            serving[to].Add(undo[k].Person);
            moves.Add(new RepairMove(
                undo[k].Person, from, to, "fills", board.Index.Own(undo[k].Person, to) - board.Index.Own(undo[k].Person, from)));
        }

        return true;
    }

    private void Go(PlacingMove move, string reason, List<RepairMove> moves)
    {
        var from = board.Place[move.Person];
        var change = board.Make(move);
        if (from >= 0) serving[from].Remove(move.Person);
        serving[move.Place].Add(move.Person);
        moves.Add(new RepairMove(move.Person, from, move.Place, reason, change.Cost.Total));
    }

    private bool IsWithinLimits(int place)
    {
        for (var p = place; p >= 0; p = problem.Places[p].Parent)
        {
            if (board.At[p] > board.Limit[p]) return false;
        }

        return true;
    }

    private bool Suits(int person, int place, Vacancy vacancy, bool isFirst, List<Step> paths, int at)
    {
        if (board.Index.PinOf[person] >= 0) return false;
        var move = isFirst ? new PlacingMove(person, place, vacancy.Seat, vacancy.Want) : new PlacingMove(person, place);
        if (board.Breaks(move).Any()) return false;
        for (var s = at; s > 0; s = paths[s].From)
        {
            if (paths[s].Person == person) return false;
        }

        return true;
    }

    private int[] Idle(int place) => Nearest(reserve, problem.Places[place].X, problem.Places[place].Y, NearReserve);

    private int[] Near(int x, int y, bool hasSpot, int count) => hasSpot ? Nearest(places, x, y, count) : Nearest(places, 0, 0, count);

    private int[] Nearest(KdTree? tree, int x, int y, int count)
    {
        if (tree is null) return [];
        var found = new int[count];
        var costs = new long[count];
        Func<int, bool>? admits = tree == reserve ? i => board.Place[i] < 0 && !board.Lost[i] && board.Index.PinOf[i] < 0 : null;
        var number = tree.Cheapest(new KdTree.Search(x, y, 1, long.MaxValue), admits, found, costs);
        return found[..number];
    }

    private readonly record struct Vacancy(int Place, int Seat, int Want);

    /// <summary>A place somebody has left for the place of step From; its cost is that of the chain so far.</summary>
    private readonly record struct Step(int Place, int From, int Person, Price Cost);
}
