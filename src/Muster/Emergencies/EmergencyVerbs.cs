using System.CommandLine;
using System.Text.Json;
using Muster.Emergencies;
using Muster.Platform.Acts;
using Muster.Territory;

namespace Muster.Cli.Emergencies;

/// <summary><c>muster emergency …</c>: open, list, show, close.</summary>
internal static class EmergencyVerbs
{
    /// <summary>The emergency a verb is about: its id, or where only one is open nothing at all.</summary>
    public static readonly Option<Guid?> Which = new("--emergency") { Description = "id of the emergency; may be left out while only one is open" };

    public static Command Make() => new("emergency", "emergencies: open, list, show, close") { Open(), List(), Show(), Close() };

    /// <exception cref="VerbFailure">None is open, or several are.</exception>
    public static async Task<Guid> Of(ParseResult parse, Connection muster, CancellationToken stop)
    {
        if (parse.GetValue(Which) is { } id) return id;
        var open = (await muster.Get("/api/emergencies?open=true", stop)).GetProperty("emergencies").Deserialize<List<EmergencyView>>(Desk.Json)!;
        return open.Count == 1 ? open[0].Id : throw new VerbFailure(2, open.Count == 0
            ? "没有进行中的行动。 / No emergency is open: open one with `muster emergency open`."
            : "有几个行动在进行，请用 --emergency 指明：\n" + string.Join('\n', open.Select(e => $"{e.Id}  {e.Name}")));
    }

    private static Command Open()
    {
        var name = new Argument<string>("name") { Description = "what people will call it" };
        var area = new Option<string>("--area") { Description = "code or id of the area; all below it belongs to the emergency", Required = true };
        var covered = new Option<AreaLevel>("--covered") { Description = "the level of which no area may stay without people", DefaultValueFactory = _ => AreaLevel.Community };
        var document = new Option<string?>("--document") { Description = "document number; an urgent emergency needs one" };
        var standing = new Option<bool>("--standing") { Description = "peacetime: without check-in, passes and residents' data" };
        var verb = new Command("open", "open an emergency") { name, area, covered, document, standing, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var which = parse.GetValue(area)!;
            var found = await muster.Get(Guid.TryParse(which, out var areaId) ? $"/api/areas/{areaId}" : "/api/areas/code/" + Uri.EscapeDataString(which), stop);
            var act = new OpenEmergency(parse.GetValue(name)!, parse.GetValue(standing) ? EmergencyKind.Standing : EmergencyKind.Urgent, parse.GetValue(document),
                found.GetProperty("area").GetProperty("id").GetGuid(), parse.GetValue(covered));
            var id = await muster.Do(act, stop);
            Output.Show(parse, new { Emergency = id }, $"open: {act.Name} {id}");
            return 0;
        });
        return verb;
    }

    private static Command List()
    {
        var all = new Option<bool>("--all") { Description = "closed ones too" };
        var verb = new Command("list", "list emergencies") { all, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var json = await muster.Get("/api/emergencies" + (parse.GetValue(all) ? "" : "?open=true"), stop);
            var list = json.GetProperty("emergencies").Deserialize<List<EmergencyView>>(Desk.Json)!;
            Output.Show(parse, json, string.Join('\n', list.Select(e => $"{e.Id}  {(e.Open ? "open  " : "closed")}  {e.Name}  {e.AreaName}  {e.DocumentNumber}")));
            return 0;
        });
        return verb;
    }

    private static Command Show()
    {
        var verb = new Command("show", "show an emergency") { Which, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var json = await muster.Get($"/api/emergencies/{await Of(parse, muster, stop)}", stop);
            var e = json.Deserialize<EmergencyView>(Desk.Json)!;
            Output.Show(parse, json, $"{e.Name}  {e.Kind} {e.DocumentNumber}\n{e.AreaName}, every {e.CoveredLevel} covered\nopened {e.OpenedAt:u}{(e.ClosedAt is { } at ? $", closed {at:u}: {e.CloseReason}" : "")}");
            return 0;
        });
        return verb;
    }

    private static Command Close()
    {
        var reason = new Option<string>("--reason") { Description = "why it ends", Required = true };
        var verb = new Command("close", "close an emergency: what is open in it ends") { Which, reason, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var id = await muster.Do(new CloseEmergency(await Of(parse, muster, stop), parse.GetValue(reason)!), stop);
            Output.Show(parse, new { Emergency = id }, "closed");
            return 0;
        });
        return verb;
    }
}
