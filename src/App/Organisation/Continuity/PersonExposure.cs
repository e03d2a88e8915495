using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.People;

namespace Muster.Organisation.Continuity;

/// <summary>Why two people would be lost together. <see cref="Shift"/> is never entered: it follows from the roster.</summary>
public enum ExposureKind { Household, Lodging, Vehicle, Shift }

/// <summary>
/// Somebody lives, is lodged or drives with others: equal hashes are one group. The address or number plate itself is not kept, only its hash
/// under the installation's key, so that the record says who shares and to nobody what.
/// </summary>
public sealed class PersonExposure
{
    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public ExposureKind Kind { get; init; }
    public byte[] KeyHash { get; init; } = [];
    public DateTimeOffset Since { get; init; }
    public DateTimeOffset? Until { get; set; }
}

internal sealed class PersonExposureTable : IEntityTypeConfiguration<PersonExposure>
{
    public void Configure(EntityTypeBuilder<PersonExposure> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.PersonId, x.Kind }).IsUnique().HasFilter("until is null");
        table.HasIndex(x => new { x.Kind, x.KeyHash });
    }
}
