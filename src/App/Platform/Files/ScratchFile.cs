namespace Muster.Platform.Files;

/// <summary>A temporary file nobody else can open: readable by this user only and, where the system allows it, without a
/// name from the first moment on, so that a crash leaves no personal data behind.</summary>
internal static class ScratchFile
{
    public static FileStream Create()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose, BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        string path = Path.Combine(Path.GetTempPath(), "muster-" + Path.GetRandomFileName());
        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return file;
    }

    /// <summary>Copies a stream that cannot seek, refusing it as soon as it passes the bound.</summary>
    public static FileStream Copy(Stream source, long max)
    {
        var file = Create();
        try
        {
            byte[] buffer = new byte[81_920];
            for (int n; (n = source.Read(buffer)) > 0;)
            {
                file.Write(buffer, 0, n);
                if (file.Length > max) throw SheetException.TooBig(file.Length, max);
            }
            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
