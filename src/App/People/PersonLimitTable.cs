using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Territory;

namespace Muster.People;

internal sealed class PersonLimitTable : IEntityTypeConfiguration<PersonLimit>
{
    public void Configure(EntityTypeBuilder<PersonLimit> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Area>().WithMany().HasForeignKey(x => x.AreaId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.OtherPersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.PersonId);
        table.HasIndex(x => new { x.Kind, x.PersonId });
    }
}
