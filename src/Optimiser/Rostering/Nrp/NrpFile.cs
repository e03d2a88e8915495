using System.Globalization;

namespace Muster.Optimiser.Rostering.Nrp;

/// <summary>
/// Reads a problem in the text format of the Employee Shift Scheduling Benchmark Data Sets (Curtois and Qu, 2014; schedulingbenchmarks.org):
/// sections of comma-separated lines, day 0 a Monday.
/// </summary>
public static class NrpFile
{
    /// <exception cref="FormatException">A line is not as the format says; the message has its number.</exception>
    public static RosterProblem Read(TextReader text)
    {
        var sections = Sections(text);
        var days = Number(Section("HORIZON").Single(), 0);
        var shifts = Section("SHIFTS");
        var types = shifts.ConvertAll(s => s.Fields[0]);
        var shiftTypes = shifts.Select(s => new ShiftType(s.Fields[0], Number(s, 1), [.. Split(s.Fields[2]).Select(after => Index(s, types, after))])).ToArray();
        var staff = Section("STAFF");
        var names = staff.ConvertAll(s => s.Fields[0]);
        var terms = staff.ConvertAll(s => TermsOf(s, types, days));
        return new RosterProblem
        {
            Days = days,
            Types = shiftTypes,
            Kinds = [.. types.Select((name, type) => new ShiftKind(name, type))],
            Terms = [.. terms],
            People = [.. terms.Select((t, p) => new RosterPerson { Name = names[p], Terms = p, Kinds = [.. Enumerable.Range(0, types.Count).Where(k => t.MostOfType[k] > 0)] })],
            Pins = [.. Optional("DAYS_OFF").SelectMany(l => l.Fields.Skip(1).Select((_, i) => new RosterPin(Index(l, names, l.Fields[0]), Number(l, i + 1), RosterPlan.Off)))],
            Wishes = [.. Optional("SHIFT_ON_REQUESTS").Select(l => WishOf(l, true)), .. Optional("SHIFT_OFF_REQUESTS").Select(l => WishOf(l, false))],
            Covers = [.. Section("COVER").Select(l => new Cover(Number(l, 0), Index(l, types, l.Fields[1]), 0, Needed(l), 0, Number(l, 3), Number(l, 4)))],
        };

        List<Line> Section(string name) => sections.TryGetValue("SECTION_" + name, out var lines) ? lines : throw new FormatException($"There is no SECTION_{name}.");

        List<Line> Optional(string name) => sections.GetValueOrDefault("SECTION_" + name) ?? [];

        RosterWish WishOf(Line line, bool wanted) => new(Index(line, names, line.Fields[0]), Number(line, 1), Index(line, types, line.Fields[2]), wanted, Number(line, 3));
    }

    private static RosterTerms TermsOf(Line line, List<string> types, int days)
    {
        var most = new int[types.Count];
        foreach (var limit in Split(line.Fields[1]))
        {
            var parts = limit.Split('=');
            if (parts.Length != 2 || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var value)) throw Wrong(line, $"“{limit}” is not shift=number");
            most[Index(line, types, parts[0])] = Math.Min(value, days);
        }

        return new RosterTerms
        {
            Name = line.Fields[0],
            MostOfType = most,
            Load = Span.Within(Number(line, 3), Number(line, 2)),
            WorkRun = Span.Within(Number(line, 5), Number(line, 4)),
            OffRun = new Span(Number(line, 6), int.MaxValue, Span.Hard, 0),
            Weekends = new Span(0, Number(line, 7), 0, Span.Hard),
        };
    }

    private static Dictionary<string, List<Line>> Sections(TextReader text)
    {
        var sections = new Dictionary<string, List<Line>>(StringComparer.Ordinal);
        List<Line>? section = null;
        var number = 0;
        while (text.ReadLine() is { } raw)
        {
            number++;
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            if (line.StartsWith("SECTION_", StringComparison.Ordinal)) sections[line] = section = [];
            else if (section is null) throw new FormatException($"Line {number}: “{line}” stands before the first section.");
            else section.Add(new Line(number, line.Split(',', StringSplitOptions.TrimEntries)));
        }

        return sections;
    }

    private static string[] Split(string list) => list.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static int Number(Line line, int field) =>
        field < line.Fields.Length && int.TryParse(line.Fields[field], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Wrong(line, $"field {field + 1} is not a number");

    /// <summary>A file of the set has “-0”.</summary>
    private static int Needed(Line line) => line.Fields is [_, _, "-0", ..] ? 0 : Number(line, 2);

    private static int Index(Line line, List<string> names, string name) => names.IndexOf(name) is >= 0 and var index ? index : throw Wrong(line, $"“{name}” is not known");

    private static FormatException Wrong(Line line, string what) => new($"Line {line.Number}: {what}.");

    private sealed record Line(int Number, string[] Fields);
}
