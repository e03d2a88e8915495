using System.CommandLine;
using Muster.Cli.Plans;
using Muster.Optimiser.Checking;

namespace Muster.Cli.Rosters;

/// <summary><c>muster roster check PROBLEM ROSTER</c>: exit code 0 every hard rule holds, 1 one does not, 2 unreadable.</summary>
internal static class CheckRoster
{
    public static Command Make()
    {
        var (problem, roster) = (RosterFiles.Problem(), RosterFiles.Roster());
        var (format, instance) = (RosterFiles.Format(), RosterFiles.Instance());
        var verb = new Command("check", "Count a roster anew, without the solver  不依赖求解器核查排班") { problem, roster, format, instance, Verbs.Json };
        verb.SetAction(parsed => Check(
            new RosterAsked(parsed.GetRequiredValue(problem), parsed.GetRequiredValue(roster), parsed.GetRequiredValue(format), parsed.GetValue(instance)), parsed.GetValue(Verbs.Json)));
        return verb;
    }

    private static int Check(RosterAsked asked, bool json)
    {
        RosterCheck check;
        try
        {
            var (problem, kinds) = asked.Read();
            check = RosterChecker.Check(problem, kinds);
        }
        catch (Exception wrong) when (wrong is FormatException or IOException or UnauthorizedAccessException)
        {
            return PlanReport.Refuse(json, $"无法核查：{wrong.Message}", wrong.Message);
        }

        if (json)
        {
            PlanReport.Say(new { objective = check.Objective, violations = check.Violations, parts = check.Parts });
        }
        else
        {
            foreach (var violation in check.Violations) Console.WriteLine($"✗ {violation.Code}  {violation.Zh}\n  {violation.En}");
            Console.WriteLine($"代价 cost {check.Objective}  未守硬规则 broken {check.Violations.Count}");
        }

        return check.Violations.Count == 0 ? 0 : 1;
    }
}
