using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Muster.Platform.Audit;

/// <summary>What one transaction added to a node's chain: a hash over its entries, tied to the link before.</summary>
public sealed class AuditLink
{
    public Guid Node { get; init; }

    /// <summary>1, 2, 3 … on each node, without a hole.</summary>
    public long Number { get; init; }
    public DateTimeOffset At { get; init; }
    public int Entries { get; init; }

    /// <summary>SHA-256 of the hashes of the entries, in their order.</summary>
    public byte[] Root { get; init; } = [];

    /// <summary>The hash of the link before; 32 zero bytes for the first.</summary>
    public byte[] Previous { get; init; } = [];

    /// <summary>HMAC-SHA256 of everything above under the installation's audit key.</summary>
    public byte[] Hash { get; set; } = [];
}

/// <summary>The ends of all nodes' chains, sealed together once a day, and tied to the seal before.</summary>
public sealed class AuditSeal
{
    public Guid Id { get; init; }

    /// <summary>1, 2, 3 … without a hole.</summary>
    public long Number { get; init; }
    public DateTimeOffset At { get; init; }

    /// <summary>Links made before this instant, the end of a day in China, are sealed.</summary>
    public DateTimeOffset UpTo { get; init; }

    /// <summary>JSON: for each node its last link before <see cref="UpTo"/>, in the order of the nodes' ids.</summary>
    public string Heads { get; init; } = "[]";
    public long Links { get; init; }
    public byte[] Previous { get; init; } = [];
    public byte[] Hash { get; set; } = [];
}

internal sealed class AuditLinkTable : IEntityTypeConfiguration<AuditLink>
{
    public void Configure(EntityTypeBuilder<AuditLink> table) => table.HasKey(l => new { l.Node, l.Number });
}

internal sealed class AuditSealTable : IEntityTypeConfiguration<AuditSeal>
{
    public void Configure(EntityTypeBuilder<AuditSeal> table)
    {
        table.HasKey(s => s.Id);
        table.Property(s => s.Id).ValueGeneratedNever();
        table.HasIndex(s => s.Number).IsUnique();
        table.HasIndex(s => s.UpTo).IsUnique();
    }
}
