using System.Globalization;

namespace Muster.Optimiser.Rostering.Inrc;

/// <summary>
/// Reads an instance of the Second International Nurse Rostering Competition (Ceschia et al., 2015), all weeks known: one history and some weeks of a data set,
/// named as <c>n030w4_1_6-2-9-1</c>. Weights are those of the competition.
/// </summary>
public static class InrcFolder
{
    private const int Optimal = 30;
    private const int Consecutive = 30;
    private const int SameShift = 15;
    private const int Preference = 10;
    private const int Weekend = 30;
    private const int Total = 20;
    internal static readonly string[] WeekDays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <param name="folder">Holds Sc-, H0- and WD- files of the data set, or a folder of its name with them.</param>
    /// <exception cref="FormatException">A file is not as the format says, or the name is none.</exception>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static RosterProblem Read(string folder, string instance)
    {
        var name = InrcName.Of(instance);
        if (Directory.Exists(Path.Combine(folder, name.Set))) folder = Path.Combine(folder, name.Set);
        var scenario = InrcText.Read(Path.Combine(folder, $"Sc-{name.Set}.txt"));
        var skills = scenario.List("SKILLS").ConvertAll(l => l[0]);
        var shifts = scenario.List("SHIFT_TYPES");
        var types = shifts.ConvertAll(l => l[0]);
        var forbidden = scenario.Lines("FORBIDDEN_SHIFT_TYPES_SUCCESSIONS", types.Count).ToDictionary(l => l[0], l => l.Skip(2).Select(after => types.IndexOf(after)).ToArray(), StringComparer.Ordinal);
        var runs = shifts.ConvertAll(l => InrcText.Range(l[1], SameShift)).ToArray();
        var contracts = scenario.List("CONTRACTS");
        var nurses = scenario.List("NURSES");
        var people = nurses.ConvertAll(l => l[0]);
        var histories = InrcText.Read(Path.Combine(folder, $"H0-{name.Set}-{name.History}.txt")).Lines("NURSE_HISTORY", nurses.Count).ToDictionary(l => l[0], StringComparer.Ordinal);
        var weeks = name.Weeks.Select(w => InrcText.Read(Path.Combine(folder, $"WD-{name.Set}-{w}.txt"))).ToArray();
        return new RosterProblem
        {
            Days = 7 * weeks.Length,
            Types = [.. types.Select(t => new ShiftType(t, 1, forbidden[t]))],
            Kinds = [.. types.SelectMany((t, type) => skills.Select(s => new ShiftKind($"{t} {s}", type)))],
            Terms = [.. contracts.Select(l => new RosterTerms
            {
                Name = l[0],
                Load = InrcText.Range(l[1], Total),
                WorkRun = InrcText.Range(l[2], Consecutive),
                OffRun = InrcText.Range(l[3], Consecutive),
                TypeRun = runs,
                Weekends = new Span(0, InrcText.Number(l[4]), 0, Weekend),
                HalfWeekend = InrcText.Number(l[5]) * Weekend,
            })],
            People = [.. nurses.Select(l => new RosterPerson
            {
                Name = l[0],
                Terms = contracts.FindIndex(c => c[0] == l[1]),
                Kinds = [.. Enumerable.Range(0, types.Count).SelectMany(t => l.Skip(3).Select(s => t * skills.Count + skills.IndexOf(s)))],
                History = HistoryOf(histories[l[0]], types),
            })],
            Covers = [.. weeks.SelectMany((week, w) => week.Lines("REQUIREMENTS", types.Count * skills.Count).SelectMany(l => CoverOf(l, types.IndexOf(l[0]) * skills.Count + skills.IndexOf(l[1]), w)))],
            Wishes = [.. weeks.SelectMany((week, w) => week.List("SHIFT_OFF_REQUESTS").Select(l =>
                new RosterWish(people.IndexOf(l[0]), 7 * w + Array.IndexOf(WeekDays, l[2]), types.IndexOf(l[1]), false, Preference)))],
        };
    }

    private static IEnumerable<Cover> CoverOf(string[] line, int kind, int week)
    {
        for (var day = 0; day < 7; day++)
        {
            var range = InrcText.Range(line[day + 2], 0);
            yield return new Cover(7 * week + day, kind, range.Least, range.Most, Span.Hard, Optimal, 0);
        }
    }

    private static RosterHistory HistoryOf(string[] line, List<string> types)
    {
        var numbers = Array.ConvertAll([line[1], line[2], line[4], line[5], line[6]], InrcText.Number);
        return new RosterHistory(types.IndexOf(line[3]), numbers[2], numbers[3], numbers[4], numbers[0], numbers[1]);
    }
}

/// <summary>Data set, number of the history and numbers of the weeks, from <c>n030w4_1_6-2-9-1</c>.</summary>
public sealed record InrcName(string Set, string History, string[] Weeks)
{
    /// <exception cref="FormatException">It is no such name.</exception>
    public static InrcName Of(string instance) =>
        instance.Split('_') is [var set, var history, var weeks] && weeks.Length > 0 && instance.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? new InrcName(set, history, weeks.Split('-')) : throw new FormatException($"“{instance}” is not a name like n030w4_1_6-2-9-1.");
}

/// <summary>A file of the competition: headed lists of fields parted by spaces.</summary>
internal sealed class InrcText
{
    private readonly List<string[]> _lines;
    private readonly string _file;

    private InrcText(string file) => (_file, _lines) = (Path.GetFileName(file), [.. File.ReadLines(file).Select(l => l.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries))]);

    public static InrcText Read(string file) => new(file);

    /// <summary>The lines below <c>NAME = number</c>.</summary>
    public List<string[]> List(string name)
    {
        var at = Find(name);
        return Lines(at, Number(_lines[at][2]));
    }

    /// <summary>So many lines below a line that is the name alone.</summary>
    public List<string[]> Lines(string name, int count) => Lines(Find(name), count);

    public static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FormatException($"“{text}” is not a number.");

    /// <summary><c>(least,most)</c>.</summary>
    public static Span Range(string text, int weight) =>
        text.Trim('(', ')').Split(',') is [var least, var most] ? new Span(Number(least), Number(most), weight, weight) : throw new FormatException($"“{text}” is not a range.");

    private List<string[]> Lines(int at, int count) =>
        at + count < _lines.Count + 1 ? _lines.GetRange(at + 1, count) : throw new FormatException($"{_file}: {_lines[at][0]} ends too early.");

    private int Find(string name) => _lines.FindIndex(l => l.Length > 0 && l[0] == name) is >= 0 and var at ? at : throw new FormatException($"{_file}: there is no {name}.");
}
