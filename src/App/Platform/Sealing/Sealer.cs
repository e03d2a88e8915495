using System.Security.Cryptography;
using System.Text;
using Muster.Platform.Hosting;
using Muster.Platform.Identity;

namespace Muster.Platform.Sealing;

/// <summary>
/// Seals texts that may not lie readable in the store. Each subject (a person, an emergency, an import) has a secret of its own of 128 random bits;
/// the key its values are sealed under comes from that secret and the installation's <c>data.key</c> by HMAC-SHA512, so that neither is of use
/// without the other and a subject's values are gone once its secret is. A sealed value is the algorithm's number, nonce, ciphertext, tag; it is bound
/// to the record and the field it stands in. The nonce is an HMAC of all that is sealed: the same text in the same place is sealed to the same bytes,
/// which tells nothing, since a key has one subject, and no nonce ever meets a second text.
/// </summary>
public sealed class Sealer
{
    public const string KeyName = "data.key";

    public const int SecretBytes = 16;

    private const int AboutBytesMax = 16 + 40;

    private readonly KeyFile _key;
    private readonly Dictionary<byte, ICipher> _ciphers;
    private readonly ICipher _cipher;

    public Sealer(Installation installation, IEnumerable<ICipher> ciphers)
    {
        _key = new KeyFile(Path.Combine(installation.Folder, KeyName));
        var all = ciphers.ToList();
        _ciphers = all.ToDictionary(c => c.Number);
        _cipher = all[^1];
    }

    /// <summary>What a new subject's values are sealed with; destroyed, they are.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <param name="secret">The subject's.</param>
    /// <param name="record">The record the text belongs to.</param>
    /// <param name="field">The column, at most 40 letters.</param>
    public byte[] Seal(ReadOnlySpan<byte> secret, Guid record, string field, string text)
    {
        Span<byte> about = stackalloc byte[AboutBytesMax];
        about = about[..About(record, field, about)];
        Span<byte> keys = stackalloc byte[HMACSHA512.HashSizeInBytes];
        Keys(_cipher.Number, secret, keys);
        var length = Encoding.UTF8.GetByteCount(text);
        var value = new byte[1 + _cipher.NonceBytes + length + _cipher.TagBytes];
        value[0] = _cipher.Number;
        var nonce = value.AsSpan(1, _cipher.NonceBytes);
        var plain = length <= 256 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(text, plain);
        Nonce(keys[32..], about, plain, nonce);
        _cipher.Seal(keys[.._cipher.KeyBytes], nonce, plain, about, value.AsSpan(1 + _cipher.NonceBytes, length), value.AsSpan(value.Length - _cipher.TagBytes));
        CryptographicOperations.ZeroMemory(keys);
        return value;
    }

    /// <returns>Null where there is nothing, or where the subject's secret was destroyed.</returns>
    /// <exception cref="SealBroken">It was not sealed under this key, for this record, in this field; or by an algorithm that is not here.</exception>
    public string? Open(ReadOnlySpan<byte> secret, Guid record, string field, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || secret.IsEmpty) return null;
        if (!_ciphers.TryGetValue(value[0], out var cipher))
            throw new SealBroken($"{field} was sealed by algorithm {value[0]}, and there is none of that number here ({string.Join(", ", _ciphers.Values.Select(c => $"{c.Number} {c.Name}"))}).");
        Span<byte> about = stackalloc byte[AboutBytesMax];
        about = about[..About(record, field, about)];
        Span<byte> keys = stackalloc byte[HMACSHA512.HashSizeInBytes];
        Keys(cipher.Number, secret, keys);
        var length = value.Length - 1 - cipher.NonceBytes - cipher.TagBytes;
        if (length < 0) throw Broken(field, record);
        var plain = length <= 256 ? stackalloc byte[length] : new byte[length];
        var opened = cipher.Open(keys[..cipher.KeyBytes], value.Slice(1, cipher.NonceBytes), value.Slice(1 + cipher.NonceBytes, length), value[^cipher.TagBytes..], about, plain);
        CryptographicOperations.ZeroMemory(keys);
        return opened ? Encoding.UTF8.GetString(plain) : throw Broken(field, record);
    }

    private static SealBroken Broken(string field, Guid record) =>
        new($"{field} of {record} does not open. Maybe a backup was restored without its {KeyName}: bring that file back.");

    /// <summary>32 bytes to seal with, 32 to make nonces with.</summary>
    private void Keys(byte algorithm, ReadOnlySpan<byte> secret, Span<byte> keys)
    {
        Span<byte> from = stackalloc byte[1 + SecretBytes];
        from[0] = algorithm;
        secret.CopyTo(from[1..]);
        HMACSHA512.HashData(_key.Key, from, keys);
    }

    private static void Nonce(ReadOnlySpan<byte> key, ReadOnlySpan<byte> about, ReadOnlySpan<byte> plain, Span<byte> nonce)
    {
        var length = 1 + about.Length + plain.Length;
        var from = length <= 512 ? stackalloc byte[length] : new byte[length];
        from[0] = (byte)about.Length;
        about.CopyTo(from[1..]);
        plain.CopyTo(from[(1 + about.Length)..]);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, from, hash);
        hash[..nonce.Length].CopyTo(nonce);
    }

    private static int About(Guid record, string field, Span<byte> about)
    {
        record.TryWriteBytes(about, bigEndian: true, out _);
        return 16 + Encoding.ASCII.GetBytes(field, about[16..]);
    }
}

/// <summary>A sealed value that does not open. The message names field and record, never a value.</summary>
public sealed class SealBroken(string message) : Exception(message);
