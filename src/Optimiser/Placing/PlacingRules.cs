using Muster.Optimiser.Placing.Flow;

namespace Muster.Optimiser.Placing;

/// <summary>A person to a place (-1: reserve), perhaps into a seat or filling a wanted skill (-1: neither).</summary>
public readonly record struct PlacingMove(int Person, int Place, int Seat = -1, int Want = -1);

/// <summary>What a change does to each tier and to each part of the cost; negative is better.</summary>
public readonly record struct PlacingChange(long Rules, long Minimum, long Seats, long Shortage, long Reserve, PlacingCost Cost)
{
    public static PlacingChange operator +(PlacingChange a, PlacingChange b) => new(
        a.Rules + b.Rules, a.Minimum + b.Minimum, a.Seats + b.Seats, a.Shortage + b.Shortage, a.Reserve + b.Reserve,
        new PlacingCost(
            a.Cost.Travel + b.Cost.Travel, a.Cost.Pairing + b.Cost.Pairing, a.Cost.Skill + b.Cost.Skill, a.Cost.Change + b.Cost.Change,
            a.Cost.Wish + b.Cost.Wish, a.Cost.Team + b.Cost.Team, a.Cost.Alone + b.Cost.Alone, a.Cost.Mix + b.Cost.Mix));
}

/// <summary>A hard rule that a proposal breaks: its code as in docs/placement-problem.md, who and where (-1: not meant).</summary>
public sealed record BrokenRule(string Code, int Person, int Place, int Agency = -1, long Found = 0, long Allowed = 0);

/// <summary>What a proposal breaks and changes.</summary>
public sealed record PlacingJudgement(IReadOnlyList<BrokenRule> Broken, PlacingChange Change);

/// <summary>
/// Judges moves by hand against one plan: which hard rules they break and what they change. Judging leaves the plan as
/// it is; <see cref="Accept"/> makes the moves part of it. Not safe for several threads at once.
/// </summary>
public sealed class PlacingRules(PlacingProblem problem, PlacingPlan plan)
{
    private readonly Board board = new(new ProblemIndex(problem), plan);

    /// <summary>All moves are judged as one change; the last of several for one person counts.</summary>
    public PlacingJudgement Judge(params ReadOnlySpan<PlacingMove> moves)
    {
        var undo = new List<PlacingMove>();
        var judgement = Try(moves, undo);
        for (var k = undo.Count - 1; k >= 0; k--) board.Make(undo[k]);
        return judgement;
    }

    public PlacingJudgement Accept(params ReadOnlySpan<PlacingMove> moves) => Try(moves, []);

    /// <summary>The plan with the accepted moves; the bound stays, tiers and cost are counted anew.</summary>
    public PlacingPlan Current() => Placer.Restate(board.Index, plan with
    {
        Place = [.. board.Place],
        Seat = [.. board.Seat],
        Want = [.. board.Want],
    });

    private PlacingJudgement Try(ReadOnlySpan<PlacingMove> moves, List<PlacingMove> undo)
    {
        var change = default(PlacingChange);
        var touched = new HashSet<int>();
        var agencies = new Dictionary<int, int>();
        foreach (var move in moves)
        {
            if (problem.People[move.Person].Agency is var a and >= 0) agencies.TryAdd(a, board.InReserve[a]);
            undo.Add(board.Now(move.Person));
            change += board.Make(move);
            touched.Add(move.Person);
        }

        var broken = new List<BrokenRule>();
        var places = new HashSet<int>();
        foreach (var person in touched)
        {
            var now = board.Now(person);
            foreach (var code in board.Breaks(now)) broken.Add(new BrokenRule(code, person, now.Place));
            for (var p = now.Place; p >= 0 && places.Add(p); p = problem.Places[p].Parent)
            {
                if (board.At[p] > board.Limit[p]) broken.Add(new BrokenRule("limit", -1, p, Found: board.At[p], Allowed: board.Limit[p]));
            }

            if (now.Seat >= 0 && board.Held[now.Seat] > problem.Seats[now.Seat].Count)
                broken.Add(new BrokenRule("seat-count", person, now.Place, Found: board.Held[now.Seat], Allowed: problem.Seats[now.Seat].Count));
            if (now.Want >= 0 && board.Filled[now.Want] > problem.Wants[now.Want].Count)
                broken.Add(new BrokenRule("want-count", person, now.Place, Found: board.Filled[now.Want], Allowed: problem.Wants[now.Want].Count));
        }

        foreach (var (agency, before) in agencies)
        {
            var now = board.InReserve[agency];
            var most = board.Index.AgencySize[agency] - board.Index.Quota(agency);
            if (now > most && now > before) broken.Add(new BrokenRule("quota", -1, -1, agency, now, most));
            var least = board.Index.Stay(agency);
            if (now < least && now < before) broken.Add(new BrokenRule("stay", -1, -1, agency, now, least));
        }

        return new PlacingJudgement(broken, change);
    }
}
