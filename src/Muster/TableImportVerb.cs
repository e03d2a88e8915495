using System.CommandLine;
using System.Text.Json;
using Muster.Platform.Acts;
using Muster.Platform.Importing;

namespace Muster.Cli;

/// <summary>A verb that imports a spreadsheet of records, every row accounted for.</summary>
internal static class TableImportVerb
{
    private const int RefusalsPrinted = 20;

    /// <param name="api">The address of the import, once the verb is connected.</param>
    public static Command Make(string name, string description, Func<ParseResult, Connection, CancellationToken, Task<string>> api, params Option[] options)
    {
        var file = new Argument<FileInfo>("file") { Description = "an xlsx, xls or csv file, with columns in any order and Chinese or English headers" };
        var dryRun = new Option<bool>("--dry-run") { Description = "do everything, count it, and take it back" };
        var output = new Option<FileInfo?>("--refused") { Description = "write the refused rows into this xlsx, as they came, with a column of reasons" };
        var verb = new Command(name, description) { file, dryRun, output, Verbs.Store, Verbs.Postgres, Verbs.Json };
        foreach (var option in options) verb.Add(option);
        verb.SetAction(async (parse, stop) =>
        {
            var from = parse.GetValue(file)!;
            if (!from.Exists) throw new VerbFailure(2, $"There is no file {from.FullName}.");
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            await using var stream = from.OpenRead();
            var place = await api(parse, muster, stop);
            var address = $"{place}{(place.Contains('?', StringComparison.Ordinal) ? '&' : '?')}name={Uri.EscapeDataString(from.Name)}&dryRun={(parse.GetValue(dryRun) ? "true" : "false")}";
            var job = (await muster.Post(address, new StreamContent(stream), stop)).GetProperty("job").GetGuid();
            var report = (await muster.Follow(job, stop)).Result!.Value.Deserialize<TableReport>(Desk.Json)!;
            if (parse.GetValue(output) is { } refused && report.Refused > 0) await muster.Save($"/api/imports/{job}/refused.xlsx", refused, stop);
            Output.Show(parse, report, $"{(report.DryRun ? "Dry run, nothing was kept: " : "")}{report.Table}: {report.Rows} rows = {report.Stored} stored + {report.Updated} updated + {report.Unchanged} unchanged + {report.Refused} refused"
                + string.Concat(report.Notes.Select(n => $"\n{n.Zh} / {n.En}"))
                + string.Concat(report.Refusals.Take(RefusalsPrinted).Select(r => $"\n{r.Cell}: {r.Message} / {r.English}"))
                + (report.Refused > RefusalsPrinted ? $"\nand {report.Refused - RefusalsPrinted} more (--json or --refused shows all)" : ""));
            return report.Refused == 0 ? 0 : 1;
        });
        return verb;
    }
}
