using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Muster.Territory;

internal sealed class AreaPastTable : IEntityTypeConfiguration<AreaPast>
{
    public void Configure(EntityTypeBuilder<AreaPast> table)
    {
        table.HasKey(x => new { x.ChangeId, x.AreaId });
        table.HasOne<AreaChange>().WithMany().HasForeignKey(x => x.ChangeId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.ParentId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.AreaId);
    }
}
