using Muster.Platform.Files;
using System.Diagnostics;
using System.Net;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Microsoft.Extensions.DependencyInjection;
using Muster.Placements.Cards;
using Muster.Placements.Cards.Documents;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.App.Tests.Placements.Cards;

public sealed class PapersTests
{
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_districts_cards_order_and_lists_open_again_and_hold_every_name(Engine engine)
    {
        await using var district = await District.Make(engine);
        var issued = await district.Test.Do(new IssueCards(district.Emergency));
        Assert.Equal((District.Posts, 0, District.People, District.People), (issued.Posts, issued.Areas, issued.People, issued.Links));
        var (app, owner, stranger) = await district.Serve();
        await using var _ = app;

        foreach (var (file, names) in ((string, int)[])[("posts.docx", District.People), ("people.docx", District.People), ("order.docx", District.People)])
        {
            using var document = WordprocessingDocument.Open(await owner.GetStreamAsync($"/api/plans/{district.Plan}/cards/files/{file}"), false);
            var text = document.MainDocumentPart!.Document.InnerText;
            Assert.All(Enumerable.Range(0, names), i => Assert.Contains(District.Name(i), text, StringComparison.Ordinal));
            if (file != "order.docx") Assert.NotEmpty(document.MainDocumentPart.ImageParts);
        }
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync($"/api/plans/{district.Plan}/cards/files/posts.docx")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await stranger.GetAsync($"/plans/{district.Plan}/cards/posts")).StatusCode);
        await using var store = await district.Test.Stores.Open();
        Assert.Equal(3, await store.Sql.Number($"select count(*) from audit_entry where act = '{nameof(ExportPlan)}'", default));
    }

    [Fact]
    public async Task The_lists_are_four_sheets_and_no_cell_is_a_formula()
    {
        await using var district = await District.Make(Engine.Sqlite);
        var (app, owner, _) = await district.Serve();
        await using var served = app;
        using var file = SpreadsheetDocument.Open(await owner.GetStreamAsync($"/api/plans/{district.Plan}/cards/files/lists.xlsx"), false);
        var sheets = file.WorkbookPart!.Workbook.Descendants<DocumentFormat.OpenXml.Spreadsheet.Sheet>().ToList();
        Assert.Equal(["按属地", "按单位", "预备队", "缺口"], sheets.Select(s => s.Name!.Value));
        var rows = sheets.Select(s => ((WorksheetPart)file.WorkbookPart.GetPartById(s.Id!)).Worksheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Row>().Count() - 1);
        Assert.Equal([District.People, District.People, District.Reserve, 1], rows);
        Assert.All(file.WorkbookPart.WorksheetParts, part => Assert.Empty(part.Worksheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.CellFormula>()));
        Assert.Contains(file.WorkbookPart.WorksheetParts, part => part.Worksheet.InnerText.Contains("=HYPERLINK(1)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_documents_follow_the_format_and_name_chinese_faces()
    {
        await using var town = await CardTown.Make(Engine.Sqlite);
        await town.Issue();
        foreach (var make in (Func<Stream, Task>[])
        [
            async stream => new CardsDocx(Chinese, "https://muster.example").Write(stream, "岗位", await town.All(CardKind.Post, CardKind.Area)),
            async stream => new CardsDocx(Chinese, null).Write(stream, "个人\u0001", await town.All(CardKind.Person)),
            async stream =>
            {
                var rows = new PlanRows(town.Test.Stores);
                await new OrderDocx(rows).Write(stream, (await rows.Paper(town.Plan, default))!, Chinese, default);
            },
        ])
        {
            using var stream = new MemoryStream();
            await make(stream);
            using var document = WordprocessingDocument.Open(stream, false);
            var errors = new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2013).Validate(document).Select(e => $"{e.Path?.XPath}: {e.Description}").Distinct().Take(5);
            Assert.Empty(errors);
            var faces = document.MainDocumentPart!.Document.Descendants<RunFonts>().Select(f => f.EastAsia!.Value).Distinct().Order(StringComparer.Ordinal);
            Assert.Equal(["宋体", "黑体"], faces);
        }
    }

    /// <summary>As somebody without Word opens it. LibreOffice is put in place by bin/test; its absence is an error there.</summary>
    [Fact]
    public async Task LibreOffice_shows_two_posts_or_eight_people_on_a_page()
    {
        await using var district = await District.Make(Engine.Sqlite);
        await district.Test.Do(new IssueCards(district.Emergency));
        var (app, owner, _) = await district.Serve();
        await using var served = app;
        var community = district.Areas.First(a => a.Level == Muster.Territory.AreaLevel.Community).Id;
        var folder = Directory.CreateTempSubdirectory("muster-docx-").FullName;
        try
        {
            foreach (var (kind, cards, perPage) in ((string, int, int)[])[("posts", 7, 2), ("people", 53, 8)])
            {
                await File.WriteAllBytesAsync(Path.Combine(folder, kind + ".docx"), await owner.GetByteArrayAsync($"/api/plans/{district.Plan}/cards/files/{kind}.docx?area={community}"));
                await Run("soffice", $"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf", "--outdir", folder, Path.Combine(folder, kind + ".docx"));
                await Run("pdftotext", "-layout", Path.Combine(folder, kind + ".pdf"), Path.Combine(folder, kind + ".txt"));
                var pages = (await File.ReadAllTextAsync(Path.Combine(folder, kind + ".txt"))).TrimEnd('\f', '\n').Split('\f');
                Assert.Equal((cards + perPage - 1) / perPage, pages.Length);
                Assert.All(pages.SkipLast(1), page => Assert.Equal(perPage, page.Split(kind == "posts" ? "岗-" : "人-").Length - 1));
                Assert.Contains("=HYPERLINK(1)", string.Concat(pages), StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Cards_are_printed_by_a_job_that_can_be_stopped_and_the_file_is_gone_after_half_an_hour()
    {
        await using var district = await District.Make(Engine.Sqlite);
        await district.Test.Do(new IssueCards(district.Emergency));
        var (app, owner, stranger) = await district.Serve();
        await using var served = app;
        var jobs = app.Services.GetRequiredService<Muster.Platform.Jobs.JobBoard>();
        async Task<Guid> Start(string what)
        {
            using var answer = await owner.PostAsync($"/api/plans/{district.Plan}/cards/print/{what}", null);
            return System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("job").GetGuid();
        }

        var stopped = await Start("people");
        jobs.Cancel(stopped);
        Assert.Equal(Muster.Platform.Jobs.JobState.Cancelled, (await jobs.Wait(stopped)).State);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync($"/api/prints/{stopped}")).StatusCode);

        var community = district.Areas.First(a => a.Level == Muster.Territory.AreaLevel.Community).Id;
        var printed = await Start($"people?area={community}");
        var ended = await jobs.Wait(printed);
        Assert.True(ended.State == Muster.Platform.Jobs.JobState.Done, ended.Message);
        Assert.Equal(7, ended.Result!.Value.GetProperty("pages").GetInt32());
        var twice = await Task.WhenAll(owner.GetByteArrayAsync($"/api/prints/{printed}"), owner.GetByteArrayAsync($"/prints/{printed}"));
        Assert.Equal("%PDF", System.Text.Encoding.ASCII.GetString(twice[0], 0, 4));
        Assert.Equal(twice[0], twice[1]);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync($"/api/prints/{printed}")).StatusCode);
        district.Test.Clock.Advance(Printing.KeptFor);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync($"/api/prints/{printed}")).StatusCode);
        Assert.Equal(["paper-unknown"], await Codes($"/api/plans/{district.Plan}/cards/print/nonsense"));

        async Task<string[]> Codes(string path)
        {
            using var answer = await owner.PostAsync(path, null);
            return [.. System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("refused").EnumerateArray().Select(r => r.GetProperty("code").GetString()!)];
        }
    }

    [Fact]
    public async Task What_cannot_be_made_is_refused_with_the_reason()
    {
        await using var town = await CardTown.Make(Engine.Sqlite);
        async Task<string[]> Refusals(ExportPlan export) => [.. (await Assert.ThrowsAsync<Refused>(() => town.Test.Do(export))).Rules.Select(r => r.Code)];
        Assert.Equal(["no-cards"], await Refusals(new ExportPlan(town.Plan, PaperKind.Posts, PaperFormat.Docx)));
        Assert.Equal(["format-wrong"], await Refusals(new ExportPlan(town.Plan, PaperKind.Order, PaperFormat.Pdf)));
        Assert.Equal(["plan-missing"], await Refusals(new ExportPlan(Guid.Empty, PaperKind.Lists, PaperFormat.Xlsx)));
        Assert.Equal(["too-many-cards"], PaperRules.Exportable(new ExportPlan(town.Plan, PaperKind.People, PaperFormat.Pdf), new Muster.Placements.Plan(), 4_001).Select(r => r.Code));
    }

    private static Muster.Platform.Ui.Language.Tongue Chinese { get; } = new Muster.Platform.Ui.Language.Texts().In(Muster.Platform.Ui.Language.Texts.Chinese);

    private static async Task Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {said[0]} {said[1]}");
    }
}
