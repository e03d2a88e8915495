using System.CommandLine;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Muster.Platform.Acts;
using Muster.Territory;
using Muster.Territory.Loading;

namespace Muster.Cli.Territory;

/// <summary><c>muster area …</c>: load the register, find and show areas.</summary>
internal static class AreaVerbs
{
    public static Command Make() => new("area", "areas: load from the national register, read from a spreadsheet, find, show") { Load(), TerritoryImport.Areas(), Find(), Show() };

    private static Command Load()
    {
        var province = Codes("--province", "two-digit code of a province; several may be given");
        var county = Codes("--county", "six-digit code of a county, with all above and below it");
        var code = Codes("--code", "any code of 2, 4, 6, 9 or 12 digits (a street has 9), with all above and below it");
        var nation = new Option<bool>("--nation") { Description = "everything: 666,000 areas" };
        var verb = new Command("load", "load areas of the national register; loading again adds only what is new")
            { province, county, code, nation, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            string[] codes = [.. parse.GetValue(province) ?? [], .. parse.GetValue(county) ?? [], .. parse.GetValue(code) ?? []];
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var clock = Stopwatch.StartNew();
            var started = await muster.Post("/api/areas/load", JsonContent.Create(new LoadAreas(codes, parse.GetValue(nation)), options: Desk.Json), stop);
            var view = await muster.Follow(started.GetProperty("job").GetGuid(), stop);
            var loaded = view.Result!.Value.Deserialize<LoadedAreas>(Desk.Json)!;
            Output.Show(parse, new
            {
                loaded.Areas, loaded.Added, loaded.Kept, loaded.LeftOut, loaded.Communities, loaded.Keys,
                Seconds = Math.Round(clock.Elapsed.TotalSeconds, 2),
            }, $"{loaded.Added:N0} areas added, {loaded.Kept:N0} were here, {loaded.Communities:N0} communities asked for, {clock.Elapsed.TotalSeconds:0.0} s");
            return 0;
        });
        return verb;
    }

    private static Command Find()
    {
        var text = new Argument<string>("text") { Description = "characters, pinyin, initials or code: 三林, sanlin, sl, 310115" };
        var level = new Option<AreaLevel?>("--level") { Description = "only areas of this level" };
        var under = new Option<string?>("--under") { Description = "only below the area of this code" };
        var most = new Option<int>("--most") { Description = "how many at most", DefaultValueFactory = _ => 50 };
        var verb = new Command("find", "find areas") { text, level, under, most, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var path = parse.GetValue(under) is { } code ? (await Area(muster, code, stop)).GetProperty("area").GetProperty("path").GetString() : "";
            var query = $"/api/areas?q={Uri.EscapeDataString(parse.GetValue(text)!)}&under={path}&size={parse.GetValue(most)}"
                + (parse.GetValue(level) is { } l ? "&level=" + l : "");
            var found = (await muster.Get(query, stop)).Deserialize<Found<AreaHit>>(Desk.Json)!;
            Output.Show(parse, new
            {
                Count = found.Items.Count, More = found.Next is not null,
                Areas = found.Items.Select(h => new { h.Area.Id, h.Area.Code, h.Area.Level, h.Area.Name, h.Above }),
            }, string.Join('\n', found.Items.Select(h => $"{h.Area.Code ?? "-",-12} {h.Area.Level,-9} {string.Join(' ', h.Above.Append(h.Area.Name))}")));
            return found.Items.Count > 0 ? 0 : 1;
        });
        return verb;
    }

    private static Command Show()
    {
        var which = new Argument<string>("area") { Description = "a code (42, 420102, …) or an id" };
        var verb = new Command("show", "show an area: what is above and below it, its facts, what it became") { which, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var json = await Area(muster, parse.GetValue(which)!, stop);
            var view = json.Deserialize<AreaView>(Desk.Json)!;
            Output.Show(parse, json, $"""
                {string.Join(' ', view.Above.Select(a => a.Name).Append(view.Area.Name))}  {view.Area.Level} {view.Area.Code}
                below: {(view.Below.Count == 0 ? "nothing" : string.Join(", ", view.Below.Select(b => $"{b.Value:N0} {b.Key}")))}; posts: {view.Posts}
                residents {view.Area.Residents?.ToString("N0") ?? "unknown"}, households {view.Area.Households?.ToString("N0") ?? "unknown"}, local staff {view.Area.LocalStaff?.ToString() ?? "unknown"}
                {(view.Area.Latitude is null ? "no coordinates" : $"{view.Area.Latitude}, {view.Area.Longitude} {view.Area.Datum}{(view.Area.Approximate ? " (approximate)" : "")}")}
                """);
            return 0;
        });
        return verb;
    }

    private static Task<JsonElement> Area(Connection muster, string which, CancellationToken stop) =>
        muster.Get(Guid.TryParse(which, out var id) ? $"/api/areas/{id}" : $"/api/areas/code/{Uri.EscapeDataString(which)}", stop);

    private static Option<string[]> Codes(string name, string description) => new(name) { Description = description, AllowMultipleArgumentsPerToken = true };
}
