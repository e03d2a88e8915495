namespace Muster.Optimiser.Placing;

/// <summary>What has happened to a plan.</summary>
/// <param name="LostPeople">They can serve nowhere any more.</param>
/// <param name="LostPlaces">Nobody may serve at or below them any more; their needs are gone.</param>
/// <param name="NewNeeds">Places that ask for more or less than before.</param>
public sealed record PlacingLoss(
    IReadOnlyList<int> LostPeople, IReadOnlyList<int> LostPlaces, IReadOnlyList<PlacingNeed> NewNeeds)
{
    /// <summary>What is left of the problem, for a checker or a new solve; lost people are pinned to reserve.</summary>
    public PlacingProblem After(PlacingProblem problem)
    {
        var rows = (PlacingPlace[])problem.Places.Clone();
        foreach (var need in NewNeeds)
            rows[need.Place] = rows[need.Place] with { Minimum = need.Minimum, Target = need.Target, Limit = need.Limit };
        var lost = LostPeople.ToHashSet();
        var gone = new bool[rows.Length];
        foreach (var place in LostPlaces)
        {
            for (var p = 0; p < rows.Length; p++)
            {
                for (var up = p; up >= 0 && !gone[p]; up = rows[up].Parent) gone[p] = up == place;
            }
        }

        for (var p = 0; p < rows.Length; p++)
        {
            if (gone[p]) rows[p] = rows[p] with { Minimum = 0, Target = 0, Limit = 0 };
        }

        return problem with
        {
            Places = rows,
            Pins = [.. problem.Pins.Where(p => !lost.Contains(p.Person) && (p.Place < 0 || !gone[p.Place])), .. lost.Select(i => new PlacingPin(i, -1))],
        };
    }
}

/// <summary>A place's needs from now on; minimum ≤ target ≤ limit.</summary>
public sealed record PlacingNeed(int Place, int Minimum, int Target, int Limit);

/// <summary>One person moved by a repair. <paramref name="Reason"/>: lost, place-lost, over-limit, or fills (a vacancy, at <paramref name="To"/>).</summary>
public sealed record RepairMove(int Person, int From, int To, string Reason, long CostChange);

/// <param name="Vacancies">Places of people that the loss left open.</param>
/// <param name="Filled">Vacancies that somebody else now fills.</param>
public sealed record PlacingRepair(PlacingPlan Plan, IReadOnlyList<RepairMove> Moves, int Vacancies, int Filled, double Seconds);
