using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;
using Muster.Territory;

namespace Muster.Organisation;

internal sealed class SeatTable : IEntityTypeConfiguration<Seat>
{
    public void Configure(EntityTypeBuilder<Seat> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.Property(x => x.Version).IsConcurrencyToken();
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Formation>().WithMany().HasForeignKey(x => x.FormationId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.FormationId);
        table.HasIndex(x => new { x.EmergencyId, x.AreaId });
        table.HasIndex(x => new { x.AreaId, x.EmergencyId });
        table.HasIndex(x => x.AreaId).IsUnique().HasFilter("commands and ends_at is null");
    }
}
