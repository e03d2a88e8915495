using System.Text.Json;
using Muster.Platform.Acts;
using Muster.Platform.Storage;

namespace Muster.Platform.Audit;

/// <summary>The first place where the trail does not hold.</summary>
public sealed record BadPlace(string Code, string Zh, string En, Guid? Node = null, long? Link = null, Guid? Entry = null, long? Seal = null);

/// <param name="Rows">Entries that were read and hold.</param>
public sealed record TrailVerdict(bool Ok, long Rows, BadPlace? FirstBad, long Links, long Seals);

/// <summary>
/// Reads the whole audit trail and finds any byte of it that was altered, removed, added or put elsewhere: entries against their link, links
/// against the one before, the node's own end against the note beside the database, seals against the links and against the entries that say
/// they were made. Streams; 1 million entries need no more memory than ten.
/// </summary>
public sealed class VerifyTrail(Stores stores, Trail trail)
{
    private sealed class Broke(BadPlace place) : Exception
    {
        public BadPlace Place => place;
    }

    private long _rows, _links, _seals;

    public async Task<TrailVerdict> Verify(CancellationToken stop)
    {
        (_rows, _links, _seals) = (0, 0, 0);
        try
        {
            // Read before the database: what is committed meanwhile only lengthens the chain.
            var head = trail.Head();
            await using var store = await stores.Open(stop);
            await Links(store.Sql, stop);
            await Orphans(store.Sql, stop);
            if (head is { } noted) await End(store.Sql, noted, stop);
            await Seals(store.Sql, stop);
            return new TrailVerdict(true, _rows, null, _links, _seals);
        }
        catch (Broke broke)
        {
            return new TrailVerdict(false, _rows, broke.Place, _links, _seals);
        }
    }

    private async Task Links(Sql sql, CancellationToken stop)
    {
        AuditLink? link = null;
        var previous = Chain.Beginning;
        var hashes = new List<byte[]>();
        void Close()
        {
            if (link is null) return;
            if (hashes.Count != link.Entries) throw Bad("entries-missing", $"第 {link.Number} 环应有 {link.Entries} 条记录，现有 {hashes.Count} 条。", $"Link {link.Number} has {hashes.Count} entries instead of {link.Entries}.", link);
            if (!Chain.Root(hashes).AsSpan().SequenceEqual(link.Root)) throw Bad("entry-altered", $"第 {link.Number} 环里有记录被改动或换了位置。", $"An entry of link {link.Number} was altered or put elsewhere.", link);
            _rows += hashes.Count;
            _links++;
        }
        await foreach (var (next, place, hash) in sql.Rows(LinksAndEntries, Read, stop))
        {
            if (link is null || next.Node != link.Node || next.Number != link.Number)
            {
                Close();
                if (link is null || next.Node != link.Node) previous = Chain.Beginning;
                var due = link is not null && next.Node == link.Node ? link.Number + 1 : 1;
                if (next.Number != due) throw Bad("link-missing", $"第 {due} 环不见了。", $"Link {due} is missing.", next, due);
                if (!next.Previous.AsSpan().SequenceEqual(previous)) throw Bad("link-broken", $"第 {next.Number} 环与上一环接不上。", $"Link {next.Number} does not follow the one before.", next);
                if (!Chain.OfLink(trail.Key, next).AsSpan().SequenceEqual(next.Hash)) throw Bad("link-altered", $"第 {next.Number} 环被改动。", $"Link {next.Number} was altered.", next);
                (link, previous) = (next, next.Hash);
                hashes.Clear();
            }
            if (hash is null) continue;
            if (place != hashes.Count) throw Bad("entry-place", $"第 {next.Number} 环里的记录次序不对。", $"The entries of link {next.Number} are not in their order.", next);
            hashes.Add(hash);
        }
        Close();
    }

    private static async Task Orphans(Sql sql, CancellationToken stop)
    {
        var orphan = await sql.First("""
            select e.id, e.node, e.link from audit_entry e left join audit_link l on l.node = e.node and l.number = e.link where l.node is null limit 1
            """, row => new BadPlace("entry-without-link", "有一条记录不在任何一环里。", "An entry belongs to no link.", row.Guid(1), row.Long(2), row.Guid(0)), stop);
        if (orphan is not null) throw new Broke(orphan);
    }

