using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Muster.Emergencies;
using Muster.People;

namespace Muster.Placements.Cards.Links;

internal sealed class PersonalLinkTable : IEntityTypeConfiguration<PersonalLink>
{
    public void Configure(EntityTypeBuilder<PersonalLink> table)
    {
        table.HasKey(x => x.Id);
        table.Property(x => x.Id).ValueGeneratedNever();
        table.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId).OnDelete(DeleteBehavior.NoAction);
        table.HasOne<Emergency>().WithMany().HasForeignKey(x => x.EmergencyId).OnDelete(DeleteBehavior.NoAction);
        table.HasIndex(x => x.TokenHash).IsUnique();
        table.HasIndex(x => x.PersonId);
        table.HasIndex(x => new { x.EmergencyId, x.PersonId }).IsUnique().HasFilter("revoked_at is null");
    }
}
