using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using Muster.Cli.Emergencies;
using Muster.Organisation;
using Muster.Organisation.Commanding;
using Muster.Platform.Acts;

namespace Muster.Cli.Organisation;

/// <summary><c>muster organisation …</c>: grow the formation, show it and its seats.</summary>
internal static class OrganisationVerbs
{
    public static Command Make() => new("organisation", "organisation: grow the formation from the territory, show it and its seats") { Grow(), Show(), Commander() };

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

    private static Command Commander()
    {
        var area = new Argument<string>("area") { Description = "id or 12-digit code of the area" };
        var to = new Option<Guid?>("--to") { Description = "delegate the command to this person" };
        var from = new Option<DateTimeOffset?>("--from") { Description = "from when (default: now)" };
        var until = new Option<DateTimeOffset?>("--until") { Description = "until when; needed with --to" };
        var end = new Option<bool>("--end") { Description = "end the delegation in force: the host commands again" };
        var reason = new Option<string?>("--reason") { Description = "why; needed with --to and --end" };
        var verb = new Command("commander", "who commands an area now; delegate the command for a period, or end that; exit code 1 while nobody commands") { area, to, from, until, end, reason, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var id = Guid.TryParse(parse.GetValue(area), out var known) ? known : (await muster.Get($"/api/areas/code/{Uri.EscapeDataString(parse.GetValue(area)!)}", stop)).GetProperty("area").GetProperty("id").GetGuid();
            if (parse.GetValue(to) is { } person)
                await muster.Do(new DelegateCommand(id, person, parse.GetValue(from), parse.GetValue(until) ?? throw new VerbFailure(2, "--until is missing: a delegation ends by itself."), parse.GetValue(reason) ?? ""), stop);
            var answer = await muster.Get($"/api/areas/{id}/commander", stop);
            if (parse.GetValue(end))
            {
                var now = TimeProvider.System.GetUtcNow();
                var standing = answer.GetProperty("delegations").Deserialize<List<DelegationLine>>(Desk.Json)!.Find(d => d.StartsAt <= now && d.EndsAt > now) ?? throw new VerbFailure(2, "No delegation is in force there.");
                await muster.Do(new EndDelegation(standing.Id, parse.GetValue(reason) ?? ""), stop);
                answer = await muster.Get($"/api/areas/{id}/commander", stop);
            }
            var line = answer.GetProperty("command").Deserialize<CommandLine>(Desk.Json)!;
            Output.Show(parse, line, $"{line.Area}: {line.Commander ?? "nobody commands"}{(line.IsDelegated ? $" until {line.Until:u}, instead of {line.Host}" : "")}");
            return line.CommanderId is null ? 1 : 0;
        });
        return verb;
    }
}
