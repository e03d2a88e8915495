using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Platform.Storage;
using Muster.Territory;

namespace Muster.People;

internal sealed class AgencyTable : IEntityTypeConfiguration<Agency>
{
    public void Configure(EntityTypeBuilder<Agency> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.Property(x => x.Version).IsConcurrencyToken();
        table.HasOne<Agency>().WithMany().HasForeignKey(x => x.ParentId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.Property(x => x.Name).UseByteOrder();
        table.Property(x => x.Pinyin).UseByteOrder();
        table.HasIndex(x => new { x.Pinyin, x.Id });
        table.HasIndex(x => x.ParentId);
        table.HasIndex(x => x.AreaId);
        table.HasIndex(x => x.Name).IsUnique().HasFilter("valid_to is null");
    }
}
