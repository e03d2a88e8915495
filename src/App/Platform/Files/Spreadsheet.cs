using Microsoft.AspNetCore.Http;
using Muster.Platform.Doors;

namespace Muster.Platform.Files;

/// <summary>Sends a list as xlsx: written to a scratch file row by row, so that a province can be sent, and marked and recorded as a <see cref="TakenList"/>.</summary>
public static class Spreadsheet
{
    /// <param name="write">Begins the sheets and writes the rows.</param>
    public static async Task Send(HttpContext http, string name, Func<SheetWriter, Task> write)
    {
        await using var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        var mark = TakenList.Mark(http);
        using (var turn = await CostlyAnswers.Turn(http))
        using (var sheet = new SheetWriter(file, leaveOpen: true) { Footer = mark.Text })
        {
            if (!turn.IsAcquired)
            {
                await RequestLimits.Refuse(http).ExecuteAsync(http);
                return;
            }
            await write(sheet);
            await TakenList.Record(http, mark, name, sheet.Rows);
        }
        file.Position = 0;
        http.Response.ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        http.Response.Headers.ContentDisposition = DownloadName.Header(name + ".xlsx");
        http.Response.ContentLength = file.Length;
        await file.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
