using System.Globalization;

namespace Muster.Optimiser.Rostering;

/// <summary>A roster as lines <c>person,day,kind</c> by name, days from 0; days off have no line.</summary>
public static class SolutionFile
{
    public static void Write(RosterProblem problem, int[][] kinds, TextWriter to)
    {
        to.WriteLine("person,day,kind");
        for (var p = 0; p < kinds.Length; p++)
        {
            for (var day = 0; day < kinds[p].Length; day++)
            {
                if (kinds[p][day] >= 0) to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{problem.People[p].Name},{day},{problem.Kinds[kinds[p][day]].Name}"));
            }
        }
    }

    /// <exception cref="FormatException">A line speaks of what the problem does not have, or of one day twice.</exception>
    public static int[][] Read(RosterProblem problem, TextReader from)
    {
        var (people, numbers) = (Numbered(problem.People, p => p.Name), Numbered(problem.Kinds, k => k.Name));
        var kinds = Empty(problem);
        for (var number = 1; from.ReadLine() is { } line; number++)
        {
            if (line.Trim().Length == 0 || (number == 1 && line.StartsWith("person,", StringComparison.Ordinal))) continue;
            var fields = line.Split(',', StringSplitOptions.TrimEntries);
            if (fields.Length != 3 || !people.TryGetValue(fields[0], out var person) || !numbers.TryGetValue(fields[2], out var kind)
                || !int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var day) || day >= problem.Days)
                throw new FormatException($"Line {number}: “{line}” is not person,day,kind of this problem.");
            Set(problem, kinds, person, day, kind);
        }

        return kinds;
    }

    /// <summary>Index by name.</summary>
    /// <exception cref="FormatException">Two have one name: lines by name would not tell them apart.</exception>
    internal static Dictionary<string, int> Numbered<T>(T[] all, Func<T, string> nameOf)
    {
        var numbers = new Dictionary<string, int>(all.Length, StringComparer.Ordinal);
        for (var i = 0; i < all.Length; i++)
        {
            if (!numbers.TryAdd(nameOf(all[i]), i)) throw new FormatException($"Two are called “{nameOf(all[i])}”.");
        }

        return numbers;
    }

    internal static int[][] Empty(RosterProblem problem) => Array.ConvertAll(problem.People, _ => Enumerable.Repeat(RosterPlan.Off, problem.Days).ToArray());

    internal static void Set(RosterProblem problem, int[][] kinds, int person, int day, int kind)
    {
        if (kinds[person][day] >= 0) throw new FormatException($"{problem.People[person].Name} has two shifts on day {day}.");
        kinds[person][day] = kind;
    }
}
