using Muster.Optimiser.Placing.Flow;

namespace Muster.Optimiser.Placing;

/// <summary>
/// Why somebody is where they are: what it costs there, and the two next best places with what the whole plan would
/// change by moving this one person there (every hard rule kept).
/// </summary>
/// <param name="Reason">placed, pinned, stay, nobody-needed, nowhere-allowed or no-room.</param>
public sealed record PersonExplanation(
    int Person, int Place, string Reason, PlacingCost Here, IReadOnlyList<PlacingAlternative> Alternatives);

public sealed record PlacingAlternative(int Place, PlacingChange Change);

/// <summary>Why a place is short: the set of places that compete and the people open to any of them prove it by their numbers.</summary>
/// <param name="Reason">nobody-allowed, limit-above, too-few-people (Asked &gt; Available) or shared.</param>
/// <param name="Places">The set of places, closed under "somebody who may serve here serves there".</param>
/// <param name="Asked">Minimums (or, when minimums are met, targets) of the set.</param>
/// <param name="Available">People who may serve in the set and need not stay.</param>
public sealed record ShortExplanation(
    int Place, int Missing, string Reason, IReadOnlyList<int> Places, long Asked, long Available);

/// <summary>Explains one plan; build once, ask often. Not safe for several threads at once.</summary>
public sealed class PlacingExplanations(PlacingProblem problem, PlacingPlan plan)
{
    private readonly Board board = new(new ProblemIndex(problem), plan);

    public PersonExplanation Person(int person)
    {
        var index = board.Index;
        var now = board.Now(person);
        var out_ = board.Make(now with { Place = -1, Seat = -1, Want = -1 });
        var leaving = board.LeavingReserve(person);
        var best = new List<(Price Value, PlacingAlternative Of)>();
        var isAllowed = false;
        var hasRoom = false;
        for (var p = 0; p < problem.Places.Length; p++)
        {
            if (p == now.Place || !problem.Places[p].Open || index.PinOf[person] >= 0) continue;
            // A bound on the value first: most places are out of the question without counting everything.
            var least = new Price(leaving + board.Marginal(p, 1), index.Own(person, p) - index.Own(person, -1) - AtMostSaved());
            if (best.Count == 2 && !least.IsBelow(best[1].Value)) continue;
            if (board.Breaks(new PlacingMove(person, p)).Any()) continue;
            isAllowed = true;
            if (!board.HasRoom(p)) continue;
            hasRoom = true;
            var change = board.Make(new PlacingMove(person, p));
            board.Make(new PlacingMove(person, -1));
            var value = board.Value(change);
            if (best.Count == 2 && !value.IsBelow(best[1].Value)) continue;
            if (best.Count == 2) best.RemoveAt(1);
            best.Insert(best.Count > 0 && value.IsBelow(best[0].Value) ? 0 : best.Count, (value, new PlacingAlternative(p, out_ + change)));
        }

        board.Make(now);
        return new PersonExplanation(
            person, now.Place, ReasonOf(person, now.Place, isAllowed, hasRoom), Here(person, now.Place), [.. best.Select(b => b.Of)]);

        long AtMostSaved() => problem.Settings.TeamSplit + (2L * problem.Settings.Alone) + problem.Settings.MixMiss;
    }

    public IEnumerable<PersonExplanation> Everybody() => Enumerable.Range(0, problem.People.Length).Select(Person);

    /// <summary>Null when the place has its target.</summary>
    public ShortExplanation? WhyShort(int place)
    {
        var missing = problem.Places[place].Target - board.At[place];
        if (missing <= 0) return null;
        for (var p = place; p >= 0; p = problem.Places[p].Parent)
        {
            if (p != place && board.At[p] >= problem.Places[p].Limit)
                return new ShortExplanation(place, missing, "limit-above", [p], problem.Places[p].Target, problem.Places[p].Limit);
        }

        return new HallSet(board).Of(place, missing);
    }

    private PlacingCost Here(int person, int place)
    {
        var index = board.Index;
        return new PlacingCost(
            place < 0 ? 0 : index.Travel(person, place), place < 0 ? 0 : index.PairingMiss(person, place), 0,
            index.Change(person, place), index.Wish(person, place), 0, 0, 0);
    }

    private string ReasonOf(int person, int place, bool isAllowed, bool hasRoom)
    {
        if (board.Index.PinOf[person] >= 0) return "pinned";
        if (place >= 0) return "placed";
        var agency = problem.People[person].Agency;
        if (agency >= 0 && board.InReserve[agency] <= board.Index.Stay(agency)) return "stay";
        return !isAllowed ? "nowhere-allowed" : !hasRoom ? "no-room" : "nobody-needed";
    }
}
