using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Muster.People;

internal sealed class PersonIdentityTable : IEntityTypeConfiguration<PersonIdentity>
{
    public void Configure(EntityTypeBuilder<PersonIdentity> table)
    {
        table.HasKey(x => x.PersonId);
        table.Property(x => x.PersonId).ValueGeneratedNever();
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.IdHash).IsUnique().HasFilter("id_hash is not null");
        table.HasIndex(x => x.PhoneHash).HasFilter("phone_hash is not null");
    }
}
