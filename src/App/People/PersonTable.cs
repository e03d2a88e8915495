using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Territory;

namespace Muster.People;

internal sealed class PersonTable : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.Property(x => x.Version).IsConcurrencyToken();
        table.HasOne<Agency>().WithMany().HasForeignKey(x => x.AgencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.HomeAreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => new { x.Name, x.Id });
        table.HasIndex(x => new { x.NameTail, x.Id });
        table.HasIndex(x => new { x.Pinyin, x.Id });
        table.HasIndex(x => new { x.Initials, x.Id });
        table.HasIndex(x => new { x.AgencyId, x.Name, x.Id });
        table.HasIndex(x => new { x.HomeAreaId, x.Id });
    }
}
