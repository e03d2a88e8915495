using System.Buffers.Binary;

namespace Muster.People;

/// <summary>
/// Version-7 UUIDs that rise strictly one after the other (RFC 9562, a counter in the random part): those of one import stand in the
/// order of its rows and are one range, and a table in the order of its ids is only appended to.
/// </summary>
internal sealed class SortedIds
{
    private readonly byte[] _next = Guid.CreateVersion7().ToByteArray(bigEndian: true);

    public SortedIds() => _next[8] = 0x80; // the variant, and room above for the counter

    public Guid Next()
    {
        var low = BinaryPrimitives.ReadUInt64BigEndian(_next.AsSpan(8)) + 1;
        BinaryPrimitives.WriteUInt64BigEndian(_next.AsSpan(8), low);
        return new Guid(_next, bigEndian: true);
    }
}
