using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using Muster.Platform.Acts;
using Muster.Rosters;
using Muster.Rosters.Filling;
using Muster.Rosters.Patterns;
using Muster.Rosters.Posts;

namespace Muster.Cli.Rosters;

/// <summary><c>muster roster …</c>: rosters of the store, times of posts, patterns, holidays.</summary>
internal static class RosterVerbs
{
    public static Command Make() => new("roster", "who stands at which post when") { SolveRoster.Make(), CheckRoster.Make(), RepairRoster.Make(), ExplainRoster.Make(), Begin(), Fill(), Publish(), Show(), Problem(), Times(), Pattern(), Holidays() };

    private static readonly Option<Guid?> Emergency = new("--emergency") { Description = "id of the emergency: each community of it, or each of its drafts" };
    private static readonly Option<Guid?> Roster = new("--roster") { Description = "id of one roster" };

    private static Command Begin()
    {
        var emergency = new Option<Guid>("--emergency") { Description = "id of the emergency", Required = true };
        var area = new Option<Guid?>("--area") { Description = "id of the area (default: each community of the emergency)" };
        var from = new Option<DateOnly>("--from") { Description = "first day, e.g. 2020-02-19", Required = true };
        var days = new Option<int>("--days") { Description = "how many days", DefaultValueFactory = _ => 14 };
        var verb = new Command("make", "begin draft rosters, every turn open") { emergency, area, from, days, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var made = await muster.Do(new MakeRosters(parse.GetValue(emergency), parse.GetValue(from), parse.GetValue(days), parse.GetValue(area)), stop);
            Output.Show(parse, new { Rosters = made }, string.Join('\n', made));
            return 0;
        });
        return verb;
    }

    private static Command Fill()
    {
        var steps = new Option<long?>("--steps") { Description = "most neighbourhoods the optimiser tries for each roster (default: by size)" };
        var seconds = new Option<double?>("--seconds") { Description = "most seconds for each roster, with a proved bound (default: by steps, several rosters at once)" };
        var verb = new Command("fill", "fill draft rosters; locked turns stay") { Roster, Emergency, steps, seconds, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var asked = new FillAsked(parse.GetValue(Roster) is { } one ? [one] : null, parse.GetValue(Emergency), parse.GetValue(steps), parse.GetValue(seconds));
            var job = (await muster.Post("/api/rosters/fill", JsonContent.Create(asked, options: Desk.Json), stop)).GetProperty("job").GetGuid();
            var done = (await muster.Follow(job, stop)).Result!.Value.Deserialize<RostersFilled>(Desk.Json)!;
            Output.Show(parse, done, $"{done.Rosters:N0} rosters: {done.Filled:N0} of {done.Turns:N0} turns filled, {done.Open:N0} open with their reason; cost {done.Cost:N0}, bound {done.Bound?.ToString("N0") ?? "–"}, gap {done.Gap?.ToString("P2") ?? "–"}; {done.Seconds:0.00} s");
            return 0;
        });
        return verb;
    }

    private static Command Publish()
    {
        var verb = new Command("publish", "bring draft rosters into force; every hard rule is checked again") { Roster, Emergency, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var done = await muster.Do(new PublishRosters([.. (await Lines(parse, muster, stop)).Where(r => r.State == RosterState.Draft).Select(r => r.Id)]), stop);
            Output.Show(parse, done, $"{done.Rosters:N0} rosters published: {done.Turns:N0} turns, {done.People:N0} people told, {done.Covered:N0} of {done.Bands:N0} bands covered");
            return 0;
        });
        return verb;
    }

    private static Command Show()
    {
        var verb = new Command("show", "rosters with their figures and the check of every hard rule; exit code 1 where one is broken") { Roster, Emergency, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var shown = new List<object>();
            var (text, holds) = (new System.Text.StringBuilder(), true);
            foreach (var line in await Lines(parse, muster, stop))
            {
                var check = (await muster.Get($"/api/rosters/{line.Id}/check", stop)).Deserialize<RosterChecked>(Desk.Json)!;
                shown.Add(new { line.Id, line.Area, line.Name, line.StartsOn, line.Days, line.State, line.Turns, line.Open, line.People, Check = check });
                text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{line.Id} {line.Area} {line.Name} {line.State}: {check.Covered:N0} of {check.Bands:N0} bands covered, {line.Open:N0} of {line.Turns:N0} turns open, {check.Findings.Count:N0} rules broken");
                holds &= check.Holds;
            }
            Output.Show(parse, shown, text.ToString().TrimEnd());
            return holds ? 0 : 1;
        });
        return verb;
    }

    private static Command Problem()
    {
        var folder = new Option<string>("--out") { Description = "folder for the files, one of each roster, named by its id", Required = true };
        var verb = new Command("problem", "write rosters as problem files, without names: for roster solve, or to report a mistake") { Roster, Emergency, folder, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var files = new List<string>();
            foreach (var line in await Lines(parse, muster, stop))
            {
                files.Add(Path.Combine(Directory.CreateDirectory(parse.GetRequiredValue(folder)).FullName, line.Id + ".json"));
                await muster.Save($"/api/rosters/{line.Id}/problem", new FileInfo(files[^1]), stop);
            }
            Output.Show(parse, new { Files = files }, string.Join('\n', files));
            return 0;
        });
        return verb;
    }

    private static async Task<IReadOnlyList<RosterLine>> Lines(ParseResult parse, Connection muster, CancellationToken stop)
    {
        if (parse.GetValue(Roster) is { } one) return [(await muster.Get($"/api/rosters/{one}", stop)).Deserialize<RosterLine>(Desk.Json)!];
        if (parse.GetValue(Emergency) is not { } emergency) throw new VerbFailure(2, "Say which: --roster or --emergency.");
        return (await muster.Get($"/api/rosters/of/{emergency}", stop)).Deserialize<RosterLine[]>(Desk.Json)!;
    }

    private static Command Times()
    {
        var post = new Option<Guid>("--post") { Description = "id of the post", Required = true };
        var bands = new Option<string>("--bands") { Description = "one band to a line or with ; between: Night 00:00-08:00 1-2 daily leader", Required = true };
        var set = new Command("set", "say when people are needed at a post") { post, bands, Verbs.Store, Verbs.Postgres, Verbs.Json };
        set.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var changed = await muster.Do(new SetPostTimes(parse.GetValue(post), parse.GetValue(bands)!), stop);
            Output.Show(parse, new { Changed = changed }, $"{changed} bands began or ended");
            return 0;
        });
        return new("times", "when people are needed at posts")
        {
            set, TableImportVerb.Make("import", "read times of posts from a spreadsheet, one line per band (number or area and post, band, from, to, days, needed, target, leader, skill)", (_, _, _) => Task.FromResult("/api/post-times/imports")),
        };
    }

    private static Command Pattern()
    {
        var area = new Option<Guid>("--area") { Description = "id of the area: a community, or the ground of an emergency", Required = true };
        var pattern = new Option<string?>("--pattern") { Description = "three-shifts, twelve-hours, two-halves, day, nights, patrol, workdays, or the id of one's own (default: the template of each kind of post)" };
        var kinds = new Option<string[]>("--kind") { Description = "only posts of this kind; several may be given", AllowMultipleArgumentsPerToken = true };
        var replace = new Option<bool>("--replace") { Description = "also posts that have times already" };
        var verb = new Command("pattern", "set the times of all posts of an area and below from a pattern") { area, pattern, kinds, replace, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var done = await muster.Do(new ApplyPattern(parse.GetValue(area), parse.GetValue(pattern), parse.GetValue(kinds), parse.GetValue(replace)), stop);
            Output.Show(parse, done, $"{done.Posts:N0} posts: {done.Set:N0} set ({done.Times:N0} bands), {done.Kept:N0} kept their times, {done.Without:N0} without a pattern for their kind");
            return 0;
        });
        return verb;
    }

    private static Command Holidays() => new("holidays", "public holidays")
    {
        TableImportVerb.Make("import", "read public holidays and days worked in their stead from a spreadsheet (day, name, off or work)", (_, _, _) => Task.FromResult("/api/holidays/imports")),
    };
}
