using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Jobs;

namespace Muster.Placements.Cards.Documents;

/// <summary>What a print ended with.</summary>
public sealed record Printed(int Pages, long Bytes);

/// <summary>
/// Prints cards to PDF as a job that shows how long it takes and can be stopped. What was printed waits without a name on the disk, for who
/// asked for it alone, for half an hour, and is gone with the process.
/// </summary>
public sealed class Printing(JobBoard jobs, Chromium chromium, TimeProvider clock) : IDisposable
{
    public const string JobKind = "PrintCards";

    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(30);

    /// <summary>The oldest goes when more are asked for.</summary>
    private const int KeptMost = 8;

    /// <summary>As measured on two processors: 0.2 s a page, and the start of Chromium.</summary>
    private const double SecondsAPage = 0.2, SecondsToStart = 2;

    private sealed record Kept(FileStream File, string Name, bool Codes, Guid? Actor, DateTimeOffset Until);

    private readonly ConcurrentDictionary<Guid, Kept> _kept = new();

    /// <summary>About how long so many pages take here.</summary>
    public static TimeSpan Expected(long pages) => TimeSpan.FromSeconds(SecondsToStart + SecondsAPage * pages);

    /// <param name="codes">Whether the cards carry QR codes.</param>
    public async Task<Guid> Start(string name, string html, string css, int pages, bool codes, Actor actor)
    {
        var job = new TaskCompletionSource<Guid>();
        var id = await jobs.Start(JobKind, name, actor, async (progress, stop) =>
        {
            progress.Report(new JobProgress("pages", pages, 0));
            try
            {
                var file = await chromium.Print(html, css, pages, stop);
                Keep(await job.Task, new Kept(file, name, codes, actor.Id, clock.GetUtcNow() + KeptFor));
                progress.Report(new JobProgress("pages", pages, pages));
                return new Printed(pages, file.Length);
            }
            catch (InvalidOperationException failed)
            {
                throw new Refused("pdf-failed", $"Chromium 没有生成 PDF：{failed.Message} 可以按属地分批，或导出 docx。", $"{failed.Message} Take the cards area by area, or as docx.");
            }
        });
        job.SetResult(id);
        return id;
    }

    /// <summary>It can still be taken by this actor.</summary>
    public bool Waits(Guid job, Actor actor) => Find(job, actor) is not null;

    /// <summary>The PDF, as often as wanted; 404 for anybody else and when its time is over.</summary>
    public IResult Take(Guid job, Actor actor, HttpResponse response)
    {
        if (Find(job, actor) is not { } kept) return Results.NotFound();
        response.Headers.ContentDisposition = DownloadName.Header(kept.Name + ".pdf");
        if (!kept.Codes) response.Headers[Papers.WithoutCodes] = "1";
        response.ContentLength = RandomAccess.GetLength(kept.File.SafeFileHandle);
        return Results.Stream(body => Copy(kept.File, body), "application/pdf");
    }

    /// <summary>Lets go of what nobody may take any more.</summary>
    public void DropOld()
    {
        foreach (var (id, kept) in _kept)
            if (kept.Until <= clock.GetUtcNow()) Drop(id);
    }

    public void Dispose()
    {
        foreach (var id in _kept.Keys) Drop(id);
    }

    private Kept? Find(Guid job, Actor actor) => _kept.TryGetValue(job, out var kept) && kept.Actor == actor.Id && kept.Until > clock.GetUtcNow() ? kept : null;

    private void Keep(Guid job, Kept kept)
    {
        DropOld();
        foreach (var oldest in _kept.OrderBy(k => k.Value.Until).SkipLast(KeptMost - 1).Select(k => k.Key)) Drop(oldest);
        _kept[job] = kept;
    }

    private void Drop(Guid job)
    {
        if (_kept.TryRemove(job, out var kept)) kept.File.Dispose();
    }

    /// <summary>From the start, without moving a place that others read from.</summary>
    private static async Task Copy(FileStream file, Stream body)
    {
        var buffer = new byte[1 << 16];
        for (long at = 0; ;)
        {
            var read = await RandomAccess.ReadAsync(file.SafeFileHandle, buffer, at);
            if (read == 0) return;
            await body.WriteAsync(buffer.AsMemory(0, read));
            at += read;
        }
    }
}
