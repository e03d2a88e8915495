using Muster.Optimiser.Placing;

namespace Muster.Optimiser.Checking;

/// <summary>
/// Quotas, people to stay and minimums. They are tiers and not hard rules, because a problem may not allow them; so they
/// are violations exactly when the certificate does not prove that no plan does better.
/// </summary>
internal sealed class Coverage(
    PlacingProblem problem, PlaceTree tree, PlanFigures figures, PlacingPlan plan, Findings findings)
{
    public void Check(bool isBest)
    {
        if (isBest) return;
        var (people, reserve) = figures.PeopleAndReserve(plan);
        for (var a = 0; a < people.Length; a++)
        {
            var agency = problem.Agencies[a];
            var placed = people[a] - reserve[a];
            var quota = Math.Min(agency.Quota, people[a]);
            var stay = Math.Min(agency.Stay, people[a]);
            if (placed < quota)
            {
                findings.Add(
                    ViolationCodes.Quota,
                    $"派出单位 {agency.Id} 只安排了 {placed} 人，指标为 {quota} 人",
                    $"Agency {agency.Id} has {placed} people placed and a quota of {quota}",
                    ("agency", agency.Id), ("placed", placed), ("quota", quota));
            }

            if (reserve[a] < stay)
            {
                findings.Add(
                    ViolationCodes.Stay,
                    $"派出单位 {agency.Id} 只留守 {reserve[a]} 人，至少应留 {stay} 人",
                    $"Agency {agency.Id} keeps {reserve[a]} people and {stay} must stay",
                    ("agency", agency.Id), ("kept", reserve[a]), ("stay", stay));
            }
        }

        var count = tree.Count(problem.Places, plan.Place);
        for (var p = 0; p < count.Length; p++)
        {
            var place = problem.Places[p];
            if (count[p] >= place.Minimum) continue;
            findings.Add(
                ViolationCodes.Uncovered,
                $"地点 {place.Id} 只有 {count[p]} 人，少于下限 {place.Minimum} 人",
                $"Place {place.Id} has {count[p]} people and needs at least {place.Minimum}",
                ("place", place.Id), ("people", count[p]), ("minimum", place.Minimum));
        }
    }
}
