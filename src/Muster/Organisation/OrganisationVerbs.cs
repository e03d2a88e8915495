using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using Muster.Cli.Emergencies;
using Muster.Organisation;
using Muster.Platform.Acts;

namespace Muster.Cli.Organisation;

/// <summary><c>muster organisation …</c>: grow the formation, show it and its seats.</summary>
internal static class OrganisationVerbs
{
    public static Command Make() => new("organisation", "organisation: grow the formation from the territory, show it and its seats") { Grow(), Show() };

    private static Command Grow()
    {
        var template = new Option<FormationTemplate>("--template") { Description = "ThreeTier 三级, ThreePlusOne 三加一, OneOfficeSevenGroups 一办七组", DefaultValueFactory = _ => FormationTemplate.ThreeTier };
        var branches = new Option<int?>("--branches") { Description = "so many branches over the units" };
        var dry = new Option<bool>("--dry-run") { Description = "only say what would be made" };
        var verb = new Command("grow", "grow the formation; growing again makes only what is missing") { EmergencyVerbs.Which, template, branches, dry, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var id = await EmergencyVerbs.Of(parse, muster, stop);
            var act = new GrowFormation(id, parse.GetValue(template), new(Branches: parse.GetValue(branches)));
            var outcome = parse.GetValue(dry)
                ? (await muster.Post($"/api/emergencies/{id}/formation/preview", JsonContent.Create(act, options: Desk.Json), stop)).Deserialize<GrowOutcome>(Desk.Json)!
                : await muster.Do(act, stop);
            Output.Show(parse, outcome, string.Join('\n', outcome.Kinds.Select(k => $"{k.Kind,-10} {k.Made,8:N0} made, {k.Standing:N0} stood"))
                + $"\nseats      {outcome.SeatsMade,8:N0} made, {outcome.SeatsStanding:N0} stood");
            return 0;
        });
        return verb;
    }

    private static Command Show()
    {
        var verb = new Command("show", "show formations and seats; exit code 1 while a seat is unfilled") { EmergencyVerbs.Which, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var json = await muster.Get($"/api/emergencies/{await EmergencyVerbs.Of(parse, muster, stop)}/formation?max=1", stop);
            var formations = json.GetProperty("counts").Deserialize<List<FormationCount>>(Desk.Json)!;
            var seats = json.GetProperty("seats").Deserialize<List<SeatCount>>(Desk.Json)!;
            Output.Show(parse, new { Formations = formations, Seats = seats, Unfilled = seats.Sum(s => s.Unfilled) },
                string.Join('\n', formations.Select(f => $"{f.Kind,-20} {f.Formations:N0}")
                    .Concat(seats.Select(s => $"{s.Kind,-20} {s.Seats:N0} seats, {s.Unfilled:N0} unfilled, {s.WithoutAlternate:N0} without an alternate"))));
            return seats.All(s => s.Unfilled == 0) ? 0 : 1;
        });
        return verb;
    }
}
