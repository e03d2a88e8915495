using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.People;
using Muster.Territory;

namespace Muster.Organisation;

internal sealed class AreaOwnerTable : IEntityTypeConfiguration<AreaOwner>
{
    public void Configure(EntityTypeBuilder<AreaOwner> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.AreaId).IsUnique().HasFilter("ends_at is null");
        table.HasIndex(x => x.PersonId);
    }
}
