using Microsoft.AspNetCore.Http;
using Muster.Platform.Files;

namespace Muster.Territory.Pages;

/// <summary>A list of one sheet.</summary>
internal static class OneSheet
{
    public static Task Send(HttpContext http, string name, SheetColumn[] columns, Func<SheetWriter, Task> write) => Spreadsheet.Send(http, name, sheet =>
    {
        sheet.BeginSheet(name, columns);
        return write(sheet);
    });
}
