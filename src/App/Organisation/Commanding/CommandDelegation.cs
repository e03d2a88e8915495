using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.People;
using Muster.Territory;

namespace Muster.Organisation.Commanding;

/// <summary>
/// Somebody commands an area instead of its host, for a period. Periods of one area never overlap: the database keeps that (PostgreSQL: an exclusion,
/// SQLite: triggers). One that was ended before it began has an empty period.
/// </summary>
public sealed class CommandDelegation
{
    public Guid Id { get; init; }
    public Guid AreaId { get; init; }

    /// <summary>Who commands.</summary>
    public Guid PersonId { get; init; }

    /// <summary>The host whose command it is.</summary>
    public Guid HostId { get; init; }
    public DateTimeOffset StartsAt { get; init; }

    /// <summary>Not included.</summary>
    public DateTimeOffset EndsAt { get; set; }
    public string Reason { get; init; } = "";
    public string GivenBy { get; init; } = "";
    public string? EndReason { get; set; }
    public string? EndedBy { get; set; }
}

internal sealed class CommandDelegationTable : IEntityTypeConfiguration<CommandDelegation>
{
    public void Configure(EntityTypeBuilder<CommandDelegation> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.HostId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.AreaId, x.StartsAt });
        table.HasIndex(x => x.PersonId);
    }
}
