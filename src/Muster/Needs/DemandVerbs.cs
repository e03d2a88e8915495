using System.CommandLine;
using System.Text.Json;
using Muster.Cli.Emergencies;
using Muster.Needs;
using Muster.Platform.Acts;
using Muster.Territory;

namespace Muster.Cli.Needs;

/// <summary><c>muster demand …</c>: the rule that says how many people each place needs.</summary>
internal static class DemandVerbs
{
    public static Command Make() => new("demand", "demand: how many people each place must have, should have and can take in") { Set(), Compute(), Show(), Import() };

    private static Command Set()
    {
        var level = new Option<AreaLevel>("--level") { Description = "the level that the rule is for", DefaultValueFactory = _ => AreaLevel.Community };
        var minimum = Pair("--minimum", "base and people per thousand residents, e.g. 2 0.5; rounded up");
        var target = Pair("--target", "the same for the target");
        var absorption = Pair("--absorption", "base and factor of the local staff, e.g. 0 3; rounded down");
        var verb = new Command("set", "set the rule of a level and compute every place anew; overrides stay")
            { EmergencyVerbs.Which, level, minimum, target, absorption, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var (m, t, a) = (parse.GetValue(minimum)!, parse.GetValue(target)!, parse.GetValue(absorption)!);
            Show(parse, await muster.Do(new SetDemandRule(await EmergencyVerbs.Of(parse, muster, stop), parse.GetValue(level), (int)m[0], m[1], (int)t[0], t[1], (int)a[0], a[1]), stop));
            return 0;
        });
        return verb;
    }

    private static Command Import() => TableImportVerb.Make("import", "what places are to have instead of what the rule says; the columns are those of the export (exit code 1 when a row was refused)",
        async (parse, muster, stop) => $"/api/emergencies/{await EmergencyVerbs.Of(parse, muster, stop)}/demand/import", EmergencyVerbs.Which);

    private static Command Compute()
    {
        var verb = new Command("compute", "compute every place anew, after areas, posts or their facts changed") { EmergencyVerbs.Which, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            Show(parse, await muster.Do(new ComputeDemand(await EmergencyVerbs.Of(parse, muster, stop)), stop));
            return 0;
        });
        return verb;
    }

    private static Command Show()
    {
        var verb = new Command("show", "show the rules and the sums per level; exit code 1 where a place to cover has no demand") { EmergencyVerbs.Which, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var json = await muster.Get($"/api/emergencies/{await EmergencyVerbs.Of(parse, muster, stop)}/demand?max=1", stop);
            var sums = json.GetProperty("sums").Deserialize<List<DemandSum>>(Desk.Json)!;
            var without = json.GetProperty("withoutDemand").GetInt64();
            Output.Show(parse, new { Rules = json.GetProperty("rules"), Sums = sums, WithoutDemand = without },
                string.Join('\n', sums.Select(s => $"{s.Level?.ToString() ?? "posts",-10} {s.Places,8:N0} places  {s.Minimum:N0} / {s.Target:N0} / {s.Absorption:N0}  {s.Overridden:N0} overridden")) + $"\nwithout demand: {without:N0}");
            return without == 0 ? 0 : 1;
        });
        return verb;
    }

    private static void Show(ParseResult parse, DemandOutcome outcome) => Output.Show(parse, outcome,
        $"{outcome.Places:N0} places: {outcome.New:N0} new, {outcome.Changed:N0} changed, {outcome.Overridden:N0} overridden; {outcome.Minimum:N0} / {outcome.Target:N0} / {outcome.Absorption:N0}");

    private static Option<double[]> Pair(string name, string about) => new(name) { Description = about, Arity = new ArgumentArity(2, 2), AllowMultipleArgumentsPerToken = true, Required = true };
}
