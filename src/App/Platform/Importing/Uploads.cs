using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Files;
using Muster.Platform.Hosting;
using Muster.Platform.Storage;

namespace Muster.Platform.Importing;

/// <summary>Records a file that was sent to be imported. It is kept for a day at most and gone as soon as it was imported.</summary>
/// <param name="May">What the import itself needs: who may not import need not send.</param>
public sealed record KeepUpload(Guid FileId, string Name, long Bytes, string Sha256, Permission May) : Act<Guid>
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    protected internal override Permission Needs => May;

    protected internal override async Task<Guid> Do(Work work, CancellationToken stop)
    {
        await Uploads.DropOld(work, stop);
        work.Store.Add(new KeptFile
        {
            Id = FileId, Name = Name, ContentType = Uploads.ContentType, Bytes = Bytes, Sha256 = System.Convert.FromHexString(Sha256),
            CreatedAt = work.Now, KeepUntil = work.Now + Lifetime,
        });
        work.About("file", FileId);
        work.Note("bytes", Bytes);
        return FileId;
    }
}

/// <summary>Forgets an upload: the record and the file.</summary>
public sealed record DropUpload(Guid FileId, Permission May) : Act<bool>
{
    protected internal override Permission Needs => May;

    protected internal override async Task<bool> Do(Work work, CancellationToken stop)
    {
        if (await work.Store.FindAsync<KeptFile>([FileId], stop) is not { } file || file.ContentType != Uploads.ContentType) return false;
        work.Store.Remove(file);
        File.Delete(Path.Combine(work.Of<Installation>().FilesFolder, FileId.ToString("n")));
        work.About("file", FileId);
        return true;
    }
}

/// <summary>The files that wait to be imported, in the installation's folder, readable by nobody else.</summary>
public sealed class Uploads(Stores stores, Desk desk, Installation installation)
{
    /// <summary>Marks uploads among the files kept; what a file really is its bytes say.</summary>
    public const string ContentType = "application/x-upload";

    internal static Broken Gone => new("upload-gone", "上传的文件已不在（已导入或已过一天）。请重新上传。", "The uploaded file is gone: imported already, or older than a day. Send it again.");

    /// <summary>Takes a file as it is sent, no further than a spreadsheet may be long.</summary>
    /// <exception cref="Refused">Larger than a spreadsheet may be, or the actor may not import.</exception>
    public async Task<Guid> Take(Stream sent, string name, Permission may, Actor actor, CancellationToken stop)
    {
        var id = Guid.CreateVersion7();
        var path = PathOf(id);
        try
        {
            var (bytes, hash) = await Write(sent, path, stop);
            return await desk.Do(new KeepUpload(id, Path.GetFileName(name), bytes, hash, may), WriteId.New(), actor, stop);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <exception cref="Refused">It was imported already, or its day is over.</exception>
    public async Task<KeptFile> Find(Guid id, CancellationToken stop)
    {
        await using var store = await stores.Open(stop);
        var file = await store.FindAsync<KeptFile>([id], stop);
        return file is { ContentType: ContentType } && File.Exists(PathOf(id)) ? file
            : throw new Refused(Gone);
    }

    /// <summary>It still waits to be imported.</summary>
    public bool Waits(Guid id) => File.Exists(PathOf(id));

    public string PathOf(Guid id) => Path.Combine(installation.FilesFolder, id.ToString("n"));

    private static async Task<(long, string)> Write(Stream sent, string path, CancellationToken stop)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        await using var file = new FileStream(path, options);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (int n; (n = await sent.ReadAsync(buffer, stop)) > 0;)
        {
            hash.AppendData(buffer.AsSpan(0, n));
            await file.WriteAsync(buffer.AsMemory(0, n), stop);
            if (file.Length > BytesMax)
                throw new Refused("upload-too-big", $"文件超过 {BytesMax >> 20} MB。请删去图片或分成几个文件。", $"The file is larger than {BytesMax >> 20} MB. Remove pictures or split it.");
        }
        return (file.Length, System.Convert.ToHexString(hash.GetHashAndReset()));
    }

    /// <summary>Files whose day is over.</summary>
    internal static async Task DropOld(Work work, CancellationToken stop)
    {
        var folder = work.Of<Installation>().FilesFolder;
        foreach (var old in await work.Store.Set<KeptFile>().Where(f => f.KeepUntil <= work.Now && f.ContentType == ContentType).ToListAsync(stop))
        {
            File.Delete(Path.Combine(folder, old.Id.ToString("n")));
            work.Store.Remove(old);
        }
    }

    /// <summary>As much as <c>SheetLimits</c> lets through.</summary>
    public const long BytesMax = 100L << 20;

    /// <summary>The limit of the web server is for forms; an upload has its own, kept while it is written.</summary>
    public static void Lift(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = BytesMax + 1;
    }

    /// <summary>For routes of forms with a file: those may be larger than other forms.</summary>
    public sealed class FormSize : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => BytesMax + (1 << 20);
    }
}
