using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Muster.Placements.Cards.Pages;
using Muster.Platform.Acts;
using Muster.Platform.Doors;
using Muster.Platform.Files;
using Muster.Platform.Identity;
using Muster.Platform.Ui.Showing;

namespace Muster.Placements.Cards.Documents;

/// <summary>Answers a request for a file of a plan: notes it, makes it in a scratch file, sends it.</summary>
public sealed class Papers(Desk desk, CardQueries cards, PlanRows rows, Lists lists, OrderDocx order, Chromium chromium, Printing printing, CardAddress address)
{
    /// <summary>Set on a file of cards that carry no QR code, because no public address is known.</summary>
    public const string WithoutCodes = "Muster-Without-Codes";

    private static readonly CardKind[] Places = [CardKind.Post, CardKind.Area];
    private static readonly CardKind[] People = [CardKind.Person];

    /// <exception cref="Refused">The actor may not, or there is nothing to make it of.</exception>
    public async Task<IResult> Send(HttpContext http, ExportPlan wanted, WriteId writeId, Viewing view)
    {
        var stop = http.RequestAborted;
        RefuseWithoutChromium(wanted);
        await desk.Do(wanted, writeId, Acting.Of(http), stop);
        if (wanted.Kind is PaperKind.Posts or PaperKind.People && address.Of(http) is null) http.Response.Headers[WithoutCodes] = "1";
        var paper = (await rows.Paper(wanted.PlanId, stop))!;
        Stream file;
        using (var turn = await CostlyAnswers.Turn(http))
        {
            if (!turn.IsAcquired) return RequestLimits.Refuse(http);
            file = await Make(http, wanted, paper, view, stop);
        }
        file.Position = 0;
        http.Response.Headers.ContentDisposition = DownloadName.Header($"{paper.Emergency} {view.Tongue.Of(wanted.Kind)}.{wanted.Format.ToString().ToLowerInvariant()}");
        return Results.Stream(file, wanted.Format switch
        {
            PaperFormat.Pdf => "application/pdf",
            PaperFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _ => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        });
    }

    /// <summary>Starts to print cards as PDF; the job's file is taken from <see cref="Printing"/>.</summary>
    /// <exception cref="Refused">The actor may not, there is no Chromium, or there is nothing to print.</exception>
    public async Task<Guid> Print(HttpContext http, ExportPlan wanted, WriteId writeId, Viewing view)
    {
        var stop = http.RequestAborted;
        RefuseWithoutChromium(wanted);
        await desk.Do(wanted, writeId, Acting.Of(http), stop);
        var paper = (await rows.Paper(wanted.PlanId, stop))!;
        var shown = await Cards(wanted, paper, stop);
        return await printing.Start($"{paper.Emergency} {view.Tongue.Of(wanted.Kind)}", await Page(http, wanted, paper, shown, view), await Css(http, stop), CardSheets.Pages(shown),
            address.Of(http) is not null, Acting.Of(http));
    }

    private void RefuseWithoutChromium(ExportPlan wanted)
    {
        if (wanted.Format == PaperFormat.Pdf && !chromium.IsInstalled)
            throw new Refused("no-chromium", "这台机器没有安装 Chromium，不能生成 PDF。可以导出 docx，或打开打印页用浏览器另存为 PDF；其他功能不受影响。",
                "No Chromium is installed on this machine, so there is no PDF. Take the docx, or open the print page and save it as PDF; nothing else is affected.", "Format");
    }

    private async Task<Stream> Make(HttpContext http, ExportPlan wanted, PlanPaper paper, Viewing view, CancellationToken stop)
    {
        if (wanted.Format == PaperFormat.Pdf)
        {
            var shown = await Cards(wanted, paper, stop);
            return await Print(await Page(http, wanted, paper, shown, view), await Css(http, stop), CardSheets.Pages(shown), stop);
        }
        var file = ScratchFile.Create();
        try
        {
            if (wanted.Kind == PaperKind.Lists) await lists.Write(file, wanted.PlanId, view.Tongue, stop);
            else if (wanted.Kind == PaperKind.Order) await order.Write(file, paper, view.Tongue, stop);
            else new CardsDocx(view.Tongue, address.Of(http)).Write(file, $"{paper.Emergency} {view.Tongue.Of(wanted.Kind)}", await Cards(wanted, paper, stop));
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private async Task<Stream> Print(string page, string css, int pages, CancellationToken stop)
    {
        try
        {
            return await chromium.Print(page, css, pages, stop);
        }
        catch (InvalidOperationException failed)
        {
            throw new Refused("pdf-failed", $"Chromium 没有生成 PDF：{failed.Message} 可以按属地分批，或导出 docx。", $"{failed.Message} Take the cards area by area, or as docx.");
        }
    }

    private Task<List<IssuedCard>> Cards(ExportPlan wanted, PlanPaper paper, CancellationToken stop) =>
        cards.Cards(paper.EmergencyId, wanted.Kind == PaperKind.People ? People : Places, new CardFilter(wanted.AreaId, Subjects: wanted.Subjects), PaperRules.DocxCardsMost, stop);

    private async Task<string> Page(HttpContext http, ExportPlan wanted, PlanPaper paper, List<IssuedCard> shown, Viewing view)
    {
        await using var renderer = new HtmlRenderer(http.RequestServices, http.RequestServices.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<CardSheets>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(CardSheets.Title)] = $"{paper.Emergency} {view.Tongue.Of(wanted.Kind)}",
            [nameof(CardSheets.Cards)] = shown,
            [nameof(CardSheets.Address)] = address.Of(http),
            [nameof(CardSheets.Css)] = "print.css",
        }))).ToHtmlString());
    }

    private static async Task<string> Css(HttpContext http, CancellationToken stop)
    {
        var file = http.RequestServices.GetRequiredService<IWebHostEnvironment>().WebRootFileProvider.GetFileInfo("muster.css");
        if (!file.Exists) return "";
        using var reader = new StreamReader(file.CreateReadStream());
        return await reader.ReadToEndAsync(stop);
    }
}
