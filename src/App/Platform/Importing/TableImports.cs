using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Hosting;
using Muster.Platform.Jobs;

namespace Muster.Platform.Importing;

/// <summary>
/// Spreadsheets of agencies, quotas and the like, read as jobs. The file lies in the installation's folder until it is imported; one that was
/// only rehearsed waits for a day, as long as this process runs.
/// </summary>
public sealed class TableImports(JobBoard jobs, Desk desk, Installation installation, TimeProvider clock)
{
    private const string KeptName = "table-";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<Guid, ImportTable> _rehearsed = new();

    /// <param name="make">Of the file's name and hash.</param>
    /// <returns>The job's id; its result is a <see cref="TableReport"/>.</returns>
    /// <exception cref="Refused">Larger than a spreadsheet may be.</exception>
    public async Task<Guid> Start(Stream sent, string name, Func<string, string, ImportTable> make, WriteId write, Actor actor, CancellationToken stop)
    {
        var path = Path.Combine(installation.FilesFolder, KeptName + Guid.CreateVersion7().ToString("n"));
        try
        {
            var hash = await Keep(sent, path, stop);
            return await Run(make(Path.GetFileName(name), hash) with { Path = path }, write, actor);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Imports what a job rehearsed.</summary>
    public Task<Guid> Carry(Guid rehearsal, WriteId write, Actor actor) => _rehearsed.TryRemove(rehearsal, out var act) && File.Exists(act.Path)
        ? Run(act with { DryRun = false }, write, actor)
        : throw new Refused("upload-gone", "上传的文件已不在（已导入或已过一天）。请重新上传。", "The uploaded file is gone: imported already, or older than a day. Send it again.");

    public bool CanCarry(Guid rehearsal) => _rehearsed.ContainsKey(rehearsal);

    public static TableReport? Report(JobView? job) => job?.Result is { ValueKind: JsonValueKind.Object } result && result.TryGetProperty("header", out _) && result.TryGetProperty("dryRun", out _)
        ? result.Deserialize<TableReport>(Desk.Json) : null;

    /// <summary>The refused rows as the spreadsheet they came in, with a column of reasons that the next import passes over.</summary>
    public static void WriteRefused(TableReport report, Stream output)
    {
        var width = Math.Max(report.Header.Count, report.Refusals.Select(r => r.Cells.Count).DefaultIfEmpty().Max());
        using var sheet = new SheetWriter(output, leaveOpen: true);
        sheet.BeginSheet("退回 refused", [.. Enumerable.Range(0, width).Select(c => new SheetColumn(report.Header.ElementAtOrDefault(c) ?? "", 16)), new SheetColumn("原因 Reason", 60)]);
        foreach (var row in report.Refusals)
            sheet.Row([.. Enumerable.Range(0, width).Select(c => SheetValue.Of(row.Cells.ElementAtOrDefault(c), flagged: row.Cell == CellAddress.Of(c, row.Row))),
                SheetValue.Of($"{row.Cell} {row.Message} {row.English}")]);
    }

    /// <summary>Drops what was rehearsed and never imported.</summary>
    public Task DropOld()
    {
        foreach (var file in new DirectoryInfo(installation.FilesFolder).EnumerateFiles(KeptName + "*"))
            if (file.LastWriteTimeUtc + Lifetime < clock.GetUtcNow().UtcDateTime) file.Delete();
        foreach (var (job, act) in _rehearsed)
            if (!File.Exists(act.Path)) _rehearsed.TryRemove(job, out _);
        return Task.CompletedTask;
    }

    private async Task<Guid> Run(ImportTable act, WriteId write, Actor actor)
    {
        var id = new TaskCompletionSource<Guid>();
        var job = await jobs.Start(act.GetType().Name, act.FileName, actor, async (progress, cancel) =>
        {
            var keep = false;
            try
            {
                return await desk.Do(act with { Progress = progress }, write, actor, cancel);
            }
            catch (TableRehearsed ended)
            {
                _rehearsed[await id.Task] = act;
                keep = true;
                return ended.Report;
            }
            finally
            {
                if (!keep) File.Delete(act.Path!);
            }
        });
        id.SetResult(job);
        return job;
    }

    private static async Task<string> Keep(Stream sent, string path, CancellationToken stop)
    {
        var limit = SheetLimits.Default.PackedBytesMax;
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (int n; (n = await sent.ReadAsync(buffer, stop)) > 0;)
        {
            hash.AppendData(buffer.AsSpan(0, n));
            await file.WriteAsync(buffer.AsMemory(0, n), stop);
            if (file.Length > limit)
                throw new Refused("upload-too-big", $"文件超过 {limit >> 20} MB。请分成几个文件。", $"The file is larger than {limit >> 20} MB. Split it.");
        }
        return System.Convert.ToHexString(hash.GetHashAndReset());
    }
}
