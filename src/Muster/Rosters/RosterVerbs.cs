using System.CommandLine;
using Muster.Rosters.Patterns;
using Muster.Rosters.Posts;

namespace Muster.Cli.Rosters;

/// <summary><c>muster roster …</c>: times of posts, patterns, holidays.</summary>
internal static class RosterVerbs
{
    public static Command Make() => new("roster", "who stands at which post when") { SolveRoster.Make(), CheckRoster.Make(), Times(), Pattern(), Holidays() };

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
