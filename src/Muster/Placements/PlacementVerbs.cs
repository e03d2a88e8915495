using System.CommandLine;
using Muster.Placements;
using Muster.Platform.Acts;

namespace Muster.Cli.Placements;

/// <summary><c>muster placement …</c>: changes to what is in force, each a record of its own; the published plan stays as it was.</summary>
internal static class PlacementVerbs
{
    private static readonly Option<Guid> Emergency = new("--emergency") { Description = "id of the emergency", Required = true };
    private static readonly Option<Guid[]> People = new("--person") { Description = "id of a person; several may be given", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string> Reason = new("--reason") { Description = "why; stands in the record and on the trail", Required = true };
    private static readonly Option<DateTimeOffset?> At = new("--at") { Description = "from when, e.g. 2020-02-18T08:00+08:00 (default: now)" };

    public static Command Make() => new("placement", "what is in force: place people, call them back, put them back among those a plan may place") { Place(), Recall(), Readmit() };

    private static Command Place()
    {
        var area = new Option<Guid>("--area") { Description = "id of the area", Required = true };
        var post = new Option<Guid?>("--post") { Description = "id of the post in it" };
        var until = new Option<DateTimeOffset?>("--until") { Description = "until when (default: open-ended)" };
        var verb = new Command("place", "place people in one place, all or nothing; the rules of a plan hold") { Emergency, People, area, post, At, until, Reason, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction((parse, stop) => Do(parse, new PlacePeople(parse.GetValue(Emergency), parse.GetValue(People)!, parse.GetValue(area), parse.GetValue(post), Moment(parse),
            parse.GetValue(until), parse.GetValue(Reason)!), done => (done.Placements, "placed"), stop));
        return verb;
    }

    private static Command Recall()
    {
        var over = new Option<bool>("--over") { Description = "their service is over, rather than called back by their agency" };
        var verb = new Command("recall", "end the placements of people; they go to the reserve list with the reason") { Emergency, People, At, Reason, over, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction((parse, stop) => Do(parse, new EndPlacements(parse.GetValue(Emergency), parse.GetValue(People)!, Moment(parse), parse.GetValue(Reason)!, !parse.GetValue(over)),
            done => (done.Placements, "ended"), stop));
        return verb;
    }

    private static Command Readmit()
    {
        var verb = new Command("readmit", "put people who were called back, relieved or lost back among those a plan may place") { Emergency, People, Reason, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction((parse, stop) => Do(parse, new ReadmitPeople(parse.GetValue(Emergency), parse.GetValue(People)!, parse.GetValue(Reason)!), done => (done.People, "readmitted"), stop));
        return verb;
    }

    private static DateTimeOffset Moment(ParseResult parse) => parse.GetValue(At) ?? TimeProvider.System.GetUtcNow();

    private static async Task<int> Do<T>(ParseResult parse, Act<T> act, Func<T, (int People, string Word)> told, CancellationToken stop) where T : notnull
    {
        await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
        var (people, word) = told(await muster.Do(act, stop));
        Output.Show(parse, new Dictionary<string, int> { [word] = people }, $"{InEnglish.People(people)} {word}");
        return 0;
    }
}
