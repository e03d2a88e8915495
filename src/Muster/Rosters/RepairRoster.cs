using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Muster.Cli.Plans;
using Muster.Optimiser.Rostering;

namespace Muster.Cli.Rosters;

/// <summary>
/// <c>muster roster repair PROBLEM ROSTER --out ROSTER --away NAME:3-9 --set NAME:4=KIND --past 3</c>: mends a roster with as few changes as it is worth. Exit code 0,
/// 1 a hard rule is broken in the best found, 2 unreadable.
/// </summary>
internal static class RepairRoster
{
    private static readonly string[] Off = ["off", "休"];

    public static Command Make()
    {
        var (problem, roster) = (RosterFiles.Problem(), RosterFiles.Roster());
        var (format, instance) = (RosterFiles.Format(), RosterFiles.Instance());
        var away = new Option<string[]>("--away") { Description = "NAME:FIRST-LAST, days somebody cannot work, both included  谁哪几天不能来" };
        var set = new Option<string[]>("--set") { Description = "NAME:DAY=KIND or NAME:DAY=off, a cell that is to be so  指定某人某天的班" };
        var past = new Option<int>("--past") { Description = "days that have been worked and stand  已过去的天数" };
        var weight = new Option<int?>("--change") { Description = "what each changed cell costs, in the problem's unit  每处改动的代价" };
        var seed = new Option<long>("--seed") { Description = "seed of the search  随机种子", DefaultValueFactory = _ => 1 };
        var steps = new Option<long?>("--steps") { Description = "most neighbourhoods; the same steps give the same roster  步数上限，可重复" };
        var seconds = new Option<double?>("--seconds") { Description = "most seconds; not repeatable  秒数上限，不可重复" };
        var result = new Option<string>("--out") { Description = "roster to write: a file, or a folder for inrc2  输出排班", Required = true };
        var verb = new Command("repair", "Mend a roster, changing as little as possible  有人不能来：尽量少改地补排") { problem, roster, format, instance, away, set, past, weight, seed, steps, seconds, result, Verbs.Json };
        verb.SetAction((parsed, cancel) => Task.FromResult(Repair(
            new RosterAsked(parsed.GetRequiredValue(problem), parsed.GetRequiredValue(roster), parsed.GetRequiredValue(format), parsed.GetValue(instance)),
            new LossAsked(parsed.GetValue(away) ?? [], parsed.GetValue(set) ?? [], parsed.GetValue(past), parsed.GetValue(weight)),
            new RosterOptions(parsed.GetValue(seed), parsed.GetValue(steps), parsed.GetValue(seconds)), parsed.GetRequiredValue(result), parsed.GetValue(Verbs.Json), cancel)));
        return verb;
    }

    private sealed record LossAsked(string[] Away, string[] Set, int Past, int? Weight)
    {
        /// <exception cref="FormatException">A name, day or kind is not of the problem.</exception>
        public RosterLoss Read(RosterProblem problem) =>
            new([.. Away.Select(text => AwayOf(problem, text))], [.. Set.Select(text => Settled(problem, text))], Past, Weight);

        private static RosterAbsence AwayOf(RosterProblem problem, string text)
        {
            var (person, days) = Named(problem, text);
            var parts = days.Split('-');
            if (parts.Length > 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) || !int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last) || last < first || last >= problem.Days)
                throw new FormatException($"“{text}” is not NAME:FIRST-LAST with days 0 to {problem.Days - 1}.");
            return new RosterAbsence(person, first, last + 1);
        }

        private static RosterPin Settled(RosterProblem problem, string text)
        {
            var (person, cell) = Named(problem, text);
            var parts = cell.Split('=', 2);
            if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var day) || day >= problem.Days) throw new FormatException($"“{text}” is not NAME:DAY=KIND.");
            var kind = Off.Contains(parts[1]) ? RosterPlan.Off : Array.FindIndex(problem.Kinds, k => k.Name == parts[1]);
            return kind >= 0 || Off.Contains(parts[1]) ? new RosterPin(person, day, kind) : throw new FormatException($"“{parts[1]}” is not known.");
        }

        private static (int Person, string Cell) Named(RosterProblem problem, string text)
        {
            var at = text.LastIndexOf(':');
            var person = at < 0 ? -1 : Array.FindIndex(problem.People, p => p.Name == text[..at]);
            return person >= 0 ? (person, text[(at + 1)..]) : throw new FormatException($"“{text}” does not begin with a known name and a colon.");
        }
    }

    private static int Repair(RosterAsked asked, LossAsked lost, RosterOptions options, string result, bool json, CancellationToken cancel)
    {
        try
        {
            var (problem, kinds) = asked.Read();
            var loss = lost.Read(problem);
            var clock = Stopwatch.StartNew();
            var repair = RosterRepairer.Repair(problem, kinds, loss, options, cancel);
            var seconds = PlanReport.Round(clock.Elapsed.TotalSeconds);
            RosterFiles.Write(problem, repair.Plan.Kinds, result, asked.Format, asked.Instance);
            string Name(int kind) => kind == RosterPlan.Off ? "off" : problem.Kinds[kind].Name;
            if (json)
            {
                PlanReport.Say(new
                {
                    objective = repair.Plan.Cost, broken = repair.Plan.Broken, lost = repair.Lost, missing = repair.Short, changed = repair.Changes.Count, seconds,
                    changes = repair.Changes.Select(c => new { person = problem.People[c.Person].Name, day = c.Day, from = Name(c.From), to = Name(c.To), given = c.IsGiven }),
                });
            }
            else
            {
                foreach (var c in repair.Changes) Console.WriteLine($"{problem.People[c.Person].Name} {c.Day}: {Name(c.From)} → {Name(c.To)}");
                Console.WriteLine($"改动 changed {repair.Changes.Count}  失去的班 lost {repair.Lost}  仍缺 missing {repair.Short}  代价 cost {repair.Plan.Cost}  未守硬规则 broken {repair.Plan.Broken}  {seconds} s → {result}");
            }

            return repair.Plan.Broken == 0 ? 0 : 1;
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return PlanReport.Refuse(json, $"无法补排：{wrong.Message}", wrong.Message);
        }
    }
}
