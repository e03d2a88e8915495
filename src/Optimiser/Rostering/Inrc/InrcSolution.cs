using System.Globalization;

namespace Muster.Optimiser.Rostering.Inrc;

/// <summary>A roster as the competition writes it: a file for each week in one folder.</summary>
public static class InrcSolution
{
    public static void Write(RosterProblem problem, int[][] kinds, string instance, string folder)
    {
        var name = InrcName.Of(instance);
        Directory.CreateDirectory(folder);
        for (var week = 0; week < name.Weeks.Length; week++)
        {
            var first = 7 * week;
            var lines = Enumerable.Range(0, kinds.Length)
                .SelectMany(p => Enumerable.Range(0, 7).Where(d => kinds[p][first + d] >= 0).Select(d => $"{problem.People[p].Name} {InrcFolder.WeekDays[d]} {problem.Kinds[kinds[p][first + d]].Name}"))
                .ToArray();
            File.WriteAllLines(Path.Combine(folder, $"Sol-{name.Set}-{name.Weeks[week]}-{week}.txt"),
                ["SOLUTION", $"{week} {name.Set}", "", $"ASSIGNMENTS = {lines.Length.ToString(CultureInfo.InvariantCulture)}", .. lines]);
        }
    }

    /// <exception cref="FormatException">A line speaks of what the instance does not have.</exception>
    public static int[][] Read(RosterProblem problem, string instance, string folder)
    {
        var name = InrcName.Of(instance);
        var (people, numbers) = (SolutionFile.Numbered(problem.People, p => p.Name), SolutionFile.Numbered(problem.Kinds, k => k.Name));
        var kinds = SolutionFile.Empty(problem);
        for (var week = 0; week < name.Weeks.Length; week++)
        {
            var file = Path.Combine(folder, $"Sol-{name.Set}-{name.Weeks[week]}-{week}.txt");
            foreach (var line in InrcText.Read(file).List("ASSIGNMENTS"))
            {
                var day = line.Length == 4 ? Array.IndexOf(InrcFolder.WeekDays, line[1]) : -1;
                if (day < 0 || !people.TryGetValue(line[0], out var person) || !numbers.TryGetValue($"{line[2]} {line[3]}", out var kind))
                    throw new FormatException($"{Path.GetFileName(file)}: “{string.Join(' ', line)}” is no assignment of this instance.");
                SolutionFile.Set(problem, kinds, person, 7 * week + day, kind);
            }
        }

        return kinds;
    }
}
