using System.Globalization;
using Muster.Optimiser.Rostering;

namespace Muster.Bench.Rosters;

/// <summary>
/// A roster problem as the usual compact integer program in the LP format of CPLEX, for programs that solve those: a variable of 0 or 1 for each person,
/// day and kind, one for each person and weekend, and what is short and over for each day and kind. The rules of the Curtois-Qu set, no others.
/// </summary>
internal static class IntegerProgram
{
    /// <exception cref="NotSupportedException">The problem has a rule that is not of that set.</exception>
    public static void Write(RosterProblem problem, TextWriter file)
    {
        if (problem.Companies.Length + problem.Covers.Count(c => c.Least > 0) > 0 || problem.Mentoring is not null || problem.People.Any(p => p.KindCosts.Length > 0 || p.History != RosterHistory.Unknown)
            || problem.Terms.Any(t => t.TypeRun.Length > 0 || t.HalfWeekend > 0 || t.LoadDays > 0 || t.WorkRun.Under > 0 || t.Load.Under > 0))
            throw new NotSupportedException("Only rules of the Curtois-Qu set are written.");
        file.WriteLine("Minimize");
        file.Write(" cost:");
        var constant = 0L;
        foreach (var c in problem.Covers) file.Write($" + {c.Under} {Short(c)} + {c.Over} {Above(c)}\n");
        foreach (var wish in problem.Wishes)
        {
            if (wish.Wanted) constant += wish.Weight;
            foreach (var kind in Able(problem, wish.Person).Where(k => problem.Kinds[k].Type == wish.Type)) file.Write($" {(wish.Wanted ? '-' : '+')} {wish.Weight} {X(wish.Person, wish.Day, kind)}\n");
        }

        file.WriteLine($" + {constant} one");
        file.WriteLine("Subject To");
        file.WriteLine(" one = 1");
        for (var person = 0; person < problem.People.Length; person++) OfPerson(problem, person, file);
        foreach (var c in problem.Covers)
        {
            foreach (var p in Enumerable.Range(0, problem.People.Length).Where(p => Able(problem, p).Contains(c.Kind))) file.Write($" + {X(p, c.Day, c.Kind)}");
            file.WriteLine($" + {Short(c)} - {Above(c)} = {c.Target}");
        }

        file.WriteLine("Bounds");
        foreach (var pin in problem.Pins.Where(p => p.Kind == RosterPlan.Off))
        {
            foreach (var kind in Able(problem, pin.Person)) file.WriteLine($" {X(pin.Person, pin.Day, kind)} = 0");
        }

        file.WriteLine("Binary");
        for (var p = 0; p < problem.People.Length; p++)
        {
            for (var d = 0; d < problem.Days; d++) file.WriteLine(string.Join(' ', Able(problem, p).Select(k => X(p, d, k)).Prepend("")));
            foreach (var w in Weekends(problem)) file.WriteLine($" {K(p, w)}");
        }

        file.WriteLine("End");
    }

    /// <summary>Per person and day the kind whose variable is 1 among those named; others are off.</summary>
    public static int[][] Read(RosterProblem problem, IEnumerable<string> ones)
    {
        var kinds = problem.People.Select(_ => Enumerable.Repeat(RosterPlan.Off, problem.Days).ToArray()).ToArray();
        foreach (var parts in ones.Where(n => n.StartsWith('x')).Select(n => n[1..].Split('_').Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray())) kinds[parts[0]][parts[1]] = parts[2];
        return kinds;
    }

    private static void OfPerson(RosterProblem problem, int p, TextWriter file)
    {
        var terms = problem.Terms[problem.People[p].Terms];
        var (able, days) = (Able(problem, p), problem.Days);
        for (var d = 0; d < days; d++)
        {
            file.WriteLine($" {Work(d)} <= 1");
            if (d + 1 == days) break;
            foreach (var kind in able)
            {
                var never = able.Where(next => problem.Types[problem.Kinds[kind].Type].NotBefore.Contains(problem.Kinds[next].Type)).ToList();
                if (never.Count > 0) file.WriteLine($" {X(p, d, kind)}{string.Concat(never.Select(next => $" + {X(p, d + 1, next)}"))} <= 1");
            }
        }

        for (var d = 0; d + terms.WorkRun.Most < days; d++) file.WriteLine($" {Sum(d, terms.WorkRun.Most + 1)} <= {terms.WorkRun.Most}");
        for (var run = 1; run < terms.WorkRun.Least; run++)
        {
            for (var d = 0; d + run + 1 < days; d++) file.WriteLine($" {Work(d)} - {Sum(d + 1, run).Replace("+", "-", StringComparison.Ordinal)} + {Work(d + run + 1)} >= {1 - run}");
        }

        for (var run = 1; run < terms.OffRun.Least; run++)
        {
            for (var d = 0; d + run + 1 < days; d++) file.WriteLine($" {Work(d)} - {Sum(d + 1, run).Replace("+", "-", StringComparison.Ordinal)} + {Work(d + run + 1)} <= 1");
        }

        var all = Enumerable.Range(0, days).SelectMany(d => able.Select(k => (Day: d, Kind: k))).ToList();
        var load = string.Join(" + ", all.Select(x => $"{problem.Types[problem.Kinds[x.Kind].Type].Load} {X(p, x.Day, x.Kind)}"));
        file.WriteLine($" {load} >= {terms.Load.Least}");
        file.WriteLine($" {load} <= {terms.Load.Most}");
        foreach (var type in Enumerable.Range(0, terms.MostOfType.Length).Where(t => able.Any(k => problem.Kinds[k].Type == t)))
            file.WriteLine($" {string.Join(" + ", all.Where(x => problem.Kinds[x.Kind].Type == type).Select(x => X(p, x.Day, x.Kind)))} <= {terms.MostOfType[type]}");
        foreach (var saturday in Weekends(problem))
        {
            for (var d = saturday; d <= Math.Min(saturday + 1, days - 1); d++) file.WriteLine($" {Work(d)} - {K(p, saturday)} <= 0");
        }

        if (Weekends(problem).Any()) file.WriteLine($" {string.Join(" + ", Weekends(problem).Select(w => K(p, w)))} <= {terms.Weekends.Most}");

        string Work(int day) => string.Join(" + ", able.Select(k => X(p, day, k)));
        string Sum(int day, int run) => string.Join(" + ", Enumerable.Range(day, run).Select(Work));
    }

    private static int[] Able(RosterProblem problem, int person) => problem.People[person].Kinds;

    private static IEnumerable<int> Weekends(RosterProblem problem) => Enumerable.Range(0, problem.Days).Where(d => (d + problem.FirstWeekday) % 7 == 5);

    private static string X(int person, int day, int kind) => $"x{person}_{day}_{kind}";

    private static string K(int person, int saturday) => $"k{person}_{saturday}";

    private static string Short(Cover c) => $"u{c.Day}_{c.Kind}";

    private static string Above(Cover c) => $"o{c.Day}_{c.Kind}";
}
