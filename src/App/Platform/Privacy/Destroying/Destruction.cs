using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Muster.Platform.Privacy.Destroying;

/// <summary>Whose personal data is destroyed: a person's, or all that was kept for one emergency.</summary>
public enum DestructionKind { Person, Emergency }

/// <summary>Where a request stands. Lapsed: nobody confirmed it in time.</summary>
public enum DestructionState { Waiting, Done, Declined, Lapsed }

/// <summary>
/// Somebody asked for personal data to be destroyed, and somebody else confirmed or declined. Confirmed, it is the record that the data was there
/// and is not any more; it names the subject by id alone.
/// </summary>
public sealed class Destruction
{
    public Guid Id { get; set; }
    public DestructionKind Kind { get; set; }
    public Guid SubjectId { get; set; }
    public string Reason { get; set; } = "";
    public string AskedBy { get; set; } = "";
    public DateTimeOffset AskedAt { get; set; }

    /// <summary>Until when it can be confirmed.</summary>
    public DateTimeOffset EndsAt { get; set; }
    public string? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Null while nobody decided.</summary>
    public bool? Confirmed { get; set; }

    public DestructionState State(DateTimeOffset now) => Confirmed switch
    {
        true => DestructionState.Done,
        false => DestructionState.Declined,
        null => now >= EndsAt ? DestructionState.Lapsed : DestructionState.Waiting,
    };
}

internal sealed class DestructionTable : IEntityTypeConfiguration<Destruction>
{
    public void Configure(EntityTypeBuilder<Destruction> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasIndex(x => x.AskedAt);
        table.HasIndex(x => new { x.Kind, x.SubjectId }).IsUnique().HasFilter("confirmed");
    }
}
