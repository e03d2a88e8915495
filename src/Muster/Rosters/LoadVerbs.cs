using System.CommandLine;
using System.Text.Json;
using Muster.Platform.Acts;
using Muster.Rosters.Load;

namespace Muster.Cli.Rosters;

/// <summary><c>muster load …</c>: what people carried, who was not used, and how even it is.</summary>
internal static class LoadVerbs
{
    private static readonly Option<Guid?> Area = new("--area") { Description = "id of the area, with all below it (default: everywhere)" };
    private static readonly Option<Guid?> Emergency = new("--emergency") { Description = "id of the emergency (default: all that are open)" };
    private static readonly Option<int?> Days = new("--days") { Description = "days back from today (default: 28)" };
    private static readonly Option<int?> Idle = new("--idle") { Description = "only who was not used for so many days" };

    public static Command Make() => new("load", "hours, nights and hardship of people and places, idle days") { Show(), Places(), Person(), Fair() };

    private static Command Show() => StoreVerb.Make("show", "people with what they carried, the most first", [Area, Emergency, Days, Idle, StoreVerb.Words], (parse, muster, stop) =>
        StoreVerb.List<LoadLine>(parse, muster, StoreVerb.Asked("/api/load", [.. Filters(parse), ("idle", parse.GetValue(Idle)), ("q", parse.GetValue(StoreVerb.Words))]),
            l => $"{l.PersonId} {l.Person,-6} {l.Area}: {Hours(l.Served)} h served, {Hours(l.Ahead)} h ahead, {l.Nights} nights, {l.Points} points, {l.Missed} missed, {l.IdleDays} days idle", stop));

    private static Command Places() => StoreVerb.Make("areas", "communities with what their people carried there", [Area, Emergency, Days], async (parse, muster, stop) =>
    {
        var places = (await muster.Get(StoreVerb.Asked("/api/load/areas", Filters(parse)), stop)).Deserialize<List<AreaLoad>>(Desk.Json)!;
        Output.Show(parse, new { Areas = places }, string.Join('\n', places.Select(a => $"{a.AreaId} {a.Area}: {a.People:N0} people, {Hours(a.PerPerson)} h each, {a.Nights:N0} nights, {a.Points:N0} points, {a.Missed:N0} missed")));
        return 0;
    });

    private static Command Person()
    {
        var person = new Option<Guid>("--person") { Description = "id of the person", Required = true };
        return StoreVerb.Make("person", "the turns of one person's ledger, the latest first", [person, Days], async (parse, muster, stop) =>
        {
            var turns = (await muster.Get(StoreVerb.Asked($"/api/load/{parse.GetValue(person)}", ("days", parse.GetValue(Days))), stop)).Deserialize<List<LoadTurn>>(Desk.Json)!;
            Output.Show(parse, new { Turns = turns }, string.Join('\n', turns.Select(t => $"{t.StartsAt:u} {Hours(t.Minutes)} h {t.Area} {t.Post}{(t.Night ? " night" : "")}{(t.Missed ? " missed" : t.IsOver ? "" : " ahead")}, {t.Points} points")));
            return 0;
        });
    }

    private static Command Fair()
    {
        var most = new Option<double?>("--most") { Description = "exit code 1 where the Gini figure of hours is above this (0: all carry the same, towards 1: one carries all)" };
        return StoreVerb.Make("fairness", "how evenly hours are spread over the people of an area", [Area, Emergency, Days, most], async (parse, muster, stop) =>
        {
            var fair = await muster.Get(StoreVerb.Asked("/api/fairness", Filters(parse)), stop);
            var (gini, people) = (fair.GetProperty("gini").GetDouble(), fair.GetProperty("people").GetArrayLength());
            Output.Show(parse, fair, $"{people:N0} people, {fair.GetProperty("mean").GetDouble() / 60:0.0} h each; Gini {gini:0.00}; the busiest tenth carries {fair.GetProperty("topTenth").GetDouble():P0}; {fair.GetProperty("idle").GetInt32():N0} not used for {Fairness.IdleDays} days");
            return gini > parse.GetValue(most) ? 1 : 0;
        });
    }

    private static (string, object?)[] Filters(ParseResult parse) => [("under", parse.GetValue(Area)), ("emergency", parse.GetValue(Emergency)), ("days", parse.GetValue(Days))];

    private static string Hours(int minutes) => (minutes / 60.0).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);
}
