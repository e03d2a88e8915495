using System.Security.Cryptography;
using System.Text;
using Muster.Platform.Hosting;
using Muster.Platform.Identity;

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

    private readonly KeyFile _key = new(Path.Combine(installation.Folder, FileName));

    public byte[] OfIdNumber(string idNumber) => Hash('I', idNumber);

    public byte[] OfPhone(string phone) => Hash('P', phone);

    /// <summary>Of what people are exposed by together: an address, a number plate. Of one kind equal means the same.</summary>
    public byte[] OfExposure(string kind, string key) => Hash('E', kind + "|" + key);

    /// <summary>A key of 16 bytes for hashes of whole rows.</summary>
    public byte[] ForRows() => Hash('R', "rows");

    private byte[] Hash(char kind, string value)
    {
        Span<byte> text = stackalloc byte[Encoding.UTF8.GetMaxByteCount(value.Length) + 1];
        text[0] = (byte)kind;
        var length = Encoding.UTF8.GetBytes(value, text[1..]) + 1;
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key.Key, text[..length], hash);
        return hash[..HashBytes].ToArray();
    }
}
