using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Platform.Storage;

namespace Muster.Territory;

internal sealed class AreaKeyTable : IEntityTypeConfiguration<AreaKey>
{
    public void Configure(EntityTypeBuilder<AreaKey> table)
    {
        table.HasKey(x => new { x.Key, x.AreaId });
        table.Property(x => x.Key).UseByteOrder();
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
    }
}
