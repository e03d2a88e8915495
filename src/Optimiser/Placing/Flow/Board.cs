namespace Muster.Optimiser.Placing.Flow;

/// <summary>A plan being changed move by move, with the exact change of every tier and of the cost for each move.</summary>
internal sealed class Board
{
    private readonly TierWeights weights;

    public Board(ProblemIndex index, PlacingPlan plan)
    {
        Index = index;
        weights = index.Weights;
        var problem = index.Problem;
        Place = [.. plan.Place];
        Seat = [.. plan.Seat];
        Want = [.. plan.Want];
        Minimum = Array.ConvertAll(problem.Places, p => p.Minimum);
        Target = Array.ConvertAll(problem.Places, p => p.Target);
        Limit = Array.ConvertAll(problem.Places, p => p.Limit);
        Lost = new bool[Place.Length];
        At = new int[problem.Places.Length];
        Held = new int[problem.Seats.Length];
        Filled = new int[problem.Wants.Length];
        InReserve = new int[problem.Agencies.Length];
        Soft = new Together(index);
        for (var i = 0; i < Place.Length; i++)
        {
            Soft.Add(i, Place[i]);
            if (Place[i] >= 0) At[Place[i]]++;
            else if (problem.People[i].Agency is var a and >= 0) InReserve[a]++;
            if (Seat[i] >= 0) Held[Seat[i]]++;
            if (Want[i] >= 0) Filled[Want[i]]++;
        }

        PlanCosts.SumUp(index, At);
    }

    public ProblemIndex Index { get; }
    public int[] Place { get; }
    public int[] Seat { get; }
    public int[] Want { get; }
    public int[] Minimum { get; }
    public int[] Target { get; }
    public int[] Limit { get; }

    /// <summary>People who can no longer serve; they stay in reserve.</summary>
    public bool[] Lost { get; }

    /// <summary>People at or below each place.</summary>
    public int[] At { get; }
    public int[] Held { get; }
    public int[] Filled { get; }
    public int[] InReserve { get; }
    public Together Soft { get; }

    /// <summary>What all moves and new needs since the start have changed.</summary>
    public PlacingChange Sum { get; private set; }

    public PlacingMove Now(int person) => new(person, Place[person], Seat[person], Want[person]);

    /// <summary>Makes a move, whatever it breaks, and says what it changes.</summary>
    public PlacingChange Make(PlacingMove move)
    {
        var person = move.Person;
        var (from, to) = (Place[person], move.Place);
        var (team, alone, mix) = (Soft.TeamCost, Soft.AloneCost, Soft.MixCost);
        long rules = 0, minimum = 0, shortage = 0;
        Soft.Remove(person, from);
        Soft.Add(person, to);
        for (var p = from; p >= 0; p = Index.Problem.Places[p].Parent) Step(p, -1, ref minimum, ref shortage);
        for (var p = to; p >= 0; p = Index.Problem.Places[p].Parent) Step(p, 1, ref minimum, ref shortage);
        var agency = Index.Problem.People[person].Agency;
        if (agency >= 0 && from < 0 != to < 0)
        {
            rules -= RulesOf(agency);
            InReserve[agency] += to < 0 ? 1 : -1;
            rules += RulesOf(agency);
        }

        var seats = (Seat[person] >= 0 ? 1L : 0) - (move.Seat >= 0 ? 1 : 0);
        var wants = (Want[person] >= 0 ? 1L : 0) - (move.Want >= 0 ? 1 : 0);
        if (Seat[person] >= 0) Held[Seat[person]]--;
        if (move.Seat >= 0) Held[move.Seat]++;
        if (Want[person] >= 0) Filled[Want[person]]--;
        if (move.Want >= 0) Filled[move.Want]++;
        (Place[person], Seat[person], Want[person]) = (to, move.Seat, move.Want);
        var reserve = Index.Problem.Settings.FillToLimit ? (to < 0 ? 1 : 0) - (from < 0 ? 1 : 0) : 0;
        var cost = new PlacingCost(
            Travel(person, to) - Travel(person, from),
            (to < 0 ? 0 : Index.PairingMiss(person, to)) - (from < 0 ? 0 : Index.PairingMiss(person, from)),
            wants * Index.Problem.Settings.SkillMiss,
            Index.Change(person, to) - Index.Change(person, from),
            Index.Wish(person, to) - Index.Wish(person, from),
            Soft.TeamCost - team,
            Soft.AloneCost - alone,
            Soft.MixCost - mix);
        var change = new PlacingChange(rules, minimum, seats, shortage, reserve, cost);
        Sum += change;
        return change;
    }

