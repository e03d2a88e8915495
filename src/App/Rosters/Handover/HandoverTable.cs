using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;
using Muster.People;
using Muster.Territory;

namespace Muster.Rosters.Handover;

internal sealed class HandoverTable : IEntityTypeConfiguration<HandoverNote>
{
    public void Configure(EntityTypeBuilder<HandoverNote> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.Property(x => x.Version).IsConcurrencyToken();
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Post>().WithMany().HasForeignKey(x => x.PostId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.GivenBy).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.TakenBy).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.PostId, x.RelievesAt }).IsUnique();
        table.HasIndex(x => x.RelievesAt);
        table.HasIndex(x => new { x.AreaId, x.RelievesAt });
    }
}

internal sealed class DepartureTable : IEntityTypeConfiguration<Departure>
{
    public void Configure(EntityTypeBuilder<Departure> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Shift>().WithMany().HasForeignKey(x => x.ShiftId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.At);
        table.HasIndex(x => x.ShiftId);
    }
}
