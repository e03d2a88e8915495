using System.Security.Cryptography;
using System.Text.Json;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Hosting;
using Muster.Platform.Jobs;

namespace Muster.Territory.Importing;

/// <summary>Takes a spreadsheet of the territory and reads it as a job; the file lies in the installation's folder only until the job ends.</summary>
public sealed class TerritoryImports(JobBoard jobs, Desk desk, Installation installation)
{
    private const string KeptName = "territory-";

    /// <summary>How long a file that was only rehearsed waits for its import.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    /// <returns>The job's id; its result is an <see cref="ImportReport"/>.</returns>
    /// <exception cref="Refused">Larger than a spreadsheet may be.</exception>
    public async Task<Guid> Start(Stream sent, string name, TerritoryTable? table, bool dryRun, WriteId write, Actor actor, CancellationToken stop)
    {
        var file = Guid.CreateVersion7();
        try
        {
            var hash = await Keep(sent, PathOf(file), stop);
            return await Start(file, new ImportTerritory(Path.GetFileName(name), hash, table, dryRun), write, actor);
        }
        catch
        {
            File.Delete(PathOf(file));
            throw;
        }
    }

    /// <summary>Imports what was rehearsed; <paramref name="rehearsal"/> is its job.</summary>
    public async Task<Guid> Carry(Guid rehearsal, WriteId write, Actor actor, CancellationToken stop)
    {
        var ended = await jobs.Find(rehearsal, stop);
        if (Report(ended) is not { Rehearsed: { } file } report || !File.Exists(PathOf(file)))
            throw new Refused("upload-gone", "上传的文件已不在（已导入或已过一天）。请重新上传。", "The uploaded file is gone: imported already, or older than a day. Send it again.");
        await using var content = File.OpenRead(PathOf(file));
        var hash = System.Convert.ToHexString(await SHA256.HashDataAsync(content, stop));
        return await Start(file, new ImportTerritory(ended!.Label, hash, report.Table), write, actor);
    }

    public static ImportReport? Report(JobView? job) => job is { Kind: nameof(ImportTerritory), Result: { ValueKind: JsonValueKind.Object } result } && result.TryGetProperty("refusals", out _)
        ? result.Deserialize<ImportReport>(Desk.Json) : null;

    /// <summary>The refused rows as the spreadsheet they came in, with a column of reasons that the next import passes over.</summary>
    public static void WriteRefused(ImportReport report, SheetWriter sheet)
    {
        var width = Math.Max(report.Header.Count, report.Refusals.Select(r => r.Cells.Count).DefaultIfEmpty().Max());
        sheet.BeginSheet("退回 refused", [.. Enumerable.Range(0, width).Select(c => new SheetColumn(c < report.Header.Count ? report.Header[c] : "", 16)), new SheetColumn("原因 Reason", 60)]);
        foreach (var row in report.Refusals)
        {
            var cells = new SheetValue[width + 1];
            for (var c = 0; c < width; c++) cells[c] = c < row.Cells.Count ? SheetValue.Of(row.Cells[c], flagged: row.Cell == CellAddress.Of(c, row.Row)) : SheetValue.Empty;
            cells[width] = $"{row.Cell ?? "#" + row.Row.ToString(System.Globalization.CultureInfo.InvariantCulture)} {row.Message} {row.English}";
            sheet.Row(cells);
        }
    }

    /// <summary>Drops files that were rehearsed and never imported.</summary>
    public Task DropOld(TimeProvider clock)
    {
        foreach (var file in new DirectoryInfo(installation.FilesFolder).EnumerateFiles(KeptName + "*"))
            if (file.LastWriteTimeUtc + Lifetime < clock.GetUtcNow().UtcDateTime) file.Delete();
        return Task.CompletedTask;
    }

    private Task<Guid> Start(Guid file, ImportTerritory act, WriteId write, Actor actor) => jobs.Start(nameof(ImportTerritory), act.FileName, actor, async (progress, cancel) =>
    {
        var keep = false;
        try
        {
            return await desk.Do(act with { Path = PathOf(file), Progress = progress }, write, actor, cancel);
        }
        catch (TerritoryRehearsed ended)
        {
            keep = true;
            return ended.Report with { Rehearsed = file };
        }
        finally
        {
            if (!keep) File.Delete(PathOf(file));
        }
    });

    private string PathOf(Guid file) => Path.Combine(installation.FilesFolder, KeptName + file.ToString("n"));

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
