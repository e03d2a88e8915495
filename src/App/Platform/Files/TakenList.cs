using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Muster.Platform.Acts;
using Muster.Platform.Audit;
using Muster.Platform.Identity;
using Muster.Platform.Importing;

namespace Muster.Platform.Files;

/// <summary>A list that somebody takes out of the program, without numbers: each printed page says who took it and when, and the trail says it too.</summary>
public static class TakenList
{
    public const string Act = "TakeList";

    public static Watermark Mark(HttpContext http)
    {
        var at = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        return new Watermark(Acting.Of(http).Name, at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond)), Guid.CreateVersion7());
    }

    /// <summary>On the trail stands which list, how long, and whether it was filtered; not for what, which may be a name.</summary>
    public static Task Record(HttpContext http, Watermark mark, string name, long rows) => http.RequestServices.GetRequiredService<Desk>().Record(
        AuditEntry.Of(Act, Acting.Of(http), mark.At, "list", mark.Request, WriteId.New(), [], new { name, path = http.Request.Path.Value, rows, filtered = http.Request.Query.Count > 0 }, ""), http.RequestAborted);

    /// <param name="write">Writes the workbook with its mark; answers how many rows.</param>
    public static Task<IResult> Workbook(HttpContext http, string name, Func<Stream, Watermark, Task<long>> write) => TableImportRoutes.Workbook(http, name, async output =>
    {
        var mark = Mark(http);
        await Record(http, mark, name, await write(output, mark));
    });
}
