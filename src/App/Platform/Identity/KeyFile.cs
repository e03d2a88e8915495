using System.Security.Cryptography;

namespace Muster.Platform.Identity;

/// <summary>
/// A secret key of 32 bytes in a file of its own in the installation's folder, which only its owner can read; made at the first use.
/// Every node of one installation needs the same file, and a backup without it cannot do what the key is for.
/// </summary>
public sealed class KeyFile(string file)
{
    private readonly Lazy<byte[]> _key = new(() => ReadOrMake(file));

    public ReadOnlySpan<byte> Key => _key.Value;

    private static byte[] ReadOrMake(string file)
    {
        if (!File.Exists(file))
        {
            var made = file + "." + System.Convert.ToHexString(RandomNumberGenerator.GetBytes(4));
            using (var stream = new FileStream(made, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                stream.Write(RandomNumberGenerator.GetBytes(32));
                stream.Flush(flushToDisk: true);
            }
            try
            {
                // Appears whole or not at all; whoever comes second uses the first one's.
                File.Move(made, file, overwrite: false);
            }
            catch (IOException) when (File.Exists(file))
            {
                File.Delete(made);
            }
        }
        return File.ReadAllBytes(file) is { Length: 32 } key ? key
            : throw new InvalidOperationException($"{file} is not a key of 32 bytes. Maybe a backup was restored without it: bring the key back.");
    }
}