    private async Task End(Sql sql, (long Number, byte[] Hash) noted, CancellationToken stop)
    {
        var kept = await sql.First("select hash from audit_link where node = @n and number = @l", row => row.Bytes(0), stop, ("@n", trail.Node), ("@l", noted.Number));
        if (kept is null || !kept.AsSpan().SequenceEqual(noted.Hash))
            throw new Broke(new BadPlace("end-missing", $"本机记下的最后一环（第 {noted.Number} 环）不在库里：末尾被删，或库是从旧备份恢复的。",
                $"The last link this node noted ({noted.Number}) is not in the database: the end was cut off, or an older backup was restored.", trail.Node, noted.Number));
    }

    private async Task Seals(Sql sql, CancellationToken stop)
    {
        var previous = Chain.Beginning;
        var known = new HashSet<string>(StringComparer.Ordinal);
        var seals = await sql.List("select id, number, at, up_to, heads, links, previous, hash from audit_seal order by number", row => new AuditSeal
        {
            Id = row.Guid(0), Number = row.Long(1), At = row.Instant(2), UpTo = row.Instant(3), Heads = row.Text(4), Links = row.Long(5), Previous = row.Bytes(6), Hash = row.Bytes(7),
        }, stop);
        foreach (var seal in seals)
        {
            if (seal.Number != _seals + 1) throw BadSeal("seal-missing", $"第 {_seals + 1} 个封存不见了。", $"Seal {_seals + 1} is missing.", _seals + 1);
            if (!seal.Previous.AsSpan().SequenceEqual(previous) || !Chain.OfSeal(trail.Key, seal).AsSpan().SequenceEqual(seal.Hash))
                throw BadSeal("seal-altered", $"第 {seal.Number} 个封存被改动。", $"Seal {seal.Number} was altered.", seal.Number);
            foreach (var head in JsonSerializer.Deserialize<SealedHead[]>(seal.Heads, Desk.Json)!)
            {
                var hash = await sql.First("select hash from audit_link where node = @n and number = @l", row => System.Convert.ToHexStringLower(row.Bytes(0)), stop, ("@n", head.Node), ("@l", head.Number));
                if (hash != head.Hash) throw BadSeal("sealed-link-missing", $"第 {seal.Number} 个封存里的一环不在库里。", $"A link that seal {seal.Number} holds is not in the database.", seal.Number, head);
            }
            (previous, _seals) = (seal.Hash, seal.Number);
            known.Add(System.Convert.ToHexStringLower(seal.Hash));
        }
        await foreach (var details in sql.Rows("select details from audit_entry where act = @a and result = 'Done' order by at, id", row => row.Text(0), stop, ("@a", nameof(SealAudit))))
        {
            using var told = JsonDocument.Parse(details);
            if (!known.Contains(told.RootElement.GetProperty(SealAudit.HashNote).GetString()!))
                throw BadSeal("seal-missing", $"第 {_seals + 1} 个封存不见了。", $"Seal {_seals + 1} is missing.", _seals + 1);
        }
    }

    private const string LinksAndEntries = """
        select l.node, l.number, l.at, l.entries, l.root, l.previous, l.hash, e.place, e.id, e.at, e.actor_id, e.actor, e.origin, e.address, e.act, e.result,
          e.subject_kind, e.subject_id, e.write_id, e.content_hash, e.details, e.outcome
        from audit_link l left join audit_entry e on e.node = l.node and e.link = l.number order by l.node, l.number, e.place
        """;

    private static (AuditLink Link, int Place, byte[]? Hash) Read(Row row)
    {
        AuditLink? link = null;
        try
        {
            link = new AuditLink
            {
                Node = row.Guid(0), Number = row.Long(1), At = row.Instant(2), Entries = row.Int(3), Root = row.Bytes(4), Previous = row.Bytes(5), Hash = row.Bytes(6),
            };
            return row.IsNull(8) ? (link, 0, null) : (link, row.Int(7), Chain.OfEntry(row.Guid(8), row.Instant(9), row.GuidOrNull(10), row.Text(11), row.Text(12), row.TextOrNull(13), row.Text(14),
                row.Text(15), row.TextOrNull(16), row.GuidOrNull(17), row.GuidOrNull(18), row.Bytes(19), row.Text(20), row.Text(21)));
        }
        catch (Exception e) when (e is InvalidCastException or FormatException or ArgumentException or OverflowException)
        {
            // SQLite takes any kind of value in any column.
            throw new Broke(new BadPlace("unreadable", "有一条记录读不出来。", "A record cannot be read.", link?.Node, link?.Number));
        }
    }

    private static Broke Bad(string code, string zh, string en, AuditLink at, long? number = null) => new(new BadPlace(code, zh, en, at.Node, number ?? at.Number));

    private static Broke BadSeal(string code, string zh, string en, long seal, SealedHead? head = null) => new(new BadPlace(code, zh, en, head?.Node, head?.Number, null, seal));
}
