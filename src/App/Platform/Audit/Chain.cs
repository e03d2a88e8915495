using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Muster.Platform.Audit;

/// <summary>
/// The hashes of the audit trail. Every value enters with its length before it, so that no two records give the same bytes.
/// Links and seals are made with a key that lies outside the database: who can only write there cannot make a chain that holds.
/// A record is laid out in memory first and hashed in one go: each call into the cryptographic library costs more than its few bytes.
/// </summary>
internal static class Chain
{
    public static readonly byte[] Beginning = new byte[SHA256.HashSizeInBytes];

    private const int KeptBytes = 1 << 20;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _laidOut;

    public static byte[] OfEntry(Guid id, DateTimeOffset at, Guid? actorId, string actor, string origin, string? address, string act, string result,
        string? subjectKind, Guid? subjectId, Guid? writeId, byte[] contentHash, string details, string outcome)
    {
        var record = Empty();
        Add(record, id);
        Add(record, at);
        Add(record, actorId);
        Add(record, actor);
        Add(record, origin);
        Add(record, address);
        Add(record, act);
        Add(record, result);
        Add(record, subjectKind);
        Add(record, subjectId);
        Add(record, writeId);
        Add(record, contentHash);
        Add(record, details);
        Add(record, outcome);
        return SHA256.HashData(record.WrittenSpan);
    }

    public static byte[] OfEntry(AuditEntry e) => OfEntry(e.Id, e.At, e.ActorId, e.Actor, e.Origin, e.Address, e.Act, e.Result.ToString(),
        e.SubjectKind, e.SubjectId, e.WriteId, e.ContentHash, e.Details, e.Outcome);

    public static byte[] Root(IEnumerable<byte[]> entryHashes)
    {
        byte[][] made = [.. entryHashes];
        var record = Empty();
        foreach (var entry in made) record.Write(entry);
        return SHA256.HashData(record.WrittenSpan);
    }

    public static byte[] OfLink(ReadOnlySpan<byte> key, AuditLink link)
    {
        var record = Empty();
        Add(record, "link");
        Add(record, link.Node);
        Add(record, link.Number);
        Add(record, link.At);
        Add(record, link.Entries);
        Add(record, link.Root);
        Add(record, link.Previous);
        return HMACSHA256.HashData(key, record.WrittenSpan);
    }

    public static byte[] OfSeal(ReadOnlySpan<byte> key, AuditSeal seal)
    {
        var record = Empty();
        Add(record, "seal");
        Add(record, seal.Id);
        Add(record, seal.Number);
        Add(record, seal.At);
        Add(record, seal.UpTo);
        Add(record, seal.Heads);
        Add(record, seal.Links);
        Add(record, seal.Previous);
        return HMACSHA256.HashData(key, record.WrittenSpan);
    }

    /// <summary>Of an act's input. Under the key, because a telephone or an ID number in it could be guessed from a hash that anybody can make.</summary>
    public static byte[] OfContent(ReadOnlySpan<byte> key, string act, byte[] content)
    {
        var record = Empty();
        Add(record, "act");
        Add(record, act);
        Add(record, content);
        return HMACSHA256.HashData(key, record.WrittenSpan);
    }

    private static ArrayBufferWriter<byte> Empty()
    {
        if (_laidOut is not { Capacity: <= KeptBytes }) _laidOut = new ArrayBufferWriter<byte>(1024);
        _laidOut.ResetWrittenCount();
        return _laidOut;
    }

    private static void Add(ArrayBufferWriter<byte> record, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(record.GetSpan(sizeof(long)), number);
        record.Advance(sizeof(long));
    }

    private static void Add(ArrayBufferWriter<byte> record, DateTimeOffset at) => Add(record, Storage.Convert.ToMicros(at));

    private static void Add(ArrayBufferWriter<byte> record, Guid? id)
    {
        Span<byte> bytes = stackalloc byte[17];
        bytes.Clear();
        if (id is { } known)
        {
            bytes[0] = 1;
            known.TryWriteBytes(bytes[1..], bigEndian: true, out _);
        }
        record.Write(bytes);
    }

    private static void Add(ArrayBufferWriter<byte> record, string? text)
    {
        Add(record, text is null ? -1L : Encoding.UTF8.GetByteCount(text));
        if (text is not null) Encoding.UTF8.GetBytes(text, record);
    }

    private static void Add(ArrayBufferWriter<byte> record, byte[] bytes)
    {
        Add(record, (long)bytes.Length);
        record.Write(bytes);
    }
}
