using Muster.Optimiser.Placing.Flow;

namespace Muster.Optimiser.Placing;

/// <summary>A contradiction in a problem, as a sentence with its values in English and Chinese.</summary>
public sealed record ProblemFault(string Code, string Sentence, string SentenceZh);

/// <summary>No plan can keep the problem's own rules.</summary>
public sealed class ImpossibleProblemException(IReadOnlyList<ProblemFault> faults)
    : InvalidOperationException(string.Join('\n', faults.Select(f => f.Sentence)))
{
    public IReadOnlyList<ProblemFault> Faults { get; } = faults;
}

/// <summary>Looks for what no plan could keep: pins beyond limits and seats, places that are not in order.</summary>
public static class ProblemFaults
{
    public static IReadOnlyList<ProblemFault> Find(PlacingProblem problem)
    {
        var faults = new List<ProblemFault>();
        var places = problem.Places;
        for (var p = 0; p < places.Length; p++)
        {
            var place = places[p];
            if (place.Minimum < 0 || place.Target < place.Minimum || place.Limit < place.Target)
            {
                faults.Add(new ProblemFault(
                    "order",
                    $"Place {place.Id}: minimum {place.Minimum}, target {place.Target}, limit {place.Limit} do not rise.",
                    $"地点 {place.Id}：下限 {place.Minimum}、目标 {place.Target}、上限 {place.Limit} 未依次递增。"));
            }
        }

        if (problem.Pins.Length == 0) return faults;
        var index = new ProblemIndex(problem);
        var at = new int[places.Length];
        var held = new int[problem.Seats.Length];
        foreach (var pin in problem.Pins)
        {
            if (pin.Place < 0) continue;
            at[pin.Place]++;
            if (pin.Seat >= 0) held[pin.Seat]++;
        }

        PlanCosts.SumUp(index, at);
        for (var p = 0; p < at.Length; p++)
        {
            if (at[p] <= places[p].Limit) continue;
            faults.Add(new ProblemFault(
                "pins-limit",
                $"Place {places[p].Id} takes at most {places[p].Limit}, but {at[p]} people are pinned there.",
                $"地点 {places[p].Id} 最多接收 {places[p].Limit} 人，却固定了 {at[p]} 人。"));
        }

        for (var s = 0; s < held.Length; s++)
        {
            var seat = problem.Seats[s];
            if (held[s] <= seat.Count) continue;
            faults.Add(new ProblemFault(
                "pins-seat",
                $"Seat {seat.Role} of {places[seat.Place].Id} has {seat.Count} holders, but {held[s]} people are pinned to it.",
                $"地点 {places[seat.Place].Id} 的职位“{seat.Role}”设 {seat.Count} 人，却固定了 {held[s]} 人。"));
        }

        return faults;
    }
}
