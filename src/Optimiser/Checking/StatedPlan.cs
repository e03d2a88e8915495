using System.Globalization;
using Muster.Optimiser.Placing;
using Muster.Optimiser.Placing.Csv;

namespace Muster.Optimiser.Checking;

/// <summary>
/// A plan file read to be checked: what contradicts the problem (a person twice, a place nobody knows) is a violation,
/// where a solver's reader would refuse the file.
/// </summary>
/// <param name="Plan">Each person's first line; people without a readable line are in reserve.</param>
/// <param name="Violations">What the lines contradict.</param>
public sealed record StatedPlan(PlacingPlan Plan, IReadOnlyList<Violation> Violations)
{
    /// <summary>Reads PLAN, and PLAN.certificate.csv and PLAN.summary.csv where they are.</summary>
    /// <exception cref="FolderException">A file is not csv as documented: columns missing, a quote left open, no number.</exception>
    public static StatedPlan Read(PlacingProblem problem, string path)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new Reading(problem, path).Read();
    }

    private sealed class Reading(PlacingProblem problem, string path)
    {
        private readonly Findings findings = new();
        private readonly List<FolderMistake> mistakes = [];
        private readonly Dictionary<string, int> people = Index(problem.People, p => p.Id);
        private readonly Dictionary<string, int> places = Index(problem.Places, p => p.Id);
        private readonly Dictionary<string, int> agencies = Index(problem.Agencies, a => a.Id);
        private readonly Dictionary<string, int> skills = Index(problem.Skills, s => s);
        private readonly Dictionary<(int, string), int> seats = Index(problem.Seats, s => (s.Place, s.Role));
        private readonly Dictionary<(int, int), int> wants = Index(problem.Wants, w => (w.Place, w.Skill));

        public StatedPlan Read()
        {
            var count = problem.People.Length;
            var plan = new PlacingPlan { Place = Empty(count), Seat = Empty(count), Want = Empty(count) };
            plan = ReadLines(plan);
            plan = plan with { Placed = plan.Place.Count(p => p >= 0), Prices = ReadCertificate() };
            plan = ReadSummary(plan);
            return mistakes.Count > 0 ? throw new FolderException(mistakes) : new StatedPlan(plan, findings.Kept);
        }

        private PlacingPlan ReadLines(PlacingPlan plan)
        {
            var line = new int[problem.People.Length];
            var file = Open(path, "person!", "place!", "role", "skill", "reason");
            while (mistakes.Count == 0 && file.Read())
            {
                if (!people.TryGetValue(file.Text(0), out var i))
                {
                    Unknown(ViolationCodes.PersonUnknown, file.Line, "人员", "person", file.Text(0));
                    continue;
                }

                if (line[i] > 0)
                {
                    var first = plan.Place[i] < 0 ? "" : problem.Places[plan.Place[i]].Id;
                    findings.Add(
                        ViolationCodes.PersonTwice,
                        $"人员 {file.Text(0)} 出现两次：第 {line[i]} 行（{first}）与第 {file.Line} 行（{file.Text(1)}）",
                        $"Person {file.Text(0)} stands twice: line {line[i]} ({first}) and line {file.Line} ({file.Text(1)})",
                        ("person", file.Text(0)), ("first", first), ("second", file.Text(1)), ("line", file.Line));
                    continue;
                }

                line[i] = file.Line;
                plan.Place[i] = Find(file, 1, places, file.Text(1), ViolationCodes.PlaceUnknown, "地点", "place");
                plan.Seat[i] = Find(file, 2, seats, (plan.Place[i], file.Text(2)), ViolationCodes.RoleUnknown, "职位", "role");
                var skill = skills.GetValueOrDefault(file.Text(3), -1);
                plan.Want[i] = Find(file, 3, wants, (plan.Place[i], skill), ViolationCodes.SkillUnknown, "技能岗位", "skill");
            }

            for (var i = 0; i < line.Length && mistakes.Count == 0; i++)
            {
                if (line[i] > 0) continue;
                var id = problem.People[i].Id;
                findings.Add(
                    ViolationCodes.PersonMissing, $"方案中没有人员 {id}", $"The plan does not name person {id}", ("person", id));
            }

            return plan;
        }

        private PlacingPrices? ReadCertificate()
        {
            var certificate = path + ".certificate.csv";
            if (!File.Exists(certificate)) return null;
            var prices = new PlacingPrices
            {
                PlaceHigh = new long[problem.Places.Length],
                PlaceLow = new long[problem.Places.Length],
                SeatHigh = new long[problem.Seats.Length],
                SeatLow = new long[problem.Seats.Length],
                WantHigh = new long[problem.Wants.Length],
                WantLow = new long[problem.Wants.Length],
                AgencyHigh = new long[problem.Agencies.Length],
                AgencyLow = new long[problem.Agencies.Length],
            };
            var file = Open(certificate, "kind!", "place!", "name!", "high!", "low!");
            while (mistakes.Count == 0 && file.Read())
            {
                var at = places.GetValueOrDefault(file.Text(1), -1);
                var (index, high, low) = file.Text(0) switch
                {
                    "place" => (at, prices.PlaceHigh, prices.PlaceLow),
                    "seat" => (seats.GetValueOrDefault((at, file.Text(2)), -1), prices.SeatHigh, prices.SeatLow),
                    "want" => (wants.GetValueOrDefault((at, skills.GetValueOrDefault(file.Text(2), -1)), -1), prices.WantHigh, prices.WantLow),
                    "agency" => (agencies.GetValueOrDefault(file.Text(2), -1), prices.AgencyHigh, prices.AgencyLow),
                    _ => (-1, prices.PlaceHigh, prices.PlaceLow),
                };
                if (index < 0)
                {
                    file.Mistake(0, "a place, seat, want or agency of the problem", "本题中的地点、职位、技能岗位或派出单位");
                    continue;
                }

                high[index] = Number(file, 3);
                low[index] = Number(file, 4);
            }

            return prices;
        }

        private PlacingPlan ReadSummary(PlacingPlan plan)
        {
            var summary = path + ".summary.csv";
            if (!File.Exists(summary)) return plan;
            var tiers = new List<PlacingTier>();
            var parts = new Dictionary<string, long>(StringComparer.Ordinal);
            double? gap = null;
            var file = Open(summary, "key!", "value!", "bound", "proved");
            while (mistakes.Count == 0 && file.Read())
            {
                var key = file.Text(0);
                if (key is "end") continue;
                if (key is "gap")
                {
                    if (double.TryParse(file.Text(1), CultureInfo.InvariantCulture, out var number)) gap = number;
                    else file.Mistake(1, "a number", "数");
                    continue;
                }

                if (file.Has(2)) tiers.Add(new PlacingTier(key, Number(file, 1), Number(file, 2), file.YesNo(3, false)));
                else parts[key] = Number(file, 1);
            }

            CheckGap(gap, tiers.Find(tier => tier.Name == "cost"));
            return plan with
            {
                Tiers = [.. tiers],
                Bound = tiers.Find(tier => tier.Name == "cost")?.Bound ?? 0,
                Placed = (int)parts.GetValueOrDefault("placed", plan.Placed),
                Cost = new PlacingCost(
                    Part("travel"), Part("pairing"), Part("skill"), Part("change"), Part("wish"), Part("team"), Part("alone"), Part("mix")),
            };

            long Part(string key) => parts.GetValueOrDefault(key);
        }

        // The gap is said of the stated cost and bound; whether those are true is for others to find.
        private void CheckGap(double? stated, PlacingTier? cost)
        {
            if (stated is null || cost is null) return;
            var actual = cost.Value == cost.Bound ? 0 : cost.Bound <= 0 ? 1 : (double)(cost.Value - cost.Bound) / cost.Bound;
            if (Math.Abs(stated.Value - actual) <= 1e-9 * Math.Max(1, Math.Abs(actual))) return;
            findings.Add(
                ViolationCodes.Gap, $"所述差距为 {stated}，按所述费用与下界应为 {actual}",
                $"The gap is stated as {stated} and is {actual} by the stated cost and bound",
                ("stated", stated.Value), ("actual", actual));
        }

        private CsvFile Open(string file, params string[] columns) => File.Exists(file)
            ? new CsvFile(file, Path.GetFileName(file), File.ReadAllBytes(file), columns, mistakes, [])
            : throw new FolderException([new FolderMistake(file, 0, "", "", "a file", "文件")]);

        private int Find<TKey>(
            CsvFile file, int column, Dictionary<TKey, int> among, TKey key, string code, string zh, string en)
            where TKey : notnull
        {
            if (!file.Has(column)) return -1;
            if (among.TryGetValue(key, out var index)) return index;
            Unknown(code, file.Line, zh, en, file.Text(column));
            return -1;
        }

        private void Unknown(string code, int line, string zh, string en, string text) => findings.Add(
            code, $"第 {line} 行：题中没有{zh}“{text}”", $"Line {line}: the problem has no {en} \"{text}\"",
            ("line", line), (en, text));

        private static long Number(CsvFile file, int column)
        {
            if (long.TryParse(file.Text(column), CultureInfo.InvariantCulture, out var value)) return value;
            file.Mistake(column, "a whole number", "整数");
            return 0;
        }

        private static int[] Empty(int count)
        {
            var empty = new int[count];
            Array.Fill(empty, -1);
            return empty;
        }

        private static Dictionary<TKey, int> Index<T, TKey>(T[] items, Func<T, TKey> key)
            where TKey : notnull
        {
            var index = new Dictionary<TKey, int>(items.Length);
            for (var i = 0; i < items.Length; i++) index[key(items[i])] = i;
            return index;
        }
    }
}
