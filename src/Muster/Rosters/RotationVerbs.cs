using System.CommandLine;
using System.Text.Json;
using Muster.Platform.Acts;
using Muster.Platform.Ui.Tables;
using Muster.Rosters.Rotation;

namespace Muster.Cli.Rosters;

/// <summary><c>muster rotation …</c>: one week of duty in turn for each person or agency of an area.</summary>
internal static class RotationVerbs
{
    private static readonly Option<Guid> Which = new("--rotation") { Description = "id of the rotation", Required = true };

    public static Command Make() => new("rotation", "weeks of duty in turn") { All(), Show(), Begin(), Swap(), End() };

    private static Command All()
    {
        var state = new Option<string?>("--state") { Description = "now or over (default: both)" };
        return StoreVerb.Make("list", "rotations, the latest first", [state, StoreVerb.Words], (parse, muster, stop) =>
            StoreVerb.List<RotationLine>(parse, muster, StoreVerb.Asked("/api/rotations", ("state", parse.GetValue(state)), ("q", parse.GetValue(StoreVerb.Words))),
                r => $"{r.Id} {r.Name} {r.Area}: {r.Members:N0} by {r.TakenBy}, {r.StartsOn:yyyy-MM-dd} – {r.Until:yyyy-MM-dd}{(r.EndedAt is null ? "" : " ended")}", stop));
    }

    private static Command Show()
    {
        var week = new Option<int?>("--week") { Description = "only this week, counted from 1" };
        return StoreVerb.Make("show", "who has which week", [Which, week], async (parse, muster, stop) =>
        {
            var json = await muster.Get(StoreVerb.Asked($"/api/rotations/{parse.GetValue(Which)}", ("week", parse.GetValue(week))), stop);
            var weeks = json.GetProperty("weeks").Deserialize<TablePage<WeekLine>>(Desk.Json)!;
            Output.Show(parse, json, string.Join('\n', weeks.Rows.Select(w => $"{w.Id} {w.StartsOn:yyyy-MM-dd} {w.Name} {w.Agency}").Append($"{weeks.Rows.Count:N0} of {weeks.Total:N0}")));
            return 0;
        });
    }

    private static Command Begin()
    {
        var emergency = new Option<Guid>("--emergency") { Description = "id of the emergency", Required = true };
        var area = new Option<Guid>("--area") { Description = "id of the area", Required = true };
        var from = new Option<DateOnly>("--from") { Description = "first day of the first week, e.g. 2020-02-19", Required = true };
        var by = new Option<RotationBy>("--by") { Description = "Person or Agency: who takes a week", DefaultValueFactory = _ => RotationBy.Person };
        var weeks = new Option<int>("--weeks") { Description = "most weeks that all are spread over", DefaultValueFactory = _ => RotationRules.YearWeeks };
        var name = new Option<string?>("--name") { Description = "what it is called (default: after the area)" };
        return StoreVerb.Make("make", "give each one week of duty in turn, those who carried least lately first", [emergency, area, from, by, weeks, name], (parse, muster, stop) =>
            StoreVerb.Do(parse, muster, new MakeRotation(parse.GetValue(emergency), parse.GetValue(area), parse.GetValue(from), parse.GetValue(by), parse.GetValue(weeks), parse.GetValue(name)), id => $"rotation {id}", stop));
    }

    private static Command Swap()
    {
        var one = new Option<Guid>("--week") { Description = "id of a line of the rotation", Required = true };
        var other = new Option<Guid>("--with") { Description = "id of the line it changes weeks with", Required = true };
        return StoreVerb.Make("swap", "two of a rotation change weeks", [one, other], (parse, muster, stop) =>
            StoreVerb.Do(parse, muster, new SwapRotationWeeks(parse.GetValue(one), parse.GetValue(other)), _ => "swapped", stop));
    }

    private static Command End() => StoreVerb.Make("end", "end a rotation: anybody may have turns in any week again", [Which], (parse, muster, stop) =>
        StoreVerb.Do(parse, muster, new EndRotation(parse.GetValue(Which)), _ => "ended", stop));
}
