using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Muster.Platform.Acts;
using Muster.Platform.Hosting;
using Muster.Platform.Jobs;
using Muster.Platform.Storage;

namespace Muster.Platform.Audit;

/// <summary>The end of a node's chain in a seal.</summary>
public sealed record SealedHead(Guid Node, long Number, string Hash);

/// <summary>
/// Seals the ends of all nodes' chains before an instant into one. A copy is written to the folder <c>seals</c> of the installation, to be kept
/// elsewhere: with it nobody can make another past, not even who holds the key. Answers the seal's number.
/// </summary>
public sealed record SealAudit(DateTimeOffset UpTo) : Act<long>
{
    protected internal override Permission Needs => Permission.RunInstallation;

    protected internal override async Task<long> Do(Work work, CancellationToken stop)
    {
        var before = await work.Store.Set<AuditSeal>().AsNoTracking().OrderByDescending(s => s.Number).FirstOrDefaultAsync(stop);
        var heads = await work.Sql.List("""
            select l.node, l.number, l.hash from audit_link l
            join (select node, max(number) as number from audit_link where at < @until group by node) t on t.node = l.node and t.number = l.number order by l.node
            """, row => new SealedHead(row.Guid(0), row.Long(1), System.Convert.ToHexStringLower(row.Bytes(2))), stop, ("@until", UpTo));
        Refused.Where(SealRules.Of(UpTo, work.Now, before?.UpTo, heads.Count));
        var seal = new AuditSeal
        {
            Id = Guid.CreateVersion7(), Number = (before?.Number ?? 0) + 1, At = work.Now, UpTo = Desk.Truncate(UpTo.ToUniversalTime()),
            Heads = JsonSerializer.Serialize(heads, Desk.Json), Links = heads.Sum(h => h.Number), Previous = before?.Hash ?? Chain.Beginning,
        };
        seal.Hash = Chain.OfSeal(work.Of<Trail>().Key, seal);
        work.Store.Add(seal);
        work.About("audit-seal", seal.Id);
        // The trail itself says that this seal was made: one taken away is missed.
        work.Note(HashNote, System.Convert.ToHexStringLower(seal.Hash));
        work.Note("links", seal.Links);
        var folder = Directory.CreateDirectory(Path.Combine(work.Of<Installation>().Folder, "seals")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, $"{seal.Number:D6}.json"), JsonSerializer.Serialize(
            new { seal.Number, seal.UpTo, seal.At, Heads = heads, seal.Links, Previous = System.Convert.ToHexStringLower(seal.Previous), Hash = System.Convert.ToHexStringLower(seal.Hash) }, Desk.Json), stop);
        return seal.Number;
    }

    internal const string HashNote = "hash";

    /// <summary>The last midnight in China.</summary>
    public static DateTimeOffset LastMidnight(DateTimeOffset now)
    {
        var china = now.ToOffset(TimeSpan.FromHours(8));
        return new DateTimeOffset(china.Date, china.Offset).ToUniversalTime();
    }

    /// <summary>Seals the day that has ended, ten minutes after its end, once, whichever node comes first.</summary>
    internal static Chore Daily(Stores stores, Desk desk, TimeProvider clock) => new(nameof(SealAudit), TimeSpan.FromMinutes(20), async stop =>
    {
        var midnight = LastMidnight(clock.GetUtcNow() - TimeSpan.FromMinutes(10));
        await using (var store = await stores.Open(stop))
        {
            if (await store.Set<AuditSeal>().AnyAsync(s => s.UpTo >= midnight, stop)) return;
            if (!await store.Set<AuditLink>().AnyAsync(l => l.At < midnight, stop)) return;
        }
        await desk.Do(new SealAudit(midnight), WriteId.New(), Actor.System("muster"), stop);
    });
}

internal static class SealRules
{
    public static IEnumerable<Broken> Of(DateTimeOffset upTo, DateTimeOffset now, DateTimeOffset? before, int heads)
    {
        if (upTo > now) yield return new Broken("seal-of-the-future", "只能封存已经过去的时间。", "Only what has passed can be sealed.", "UpTo");
        if (before >= upTo) yield return new Broken("seal-there-is", "这段时间已经封存。", "This time is sealed already.", "UpTo");
        if (heads == 0) yield return new Broken("seal-of-nothing", "这段时间之前没有审计记录。", "There is nothing on the audit trail before that time.", "UpTo");
    }
}
