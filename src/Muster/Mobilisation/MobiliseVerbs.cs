using System.CommandLine;
using System.Text.Json;
using Muster.Cli.Emergencies;
using Muster.Mobilisation;
using Muster.People;
using Muster.Platform.Acts;

namespace Muster.Cli.Mobilisation;

/// <summary><c>muster mobilise …</c>: muster people, derive quotas, pair agencies with streets.</summary>
internal static class MobiliseVerbs
{
    public static Command Make() => new("mobilise", "mobilise: muster people, quotas of agencies, their streets") { People(), Quotas(), Pair(), Import() };

    private static Command Import() => TableImportVerb.Make("import", "quotas and paired streets of agencies from a spreadsheet (exit code 1 when a row was refused)",
        async (parse, muster, stop) => $"/api/emergencies/{await EmergencyVerbs.Of(parse, muster, stop)}/quotas/import", EmergencyVerbs.Which);

    private static Command People()
    {
        var origin = new Option<Origin[]>("--origin") { Description = "City, County, Street, ReportingMember, Volunteer, LocalStaff", AllowMultipleArgumentsPerToken = true };
        var import = new Option<Guid?>("--import") { Description = "only people that this import stored or updated" };
        var parts = new Option<bool>("--without-whole-teams") { Description = "do not add the rest of an agency's own team" };
        var verb = new Command("people", "muster people by origin or import") { EmergencyVerbs.Which, origin, import, parts, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var outcome = await muster.Do(new MusterPeople(await EmergencyVerbs.Of(parse, muster, stop), new(parse.GetValue(origin), ImportId: parse.GetValue(import)), WholeTeams: !parse.GetValue(parts)), stop);
            Output.Show(parse, outcome, $"{outcome.Added:N0} mustered ({outcome.ForTeams:N0} to make teams whole), {outcome.Already:N0} were before, {outcome.Total:N0} in all");
            return 0;
        });
        return verb;
    }

    private static Command Quotas()
    {
        var percent = new Option<int>("--percent") { Description = "share of the headcount for agencies without one of their own", DefaultValueFactory = _ => QuotaRules.UsualPercent };
        var show = new Option<bool>("--show") { Description = "only show what stands" };
        var verb = new Command("quotas", "derive the quota of each agency; exit code 1 where one sends too few") { EmergencyVerbs.Which, percent, show, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var id = await EmergencyVerbs.Of(parse, muster, stop);
            var outcome = parse.GetValue(show) ? null : await muster.Do(new DeriveQuotas(id, parse.GetValue(percent)), stop);
            var lines = (await muster.Get($"/api/emergencies/{id}/quotas", stop)).GetProperty("agencies").Deserialize<List<QuotaLine>>(Desk.Json)!;
            var few = lines.Where(l => l.Lacking > 0).ToList();
            Output.Show(parse, new { Derived = outcome, Agencies = lines.Count, Short = few.Count, Lacking = few.Sum(l => l.Lacking) },
                string.Join('\n', few.Select(l => $"{l.Name}: {l.Mustered} of {l.MinimumSent}").Append($"{lines.Count:N0} agencies, {few.Count:N0} send too few")));
            return few.Count == 0 ? 0 : 1;
        });
        return verb;
    }

    private static Command Pair()
    {
        var hard = new Option<bool>("--hard") { Description = "their people serve in these streets only" };
        var verb = new Command("pair", "pair the agencies that have no street yet, by need") { EmergencyVerbs.Which, hard, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var paired = await muster.Do(new PairRemaining(await EmergencyVerbs.Of(parse, muster, stop), parse.GetValue(hard)), stop);
            Output.Show(parse, new { Paired = paired }, $"{paired:N0} agencies paired");
            return 0;
        });
        return verb;
    }
}
