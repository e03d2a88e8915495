using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Muster.Placements.Cards;
using Muster.Placements.Cards.Documents;
using Muster.Platform.Acts;

namespace Muster.Cli.Placements;

/// <summary><c>muster card …</c>: issue the cards of a published plan, take them and the other documents along as files.</summary>
internal static class CardVerbs
{
    public static Command Make() => new("card", "cards of posts and people, dispatch order, lists") { Issue(), Export() };

    private static readonly Option<Guid> Plan = new("--plan") { Description = "id of the plan", Required = true };

    private static Command Issue()
    {
        var area = new Option<Guid?>("--area") { Description = "only this area and below (id)" };
        var kind = new Option<CardKind?>("--kind") { Description = "only cards of posts, areas or people" };
        var verb = new Command("issue", "issue the cards of every post and person of a published plan; again later, only changed ones are replaced")
            { Plan, area, kind, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var clock = Stopwatch.StartNew();
            var started = await muster.Post($"/api/plans/{parse.GetValue(Plan)}/cards/issue?{(parse.GetValue(area) is { } below ? $"area={below}&" : "")}{(parse.GetValue(kind) is { } only ? $"kind={only}" : "")}", null, stop);
            var view = await muster.Follow(started.GetProperty("job").GetGuid(), stop);
            var issued = view.Result!.Value.Deserialize<IssuedCards>(Desk.Json)!;
            Output.Show(parse, new
            {
                issued.Posts, issued.Areas, issued.People, issued.Unchanged, issued.Replaced, issued.Withdrawn, issued.Links,
                Seconds = Math.Round(clock.Elapsed.TotalSeconds, 3),
            }, $"{issued.Posts:N0} post cards, {issued.Areas:N0} of communities, {issued.People:N0} of people; {issued.Unchanged:N0} unchanged, "
                + $"{issued.Replaced:N0} replaced, {issued.Withdrawn:N0} withdrawn; {clock.Elapsed.TotalSeconds:0.00} s");
            return 0;
        });
        return verb;
    }

    private static Command Export()
    {
        var kind = new Option<PaperKind>("--kind") { Description = "posts or people (cards: docx, pdf), order (docx), lists (xlsx)", Required = true };
        var output = new Option<FileInfo>("--out") { Description = "the file to write; its ending chooses the format", Required = true };
        var area = new Option<Guid?>("--area") { Description = "only cards of this area and below (id)" };
        var english = new Option<bool>("--english") { Description = "in English instead of Chinese" };
        var verb = new Command("export", "write cards, dispatch order or lists to a file") { Plan, kind, output, area, english, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            var file = parse.GetValue(output)!;
            var format = file.Extension.TrimStart('.').ToLowerInvariant();
            if (!Enum.TryParse<PaperFormat>(format, ignoreCase: true, out _)) throw new VerbFailure(2, $"A file ends in .docx, .xlsx or .pdf, not in “{file.Extension}”.");
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var clock = Stopwatch.StartNew();
            var below = parse.GetValue(area);
            var language = "lang=" + (parse.GetValue(english) ? "en" : "zh") + (below is null ? "" : $"&area={below}");
            string path;
            if (format == "pdf")
            {
                var started = await muster.Post($"/api/plans/{parse.GetValue(Plan)}/cards/print/{parse.GetValue(kind).ToString().ToLowerInvariant()}?{language}", null, stop);
                path = $"/api/prints/{(await muster.Follow(started.GetProperty("job").GetGuid(), stop)).Id}";
            }
            else path = $"/api/plans/{parse.GetValue(Plan)}/cards/files/{parse.GetValue(kind).ToString().ToLowerInvariant()}.{format}?{language}";
            var (bytes, headers) = await muster.Save(path, file, stop);
            var withoutCodes = headers.Contains(Papers.WithoutCodes);
            if (withoutCodes) Console.Error.WriteLine("The cards carry no QR codes: no public address is known. Maybe set MUSTER_ADDRESS, or run muster serve.");
            Output.Show(parse, new { File = file.FullName, Bytes = bytes, Codes = !withoutCodes, Seconds = Math.Round(clock.Elapsed.TotalSeconds, 2) }, $"{file.FullName}: {bytes:N0} bytes, {clock.Elapsed.TotalSeconds:0.0} s");
            return 0;
        });
        return verb;
    }
}