    /// <summary>Gives a place new needs.</summary>
    public void Ask(PlacingNeed need)
    {
        var p = need.Place;
        var (minimum, shortage) = (Math.Max(0, Minimum[p] - At[p]), PlanCosts.Shortage(Target[p], At[p]));
        (Minimum[p], Target[p], Limit[p]) = (need.Minimum, need.Target, need.Limit);
        Sum += new PlacingChange(
            0, Math.Max(0, Minimum[p] - At[p]) - minimum, 0, PlanCosts.Shortage(Target[p], At[p]) - shortage, 0, default);
    }

    /// <summary>One number pair for a change, by which changes are compared.</summary>
    public Price Value(PlacingChange c) => new(
        (weights.Rules * c.Rules) + (weights.Minimum * c.Minimum) + (weights.Seats * c.Seats) + (weights.Shortage * c.Shortage) + c.Reserve,
        c.Cost.Total);

    /// <summary>What a place gains by one person more (high, 0 or below) or loses by one fewer (0 or above).</summary>
    public long Marginal(int place, int by)
    {
        long minimum = 0, shortage = 0;
        for (var p = place; p >= 0; p = Index.Problem.Places[p].Parent) Difference(p, by, ref minimum, ref shortage);
        return (weights.Minimum * minimum) + (weights.Shortage * shortage);
    }

    /// <summary>What leaving reserve does to the agency's quota, to those who must stay and to the tier reserve (high).</summary>
    public long LeavingReserve(int person)
    {
        var agency = Index.Problem.People[person].Agency;
        var fill = Index.Problem.Settings.FillToLimit ? -1L : 0;
        if (agency < 0) return fill;
        var before = RulesOf(agency);
        InReserve[agency]--;
        var after = RulesOf(agency);
        InReserve[agency]++;
        return fill + (weights.Rules * (after - before));
    }

    public bool HasRoom(int place, int leaving = -1)
    {
        for (var p = place; p >= 0; p = Index.Problem.Places[p].Parent)
        {
            var frees = leaving >= 0 && Index.IsAtOrBelow(leaving, p) ? 1 : 0;
            if (At[p] - frees >= Limit[p]) return false;
        }

        return true;
    }

    /// <summary>Codes of the rules about this person alone that being there would break.</summary>
    public IEnumerable<string> Breaks(PlacingMove move)
    {
        var (person, place) = (move.Person, move.Place);
        var problem = Index.Problem;
        if (Index.PinOf[person] is var k and >= 0)
        {
            var pin = problem.Pins[k];
            if (pin.Place != place || (pin.Seat >= 0 && pin.Seat != move.Seat)) yield return "pin";
            yield break;
        }

        if (place < 0) yield break;
        if (Lost[person]) yield return "lost";
        if (!problem.Places[place].Open && move.Seat < 0 && move.Want < 0) yield return "closed";
        if (Index.IsExcluded(person, place)) yield return "excluded";
        if (Index.IsRefused(problem.People[person].Limits, place)) yield return "refused";
        var rule = Index.RuleOf(problem.People[person].Agency);
        if (Index.KindOfRule(rule) == Pairing.Hard && Index.IsOutsideStreets(rule, place)) yield return "street";
        if (move.Seat >= 0 && (problem.Seats[move.Seat].Place != place || !Index.MayHold(person, move.Seat))) yield return "seat-holder";
        if (move.Want >= 0 && (problem.Wants[move.Want].Place != place
            || !Index.HasSkill(problem.People[person].Skills, problem.Wants[move.Want].Skill))) yield return "want-holder";
        foreach (var other in Index.Aparts[person])
        {
            if (Place[other] < 0 || Index.Unit[Place[other]] != Index.Unit[place]) continue;
            yield return "apart";
            break;
        }
    }

    private long Travel(int person, int place) => place < 0 ? 0 : Index.Travel(person, place);

    private long RulesOf(int agency) => Math.Max(0, Index.Stay(agency) - InReserve[agency])
        + Math.Max(0, InReserve[agency] - (Index.AgencySize[agency] - Index.Quota(agency)));

    private void Step(int p, int by, ref long minimum, ref long shortage)
    {
        Difference(p, by, ref minimum, ref shortage);
        At[p] += by;
    }

    private void Difference(int p, int by, ref long minimum, ref long shortage)
    {
        var filled = by > 0 ? At[p] + 1 : At[p];
        if (filled <= Minimum[p]) minimum -= by;
        if (filled <= Target[p]) shortage -= by * TierWeights.ShortagePrice(Target[p], Target[p] - filled + 1);
    }
}
