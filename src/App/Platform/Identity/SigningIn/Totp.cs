using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Muster.Platform.Identity.SigningIn;

/// <summary>One-time codes by time (RFC 6238 with SHA-1, six digits, 30 seconds: what every authenticator app does). Pure.</summary>
public static class Totp
{
    public const int KeyBytes = 20;
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static long Step(DateTimeOffset at) => at.ToUnixTimeSeconds() / 30;

    public static string Code(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> moment = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(moment, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, moment, hash);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    /// <summary>The step whose code this is, one before or after now allowed for a clock that goes wrong; null where it is none or not after the last used.</summary>
    public static long? Accept(ReadOnlySpan<byte> key, string code, DateTimeOffset now, long lastUsed)
    {
        var digits = code.Replace(" ", "", StringComparison.Ordinal);
        for (var step = Step(now) - 1; step <= Step(now) + 1; step++)
            if (step > lastUsed && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Code(key, step)), Encoding.UTF8.GetBytes(digits))) return step;
        return null;
    }

    /// <summary>For typing into an app: base 32.</summary>
    public static string Written(ReadOnlySpan<byte> key)
    {
        var text = new StringBuilder();
        int bits = 0, held = 0;
        foreach (var b in key)
        {
            (held, bits) = (((held << 8) | b) & 0xFFFF, bits + 8);
            for (; bits >= 5; bits -= 5) text.Append(Letters[(held >> (bits - 5)) & 31]);
        }
        if (bits > 0) text.Append(Letters[(held << (5 - bits)) & 31]);
        return text.ToString();
    }

    /// <summary>For the camera of an app.</summary>
    public static string Address(ReadOnlySpan<byte> key, string account) =>
        $"otpauth://totp/Muster:{Uri.EscapeDataString(account)}?secret={Written(key)}&issuer=Muster";
}
