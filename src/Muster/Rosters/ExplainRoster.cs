using System.CommandLine;
using Muster.Cli.Plans;
using Muster.Optimiser.Rostering;

namespace Muster.Cli.Rosters;

/// <summary>
/// <c>muster roster explain PROBLEM ROSTER --day D</c> with <c>--person NAME</c>: why on or off and what would change it; with <c>--kind NAME</c>: what it would take to have
/// somebody there. Exit code 0, or 2 when something is unreadable or not known.
/// </summary>
internal static class ExplainRoster
{
    private const int Shown = 10;

    public static Command Make()
    {
        var (problem, roster) = (RosterFiles.Problem(), RosterFiles.Roster());
        var (format, instance) = (RosterFiles.Format(), RosterFiles.Instance());
        var day = new Option<int>("--day") { Description = "day, counted from 0  第几天", Required = true };
        var person = new Option<string?>("--person") { Description = "name of the person  人员" };
        var kind = new Option<string?>("--kind") { Description = "name of the kind of shift  班" };
        var verb = new Command("explain", "Each other choice carried out and counted anew  为什么这样排，换一种会怎样") { problem, roster, format, instance, day, person, kind, Verbs.Json };
        verb.SetAction(parsed => Explain(
            new RosterAsked(parsed.GetRequiredValue(problem), parsed.GetRequiredValue(roster), parsed.GetRequiredValue(format), parsed.GetValue(instance)),
            parsed.GetValue(day), parsed.GetValue(person), parsed.GetValue(kind), parsed.GetValue(Verbs.Json)));
        return verb;
    }

    private static int Explain(RosterAsked asked, int day, string? person, string? kind, bool json)
    {
        RosterProblem problem;
        IReadOnlyList<RosterAlternative> others;
        try
        {
            (problem, var kinds) = asked.Read();
            if (day < 0 || day >= problem.Days) throw new FormatException($"There is no day {day}; days are 0 to {problem.Days - 1}.");
            others = (person, kind) switch
            {
                ({ } name, null) => RosterExplanations.Of(problem, kinds, Find(problem.People, p => p.Name, name), day),
                (null, { } name) => RosterExplanations.Hole(problem, kinds, day, Find(problem.Kinds, k => k.Name, name)),
                _ => throw new FormatException("Give --person or --kind, one of them."),
            };
        }
        catch (Exception wrong) when (wrong is FormatException or IOException or UnauthorizedAccessException)
        {
            return PlanReport.Refuse(json, $"无法说明：{wrong.Message}", wrong.Message);
        }

        string NameOf(int k) => k == RosterPlan.Off ? "off" : problem.Kinds[k].Name;
        if (json)
        {
            PlanReport.Say(new { alternatives = others.Select(o => new { person = problem.People[o.Person].Name, day = o.Day, kind = NameOf(o.Kind), cost = o.Cost, broken = o.Broken }) });
            return 0;
        }

        foreach (var other in others.Take(Shown))
        {
            Console.WriteLine($"{problem.People[other.Person].Name} → {NameOf(other.Kind)}: {other.Cost:+0;-0;0}");
            foreach (var rule in other.Broken) Console.WriteLine($"  ✗ {rule.Zh}\n    {rule.En}");
        }

        if (others.Count > Shown) Console.WriteLine($"… {others.Count - Shown}");
        return 0;
    }

    private static int Find<T>(T[] all, Func<T, string> nameOf, string name) =>
        Array.FindIndex(all, one => nameOf(one) == name) is >= 0 and var at ? at : throw new FormatException($"“{name}” is not known.");
}
