using System.CommandLine;
using System.Text.Json;
using Muster.Rosters.Relief;

namespace Muster.Cli.Rosters;

/// <summary><c>muster relief …</c>: days off for local staff who have had none, and who stands in (今天我上岗、你休息).</summary>
internal static class ReliefVerbs
{
    public static Command Make() => new("relief", "relief days of local staff") { Show(), Give() };

    private static Command Show()
    {
        var area = new Option<Guid>("--area") { Description = "id of the area, with all below it", Required = true };
        var run = new Option<int?>("--run") { Description = "days without one off from which a day is due" };
        return StoreVerb.Make("show", "who is due a day off, when, and who could stand in; exit code 1 while somebody is", [area, run], async (parse, muster, stop) =>
        {
            var view = await muster.Get(StoreVerb.Asked($"/api/areas/{parse.GetValue(area)}/relief", ("run", parse.GetValue(run))), stop);
            var (proposals, without) = (view.GetProperty("proposals"), view.GetProperty("withoutRoster"));
            Output.Show(parse, view, string.Join('\n', proposals.EnumerateArray().Select(Line).Concat(without.EnumerateArray().Select(d => $"{Text(d, "personId")} {Text(d, "person")}: {Text(d, "runDays")} days without one off, and no roster to give one in"))
                .Append($"{view.GetProperty("localStaff").GetInt32():N0} local staff")));
            return proposals.GetArrayLength() + without.GetArrayLength() == 0 ? 0 : 1;
        });
    }

    private static Command Give()
    {
        var emergency = new Option<Guid>("--emergency") { Description = "id of the emergency", Required = true };
        var person = new Option<Guid>("--person") { Description = "id of who has the day off", Required = true };
        var day = new Option<DateOnly>("--day") { Description = "the day, e.g. 2020-02-19", Required = true };
        var instead = new Option<Guid>("--stand-in") { Description = "id of who stands in", Required = true };
        var roster = new Option<Guid?>("--roster") { Description = "id of the roster, where the person has no turn that day" };
        var band = new Option<Guid?>("--band") { Description = "id of the time band, with --roster" };
        return StoreVerb.Make("give", "give a day off; the stand-in takes the turn by the same rules as any change, and both are told", [emergency, person, day, instead, roster, band], (parse, muster, stop) =>
            StoreVerb.Do(parse, muster, new GiveReliefDay(parse.GetValue(emergency), parse.GetValue(person), parse.GetValue(day), parse.GetValue(instead), parse.GetValue(roster), parse.GetValue(band)), id => $"given: {id}", stop));
    }

    private static string Line(JsonElement p)
    {
        var first = p.GetProperty("standIns").EnumerateArray().Select(s => s.GetProperty("person")).FirstOrDefault();
        return $"{Text(p, "personId")} {Text(p, "person")}: {Text(p, "runDays")} days without one off; {Text(p, "day")}, {(first.ValueKind == JsonValueKind.Undefined ? "nobody to stand in" : $"{Text(first, "name")} ({Text(first, "id")}) could stand in")}";
    }

    private static string Text(JsonElement of, string name) => of.GetProperty(name).ToString();
}
