using System.Security.Cryptography;
using System.Text;
using Muster.Platform.Hosting;
using Muster.Platform.Identity;

namespace Muster.Platform.Sealing;

/// <summary>
/// Seals texts that may not lie readable in the store. Each subject (a person, an emergency, an import) has a secret of its own of 128 random bits;
/// the key its values are sealed under comes from that secret and the installation's <c>data.key</c> by HMAC-SHA256, so that neither is of use
/// without the other and a subject's values are gone once its secret is. A sealed value is the algorithm's number, a random nonce, ciphertext, tag; it
/// is bound to the record and the field it stands in.
/// </summary>
public sealed class Sealer
{
    public const string KeyName = "data.key";

    public const int SecretBytes = 16;

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
    public static byte[] NewSecret()
    {
        var secret = new byte[SecretBytes];
        Randomness.Fill(secret);
        return secret;
    }

    /// <summary>For several values of one subject: the key is made once.</summary>
    /// <param name="secret">The subject's.</param>
    public Sealing With(ReadOnlySpan<byte> secret)
    {
        if (secret.Length != SecretBytes) throw new ArgumentException($"A secret has {SecretBytes} bytes, not {secret.Length}.", nameof(secret));
        return new Sealing(_cipher, Keyed(_cipher, secret));
    }

    /// <param name="record">The record the text belongs to.</param>
    /// <param name="field">The column, at most 40 letters.</param>
    public byte[] Seal(ReadOnlySpan<byte> secret, Guid record, string field, string text)
    {
        using var sealing = With(secret);
        return sealing.Seal(record, field, text);
    }

    /// <returns>Null where there is nothing, or where the subject's secret was destroyed.</returns>
    /// <exception cref="SealBroken">It was not sealed under this key, for this record, in this field; or by an algorithm that is not here.</exception>
    public string? Open(ReadOnlySpan<byte> secret, Guid record, string field, ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty || secret.IsEmpty) return null;
        if (!_ciphers.TryGetValue(value[0], out var cipher))
            throw new SealBroken($"{field} was sealed by algorithm {value[0]}, and there is none of that number here ({string.Join(", ", _ciphers.Values.Select(c => $"{c.Number} {c.Name}"))}).");
        var length = value.Length - 1 - cipher.NonceBytes - cipher.TagBytes;
        if (length < 0) throw Broken(field, record);
        var plain = length <= 256 ? stackalloc byte[length] : new byte[length];
        Span<byte> about = stackalloc byte[Sealing.AboutBytesMax];
        about = about[..Sealing.About(record, field, about)];
        using var keyed = Keyed(cipher, secret);
        return keyed.Open(value.Slice(1, cipher.NonceBytes), value.Slice(1 + cipher.NonceBytes, length), value[^cipher.TagBytes..], about, plain) ? Encoding.UTF8.GetString(plain) : throw Broken(field, record);
    }

    private static SealBroken Broken(string field, Guid record) =>
        new($"{field} of {record} does not open. Maybe a backup was restored without its {KeyName}: bring that file back.");

    private IKeyedCipher Keyed(ICipher cipher, ReadOnlySpan<byte> secret)
    {
        Span<byte> from = stackalloc byte[1 + SecretBytes];
        from[0] = cipher.Number;
        secret.CopyTo(from[1..]);
        Span<byte> key = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key.Key, from, key);
        var keyed = cipher.With(key[..cipher.KeyBytes]);
        CryptographicOperations.ZeroMemory(key);
        return keyed;
    }
}

/// <summary>One subject's key, for as long as its values are sealed.</summary>
public sealed class Sealing(ICipher cipher, IKeyedCipher keyed) : IDisposable
{
    internal const int AboutBytesMax = 16 + 40;

    public byte[] Seal(Guid record, string field, string text)
    {
        Span<byte> about = stackalloc byte[AboutBytesMax];
        about = about[..About(record, field, about)];
        var length = Encoding.UTF8.GetByteCount(text);
        var value = new byte[1 + cipher.NonceBytes + length + cipher.TagBytes];
        value[0] = cipher.Number;
        var nonce = value.AsSpan(1, cipher.NonceBytes);
        Randomness.Fill(nonce);
        var plain = length <= 256 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(text, plain);
        keyed.Seal(nonce, plain, about, value.AsSpan(1 + cipher.NonceBytes, length), value.AsSpan(value.Length - cipher.TagBytes));
        return value;
    }

    public void Dispose() => keyed.Dispose();

    internal static int About(Guid record, string field, Span<byte> about)
    {
        record.TryWriteBytes(about, bigEndian: true, out _);
        return 16 + Encoding.ASCII.GetBytes(field, about[16..]);
    }
}

/// <summary>Random bytes, fetched many at a time: a call for twelve costs as much as one for a thousand. Each byte is given once and wiped.</summary>
internal static class Randomness
{
    private const int BytesAhead = 4096;

    [ThreadStatic]
    private static byte[]? _ahead;

    [ThreadStatic]
    private static int _left;

    public static void Fill(Span<byte> target)
    {
        _ahead ??= new byte[BytesAhead];
        if (_left < target.Length)
        {
            RandomNumberGenerator.Fill(_ahead);
            _left = BytesAhead;
        }
        var given = _ahead.AsSpan(BytesAhead - _left, target.Length);
        given.CopyTo(target);
        given.Clear();
        _left -= target.Length;
    }
}

/// <summary>A sealed value that does not open. The message names field and record, never a value.</summary>
public sealed class SealBroken(string message) : Exception(message);
