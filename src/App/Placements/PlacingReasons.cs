using Muster.Optimiser.Placing;

namespace Muster.Placements;

/// <summary>Short recorded reasons, as codes that pages put into words, and what each person costs in the last tier (metre-equivalents).</summary>
internal sealed class PlacingReasons
{
    private readonly PlacingProblem _problem;
    private readonly PlacingPlan _plan;
    private readonly int[] _reservedOf;
    private readonly int[] _roomLeft;

    public PlacingReasons(PlacingProblem problem, PlacingPlan plan)
    {
        (_problem, _plan) = (problem, plan);
        _reservedOf = new int[problem.Agencies.Length];
        _roomLeft = problem.Places.Select(p => p.Limit).ToArray();
        for (var i = 0; i < plan.Place.Length; i++)
        {
            if (plan.Place[i] < 0 && problem.People[i].Agency is >= 0 and var agency) _reservedOf[agency]++;
            for (var p = plan.Place[i]; p >= 0; p = problem.Places[p].Parent)
                if (_roomLeft[p] != PlacingPlace.NoLimit) _roomLeft[p]--;
        }
    }

    /// <summary>seat, skill, wish, stayed (same place as before), near.</summary>
    public string Here(int person) =>
        _plan.Seat[person] >= 0 ? "seat" : _plan.Want[person] >= 0 ? "skill" : _problem.People[person].Previous == _plan.Place[person] ? "stayed" : "near";

    /// <summary>stay: the agency's minimum must stay; full: every place is at its limit; enough: every place has what it should have.</summary>
    public (string Code, string Reason) Reserve(int person)
    {
        var agency = _problem.People[person].Agency;
        if (agency >= 0 && _problem.Agencies[agency].Stay >= _reservedOf[agency]) return ("stay", "");
        return Array.TrueForAll(_roomLeft, left => left <= 0) ? ("full", "") : ("enough", "");
    }

    /// <summary>too-few-people: nobody is in reserve; reserve-bound: those in reserve must stay or may not serve here.</summary>
    public string Short(int place) => _plan.Reserve == 0 ? "too-few-people" : _roomLeft[place] <= 0 ? "limit-too-low" : "reserve-bound";

    public long Cost(int person) => Cost(person, _plan.Place[person]);

    public long Cost(int person, int place)
    {
        var (who, where) = (_problem.People[person], _problem.Places[place]);
        long cost = 0;
        if (who.HasHome)
        {
            long dx = who.X - where.X, dy = who.Y - where.Y;
            cost += _problem.Settings.Travel * (long)Math.Sqrt((dx * dx) + (dy * dy));
        }
        if (who.Agency >= 0 && _problem.Agencies[who.Agency] is { Pairing: Pairing.Preferred } agency && !agency.Streets.Contains(where.Street))
            cost += _problem.Settings.PairingMiss;
        return cost;
    }
}
