using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Platform.Acts;

namespace Muster.Platform.Audit;

/// <summary>One act on the audit trail: who, when, where from, what, on which record. Written in the act's own transaction.</summary>
public sealed class AuditEntry
{
    /// <summary>Order of commitment, given by the database.</summary>
    public long Seq { get; private set; }
    public Guid Id { get; init; }
    public DateTimeOffset At { get; init; }
    public Guid? ActorId { get; init; }
    public string Actor { get; init; } = "";
    public string Origin { get; init; } = "";
    public string Act { get; init; } = "";
    public string? SubjectKind { get; init; }
    public Guid? SubjectId { get; init; }
    public Guid WriteId { get; init; }

    /// <summary>SHA-256 of the act's name and input: tells a repeated write from a different one under the same id.</summary>
    public byte[] ContentHash { get; init; } = [];

    /// <summary>JSON object of what the act noted; never personal values.</summary>
    public string Details { get; init; } = "{}";

    /// <summary>JSON of what the act answered, given again to a repeat.</summary>
    public string Outcome { get; init; } = "";

    public static AuditEntry Of(string act, Work work, WriteId writeId, byte[] hash, string outcome) => new()
    {
        Id = Guid.CreateVersion7(),
        At = work.Now,
        ActorId = work.Actor.Id,
        Actor = work.Actor.Name,
        Origin = work.Actor.Origin,
        Act = act,
        SubjectKind = work.SubjectKind,
        SubjectId = work.SubjectId,
        WriteId = writeId.Value,
        ContentHash = hash,
        Details = JsonSerializer.Serialize(work.Notes, Desk.Json),
        Outcome = outcome,
    };
}

internal sealed class AuditEntryTable : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> table)
    {
        table.HasKey(e => e.Seq);
        table.Property(e => e.Seq).ValueGeneratedOnAdd();
        table.HasIndex(e => e.WriteId).IsUnique();
        table.HasIndex(e => new { e.SubjectKind, e.SubjectId });
    }
}
