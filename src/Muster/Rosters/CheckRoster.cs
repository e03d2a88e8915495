using System.CommandLine;
using Muster.Cli.Plans;
using Muster.Optimiser.Checking;
using Muster.Optimiser.Rostering;

namespace Muster.Cli.Rosters;

/// <summary><c>muster roster check PROBLEM ROSTER</c>: exit code 0 every hard rule holds, 1 one does not, 2 unreadable.</summary>
internal static class CheckRoster
{
    public static Command Make()
    {
        var (problem, roster) = (RosterFiles.Problem(), RosterFiles.Roster());
        var (format, instance) = (RosterFiles.Format(), RosterFiles.Instance());
        var proof = new Option<string?>("--certificate") { Description = "prices of roster solve: the bound is worked out anew by a programme of the checker's own, some seconds for a community  下界凭据" };
        var verb = new Command("check", "Count a roster anew, without the solver  不依赖求解器核查排班") { problem, roster, format, instance, proof, Verbs.Json };
        verb.SetAction(parsed => Check(
            new RosterAsked(parsed.GetRequiredValue(problem), parsed.GetRequiredValue(roster), parsed.GetRequiredValue(format), parsed.GetValue(instance)), parsed.GetValue(proof), parsed.GetValue(Verbs.Json)));
        return verb;
    }

    private static int Check(RosterAsked asked, string? proof, bool json)
    {
        RosterCheck check;
        long? bound = null;
        try
        {
            var (problem, kinds) = asked.Read();
            check = RosterChecker.Check(problem, kinds);
            if (proof is not null)
            {
                using var certificate = File.OpenRead(proof);
                bound = RosterBound.Of(problem, RosterCertificate.Read(certificate));
            }
        }
        catch (Exception wrong) when (wrong is FormatException or IOException or UnauthorizedAccessException)
        {
            return PlanReport.Refuse(json, $"无法核查：{wrong.Message}", wrong.Message);
        }

        if (json)
        {
            if (proof is null) PlanReport.Say(new { objective = check.Objective, violations = check.Violations, parts = check.Parts });
            else PlanReport.Say(new { objective = check.Objective, violations = check.Violations, parts = check.Parts, bound });
        }
        else
        {
            foreach (var violation in check.Violations) Console.WriteLine($"✗ {violation.Code}  {violation.Zh}\n  {violation.En}");
            Console.WriteLine($"代价 cost {check.Objective}  未守硬规则 broken {check.Violations.Count}{(proof is null ? "" : $"  下界 bound {bound?.ToString() ?? "–"}")}");
        }

        return check.Violations.Count == 0 ? 0 : 1;
    }
}
