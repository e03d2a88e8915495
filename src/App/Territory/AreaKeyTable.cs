using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Platform.Storage;

namespace Muster.Territory;

internal sealed class AreaKeyTable : IEntityTypeConfiguration<AreaKey>
{
    public void Configure(EntityTypeBuilder<AreaKey> table)
    {
        table.HasKey(x => new { x.Level, x.Key, x.AreaId });
        table.Property(x => x.Level).HasConversion<int>();
        table.Property(x => x.Key).UseByteOrder();
    }
}
