using System.CommandLine;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Muster.People;
using Muster.People.Exporting;
using Muster.Platform.Acts;

namespace Muster.Cli.People;

/// <summary><c>muster people …</c>: import spreadsheets of people, find people, export them.</summary>
internal static class PeopleVerbs
{
    public static Command Make() => new("people", "people: import from a spreadsheet, find, export") { Import(), Find(), Export(), Unmask(), Refused() };

    private static Command Import()
    {
        var file = new Argument<FileInfo>("file") { Description = "an xlsx, xls or csv file, with columns in any order and Chinese or English headers" };
        var dryRun = new Option<bool>("--dry-run") { Description = "do everything, count it, and take it back" };
        var origin = new Option<Origin?>("--origin") { Description = "origin of rows that do not say: City, County, Street, ReportingMember, Volunteer, LocalStaff" };
        var agency = new Option<string?>("--agency") { Description = "agency of rows that name none" };
        var verb = new Command("import", "import people; every row ends as stored, updated, unchanged or refused (exit code 1 when any was refused)")
            { file, dryRun, origin, agency, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            var path = parse.GetValue(file)!;
            if (!path.Exists) throw Unread(new VerbFailure(2, $"There is no file {path.FullName}."));
            var address = $"/api/people/imports?name={Uri.EscapeDataString(path.Name)}&dryRun={(parse.GetValue(dryRun) ? "true" : "false")}"
                + (parse.GetValue(origin) is { } o ? "&origin=" + o : "") + (parse.GetValue(agency) is { } a ? "&agency=" + Uri.EscapeDataString(a) : "");
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            return await Take(parse, muster, path, address, stop);
        });
        return verb;
    }

    private static async Task<int> Take(ParseResult parse, Connection muster, FileInfo path, string address, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        Guid job;
        ImportResult result;
        try
        {
            await using var content = path.OpenRead();
            job = (await muster.Post(address, new StreamContent(content), stop)).GetProperty("job").GetGuid();
            result = (await muster.Follow(job, stop)).Result!.Value.Deserialize<ImportResult>(Desk.Json)!;
        }
        catch (VerbFailure unread)
        {
            throw Unread(unread);
        }
        var refusals = (await muster.Get(result.Import is { } id ? $"/api/people/imports/{id}/refusals" : $"/api/people/dry-runs/{job}/refusals", CancellationToken.None))
            .GetProperty("refusals").Deserialize<ImportRefusal[]>(Desk.Json)!;
        Output.Show(parse, new
        {
            result.Import, result.DryRun, result.Rows, result.Stored, result.Updated, result.Unchanged, result.Refused,
            Refusals = refusals.Select(r => new { r.Sheet, r.Row, r.Cell, r.Code, Message = r.Message, r.MessageZh }),
            RefusalsListed = refusals.Length, RefusalsCut = refusals.Length < result.Refused,
            result.NewAgencies, result.AgenciesCreated, result.Reviews, result.Odd, result.Sheets, Seconds = Math.Round(clock.Elapsed.TotalSeconds, 2),
        }, Sentence(result, refusals, clock.Elapsed));
        return result.Refused > 0 ? 1 : 0;
    }

    /// <summary>The file could not be taken at all: the counts are there, all of them 0, and why.</summary>
    private static VerbFailure Unread(VerbFailure failure) => new(failure.ExitCode, failure.Message)
    {
        Rules = failure.Rules,
        Json = new { Rows = 0, Stored = 0, Updated = 0, Unchanged = 0, Refused = 0, Refusals = Array.Empty<object>(), failure.ExitCode, failure.Message, Fault = failure.Rules },
    };

    private static string Sentence(ImportResult result, ImportRefusal[] refusals, TimeSpan took)
    {
        var lines = new List<string>
        {
            $"{(result.DryRun ? "Dry run, nothing was kept: " : "")}{result.Rows:N0} rows: {result.Stored:N0} stored, {result.Updated:N0} updated, "
                + $"{result.Unchanged:N0} unchanged, {result.Refused:N0} refused; {took.TotalSeconds:0.0} s",
        };
        if (result.NewAgencies > 0) lines.Add($"agencies not seen before: {result.NewAgencies:N0} ({string.Join(", ", result.AgenciesCreated.Take(10))}{(result.NewAgencies > 10 ? ", …" : "")})");
        foreach (var sheet in result.Sheets.Where(s => s.Skipped)) lines.Add($"sheet {sheet.Name}: no column of names, not read");
        if (result.Rows == 0) lines.Add("There is a header, but no row below it.");
        lines.AddRange(result.Odd.Select(o => $"{o.Count:N0} × {o.Message} ({string.Join(", ", o.Cells)}{(o.Count > o.Cells.Count ? ", …" : "")})"));
        foreach (var (kind, count) in result.Reviews) lines.Add($"to be settled by a person: {count:N0} {kind}");
        lines.AddRange(refusals.Take(20).Select(r => $"  {r.Sheet}!{r.Cell} (row {r.Row}): {r.Message} [{r.Code}]"));
        if (result.Refused > 20) lines.Add(result.Import is { } id ? $"  … all of them: muster people refused {id} --out refused.xlsx" : "  …");
        return string.Join('\n', lines);
    }

    private static Command Find()
    {
        var text = new Argument<string>("text") { Description = "characters, pinyin or initials: 张三, zhangsan, zs" };
        var most = new Option<int>("--most") { Description = "how many at most", DefaultValueFactory = _ => 50 };
        var verb = new Command("find", "find people (exit code 1 when there is none)") { text, most, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var page = (await muster.Get($"/api/people?find={Uri.EscapeDataString(parse.GetValue(text)!)}&take={parse.GetValue(most)}", stop)).Deserialize<PeoplePage>(Desk.Json)!;
            Output.Show(parse, new { Count = page.People.Count, More = page.Next is not null, page.People },
                string.Join('\n', page.People.Select(p => $"{p.Name}  {p.Agency}  {p.JobTitle}  {p.Phone}  {p.Id}")));
            return page.People.Count > 0 ? 0 : 1;
        });
        return verb;
    }

    private static Command Export()
    {
        var output = new Option<FileInfo?>("--out") { Description = "the xlsx to write" };
        var full = new Option<bool>("--full") { Description = "with ID numbers and telephones: with --reason asks for it, with --request fetches what somebody else approved" };
        var reason = new Option<string?>("--reason") { Description = "why the numbers are needed" };
        var request = new Option<Guid?>("--request") { Description = "id of the approved request" };
        var verb = new Command("export", "write everybody into an xlsx, without numbers; with them it takes two people") { output, full, reason, request, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            if (parse.GetValue(request) is { } approved)
                return await Download(parse, HttpMethod.Post, $"/api/people/exports/{approved}/file.xlsx", parse.GetValue(output), stop);
            if (!parse.GetValue(full) || parse.GetValue(reason) is not { } why)
                return await Download(parse, HttpMethod.Get, $"/api/people/export.xlsx?full={(parse.GetValue(full) ? "true" : "false")}", parse.GetValue(output), stop);
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var id = await muster.Do(new AskExport(new PeopleFilter(), why), stop);
            Output.Show(parse, new { Request = id }, $"Asked for. An organiser has to approve it at /people/exports/{id}; then, within 24 hours: muster people export --request {id} --out FILE.");
            return 0;
        });
        return verb;
    }

    private static Command Unmask()
    {
        var person = new Argument<Guid>("person") { Description = "id of the person" };
        var reason = new Option<string>("--reason") { Description = "why; it goes on the audit trail", Required = true };
        var verb = new Command("unmask", "show one person's ID number, telephone and home in full") { person, reason, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction(async (parse, stop) =>
        {
            await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
            var shown = (await muster.Post($"/api/people/{parse.GetValue(person)}/unmask", JsonContent.Create(new { reason = parse.GetValue(reason) }), stop)).Deserialize<PersonInFull>(Desk.Json)!;
            Output.Show(parse, shown, $"{shown.IdNumber}  {shown.Phone}  {shown.HomeText}");
            return 0;
        });
        return verb;
    }

    private static Command Refused()
    {
        var import = new Argument<Guid>("import") { Description = "id of the import" };
        var output = new Option<FileInfo>("--out") { Description = "the xlsx to write", Required = true };
        var reason = new Option<string?>("--reason") { Description = "with numbers in full, for this reason; without it they are masked" };
        var verb = new Command("refused", "write the refused rows of an import into the spreadsheet they came in, with a column of reasons")
            { import, output, reason, Verbs.Store, Verbs.Postgres, Verbs.Json };
        verb.SetAction((parse, stop) => Download(parse, parse.GetValue(reason) is null ? HttpMethod.Get : HttpMethod.Post, $"/api/people/imports/{parse.GetValue(import)}/refused.xlsx", parse.GetValue(output)!, stop,
            parse.GetValue(reason) is { } why ? JsonContent.Create(new { reason = why }) : null));
        return verb;
    }

    private static async Task<int> Download(ParseResult parse, HttpMethod method, string address, FileInfo? to, CancellationToken stop, HttpContent? content = null)
    {
        if (to is null) throw new VerbFailure(2, "Say with --out which file to write.");
        await using var muster = await Connection.Open(parse.GetValue(Verbs.Store), parse.GetValue(Verbs.Postgres), stop);
        using var asked = new HttpRequestMessage(method, address) { Content = content };
        using var response = await muster.Http.SendAsync(asked, HttpCompletionOption.ResponseHeadersRead, stop);
        if (response.StatusCode == System.Net.HttpStatusCode.UnprocessableEntity) await Connection.Refuse(response, stop);
        if (!response.IsSuccessStatusCode) throw new VerbFailure(response.StatusCode == System.Net.HttpStatusCode.NotFound ? 2 : 3, $"The server answered {(int)response.StatusCode}.");
        await using (var file = to.Create()) await response.Content.CopyToAsync(file, stop);
        to.Refresh();
        Output.Show(parse, new { File = to.FullName, Bytes = to.Length }, $"{to.FullName}, {to.Length:N0} bytes");
        return 0;
    }
}
