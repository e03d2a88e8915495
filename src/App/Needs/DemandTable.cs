using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;
using Muster.Territory;

namespace Muster.Needs;

internal sealed class DemandTable : IEntityTypeConfiguration<Demand>
{
    public void Configure(EntityTypeBuilder<Demand> table)
    {
        table.HasKey(x => new { x.EmergencyId, x.PlaceId });
        table.Property(x => x.Version).IsConcurrencyToken();
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Post>().WithMany().HasForeignKey(x => x.PostId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.AreaId, x.EmergencyId, x.PlaceId });
        table.HasIndex(x => new { x.EmergencyId, x.PostId }).HasFilter("post_id is not null");
    }
}
