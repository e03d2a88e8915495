using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Territory;

namespace Muster.Placements;

internal sealed class PlanGapTable : IEntityTypeConfiguration<PlanGap>
{
    public void Configure(EntityTypeBuilder<PlanGap> table)
    {
        table.HasKey(x => new { x.PlanId, x.PlaceId });
        table.HasOne<Plan>().WithMany().HasForeignKey(x => x.PlanId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.PlanId, x.AreaId });
        table.HasOne<Post>().WithMany().HasForeignKey(x => x.PostId).OnDelete(DeleteBehavior.NoAction);
    }
}
