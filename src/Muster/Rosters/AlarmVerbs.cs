using System.CommandLine;
using System.Text.Json;
using Muster.Platform.Acts;
using Muster.Rosters.Alarms;

namespace Muster.Cli.Rosters;

/// <summary><c>muster alarm …</c>: what rings, taking it, saying what was done.</summary>
internal static class AlarmVerbs
{
    private static readonly Option<Guid> Which = new("--alarm") { Description = "id of the alarm", Required = true };

    public static Command Make() => new("alarm", "turns without anybody, people who did not come, posts left without relief") { Show(), Take(), Answer(), Sound() };

    private static Command Show()
    {
        var state = new Option<string?>("--state") { Description = "Untaken, Taken, Closed or All (default: all that are open)" };
        var verb = new Command("show", "alarms, the nearest turn first, at most 200; exit code 1 while somebody has still to take one") { state, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var json = await muster.Get($"/api/alarms?size=200&state={Uri.EscapeDataString(parse.GetValue(state) ?? "")}", stop);
            var (counts, alarms) = (json.GetProperty("counts").Deserialize<AlarmCounts>(Desk.Json)!, json.GetProperty("alarms").Deserialize<List<AlarmLine>>(Desk.Json)!);
            Output.Show(parse, new { Counts = counts, Alarms = alarms }, string.Join('\n', alarms.Select(a => $"{a.Id} {a.Kind,-9} {a.StartsAt:u} {a.Area} {a.Post} {a.Person} → {a.Owner ?? "organisers"} {a.TakenBy}")
                .Append($"{counts.Untaken:N0} not taken, {counts.Taken:N0} in hand")));
            return counts.Untaken == 0 ? 0 : 1;
        });
        return verb;
    }

    private static Command Sound()
    {
        var verb = new Command("sound", "look at all turns now; the server does it each half minute") { Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var done = await muster.Do(new SoundAlarms(), stop);
            Output.Show(parse, done, $"{done.Raised:N0} raised, {done.RangAgain:N0} rang again, {done.Climbed:N0} passed on, {done.Ended:N0} ended");
            return 0;
        });
        return verb;
    }

    private static Command Take()
    {
        var verb = new Command("take", "have an alarm in hand: its clock stops until the turn comes nearer") { Which, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var taken = await muster.Do(new TakeAlarms([parse.GetValue(Which)]), stop);
            Output.Show(parse, new { Taken = taken }, "taken");
            return 0;
        });
        return verb;
    }

    private static Command Answer()
    {
        var done = new Option<string>("--done") { Description = "what was done", Required = true };
        var verb = new Command("answer", "say what was done, and close the alarm") { Which, done, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var id = await muster.Do(new AnswerAlarm(parse.GetValue(Which), parse.GetValue(done)!), stop);
            Output.Show(parse, new { Alarm = id }, "closed");
            return 0;
        });
        return verb;
    }
}
