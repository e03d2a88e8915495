using Microsoft.AspNetCore.Http;
using Muster.Platform.Files;

namespace Muster.Territory.Pages;

/// <summary>Sends a spreadsheet as it is written to a scratch file, so that a province can be sent.</summary>
internal static class Spreadsheet
{
    public static Task Send(HttpContext http, string name, SheetColumn[] columns, Func<SheetWriter, Task> write) => Send(http, name, sheet =>
    {
        sheet.BeginSheet(name, columns);
        return write(sheet);
    });

    private static async Task Send(HttpContext http, string name, Func<SheetWriter, Task> write)
    {
        http.Response.ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        http.Response.Headers.ContentDisposition = DownloadName.Header(name + ".xlsx");
        await using var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        using (var sheet = new SheetWriter(file, leaveOpen: true))
        {
            await write(sheet);
        }
        file.Position = 0;
        http.Response.ContentLength = file.Length;
        await file.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
