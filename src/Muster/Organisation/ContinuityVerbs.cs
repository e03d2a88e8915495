using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using Muster.Cli.Emergencies;
using Muster.Organisation.Continuity;
using Muster.Platform.Acts;

namespace Muster.Cli.Organisation;

/// <summary><c>muster continuity …</c>: single links of the chain; losing people or a committee, rehearsing that, and their return.</summary>
internal static class ContinuityVerbs
{
    private static readonly Option<string?> Area = new("--area") { Description = "id or 12-digit code of the area whose whole committee is lost" };
    private static readonly Option<bool> Serving = new("--serving") { Description = "with --area: everybody who serves there is lost as well" };
    private static readonly Option<Guid[]> People = new("--person") { Description = "id of a person; several may be given", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string> Reason = new("--reason") { Description = "why", Required = true };

    public static Command Make() => new("continuity", "single links of the chain of command; loss, takeover, drill and return") { Show(), Lose(), Drill(), Return(), Import() };

    private static Command Import() => TableImportVerb.Make("exposures", "who lives, is lodged or drives together, from a spreadsheet (exit code 1 when a row was refused)", (_, _, _) => Task.FromResult("/api/exposures/import"));

    private static Command Show()
    {
        var verb = new Command("show", "how many seats of an emergency are single links, and the first of them; exit code 1 while there is one") { EmergencyVerbs.Which, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var json = await muster.Get($"/api/emergencies/{await EmergencyVerbs.Of(parse, muster, stop)}/continuity?state=single", stop);
            var counts = json.GetProperty("counts").Deserialize<List<LinkCount>>(Desk.Json)!;
            var seats = json.GetProperty("seats").Deserialize<List<SeatLink>>(Desk.Json)!;
            Output.Show(parse, new { Counts = counts, Seats = seats }, string.Join('\n', counts.Select(c => $"{c.State,-12} {c.Seats:N0}").Concat(seats.Select(s => $"{s.State,-12} {s.Title} ({s.A ?? "-"} / {s.B ?? "-"} / {s.C ?? "-"}) {string.Join(' ', s.Shares)}"))));
            return counts.All(c => c.State == LinkState.Whole || c.Seats == 0) ? 0 : 1;
        });
        return verb;
    }

    private static Command Lose()
    {
        var verb = new Command("lose", "people or a whole committee cannot serve: successors are seated, commands pass on, everybody concerned is told; exit code 1 where a seat has nobody")
            { Area, Serving, People, Reason, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var outcome = await Of(parse, muster, stop) is { } area ? await muster.Do(new LoseCommittee(area, parse.GetValue(Serving), parse.GetValue(Reason)!), stop) : await muster.Do(new LosePeople(parse.GetValue(People) ?? [], parse.GetValue(Reason)!), stop);
            Output.Show(parse, outcome, Said(outcome) + $"\nloss {outcome.LossId}");
            return outcome.Nobody == 0 ? 0 : 1;
        });
        return verb;
    }

    private static Command Drill()
    {
        var verb = new Command("drill", "the same as lose, taken back at once: who would take over what, and the dossier there would be") { Area, Serving, People, Reason, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var ask = new DrillAsk(await Of(parse, muster, stop), parse.GetValue(Serving), parse.GetValue(People), parse.GetValue(Reason)!);
            var drilled = (await muster.Post("/api/losses/drill", JsonContent.Create(ask, options: Desk.Json), stop)).Deserialize<Drilled>(Desk.Json)!;
            Output.Show(parse, drilled, "Drill, nothing was changed: " + Said(drilled.Outcome) + string.Concat(drilled.Takeovers.Select(t => $"\n{t.Title} {t.Place}: {t.Left} → {t.Successor ?? "-"} ({t.Way})")));
            return drilled.Outcome.Nobody == 0 ? 0 : 1;
        });
        return verb;
    }

    private static Command Return()
    {
        var loss = new Argument<Guid>("loss") { Description = "id of the loss" };
        var verb = new Command("return", "people of a loss are back and sit where they sat; without --person all of them") { loss, People, Reason, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var outcome = await muster.Do(new ReturnPeople(parse.GetValue(loss), parse.GetValue(People) is { Length: > 0 } some ? some : null, parse.GetValue(Reason)!), stop);
            Output.Show(parse, outcome, $"{outcome.Returned:N0} back, {outcome.Restored:N0} places held again, {outcome.Kept:N0} decided otherwise meanwhile and left so, {outcome.Told:N0} told");
            return 0;
        });
        return verb;
    }

    private static string Said(LossOutcome o) => $"{o.Lost:N0} lost, {o.Places:N0} places left, {o.Filled:N0} taken over ({o.Delegated:N0} by delegation), {o.Nobody:N0} without anybody, {o.Powers:N0} roles moved along, {o.Told:N0} told";

    private static async Task<Guid?> Of(ParseResult parse, Connection muster, CancellationToken stop) => parse.GetValue(Area) is not { } area ? null
        : Guid.TryParse(area, out var known) ? known : (await muster.Get($"/api/areas/code/{Uri.EscapeDataString(area)}", stop)).GetProperty("area").GetProperty("id").GetGuid();
}
