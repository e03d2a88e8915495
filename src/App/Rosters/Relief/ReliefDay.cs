using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;
using Muster.People;
using Muster.Territory;

namespace Muster.Rosters.Relief;

/// <summary>今天我上岗、你休息: a day off for somebody of the local staff, and who of the mustered stands in. No roster gives the person another turn that day.</summary>
public sealed class ReliefDay
{
    public Guid Id { get; init; }
    public Guid EmergencyId { get; init; }
    public Guid AreaId { get; init; }
    public Guid PersonId { get; init; }
    public Guid StandInId { get; init; }
    public DateOnly Day { get; init; }

    /// <summary>The stand-in's turn.</summary>
    public Guid ShiftId { get; init; }

    /// <summary>Days worked without one off before it was given.</summary>
    public int RunDays { get; init; }
    public DateTimeOffset GivenAt { get; init; }
    public string GivenBy { get; init; } = "";
}

internal sealed class ReliefDayTable : IEntityTypeConfiguration<ReliefDay>
{
    public void Configure(EntityTypeBuilder<ReliefDay> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.StandInId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Shift>().WithMany().HasForeignKey(x => x.ShiftId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.PersonId, x.Day }).IsUnique();
        table.HasIndex(x => new { x.AreaId, x.Day });
    }
}
