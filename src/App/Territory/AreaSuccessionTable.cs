using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Muster.Territory;

internal sealed class AreaSuccessionTable : IEntityTypeConfiguration<AreaSuccession>
{
    public void Configure(EntityTypeBuilder<AreaSuccession> table)
    {
        table.HasKey(x => new { x.ChangeId, x.FromId, x.ToId });
        table.HasOne<AreaChange>().WithMany().HasForeignKey(x => x.ChangeId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.FromId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.ToId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.FromId);
        table.HasIndex(x => x.ToId);
    }
}
