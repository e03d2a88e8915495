using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;
using Muster.People;
using Muster.Territory;

namespace Muster.Rosters.Rotation;

/// <summary>Who takes turns: each person, or each agency with all its people.</summary>
public enum RotationBy { Person, Agency }

/// <summary>轮换: each person or agency of an area has one week of duty in turn. Out of their week no roster there gives them a turn.</summary>
public sealed class DutyRotation
{
    public Guid Id { get; init; }
    public Guid EmergencyId { get; init; }
    public Guid AreaId { get; init; }
    public string Name { get; init; } = "";
    public RotationBy TakenBy { get; init; }

    /// <summary>First day of the first week.</summary>
    public DateOnly StartsOn { get; init; }

    /// <summary>Weeks of seven days until everybody had one.</summary>
    public int Weeks { get; init; }
    public DateTimeOffset MadeAt { get; init; }
    public string MadeBy { get; init; } = "";
    public DateTimeOffset? EndedAt { get; set; }
    public string? EndedBy { get; set; }
}

/// <summary>The week of one person, or of one agency.</summary>
public sealed class RotationWeek
{
    public Guid Id { get; init; }
    public Guid RotationId { get; init; }

    /// <summary>Counted from 0.</summary>
    public int Week { get; set; }
    public Guid? PersonId { get; init; }
    public Guid? AgencyId { get; init; }
    public int Version { get; set; }
}

internal sealed class DutyRotationTable : IEntityTypeConfiguration<DutyRotation>
{
    public void Configure(EntityTypeBuilder<DutyRotation> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.EmergencyId).HasFilter("ended_at is null");
        table.HasIndex(x => x.MadeAt);
    }
}

internal sealed class RotationWeekTable : IEntityTypeConfiguration<RotationWeek>
{
    public void Configure(EntityTypeBuilder<RotationWeek> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.Property(x => x.Version).IsConcurrencyToken();
        table.HasOne<DutyRotation>().WithMany().HasForeignKey(x => x.RotationId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Agency>().WithMany().HasForeignKey(x => x.AgencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.RotationId, x.Week });
        table.HasIndex(x => x.PersonId).HasFilter("person_id is not null");
        table.HasIndex(x => x.AgencyId).HasFilter("agency_id is not null");
    }
}
