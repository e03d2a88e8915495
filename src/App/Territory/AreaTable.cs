using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Platform.Storage;

namespace Muster.Territory;

internal sealed class AreaTable : IEntityTypeConfiguration<Area>
{
    public void Configure(EntityTypeBuilder<Area> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.Property(x => x.Level).HasConversion<int>();
        table.Property(x => x.Path).UseByteOrder();
        table.Property(x => x.Version).IsConcurrencyToken();
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.ParentId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.Path).IsUnique();
        table.HasIndex(x => new { x.ParentId, x.Path });
        // Counting and listing what is below an area, level by level, reads this index alone.
        table.HasIndex(x => new { x.Level, x.Path }).HasFilter("valid_to is null");
        // By level too: 金门县 has a street and a community of one code.
        table.HasIndex(x => new { x.Code, x.Level }).IsUnique().HasFilter("valid_to is null and code is not null");
        table.HasIndex(x => x.Code).HasFilter("valid_to is not null");
    }
}
