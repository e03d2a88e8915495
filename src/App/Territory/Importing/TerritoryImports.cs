using System.Security.Cryptography;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Hosting;
using Muster.Platform.Jobs;

namespace Muster.Territory.Importing;

/// <summary>Takes a spreadsheet of the territory and reads it as a job; the file lies in the installation's folder only until the job ends.</summary>
public sealed class TerritoryImports(JobBoard jobs, Desk desk, Installation installation)
{
    /// <returns>The job's id; its result is an <see cref="ImportReport"/>.</returns>
    /// <exception cref="Refused">Larger than a spreadsheet may be.</exception>
    public async Task<Guid> Start(Stream sent, string name, TerritoryTable? table, WriteId write, Actor actor, CancellationToken stop)
    {
        var path = Path.Combine(installation.FilesFolder, Guid.CreateVersion7().ToString("n"));
        try
        {
            var hash = await Keep(sent, path, stop);
            var act = new ImportTerritory(Path.GetFileName(name), hash, table) { Path = path };
            return await jobs.Start(nameof(ImportTerritory), act.FileName, actor, async (progress, cancel) =>
            {
                try
                {
                    return await desk.Do(act with { Progress = progress }, write, actor, cancel);
                }
                finally
                {
                    File.Delete(path);
                }
            });
        }
        catch
        {
            File.Delete(path);
            throw;
        }
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
