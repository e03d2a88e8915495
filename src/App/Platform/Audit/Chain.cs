using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Muster.Platform.Audit;

/// <summary>
/// The hashes of the audit trail. Every value enters with its length before it, so that no two records give the same bytes.
/// Links and seals are made with a key that lies outside the database: who can only write there cannot make a chain that holds.
/// </summary>
internal static class Chain
{
    public static readonly byte[] Beginning = new byte[SHA256.HashSizeInBytes];

    public static byte[] OfEntry(Guid id, DateTimeOffset at, Guid? actorId, string actor, string origin, string? address, string act, string result,
        string? subjectKind, Guid? subjectId, Guid? writeId, byte[] contentHash, string details, string outcome)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, id);
        Add(hash, at);
        Add(hash, actorId);
        Add(hash, actor);
        Add(hash, origin);
        Add(hash, address);
        Add(hash, act);
        Add(hash, result);
        Add(hash, subjectKind);
        Add(hash, subjectId);
        Add(hash, writeId);
        Add(hash, contentHash);
        Add(hash, details);
        Add(hash, outcome);
        return hash.GetHashAndReset();
    }

    public static byte[] OfEntry(AuditEntry e) => OfEntry(e.Id, e.At, e.ActorId, e.Actor, e.Origin, e.Address, e.Act, e.Result.ToString(),
        e.SubjectKind, e.SubjectId, e.WriteId, e.ContentHash, e.Details, e.Outcome);

    public static byte[] Root(IEnumerable<byte[]> entryHashes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in entryHashes) hash.AppendData(entry);
        return hash.GetHashAndReset();
    }

    public static byte[] OfLink(ReadOnlySpan<byte> key, AuditLink link)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Add(hash, "link");
        Add(hash, link.Node);
        Add(hash, link.Number);
        Add(hash, link.At);
        Add(hash, link.Entries);
        Add(hash, link.Root);
        Add(hash, link.Previous);
        return hash.GetHashAndReset();
    }

    public static byte[] OfSeal(ReadOnlySpan<byte> key, AuditSeal seal)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Add(hash, "seal");
        Add(hash, seal.Id);
        Add(hash, seal.Number);
        Add(hash, seal.At);
        Add(hash, seal.UpTo);
        Add(hash, seal.Heads);
        Add(hash, seal.Links);
        Add(hash, seal.Previous);
        return hash.GetHashAndReset();
    }

    /// <summary>Of an act's input. Under the key, because a telephone or an ID number in it could be guessed from a hash that anybody can make.</summary>
    public static byte[] OfContent(ReadOnlySpan<byte> key, string act, byte[] content)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Add(hash, "act");
        Add(hash, act);
        Add(hash, content);
        return hash.GetHashAndReset();
    }

    private static void Add(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }

    private static void Add(IncrementalHash hash, DateTimeOffset at) => Add(hash, Storage.Convert.ToMicros(at));

    private static void Add(IncrementalHash hash, Guid? id)
    {
        Span<byte> bytes = stackalloc byte[17];
        bytes.Clear();
        if (id is { } known)
        {
            bytes[0] = 1;
            known.TryWriteBytes(bytes[1..], bigEndian: true, out _);
        }
        hash.AppendData(bytes);
    }

    private static void Add(IncrementalHash hash, string? text)
    {
        if (text is null) Add(hash, -1L);
        else Add(hash, Encoding.UTF8.GetBytes(text));
    }

    private static void Add(IncrementalHash hash, byte[] bytes)
    {
        Add(hash, (long)bytes.Length);
        hash.AppendData(bytes);
    }
}
