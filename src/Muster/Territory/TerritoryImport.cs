using System.CommandLine;
using System.Text.Json;
using Muster.Platform.Acts;
using Muster.Territory.Importing;

namespace Muster.Cli.Territory;

/// <summary><c>muster area import</c> and <c>muster post import</c>: a spreadsheet, every row accounted for.</summary>
internal static class TerritoryImport
{
    private const int RefusalsPrinted = 20;

    public static Command Areas() => Make("read areas or a re-cut from a spreadsheet (xlsx, xls, csv); formats: samples/README.md", posts: false);

    public static Command Posts() => Make("read posts from a spreadsheet (xlsx, xls, csv); format: samples/README.md", posts: true);

    private static Command Make(string description, bool posts)
    {
        var file = new Argument<FileInfo>("file") { Description = "the spreadsheet" };
        var table = new Option<TerritoryTable?>("--table") { Description = "what it holds, where the header leaves doubt" };
        var dryRun = new Option<bool>("--dry-run") { Description = "do everything, count it, and take it back" };
        var verb = new Command("import", description) { file, table, dryRun, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            var from = parse.GetValue(file)!;
            if (!from.Exists) throw new VerbFailure(2, $"There is no file {from.FullName}.");
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var what = posts ? TerritoryTable.Posts : parse.GetValue(table);
            await using var stream = from.OpenRead();
            var started = await muster.Post($"/api/territory/imports?name={Uri.EscapeDataString(from.Name)}" + (what is { } t ? $"&table={t}" : "") + (parse.GetValue(dryRun) ? "&dryRun=true" : ""),
                new StreamContent(stream), stop);
            var view = await muster.Follow(started.GetProperty("job").GetGuid(), stop);
            var report = view.Result!.Value.Deserialize<ImportReport>(Desk.Json)!;
            Output.Show(parse, report, $"{(report.Rehearsed is null ? "" : "Dry run, nothing was kept: ")}{report.Table}: {report.Rows} rows = {report.Stored} stored + {report.Updated} updated + {report.Unchanged} unchanged + {report.Refused} refused"
                + string.Concat(report.Refusals.Take(RefusalsPrinted).Select(r => $"\n{r.Cell ?? "row " + r.Row}: {r.Message} / {r.English}"))
                + (report.Refused > RefusalsPrinted ? $"\nand {report.Refused - RefusalsPrinted} more (--json shows all)" : ""));
            return report.Refused == 0 ? 0 : 1;
        });
        return verb;
    }
}

/// <summary><c>muster post …</c>.</summary>
internal static class PostVerbs
{
    public static Command Make() => new("post", "posts: the places in an area where people are needed") { TerritoryImport.Posts() };
}
