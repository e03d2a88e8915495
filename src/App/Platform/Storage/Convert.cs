using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Muster.Platform.Storage;

/// <summary>How SQLite keeps what it has no type for: instants as microseconds since 1970, UUIDs as 16 big-endian bytes.</summary>
public static class Convert
{
    public static long ToMicros(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / 10;

    public static DateTimeOffset FromMicros(long micros) => new(DateTimeOffset.UnixEpoch.UtcTicks + (micros * 10), TimeSpan.Zero);

    public static byte[] ToBytes(Guid id) => id.ToByteArray(bigEndian: true);

    public static Guid ToGuid(byte[] bytes) => new(bytes, bigEndian: true);

    public sealed class InstantToMicros() : ValueConverter<DateTimeOffset, long>(at => ToMicros(at), micros => FromMicros(micros));

    public sealed class GuidToBytes() : ValueConverter<Guid, byte[]>(id => ToBytes(id), bytes => ToGuid(bytes));
}
