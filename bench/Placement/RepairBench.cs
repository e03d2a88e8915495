using System.Globalization;
using System.Text.Json.Nodes;
using Muster.Optimiser.Placing;
using Muster.Rehearsal;
using Muster.Territory.Register;

namespace Muster.Bench.Placement;

/// <summary>
/// Losses of whole committees, one after another, on a province's plan: everyone who serves in a community can serve no
/// more, and the places they leave are filled. Milliseconds are of a repair alone, the repairer standing ready.
/// </summary>
internal static class RepairBench
{
    /// <param name="repairs">Communities lost, chosen by the seed among those where anyone serves.</param>
    /// <param name="again">After so many of the repairs the whole is solved anew, to compare the cost.</param>
    public static int Run(int province, int people, long seed, int repairs, int again, bool json)
    {
        var problem = ProvinceSample.Make(NationalRegister.Embedded.Load(province), people, seed);
        var path = Path.Combine("artifacts", "bench", $"repair-{province}-{people}-{seed}.plan");
        if (!File.Exists(path))
        {
            Console.Error.WriteLine("bench: solving");
            PlanFile.Write(problem, Placer.Solve(problem), path);
        }

        var plan = PlanFile.Read(problem, path);
        var repairer = new PlacingRepairer(problem, plan);
        var random = new Random((int)seed);
        var milliseconds = new List<double>();
        int vacancies = 0, filled = 0, moves = 0, most = 0;
        var over = 0.0;
        var after = problem;
        for (var k = 0; k < repairs; k++)
        {
            var place = random.Next(problem.Places.Length);
            var lost = Enumerable.Range(0, people).Where(i => plan.Place[i] == place).ToList();
            if (lost.Count == 0)
            {
                k--;
                continue;
            }

            var loss = new PlacingLoss(lost, [], []);
            var repair = repairer.Repair(loss);
            plan = repair.Plan;
            after = loss.After(after);
            milliseconds.Add(repair.Seconds * 1000);
            vacancies += repair.Vacancies;
            filled += repair.Filled;
            var touched = repair.Moves.Count - lost.Count;
            moves += touched;
            most = Math.Max(most, touched);
            if (k >= again) continue;
            var best = Placer.Solve(after);
            over = Math.Max(over, ((double)plan.Cost.Total - best.Cost.Total) / best.Cost.Total);
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"bench: repair {k + 1}: tiers {string.Join(' ', plan.Tiers.Select(t => t.Value))}, solved anew {string.Join(' ', best.Tiers.Select(t => t.Value))}"));
        }

        milliseconds.Sort();
        var result = new JsonObject
        {
            ["people"] = people,
            ["places"] = problem.Places.Length,
            ["repairs"] = repairs,
            ["vacancies"] = vacancies,
            ["filled"] = filled,
            ["milliseconds"] = new JsonObject { ["p50"] = At(0.5), ["p99"] = At(0.99), ["worst"] = At(1) },
            ["movesPerVacancy"] = Math.Round((double)moves / Math.Max(1, vacancies), 3),
            ["mostTouched"] = Math.Round((double)most / people, 6),
        };
        if (again > 0) result["overNewSolve"] = Math.Round(over, 6);
        Console.WriteLine(json ? result.ToJsonString() : result.ToString());
        return 0;

        double At(double share) => Math.Round(milliseconds[Math.Min(milliseconds.Count - 1, (int)(share * milliseconds.Count))], 2);
    }
}
