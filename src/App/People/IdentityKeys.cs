using System.Security.Cryptography;
using System.Text;
using Muster.Platform.Hosting;

namespace Muster.People;

/// <summary>
/// The installation's secret key for ID numbers and telephones. They are looked up by an HMAC, since a plain hash of eighteen
/// digits is undone by trying them all. Every node of one installation needs the same file.
/// </summary>
public sealed class IdentityKeys(Installation installation)
{
    public const string FileName = "identity.key";

    /// <summary>128 bits: no two of a thousand million people meet by chance.</summary>
    public const int HashBytes = 16;

    private readonly Lazy<byte[]> _key = new(() => ReadOrMake(Path.Combine(installation.Folder, FileName)));

    public byte[] OfIdNumber(string idNumber) => Hash('I', idNumber);

    public byte[] OfPhone(string phone) => Hash('P', phone);

    /// <summary>A key of 16 bytes for hashes of whole rows.</summary>
    public byte[] ForRows() => Hash('R', "rows");

    private byte[] Hash(char kind, string value)
    {
        Span<byte> text = stackalloc byte[Encoding.UTF8.GetMaxByteCount(value.Length) + 1];
        text[0] = (byte)kind;
        var length = Encoding.UTF8.GetBytes(value, text[1..]) + 1;
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key.Value, text[..length], hash);
        return hash[..HashBytes].ToArray();
    }

    private static byte[] ReadOrMake(string file)
    {
        if (File.Exists(file)) return Read(file);
        var made = file + "." + System.Convert.ToHexString(RandomNumberGenerator.GetBytes(4));
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var stream = new FileStream(made, options))
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
        return Read(file);
    }

    private static byte[] Read(string file) => File.ReadAllBytes(file) is { Length: 32 } key ? key
        : throw new InvalidOperationException($"{file} is not a key of 32 bytes. Maybe a backup was restored without it: bring the key back, "
            + "else nobody is found by ID number.");
}
