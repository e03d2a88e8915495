using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Platform.Acts;

namespace Muster.Platform.Audit;

/// <summary>Whether an act was done, refused and nothing of it saved, or done as a drill and taken back.</summary>
public enum AuditResult { Done, Refused, Rehearsed }

/// <summary>
/// One act on the audit trail: who, when, where from, what, on which record. Written in the act's own transaction; a refusal in one of
/// its own. <see cref="Node"/>, <see cref="Link"/> and <see cref="Place"/> say where in the chain it stands (see <see cref="Trail"/>).
/// </summary>
public sealed class AuditEntry
{
    public Guid Id { get; init; }
    public Guid Node { get; private set; }
    public long Link { get; private set; }
    public int Place { get; private set; }
    public DateTimeOffset At { get; init; }
    public Guid? ActorId { get; init; }
    public string Actor { get; init; } = "";

    /// <summary>page, api or cli.</summary>
    public string Origin { get; init; } = "";

    /// <summary>The network address it came from; null on the installation's own socket.</summary>
    public string? Address { get; init; }
    public string Act { get; init; } = "";
    public AuditResult Result { get; init; }
    public string? SubjectKind { get; init; }
    public Guid? SubjectId { get; init; }

    /// <summary>Null for a refusal: the write may be tried again under the same id.</summary>
    public Guid? WriteId { get; init; }

    /// <summary>HMAC-SHA256 of the act's name and input under the audit key: tells a repeated write from a different one under the same id, and nothing to who has not the key.</summary>
    public byte[] ContentHash { get; init; } = [];

    /// <summary>JSON object of what the act noted, or the codes of the rules that refused it; never personal values.</summary>
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
        Address = work.Actor.Address,
        Act = act,
        SubjectKind = work.SubjectKind,
        SubjectId = work.SubjectId,
        WriteId = writeId.Value,
        ContentHash = hash,
        Details = JsonSerializer.Serialize(work.Notes, Desk.Json),
        Outcome = outcome,
    };

    /// <summary>One of many acts that were done together.</summary>
    public static AuditEntry Of(string act, Actor actor, DateTimeOffset at, string subjectKind, Guid? subjectId, WriteId writeId, byte[] hash, object? notes, string outcome) => new()
    {
        Id = Guid.CreateVersion7(),
        At = at,
        ActorId = actor.Id,
        Actor = actor.Name,
        Origin = actor.Origin,
        Address = actor.Address,
        Act = act,
        SubjectKind = subjectId is null ? null : subjectKind,
        SubjectId = subjectId,
        WriteId = writeId.Value,
        ContentHash = hash,
        Details = notes is null ? "{}" : JsonSerializer.Serialize(notes, Desk.Json),
        Outcome = outcome,
    };

    /// <summary>Something that was not done: only the codes of the rules are kept, because their sentences carry values.</summary>
    public static AuditEntry Refusal(string act, Actor actor, DateTimeOffset at, IEnumerable<Broken> rules) => new()
    {
        Id = Guid.CreateVersion7(),
        At = at,
        ActorId = actor.Id,
        Actor = actor.Name,
        Origin = actor.Origin,
        Address = actor.Address,
        Act = act,
        Result = AuditResult.Refused,
        Details = JsonSerializer.Serialize(new { rules = rules.Select(rule => rule.Code).Distinct(StringComparer.Ordinal) }, Desk.Json),
    };

    /// <summary>Something that was done and taken back at once, to see what it would make.</summary>
    public static AuditEntry Rehearsal(string act, Work work) => new()
    {
        Id = Guid.CreateVersion7(),
        At = work.Now,
        ActorId = work.Actor.Id,
        Actor = work.Actor.Name,
        Origin = work.Actor.Origin,
        Address = work.Actor.Address,
        Act = act,
        Result = AuditResult.Rehearsed,
        Details = JsonSerializer.Serialize(work.Notes, Desk.Json),
    };

    internal void Stand(Guid node, long link, int place) => (Node, Link, Place) = (node, link, place);
}

internal sealed class AuditEntryTable : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> table)
    {
        table.HasKey(e => e.Id);
        table.Property(e => e.Id).ValueGeneratedNever();
        table.HasIndex(e => e.WriteId).IsUnique();
        table.HasIndex(e => new { e.Node, e.Link, e.Place }).IsUnique();
        table.HasIndex(e => new { e.At, e.Id });
        table.HasIndex(e => e.SubjectId);
    }
}
