using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Hosting;
using Muster.Platform.Identity;
using Muster.Platform.Storage;

namespace Muster.Platform.Audit;

/// <summary>
/// Adds to the audit trail. Each node (a process on a folder of its own) has a chain; a transaction adds one link to it, however many
/// entries it brings. What was last committed is noted outside the database as well, so that an end cut off is missed.
/// </summary>
public sealed class Trail(Installation installation, TimeProvider clock)
{
    public const string KeyName = "audit.key";
    private const string NodeName = "node", HeadName = "audit.head";
    private const int HeadBytes = 8 + SHA256.HashSizeInBytes;

    private readonly KeyFile _key = new(Path.Combine(installation.Folder, KeyName));
    private readonly Lazy<Guid> _node = new(() => NodeOf(Path.Combine(installation.Folder, NodeName)));
    private readonly Lock _headLock = new();
    private long _headNumber;

    public Guid Node => _node.Value;

    internal ReadOnlySpan<byte> Key => _key.Key;

    /// <summary>
    /// Links entries in the current transaction; the last thing before its commit, because from here on the node's other writers wait.
    /// </summary>
    /// <returns>To be given to <see cref="Committed"/> when it is.</returns>
    public async Task<AuditLink> Append(Store store, IReadOnlyList<AuditEntry> entries, CancellationToken stop)
    {
        if (store.Engine == Engine.Postgres) await store.Sql.Run("select pg_advisory_xact_lock(@k)", stop, ("@k", BinaryPrimitives.ReadInt64BigEndian(Node.ToByteArray())));
        var last = await store.Sql.First("select number, hash from audit_link where node = @n order by number desc limit 1", row => (Number: row.Long(0), Hash: row.Bytes(1)), stop, ("@n", Node));
        var link = new AuditLink
        {
            Node = Node, Number = last.Number + 1, At = Desk.Truncate(clock.GetUtcNow()), Entries = entries.Count,
            Root = Chain.Root(entries.Select(Chain.OfEntry)), Previous = last.Hash ?? Chain.Beginning,
        };
        link.Hash = Chain.OfLink(Key, link);
        for (var place = 0; place < entries.Count; place++) entries[place].Stand(Node, link.Number, place);
        if (entries.Count == 1) store.Add(entries[0]);
        else await store.Insert(entries, stop);
        store.Add(link);
        await store.SaveChangesAsync(stop);
        return link;
    }

    /// <summary>Notes the end of the chain beside the database. Not flushed to the disk each time: after a power cut it is at most older, never ahead.</summary>
    public void Committed(AuditLink link)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        BinaryPrimitives.WriteInt64BigEndian(head, link.Number);
        link.Hash.CopyTo(head[8..]);
        lock (_headLock)
        {
            if (link.Number <= _headNumber) return;
            using var file = File.OpenHandle(Path.Combine(installation.Folder, HeadName), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
            RandomAccess.Write(file, head, 0);
            _headNumber = link.Number;
        }
    }

    /// <summary>The link that this folder last saw committed; null where none was.</summary>
    internal (long Number, byte[] Hash)? Head()
    {
        var file = Path.Combine(installation.Folder, HeadName);
        if (!File.Exists(file)) return null;
        var head = new byte[HeadBytes];
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return RandomAccess.Read(handle, head, 0) == HeadBytes ? (BinaryPrimitives.ReadInt64BigEndian(head), head[8..]) : null;
    }

    private static Guid NodeOf(string file)
    {
        try
        {
            using var made = new StreamWriter(new FileStream(file, FileMode.CreateNew, FileAccess.Write));
            var node = Guid.CreateVersion7();
            made.Write(node.ToString());
            return node;
        }
        catch (IOException) when (File.Exists(file))
        {
            return Guid.Parse(File.ReadAllText(file).Trim(), System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
